//! Reversals. (S15)

use super::{Decide, Ends, before, segment_at};
use crate::account::{Entry, State};
use crate::decision::{About, AccountKey, Change, Effect, Error, Outcome};
use crate::evaluator::Evaluator;
use crate::plan::{self, Amount};
use crate::program::{AccountKind, Reversal as Choices};
use crate::record::Reversal;

/// A number of the state that a reversal touches.
#[derive(Clone, Copy)]
struct Touched {
    at: AccountKey,
    before: i64,
    add: i64,
}

impl Touched {
    /// What it will hold.
    fn now(&self) -> i64 {
        self.before.saturating_add(self.add)
    }
}

/// What is being undone.
struct Undo<'a, S> {
    evaluator: &'a Evaluator,
    state: &'a S,
    choices: Choices,
    touched: Vec<Touched>,
    shortfall: i64,
    blocks: Vec<(u32, i64)>,
}

/// How blocks of a remainder account are paid.
pub(crate) struct Blocks {
    pub block: i64,
    /// What a block pays into the balance.
    pub pay: i64,
    /// Where their pay is counted.
    pub paid: u32,
}

/// The segment that decided an entry, if it is still in the policy.
pub(crate) fn deciding<'a>(evaluator: &'a Evaluator, entry: &Entry<'_>) -> Option<(u16, &'a plan::Segment)> {
    let number = segment_at(&evaluator.plan().segments, entry.rule_date?)?;
    Some((number, &evaluator.plan().segments[usize::from(number)]))
}

/// How blocks of this remainder account are paid in the segment that decided.
pub(crate) fn blocks(segment: &plan::Segment, about: Option<About>, remainder: u32) -> Option<Blocks> {
    let Some(About::Activity(activity)) = about else { return None };
    let activity = segment.activities.get(usize::from(activity))?.as_ref()?;
    let account = |local: u16| activity.frame.locals[usize::from(local)].account;
    activity.rules.iter().find_map(|rule| match rule.amount {
        Amount::Carried(carried) if account(carried.remainder) == remainder => {
            let pay = if carried.into_balance { carried.pay } else { 0 };
            Some(Blocks { block: carried.block, pay, paid: account(carried.paid) })
        }
        _ => None,
    })
}

/// The balance of the subject of an entry.
pub(crate) fn balance_of(evaluator: &Evaluator, entry: &Entry<'_>) -> Option<AccountKey> {
    let balance = evaluator.program().balance;
    let changed = entry.changes.iter().find(|change| change.at.account == balance);
    changed.map(|change| change.at).or(entry.balance)
}

impl<S: State> Decide<'_, S> {
    pub(super) fn reversal(&mut self, reversal: &Reversal) -> Ends<()> {
        let decision = &mut self.buffer.decision;
        decision.of = Some(reversal.of);
        let entry = before(self.state, reversal.of, reversal.at).filter(is_reversible).ok_or(Outcome::Unknown)?;
        decision.about = entry.about;
        decision.rule_date = entry.rule_date;
        match entry.outcome {
            Outcome::Reversed => return Err(Outcome::Repeated),
            Outcome::Decided => self.undo(&entry)?,
            // S15.3: what waits is cancelled, and what changed nothing stays so.
            _ => {}
        }
        self.buffer.decision.effect = Effect::TakesBack;
        self.buffer.decision.outcome = Outcome::Reversed;
        Ok(())
    }

    /// S15.4 to S15.7.
    fn undo(&mut self, entry: &Entry<'_>) -> Ends<()> {
        let Some((number, segment)) = deciding(self.evaluator, entry) else {
            return self.buffer.decision.cannot(Error::DecidedElsewhere);
        };
        let mut undo = Undo {
            evaluator: self.evaluator,
            state: self.state,
            choices: segment.reversal,
            touched: Vec::new(),
            shortfall: 0,
            blocks: Vec::new(),
        };
        for change in entry.changes {
            undo.change(change);
        }
        if segment.reversal.recompute {
            undo.recompute(entry, segment);
        }
        let balance = self.evaluator.program().balance;
        let decision = &mut self.buffer.decision;
        decision.segment = Some(number);
        undo.touched.sort_unstable_by_key(|touched| touched.at);
        for touched in undo.touched.into_iter().filter(|touched| touched.add != 0) {
            let Touched { at, before, add } = touched;
            let account = &self.evaluator.program().accounts[at.account as usize];
            match before.checked_add(add) {
                Some(after) if (account.min..=account.max).contains(&after) => {
                    decision.changes.push(Change { at, add })
                }
                _ => decision.errors.push(Error::Account { account: at.account, before, add }),
            }
            if at.account == balance {
                decision.total = decision.total.saturating_add(add);
            }
        }
        decision.unless_wrong()?;
        decision.shortfall = undo.shortfall;
        decision.blocks_back = undo.blocks;
        Ok(())
    }
}

fn is_reversible(entry: &Entry<'_>) -> bool {
    use crate::record::Kind;
    matches!(entry.kind, Kind::Event | Kind::Redemption)
}

impl<S: State> Undo<'_, S> {
    fn touch(&mut self, at: AccountKey) -> &mut Touched {
        let place = self.touched.iter().position(|touched| touched.at == at).unwrap_or_else(|| {
            self.touched.push(Touched { at, before: self.state.amount(at), add: 0 });
            self.touched.len() - 1
        });
        &mut self.touched[place]
    }

    fn add(&mut self, at: AccountKey, amount: i64) {
        let touched = self.touch(at);
        touched.add = touched.add.saturating_add(amount);
    }

    /// Undoes one change. Accounts that the policy does not have any more are left alone.
    fn change(&mut self, change: &Change) {
        let Some(account) = self.evaluator.program().accounts.get(change.at.account as usize) else { return };
        let back = change.add.saturating_neg();
        match account.kind {
            AccountKind::Usage if !self.choices.returns_room => {}
            AccountKind::Balance if back < 0 => self.take_from_balance(change.at, change.add),
            _ => self.add(change.at, back),
        }
    }

    /// S15.6: no more than keeps the balance at its floor; the rest is the shortfall.
    fn take_from_balance(&mut self, at: AccountKey, amount: i64) {
        let held = self.touch(at).now();
        let most = self.choices.floor.map_or(amount, |floor| held.saturating_sub(floor).max(0));
        let taken = amount.min(most);
        self.shortfall = self.shortfall.saturating_add(amount - taken);
        self.add(at, taken.saturating_neg());
    }

    /// S15.7: whole blocks whose units are gone are taken back.
    fn recompute(&mut self, entry: &Entry<'_>, segment: &plan::Segment) {
        let remainders: Vec<AccountKey> = self.touched.iter().map(|touched| touched.at).collect();
        for at in remainders {
            let Some(Blocks { block, pay, paid }) = blocks(segment, entry.about, at.account) else { continue };
            let held = self.touch(at).now();
            if held >= 0 {
                continue;
            }
            let count = held.unsigned_abs().div_ceil(block.unsigned_abs()) as i64;
            self.add(at, count.saturating_mul(block));
            self.blocks.push((at.account, count));
            let paid = AccountKey { account: paid, ..at };
            let owed = count.saturating_mul(pay).min(self.touch(paid).now()).max(0);
            self.add(paid, -owed);
            if let Some(balance) = balance_of(self.evaluator, entry) {
                self.take_from_balance(balance, owed);
            }
        }
    }
}
