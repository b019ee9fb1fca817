//! What residents spend their points on.

use super::calendar::{Day, Moment, day_of, is_weekend, month_days};
use super::lines::{Line, resident_id};
use super::month::Diary;

/// Something offered.
#[derive(Clone, Copy)]
struct Offer {
    name: &'static str,
    price: u32,
    /// The least one has before trying.
    from: u32,
}

/// What is offered and how popular it is.
const OFFERS: [(Offer, u32); 6] = [
    (Offer { name: "乒乓球馆预约", price: 100, from: 100 }, 8),
    (Offer { name: "健身房", price: 80, from: 80 }, 26),
    (Offer { name: "理发", price: 150, from: 150 }, 18),
    (Offer { name: "超市购物券", price: 50, from: 200 }, 40),
    (Offer { name: "艾灸室", price: 200, from: 200 }, 7),
    (Offer { name: "亲子包饺子", price: 30, from: 30 }, 1),
];

/// Only around the festival.
const SACHET: Offer = Offer { name: "端午香囊", price: 60, from: 60 };

/// Writes the redemptions of one resident's month, after the acts that pay for them.
pub fn write(diary: &mut Diary<'_>) {
    let mut purse = diary.earned;
    for _ in 0..12 {
        let Some(offer) = wish(diary) else { return };
        let enough = purse >= offer.from && diary.resident.household.is_some();
        // A few try without enough, or without a household.
        let tries = diary.random.permille(if enough { 450 } else { 2 });
        if let Some(at) = tries.then(|| moment(diary, offer.name)).flatten() {
            let id = diary.id();
            let subject = resident_id(diary.resident.number);
            diary.lines.push((at, Line::Redemption { id, redeem: offer.name, time: at.with_offset(), subject }));
            purse = purse.saturating_sub(offer.price);
        }
    }
}

fn wish(diary: &mut Diary<'_>) -> Option<Offer> {
    if diary.earned == 0 {
        return None;
    }
    let sachets = diary.month.1 == 5 && diary.random.permille(80);
    if sachets { Some(SACHET) } else { diary.random.weighted(&OFFERS) }
}

/// A day between the last act and the end of the month that suits the offer.
fn moment(diary: &mut Diary<'_>, name: &str) -> Option<Moment> {
    let (first, days) = month_days(diary.month.0, diary.month.1);
    let from = match name {
        "端午香囊" => diary.last_day.max(day_of(diary.month.0, 5, 19)),
        _ => diary.last_day,
    };
    let left = (first + days as Day).checked_sub(from + 1).filter(|&left| left > 0)?;
    let mut day = from + 1 + diary.random.below(left as u32) as Day;
    if name == "亲子包饺子" {
        day = (0..7).map(|ahead| day + ahead).find(|&day| is_weekend(day))?;
    }
    Some(Moment { day, minute: diary.random.between(9 * 60, 20 * 60) })
}
