//! Which accounts a decision will read. (S1.2)

use crate::account::{Journal, Waiting};
use crate::date;
use crate::decide::{before, confirm, inputs, is_known, reverse, segment_at};
use crate::decision::{AccountKey, NO_KEY, Outcome};
use crate::evaluator::Evaluator;
use crate::plan::Frame;
use crate::program::{AccountKind, Day, FactId};
use crate::record::{Confirmation, Event, Record, Redemption, Reversal};

/// Names every account that deciding the record reads, in order, each once.
pub(crate) fn needs<J: Journal>(evaluator: &Evaluator, record: &Record<'_>, journal: &J) -> Vec<AccountKey> {
    if is_known(journal.entry(record.id())) {
        return Vec::new();
    }
    let found = match record {
        Record::Event(event) => of_event(evaluator, event, journal),
        Record::Confirmation(confirmation) => of_confirmation(evaluator, confirmation, journal),
        Record::Reversal(reversal) => of_reversal(evaluator, reversal, journal),
        Record::Redemption(redemption) => of_redemption(evaluator, redemption, journal),
        Record::Unreadable(_) => None,
    };
    let mut keys = found.unwrap_or_default();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn of_event<J: Journal>(evaluator: &Evaluator, event: &Event<'_>, journal: &J) -> Option<Vec<AccountKey>> {
    let segment = &evaluator.plan().segments[usize::from(segment_at(&evaluator.plan().segments, event.at.day)?)];
    let activity = segment.activities.get(usize::from(event.activity))?.as_ref()?;
    if activity.confirmations.is_empty() { on_date(evaluator, event, event.at.day, journal) } else { None }
}

fn on_date<J: Journal>(evaluator: &Evaluator, event: &Event<'_>, day: Day, journal: &J) -> Option<Vec<AccountKey>> {
    let segment = &evaluator.plan().segments[usize::from(segment_at(&evaluator.plan().segments, day)?)];
    let activity = segment.activities.get(usize::from(event.activity))?.as_ref()?;
    let slots = &evaluator.program().activities.get(usize::from(event.activity))?.slots;
    Some(of_frame(evaluator, &activity.frame, event.keys, slots, day, journal))
}

fn of_confirmation<J: Journal>(
    evaluator: &Evaluator,
    confirmation: &Confirmation,
    journal: &J,
) -> Option<Vec<AccountKey>> {
    let waiting: Waiting<'_> = before(journal, confirmation.of, confirmation.at)?.waiting?;
    let confirmed = confirm::confirm(evaluator.plan(), waiting, confirmation)?;
    on_date(evaluator, &confirmed.event, confirmed.decides_on?, journal)
}

fn of_redemption<J: Journal>(
    evaluator: &Evaluator,
    redemption: &Redemption<'_>,
    journal: &J,
) -> Option<Vec<AccountKey>> {
    let day = redemption.at.day;
    let segment = &evaluator.plan().segments[usize::from(segment_at(&evaluator.plan().segments, day)?)];
    let plan = segment.redemptions.get(usize::from(redemption.redemption))?.as_ref()?;
    Some(of_frame(evaluator, &plan.frame, redemption.keys, &[], day, journal))
}

fn of_frame<J: Journal>(
    evaluator: &Evaluator,
    frame: &Frame,
    keys: &[u32],
    slots: &[FactId],
    day: Day,
    journal: &J,
) -> Vec<AccountKey> {
    let mut joined = inputs::Inputs::default();
    let stated = inputs::Stated { keys, facts: &[], unknown_names: 0, slots };
    joined.join(evaluator, &stated, &frame.absent, day, journal);
    let place = |local: &crate::plan::Local| AccountKey {
        account: local.account,
        key: joined.keys(keys).get(usize::from(local.scope)).copied().unwrap_or(NO_KEY),
        start: date::window_start(local.window, day),
    };
    frame.locals.iter().map(place).filter(|at| at.key != NO_KEY).collect()
}

fn of_reversal<J: Journal>(evaluator: &Evaluator, reversal: &Reversal, journal: &J) -> Option<Vec<AccountKey>> {
    let entry = before(journal, reversal.of, reversal.at).filter(|entry| entry.outcome == Outcome::Decided)?;
    let (_, segment) = reverse::deciding(evaluator, &entry)?;
    let accounts = &evaluator.program().accounts;
    let mut keys = Vec::new();
    for change in entry.changes {
        let Some(account) = accounts.get(change.at.account as usize) else { continue };
        if account.kind != AccountKind::Usage || segment.reversal.returns_room {
            keys.push(change.at);
        }
        if segment.reversal.recompute
            && let Some(blocks) = reverse::blocks(segment, entry.about, change.at.account)
        {
            keys.push(AccountKey { account: blocks.paid, ..change.at });
            keys.extend(reverse::balance_of(evaluator, &entry));
        }
    }
    Some(keys)
}
