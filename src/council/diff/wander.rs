//! Histories put together at random, always the same ones: several kinds of events by two of a household and another, confirmed at
//! once, later or after the policy's end, late, taken back. They find what no history of a fixed form shows.

use super::proof::classes::{Class, classes};
use super::replay::Step;
use super::search::{Site, Witness};
use super::story::{Cast, PERSONS};
use super::wish::{Wish, tidy};
use crate::checks::encode::{Act, Joint};
use crate::logic::{Answer, Assignment, Formula};

/// So many are tried.
const TRIES: u64 = 160;
/// At most so many people with different attributes.
const MOST_GROUPS: usize = 6;

/// Numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let sides = u64::try_from(sides.max(1)).unwrap_or(1);
        usize::try_from((mixed ^ (mixed >> 31)) % sides).unwrap_or(0)
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// The history with a number, of people who do these things. `last` is the last day that matters.
fn history(casts: &[&Cast<'_>], number: u64, last: Option<i32>) -> Vec<Step> {
    let mut dice = Dice(number);
    let Some(first) = casts.first() else { return Vec::new() };
    let (start, minute) = first.when();
    let (still, alone) = (dice.once_in(3), dice.once_in(2));
    let (mut day, mut steps) = (start, Vec::new());
    let length = 3usize.saturating_add(dice.below(12));
    for number in 0..length {
        if !still && dice.below(5) < 2 {
            day = day.saturating_add([1, 1, 2, 7, 28].get(dice.below(5)).copied().unwrap_or(1));
        }
        let minute = minute.saturating_add(i32::try_from(number).unwrap_or(0));
        if number > 0 && dice.once_in(8) {
            let of = format!("e{}", dice.below(number).saturating_add(1));
            steps.extend(first.reversal(&of, (day, minute)));
            continue;
        }
        let Some(cast) = casts.get(dice.below(casts.len())) else { continue };
        let person = if alone { 0 } else { dice.below(PERSONS) };
        let id = format!("e{}", number.saturating_add(1));
        let received = dice.once_in(8).then(|| day.saturating_add(i32::try_from(dice.below(8)).unwrap_or(0)));
        steps.extend(cast.act(person, &id, (day, minute), received));
        let confirmed = match dice.below(8) {
            0 => continue,
            1 => day.saturating_add(31),
            2 => last.map_or(day, |last| last.saturating_add(1).max(day)),
            _ => day,
        };
        steps.extend(cast.confirmations(&id, (confirmed, minute)));
    }
    steps
}

impl<'a> Site<'a> {
    /// What shows it among histories put together at random.
    pub fn wandered(&self, wish: &Wish<'_>) -> Vec<Witness> {
        let groups = self.groups();
        let stretch = self.at.0.or(self.at.1).map(|(stretch, _)| stretch);
        let last = stretch.and_then(|stretch| stretch.until).map(|until| until.saturating_sub(1));
        let mut found = Vec::new();
        for number in (0..TRIES).filter(|_| !groups.is_empty()) {
            let group = usize::try_from(number).ok().and_then(|number| groups.get(number % groups.len()));
            let Some((group, first)) = group.and_then(|group| Some((group, group.first()?))) else { continue };
            let casts: Vec<&Cast<'_>> = group.iter().collect();
            self.look(wish, first, history(&casts, number, last), &mut found);
            if !found.is_empty() {
                break;
            }
        }
        tidy(found)
    }

    /// For some people everything that can be done by them: each group is of people with the same attributes.
    fn groups(&self) -> Vec<Vec<Cast<'a>>> {
        let (Some(joint), Some(classes)) = (&self.joint, self.ways.get_or_init(|| self.classes())) else {
            return Vec::new();
        };
        let attributes = |values: &Assignment| -> Vec<Formula> { joint.attributes(values) };
        let of = |first: &Class<'a>| {
            let own = attributes(&first.values);
            let alike = classes.iter().filter_map(|class| {
                let goal = own.iter().cloned().chain([class.alike.clone(), joint.empty()]).collect();
                match joint.ask(goal) {
                    Answer::Holds(values) => Cast::new(self.old, self.new, joint, &values),
                    _ => None,
                }
            });
            alike.collect::<Vec<_>>()
        };
        let groups = classes.iter().take(MOST_GROUPS).map(of);
        groups.filter(|group| !group.is_empty()).collect()
    }

    /// The ways in which an event can come out.
    fn classes(&self) -> Option<Vec<Class<'a>>> {
        let (a, b) = (self.at.0?, self.at.1?);
        if !matches!(a.1, Act::Event(_)) {
            return None;
        }
        let joint = Joint::new((self.old.model, &self.old.held, a.0, a.1), (self.new.model, &self.new.held, b.0, b.1))?;
        classes(joint).ok()
    }
}
