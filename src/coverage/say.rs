//! What can be reached, in words.

use super::expand::chosen;
use super::mark::Side;
use crate::diagnostics::Message;
use crate::model::expr::{Bands, RowTest};
use crate::model::print::both;
use crate::model::{Cap, Constant, Expr, Named, Policy, Rounding, Rule};

/// An item by its name.
pub fn named(named: &Named) -> Message {
    let name = &named.name.name;
    Message::new(format!("“{name}”"), format!("“{name}”"))
}

/// 资格, which has no name.
pub fn gate(earning: bool) -> Message {
    if earning {
        Message::new("“资格 得分”", "“eligible earn”")
    } else {
        Message::new("“资格 兑换”", "“eligible redeem”")
    }
}

/// A condition as it is written.
pub fn expr(policy: &Policy, expr: &Expr) -> Message {
    both(policy, |printer| printer.expr(expr)).into()
}

/// A rule pays; one that is there only for what it silences holds.
pub fn pays(nothing: bool) -> Message {
    if nothing { Message::new("成立", "holds") } else { Message::new("得到积分", "is granted points") }
}

/// A rule does not hold.
pub fn fails() -> Message {
    Message::new("不成立", "does not hold")
}

/// A condition holds.
pub fn met(text: &Message) -> Message {
    Message::new(format!("“{}”成立", text.zh), format!("“{}” holds", text.en))
}

/// A condition does not hold, and all depends on it.
pub fn not_met(text: &Message) -> Message {
    Message::new(format!("“{}”不成立", text.zh), format!("“{}” does not hold", text.en))
}

/// It silences a rule that holds otherwise.
pub fn silences(rule: &Rule) -> Message {
    let name = &rule.name.name.name;
    Message::new(format!("代替“{name}”"), format!("silences “{name}”"))
}

/// A row is chosen.
pub fn row(policy: &Policy, bands: &Bands, place: usize) -> Message {
    let otherwise = bands.rows.get(place).is_some_and(|row| row.test == RowTest::Otherwise);
    let test = chosen(bands, place).filter(|_| !otherwise);
    let text = test.map_or(Message::new("其余", "otherwise"), |test| expr(policy, &test));
    Message::new(format!("按“{}”这一档", text.zh), format!("the row “{}” is chosen", text.en))
}

/// What is compared is just so much, or just not.
pub fn is_just(policy: &Policy, x: &Expr, value: &Constant, beside: bool) -> Message {
    let unit = shown_unit(policy, x);
    let text: Message = both(policy, |printer| printer.expr(x)).into();
    let number: Message = both(policy, |printer| printer.constant(value, &x.ty, unit)).into();
    if beside {
        return Message::new(
            format!("“{}”只比 {} 多一点或少一点", text.zh, number.zh),
            format!("“{}” is next to {}", text.en, number.en),
        );
    }
    Message::new(format!("“{}”正好 {}", text.zh, number.zh), format!("“{}” is just {}", text.en, number.en))
}

/// The unit word of the first field or account in an expression that is counted in the same unit.
pub fn shown_unit<'p>(policy: &'p Policy, x: &Expr) -> Option<&'p str> {
    let mut found = None;
    x.visit(&mut |part| {
        if found.is_none() && part.ty == x.ty {
            found = policy.shown_unit(part);
        }
    });
    found
}

/// 上限 of a rule.
pub fn cap(policy: &Policy, cap: &Cap) -> Message {
    both(policy, |printer| printer.cap(cap)).into()
}

/// 总上限, without its name.
pub fn overall(policy: &Policy, cap: &Cap) -> Message {
    both(policy, |printer| printer.overall(cap)).into()
}

/// 限量 of a redemption.
pub fn stock(policy: &Policy, cap: &Cap) -> Message {
    both(policy, |printer| printer.stock(cap)).into()
}

/// A cap is used up without having limited anything.
pub fn used_up(cap: &Message) -> Message {
    Message::new(format!("“{}”正好用满", cap.zh), format!("“{}” is just used up", cap.en))
}

/// A cap has less room than what is asked of it.
pub fn too_little(cap: &Message) -> Message {
    Message::new(format!("“{}”的额度不够", cap.zh), format!("“{}” has too little room", cap.en))
}

/// A group leaves out a member that holds.
pub fn chooses() -> Message {
    Message::new("几个成员都成立，只算一个", "several members hold, one counts")
}

/// An event is received at the end of the days allowed, or after it.
pub fn late(days: u32, side: Side) -> Message {
    match side {
        Side::Within => Message::new(format!("第 {days} 日收到，不算迟到"), format!("received on day {days}, in time")),
        Side::Beyond => {
            let next = days.saturating_add(1);
            Message::new(format!("第 {next} 日收到，算迟到"), format!("received on day {next}, too late"))
        }
    }
}

/// A redemption is given.
pub fn given() -> Message {
    Message::new("可以兑换", "is given")
}

/// 起兑
pub fn from_balance(side: Side) -> Message {
    match side {
        Side::Within => Message::new("余额正好够起兑", "the balance is just enough to begin with"),
        Side::Beyond => Message::new("余额差一点不够起兑", "the balance is one too little to begin with"),
    }
}

/// 最低, or that the price can be paid.
pub fn left(side: Side) -> Message {
    match side {
        Side::Within => Message::new("付了价格，余额正好是最低的", "the price leaves just the least balance"),
        Side::Beyond => Message::new("余额差一点付不起价格", "the balance is one too little for the price"),
    }
}

/// One thing changed to another.
pub fn changed(old: &Message, new: &Message) -> Message {
    Message::new(format!("“{}”改为“{}”", old.zh, new.zh), format!("“{}” changed to “{}”", old.en, new.en))
}

/// A rounding as it is written.
pub fn rounding(rounding: Rounding) -> Message {
    match rounding {
        Rounding::Down => Message::new("向下取整", "round down"),
        Rounding::Up => Message::new("向上取整", "round up"),
        Rounding::HalfUp => Message::new("四舍五入", "round half up"),
    }
}

/// A choice of the header matters to a case.
pub fn matters() -> Message {
    Message::new("换一种选择，判定会不同", "under another answer a case comes out otherwise")
}
