//! What items, parts and effects are called.

use super::parts::{About, What};
use super::search::Witness;
use super::{Change, Text};
use crate::diagnostics::Message;
use crate::model::Rounding;
use mizi_evaluator::decision::Outcome;
use num_traits::Zero;

/// What a change comes to for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Something where there was nothing.
    Newly,
    /// Nothing where there was something.
    NoLonger,
    /// More.
    More,
    /// Less.
    Less,
    /// More of what is done again.
    LimitedLater,
    /// Less of what is done again.
    LimitedSooner,
    /// May redeem who could not.
    RedeemsNewly,
    /// May not redeem who could.
    RedeemsNoLonger,
    /// Costs less.
    Cheaper,
    /// Costs more.
    Dearer,
    /// A record can be decided that could not.
    Accepted,
    /// A record cannot be decided that could.
    NoLongerAccepted,
    /// Something else, no points more or less.
    Otherwise,
}

impl Effect {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Newly => "newly",
            Effect::NoLonger => "no_longer",
            Effect::More => "more",
            Effect::Less => "less",
            Effect::LimitedLater => "limited_later",
            Effect::LimitedSooner => "limited_sooner",
            Effect::RedeemsNewly => "redeems_newly",
            Effect::RedeemsNoLonger => "redeems_no_longer",
            Effect::Cheaper => "cheaper",
            Effect::Dearer => "dearer",
            Effect::Accepted => "accepted",
            Effect::NoLongerAccepted => "no_longer_accepted",
            Effect::Otherwise => "otherwise",
        }
    }

    /// In a few words.
    pub fn text(self) -> Message {
        let (zh, en) = match self {
            Effect::Newly => ("原来得不到，现在能得到", "pays where it did not"),
            Effect::NoLonger => ("原来能得到，现在得不到", "no longer pays where it did"),
            Effect::More => ("比原来得得多", "pays more"),
            Effect::Less => ("比原来得得少", "pays less"),
            Effect::LimitedLater => ("次数多了以后，比原来得得多", "pays more when done again"),
            Effect::LimitedSooner => ("次数多了以后，比原来得得少", "pays less when done again"),
            Effect::RedeemsNewly => ("原来不能兑换，现在可以", "may be redeemed where it could not"),
            Effect::RedeemsNoLonger => ("原来可以兑换，现在不能", "may no longer be redeemed where it could"),
            Effect::Cheaper => ("兑换比原来扣得少", "costs less"),
            Effect::Dearer => ("兑换比原来扣得多", "costs more"),
            Effect::Accepted => {
                ("这样的记录原来无法判定，现在可以判定", "such a record could not be decided and now can")
            }
            Effect::NoLongerAccepted => ("这样的记录现在无法判定", "such a record can no longer be decided"),
            Effect::Otherwise => ("积分一样多，结果不同", "comes out otherwise, with as many points"),
        };
        Message::new(zh, en)
    }
}

/// What an example shows.
pub fn effect(change: &Change, witness: &Witness) -> Effect {
    let (Some(old), Some(new)) = (witness.old.last(), witness.new.last()) else { return Effect::Otherwise };
    let points = |result: &super::Result| match &change.about {
        About::Rule(key) => result.granted_to(key),
        _ => result.total,
    };
    let (before, after) = (points(old), points(new));
    match (old.outcome, new.outcome) {
        (Outcome::CannotDecide, new) if new != Outcome::CannotDecide => return Effect::Accepted,
        (old, Outcome::CannotDecide) if old != Outcome::CannotDecide => return Effect::NoLongerAccepted,
        _ => {}
    }
    let last = witness.steps.last().map(|step| step.like.as_str()).unwrap_or_default();
    let again = |step: &&super::Step| match change.about {
        About::Redemption(_) => step.like == last,
        _ => step.ids.1.is_none(),
    };
    let acts = witness.steps.iter().filter(again).count();
    if let About::Redemption(_) = change.about {
        let may = |result: &super::Result| result.outcome == Outcome::Decided;
        return match (may(old), may(new), after.cmp(&before)) {
            (false, true, _) => Effect::RedeemsNewly,
            (true, false, _) => Effect::RedeemsNoLonger,
            (_, _, std::cmp::Ordering::Greater) => Effect::Cheaper,
            (_, _, std::cmp::Ordering::Less) => Effect::Dearer,
            _ => Effect::Otherwise,
        };
    }
    match (before.cmp(&after), acts > 1) {
        (std::cmp::Ordering::Equal, _) => match (old.outcome, new.outcome) {
            (a, Outcome::Decided) if a != Outcome::Decided && after > Zero::zero() => Effect::Newly,
            _ => Effect::Otherwise,
        },
        (std::cmp::Ordering::Less, true) => Effect::LimitedLater,
        (std::cmp::Ordering::Greater, true) => Effect::LimitedSooner,
        (std::cmp::Ordering::Less, false) if before.is_zero() => Effect::Newly,
        (std::cmp::Ordering::Greater, false) if after.is_zero() => Effect::NoLonger,
        (std::cmp::Ordering::Less, false) => Effect::More,
        (std::cmp::Ordering::Greater, false) => Effect::Less,
    }
}

