//! What residents spend their points on.

use super::calendar::{Day, Moment, day_of, is_weekend, month_days};
use super::lines::{Line, resident_id};
use super::month::Diary;

/// What is offered: name, price, how popular.
const OFFERS: [(&str, u32, u32); 6] = [
    ("乒乓球馆预约", 100, 6),
    ("健身房", 80, 24),
    ("理发", 150, 15),
    ("超市购物券", 50, 42),
    ("艾灸室", 200, 6),
    ("亲子包饺子", 30, 7),
];

/// Writes the redemptions of one resident's month, after the acts that pay for them.
pub fn write(diary: &mut Diary<'_>) {
    let mut purse = diary.earned;
    for _ in 0..12 {
        let Some((name, price)) = wish(diary) else { return };
        let tries = purse >= price && diary.random.permille(450);
        // A few try without enough.
        if !tries && !diary.random.permille(2) {
            continue;
        }
        if let Some(at) = moment(diary, name) {
            let id = diary.id();
            let subject = resident_id(diary.resident.number);
            diary.lines.push((at, Line::Redemption { id, redeem: name, time: at.with_offset(), subject }));
            purse = purse.saturating_sub(price);
        }
    }
}

fn wish(diary: &mut Diary<'_>) -> Option<(&'static str, u32)> {
    if diary.earned == 0 {
        return None;
    }
    let sachets = diary.month.1 == 5 && diary.random.permille(80);
    if sachets {
        return Some(("端午香囊", 60));
    }
    let choices: Vec<((&'static str, u32), u32)> = OFFERS.iter().map(|offer| ((offer.0, offer.1), offer.2)).collect();
    diary.random.weighted(&choices)
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
