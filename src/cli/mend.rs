//! `mizi check --fix`: changes that mend findings, each shown to leave the meaning of its policy as it is.
//!
//! A change is made only where a finding offers just one: between several the author chooses. Of a policy that can be used, the
//! mended text must give the same program, or one of which it is proved that nobody earns otherwise; of one with errors, it must
//! be read as it was.

use crate::council::diff;
use crate::diagnostics::{Finding, Fix, Lang};
use crate::load::{Loaded, Policy, load};
use crate::source::Span;
use crate::syntax::written;

/// How often texts are looked at again: what is mended may show more, and changes of the same words are made in turn.
const MOST_ROUNDS: usize = 8;

/// Names and bytes of the texts of a folder.
pub type Texts = Vec<(String, Vec<u8>)>;

/// Texts that were mended.
pub struct Mended {
    /// The texts as they are now.
    pub texts: Texts,
    /// How many changes were made in each.
    pub made: Vec<usize>,
    /// The language of the first policy.
    pub lang: Lang,
}

/// Mends what `found` finds in texts.
pub fn mend(texts: Texts, found: &dyn Fn(&Loaded) -> Vec<Finding>) -> Mended {
    let mut made = vec![0; texts.len()];
    let mut state = State { loaded: load(texts.clone()), texts };
    for _ in 0..MOST_ROUNDS {
        let offered = apart(offered(&state, &found(&state.loaded)));
        let Some((next, fixes)) = state.with_most(&offered) else { break };
        for number in fixes.iter().filter_map(|fix| fix.edits.first()).map(|(span, _)| span.text.0 as usize) {
            made.iter_mut().skip(number).take(1).for_each(|made| *made += 1);
        }
        state = next;
    }
    let lang = state.loaded.policies.first().map(|policy| policy.lang).unwrap_or_default();
    Mended { texts: state.texts, made, lang }
}

struct State {
    texts: Texts,
    loaded: Loaded,
}

impl State {
    /// The texts with all of the changes, or, if they are not the same policies then, with as many of them as can be.
    fn with_most(&self, fixes: &[Fix]) -> Option<(State, Vec<Fix>)> {
        if fixes.is_empty() {
            return None;
        }
        if let Some(next) = self.with(fixes) {
            return Some((next, fixes.to_vec()));
        }
        let (mut kept, mut best): (Vec<Fix>, Option<State>) = (Vec::new(), None);
        for fix in fixes {
            kept.push(fix.clone());
            match self.with(&kept) {
                Some(next) => best = Some(next),
                None => drop(kept.pop()),
            }
        }
        best.map(|best| (best, kept))
    }

    /// The texts with changes that are apart, if they are still the same policies.
    fn with(&self, fixes: &[Fix]) -> Option<State> {
        let mut edits: Vec<&(Span, String)> = fixes.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|(span, _)| std::cmp::Reverse((span.text, span.start)));
        let mut texts = self.texts.clone();
        for (span, new) in edits {
            let bytes = &mut texts.get_mut(span.text.0 as usize)?.1;
            bytes.get(span.start as usize..span.end as usize)?;
            bytes.splice(span.start as usize..span.end as usize, new.bytes());
        }
        let next = State { loaded: load(texts.clone()), texts };
        self.means_the_same(&next).then_some(next)
    }

    fn means_the_same(&self, next: &State) -> bool {
        let (old, new) = (&self.loaded.policies, &next.loaded.policies);
        if !self.loaded.findings.is_empty() || !old.iter().all(Policy::is_sound) {
            return self.is_read_like(next);
        }
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| pays_the_same(old, new))
    }

    /// Whether every text says the same in other characters.
    fn is_read_like(&self, next: &State) -> bool {
        let pairs = self.loaded.sources.iter().zip(next.loaded.sources.iter());
        pairs.into_iter().all(|((_, old), (_, new))| written::read_alike(&old.content, &new.content))
    }
}

fn pays_the_same(old: &Policy, new: &Policy) -> bool {
    let Some((old, new)) = old.checked.as_ref().zip(new.checked.as_ref()) else { return false };
    old.program() == new.program() || diff::diff(old, new).is_some_and(|diff| diff.is_none())
}

/// The changes that are the only one their finding offers, in texts that are as they were saved.
fn offered(state: &State, findings: &[Finding]) -> Vec<Fix> {
    let only = |finding: &Finding| match finding.fixes.as_slice() {
        [fix] => Some(fix.clone()),
        _ => None,
    };
    let is_text = |fix: &Fix| {
        let texts = fix.edits.iter().map(|(span, _)| state.texts.get(span.text.0 as usize));
        !fix.edits.is_empty() && texts.into_iter().all(|text| text.is_some_and(|(_, b)| std::str::from_utf8(b).is_ok()))
    };
    findings.iter().filter_map(only).filter(is_text).collect()
}

/// Those that change nothing another one changes; the others wait for the next round.
fn apart(mut fixes: Vec<Fix>) -> Vec<Fix> {
    let mut kept: Vec<Fix> = Vec::new();
    fixes.sort_by_key(|fix| fix.edits.iter().map(|(span, _)| *span).min());
    for fix in fixes {
        let taken = || kept.iter().flat_map(|fix| &fix.edits).map(|(span, _)| *span);
        if !fix.edits.iter().any(|(span, _)| taken().any(|other| touch(*span, other))) {
            kept.push(fix);
        }
    }
    kept
}

/// Whether two stretches share a place, be it only where one ends.
fn touch(one: Span, other: Span) -> bool {
    one.text == other.text && one.start <= other.end && other.start <= one.end
}