/// An item by its kind and name.
pub fn item(about: &About, name: &Message) -> Message {
    let (zh, en) = match about {
        About::Policy => return Message::new("整份政策", "The policy as a whole"),
        About::Eligible(true) => return Message::new("得分的资格", "Eligibility to earn"),
        About::Eligible(false) => return Message::new("兑换的资格", "Eligibility to redeem"),
        About::Activity(_) => ("活动", "The activity"),
        About::Rule(_) => ("规则", "The rule"),
        About::Overall(_) => ("总上限", "The overall cap"),
        About::Account(_) => ("账户", "The account"),
        About::Redemption(_) => ("兑换", "The redemption"),
    };
    Message::new(format!("{zh}“{}”", name.zh), format!("{en} “{}”", name.en))
}

/// The kind of an item for programs, and its durable key.
pub fn kind(about: &About) -> (&'static str, &str) {
    match about {
        About::Policy => ("policy", ""),
        About::Eligible(true) => ("eligible", "earn"),
        About::Eligible(false) => ("eligible", "redeem"),
        About::Activity(key) => ("activity", key),
        About::Rule(key) => ("rule", key),
        About::Overall(key) => ("overall_cap", key),
        About::Account(key) => ("account", key),
        About::Redemption(key) => ("redemption", key),
    }
}

/// A part's name for programs.
pub fn part(what: &What) -> &'static str {
    match what {
        What::There => "there",
        What::Records => "records",
        What::Values(_) => "values",
        What::Called(_) => "called",
        What::Zone => "zone",
        What::Cash => "cash",
        What::Key => "key",
        What::Confirm => "confirm",
        What::DecidedBy => "decided_by",
        What::Late => "late",
        What::Reversal => "reversal",
        What::Condition => "condition",
        What::Award => "award",
        What::Dimension => "dimension",
        What::Cap(_) => "cap",
        What::Covers => "covers",
        What::BonusRoom => "bonus_room",
        What::Together => "together",
        What::Order => "order",
        What::Takes => "takes",
        What::Price => "price",
        What::FromBalance => "from_balance",
        What::Floor => "floor",
        What::Gives => "gives",
    }
}

/// A part's name for people; none where what is shown says it.
fn label(what: &What) -> Option<Message> {
    let (zh, en) = match what {
        What::Records => ("记录必须写明", "records must state"),
        What::Values(_) => ("可以取的值不同", "other values are accepted"),
        What::Called(_) => ("记录里的叫法", "called in records"),
        What::Key => {
            ("政策的代号（余额和用量都记在它名下）", "the policy’s code (balances and usage are kept under it)")
        }
        What::Confirm => ("确认", "confirm"),
        What::Condition => ("条件", "condition"),
        What::Award => ("奖励", "award"),
        What::Dimension => ("计入", "counts to"),
        What::Covers => ("管到的规则", "covers"),
        What::Together => ("并得", "together"),
        What::Order => ("先后", "order"),
        What::Takes => ("计数的办法不同", "counts otherwise"),
        What::Price => ("价格", "price"),
        What::FromBalance => ("起兑", "from balance"),
        What::Floor => ("最低", "floor"),
        What::Gives => ("给", "gives"),
        What::There
        | What::Zone
        | What::Cash
        | What::DecidedBy
        | What::Late
        | What::Reversal
        | What::Cap(_)
        | What::BonusRoom => return None,
    };
    Some(Message::new(zh, en))
}

/// How a part's text differs, in one line.
pub fn text(text: &Text) -> Message {
    let head = label(&text.what);
    let line = match (&text.what, &text.old, &text.new) {
        (What::There, None, _) => return Message::new("原来没有", "was not there before"),
        (What::There, _, None) => return Message::new("不再有", "is there no more"),
        (What::Values(_), Some(field), _) | (What::Values(_), None, Some(field)) => {
            Message::new(format!("“{}”", field.zh), format!("“{}”", field.en))
        }
        (What::Takes, ..) => return head.unwrap_or_default(),
        (_, Some(old), Some(new)) => {
            Message::new(format!("{} → {}", old.zh, new.zh), format!("{} → {}", old.en, new.en))
        }
        (_, None, Some(new)) => return alone("新加", "new", head, new),
        (_, Some(old), None) => return alone("删去", "removed", head, old),
        (_, None, None) => return head.unwrap_or_default(),
    };
    match head {
        Some(head) => Message::new(format!("{}：{}", head.zh, line.zh), format!("{}: {}", head.en, line.en)),
        None => line,
    }
}

/// A part that only one of both has.
fn alone(zh: &str, en: &str, head: Option<Message>, part: &Message) -> Message {
    let head = head.map(|head| Message::new(format!("{} ", head.zh), format!("{} ", head.en))).unwrap_or_default();
    Message::new(format!("{zh}：{}{}", head.zh, part.zh), format!("{en}: {}{}", head.en, part.en))
}

/// A rounding as clauses write it.
pub fn rounding(rounding: Rounding) -> (&'static str, &'static str) {
    match rounding {
        Rounding::Down => ("向下取整", "rounded down"),
        Rounding::Up => ("向上取整", "rounded up"),
        Rounding::HalfUp => ("四舍五入", "rounded half up"),
    }
}
