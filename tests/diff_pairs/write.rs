//! Small policies from a seed, and versions of them with something changed. Few fields with few values, so that everything that can
//! happen can be tried.

use crate::oracle::generate::rng::Rng;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// Age compares with a number.
    Age(&'static str, i64),
    /// Hours compare with a number.
    Hours(&'static str, i64),
    /// The part is this one, or is not.
    Part(usize, bool),
    Night(bool),
    /// The count of this month, this event included, is at least this.
    Count(i64),
    Weekend,
    Either(Box<Atom>, Box<Atom>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Pay {
    Fixed(i64),
    PerHour(i64),
    Blocks(i64, i64, bool),
    ByPart([i64; 3]),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    pub household: bool,
    /// Into [`WINDOWS`]; the last is 每次.
    pub window: usize,
    pub times: bool,
    pub limit: i64,
    /// 截断 or 拒绝, where the clause says so itself.
    pub refuse: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub name: String,
    pub formerly: Option<String>,
    pub dimension: usize,
    pub when: Vec<Atom>,
    pub pay: Pay,
    pub caps: Vec<Cap>,
    pub confirm: Option<usize>,
    pub except: Option<usize>,
    pub until: Option<i64>,
    pub title: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bonus {
    pub share: i64,
    pub rounding: usize,
    pub when: Vec<Atom>,
    pub bases: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redeem {
    pub price: i64,
    pub from: Option<i64>,
    pub floor: Option<i64>,
    pub stock: Option<Cap>,
    pub when: Vec<Atom>,
}

/// A policy of one activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Small {
    pub highest: bool,
    pub refuse: bool,
    pub within: bool,
    pub late: Option<i64>,
    pub room: bool,
    pub floor: Option<i64>,
    pub by_confirmation: bool,
    pub gate: Option<Atom>,
    pub rules: Vec<Rule>,
    pub group: Option<bool>,
    pub overall: Option<(Cap, Vec<usize>)>,
    pub bonus: Option<Bonus>,
    pub count: Option<Vec<Atom>>,
    pub redeem: Option<Redeem>,
    pub english: bool,
    pub comments: bool,
    pub turned: bool,
}

pub const WINDOWS: [(&str, &str); 5] =
    [("每日", "per day"), ("每周", "per week"), ("每月", "per month"), ("终身", "lifetime"), ("每次", "per event")];
const PARTS: [&str; 3] = ["甲角", "乙角", "丙角"];
const OPERATORS: [&str; 4] = ["≥", ">", "<", "≤"];
pub const OLDEST: i64 = 8;
pub const LONGEST: i64 = 4;

fn atom(rng: &mut Rng, deep: bool, count: bool) -> Atom {
    match rng.below(if deep { 8 } else { 6 }) {
        0 | 1 => Atom::Age(OPERATORS[rng.below(OPERATORS.len())], rng.range(1, OLDEST - 1)),
        2 => Atom::Hours(OPERATORS[rng.below(OPERATORS.len())], rng.range(1, LONGEST - 1)),
        3 => Atom::Part(rng.below(3), rng.chance(70)),
        4 => Atom::Night(rng.chance(50)),
        5 if count => Atom::Count(rng.range(2, 3)),
        5 => Atom::Weekend,
        _ => Atom::Either(Box::new(atom(rng, false, false)), Box::new(atom(rng, false, false))),
    }
}

/// A condition about the person only.
fn personal(rng: &mut Rng) -> Atom {
    Atom::Age(OPERATORS[rng.below(OPERATORS.len())], rng.range(1, OLDEST - 1))
}

fn cap(rng: &mut Rng, overall: bool) -> Cap {
    let window = rng.below(if overall { 4 } else { 5 });
    let times = !overall && window != 4 && rng.chance(30);
    let limit = if times { rng.range(1, 3) } else { rng.range(1, 6) * 5 };
    Cap {
        household: window != 4 && rng.chance(25),
        window,
        times,
        limit,
        refuse: (!times && rng.chance(20)).then(|| rng.chance(50)),
    }
}

fn caps(rng: &mut Rng) -> Vec<Cap> {
    let mut all: Vec<Cap> = Vec::new();
    for _ in 0..rng.weighted(&[(4, 0), (5, 1), (2, 2)]) {
        let found = cap(rng, false);
        if !all.iter().any(|known| alike(known, &found)) {
            all.push(found);
        }
    }
    all
}

fn alike(a: &Cap, b: &Cap) -> bool {
    (a.household, a.window, a.times) == (b.household, b.window, b.times)
}

fn pay(rng: &mut Rng) -> Pay {
    match rng.below(6) {
        0 | 1 => Pay::Fixed(rng.range(1, 4) * 5),
        2 => Pay::PerHour(rng.range(1, 4)),
        3 => Pay::Blocks(rng.range(1, 3), rng.range(1, 6), false),
        4 => Pay::Blocks(rng.range(2, 3), rng.range(1, 6), true),
        _ => Pay::ByPart([rng.range(0, 3) * 5, rng.range(1, 9), 5]),
    }
}

fn rule(rng: &mut Rng, number: usize, count: bool) -> Rule {
    Rule {
        name: ["天奖", "地奖", "玄奖", "黄奖"][number].to_owned(),
        formerly: None,
        dimension: rng.below(2),
        when: (0..rng.below(3)).map(|_| atom(rng, true, count)).collect(),
        pay: pay(rng),
        caps: caps(rng),
        confirm: rng.chance(15).then(|| rng.below(4)),
        except: (number > 0 && rng.chance(15)).then(|| rng.below(number)),
        until: rng.chance(10).then(|| rng.range(4, 12)),
        title: false,
    }
}

/// A policy.
pub fn small(rng: &mut Rng) -> Small {
    let counts = rng.chance(30);
    let count = counts.then(|| (0..rng.below(2)).map(|_| atom(rng, false, false)).collect());
    let number = rng.weighted(&[(4, 1), (4, 2), (2, 3)]);
    let rules: Vec<Rule> = (0..number).map(|at| rule(rng, at, counts)).collect();
    let some = |rng: &mut Rng| -> Vec<usize> {
        let found: Vec<usize> = (0..number).filter(|_| rng.chance(60)).collect();
        if found.is_empty() { vec![0] } else { found }
    };
    Small {
        highest: rng.chance(40),
        refuse: rng.chance(40),
        within: rng.chance(50),
        late: rng.chance(30).then(|| rng.range(0, 5)),
        room: rng.chance(50),
        floor: rng.chance(30).then(|| rng.range(0, 2) * 5),
        by_confirmation: rng.chance(20),
        gate: rng.chance(25).then(|| personal(rng)),
        group: (number > 1 && rng.chance(25)).then(|| rng.chance(60)),
        overall: rng.chance(30).then(|| (cap(rng, true), some(rng))),
        bonus: rng.chance(25).then(|| Bonus {
            share: rng.range(1, 4) * 10,
            rounding: rng.below(3),
            when: (0..rng.below(2)).map(|_| atom(rng, false, false)).collect(),
            bases: some(rng),
        }),
        redeem: rng.chance(30).then(|| redeem(rng)),
        count,
        rules,
        english: false,
        comments: false,
        turned: false,
    }
}

fn redeem(rng: &mut Rng) -> Redeem {
    Redeem {
        price: rng.range(1, 4) * 5,
        from: rng.chance(25).then(|| rng.range(1, 6) * 5),
        floor: rng.chance(25).then(|| rng.range(1, 2) * 5),
        stock: rng.chance(50).then(|| Cap {
            household: rng.chance(30),
            window: rng.below(4),
            times: true,
            limit: rng.range(1, 3),
            refuse: None,
        }),
        when: (0..rng.below(2)).map(|_| personal(rng)).collect(),
    }
}

/// A version with one thing changed, or nothing but how it is written.
pub fn changed(rng: &mut Rng, of: &Small) -> Small {
    let mut new = of.clone();
    if rng.chance(50) {
        written_otherwise(rng, &mut new);
    }
    let often = rng.weighted(&[(3, 0), (10, 1), (3, 2)]);
    for _ in 0..often {
        mutate(rng, &mut new);
    }
    new
}

fn written_otherwise(rng: &mut Rng, new: &mut Small) {
    new.english = rng.chance(30);
    new.comments = rng.chance(50);
    new.turned = rng.chance(50);
    for rule in &mut new.rules {
        rule.title = rng.chance(30);
        if rng.chance(20) {
            rule.formerly = Some(rule.name.clone());
            rule.name = format!("新{}", rule.name);
        }
        if rng.chance(30) {
            rule.when.reverse();
            rule.caps.reverse();
        }
        for atom in &mut rule.when {
            if rng.chance(30) {
                *atom = same(atom);
            }
        }
    }
}

/// The same condition in other words.
fn same(atom: &Atom) -> Atom {
    let other = |operator: &'static str, number: i64| match operator {
        "≥" => (">", number - 1),
        ">" => ("≥", number + 1),
        "<" => ("≤", number - 1),
        _ => ("<", number + 1),
    };
    match atom {
        Atom::Age(operator, number) => {
            let (operator, number) = other(operator, *number);
            Atom::Age(operator, number)
        }
        Atom::Hours(operator, number) => {
            let (operator, number) = other(operator, *number);
            Atom::Hours(operator, number)
        }
        Atom::Either(a, b) => Atom::Either(b.clone(), a.clone()),
        atom => atom.clone(),
    }
}

fn mutate(rng: &mut Rng, new: &mut Small) {
    let number = new.rules.len();
    let at = rng.below(number);
    match rng.below(24) {
        0..=2 => mutate_pay(rng, &mut new.rules[at].pay),
        3..=5 => mutate_when(rng, &mut new.rules[at].when),
        6..=9 => mutate_caps(rng, &mut new.rules[at].caps),
        10 => new.refuse = !new.refuse,
        11 => new.highest = !new.highest,
        12 => new.within = !new.within,
        13 => new.late = rng.chance(60).then(|| rng.range(0, 5)),
        14 => new.room = !new.room,
        15 => new.floor = rng.chance(60).then(|| rng.range(0, 2) * 5),
        16 => new.rules[at].confirm = rng.chance(50).then(|| rng.below(4)),
        17 => new.rules[at].until = rng.chance(60).then(|| rng.range(4, 12)),
        18 if number > 1 => {
            let with = rng.below(number);
            // Who excepts whom stays as it is only where nobody does.
            if new.rules.iter().all(|rule| rule.except.is_none()) && new.bonus.is_none() && new.overall.is_none() {
                new.rules.swap(at, with);
            } else {
                new.rules[at].dimension = 1 - new.rules[at].dimension;
            }
        }
        19 => new.gate = rng.chance(60).then(|| personal(rng)),
        20 => match &mut new.overall {
            Some((cap, _)) => mutate_cap(rng, cap),
            none => *none = Some((cap(rng, true), vec![at])),
        },
        21 => match &mut new.bonus {
            Some(bonus) => match rng.below(3) {
                0 => bonus.share = rng.range(1, 4) * 10,
                1 => bonus.rounding = rng.below(3),
                _ => mutate_when(rng, &mut bonus.when),
            },
            None => new.group = (number > 1).then(|| rng.chance(50)),
        },
        22 => match &mut new.count {
            Some(when) => mutate_when(rng, when),
            None => new.by_confirmation = !new.by_confirmation,
        },
        _ => match &mut new.redeem {
            Some(redemption) => match rng.below(4) {
                0 => redemption.price = rng.range(1, 4) * 5,
                1 => redemption.from = rng.chance(60).then(|| rng.range(1, 6) * 5),
                2 => redemption.floor = rng.chance(60).then(|| rng.range(1, 2) * 5),
                _ => match &mut redemption.stock {
                    Some(stock) => stock.limit = rng.range(1, 3),
                    none => *none = redeem(rng).stock,
                },
            },
            none => *none = Some(redeem(rng)),
        },
    }
}

fn mutate_pay(rng: &mut Rng, pay: &mut Pay) {
    let step = *rng.pick(&[-1, 1, 2, 5]);
    match pay {
        Pay::Fixed(points) | Pay::PerHour(points) => *points = (*points + step).max(0),
        Pay::Blocks(size, points, _) if rng.chance(70) => (*size, *points) = (*size, (*points + step).max(0)),
        Pay::Blocks(size, ..) => *size = rng.range(1, 3),
        Pay::ByPart(rows) => {
            let row = rng.below(3);
            rows[row] = (rows[row] + step).max(0);
        }
    }
}

fn mutate_when(rng: &mut Rng, when: &mut Vec<Atom>) {
    if when.is_empty() || rng.chance(15) {
        when.push(atom(rng, true, false));
        return;
    }
    let at = rng.below(when.len());
    if rng.chance(15) {
        when.remove(at);
        return;
    }
    match &mut when[at] {
        Atom::Age(operator, number) | Atom::Hours(operator, number) => {
            if rng.chance(50) {
                *number = (*number + *rng.pick(&[-1, 1])).clamp(1, 7);
            } else {
                *operator = OPERATORS[rng.below(OPERATORS.len())];
            }
        }
        Atom::Part(part, _) => *part = (*part + 1) % 3,
        Atom::Night(night) => *night = !*night,
        Atom::Count(number) => *number += 1,
        other => *other = atom(rng, true, false),
    }
}

fn mutate_caps(rng: &mut Rng, caps: &mut Vec<Cap>) {
    if caps.is_empty() || rng.chance(20) {
        let found = cap(rng, false);
        if !caps.iter().any(|known| alike(known, &found)) {
            caps.push(found);
        }
        return;
    }
    let at = rng.below(caps.len());
    if rng.chance(15) {
        caps.remove(at);
        return;
    }
    let mut found = caps[at].clone();
    mutate_cap(rng, &mut found);
    if !caps.iter().enumerate().any(|(other, known)| other != at && alike(known, &found)) {
        caps[at] = found;
    }
}

fn mutate_cap(rng: &mut Rng, cap: &mut Cap) {
    match rng.below(8) {
        0 if cap.window != 4 => cap.household = !cap.household,
        1 if cap.window != 4 => cap.window = rng.below(4),
        2 if !cap.times => cap.refuse = Some(rng.chance(50)),
        _ if cap.times => cap.limit = (cap.limit + *rng.pick(&[-1, 1])).max(1),
        _ => cap.limit = (cap.limit + *rng.pick(&[-5, 5, 1, 2, -1])).max(1),
    }
}
