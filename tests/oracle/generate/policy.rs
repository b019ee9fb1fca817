//! Whole policies as text: valid by construction most of the time, with every construct and every choice of the header.

use super::expr::{Constant, ConstantOf, Env, Named, Readable, some_date, with_unit};
use super::rng::Rng;
use super::rules::{Caps, Plan};
use super::world::{Called, Kind, Lang, World, either};
use crate::oracle::calendar::{Day, month_length, show, ymd};

/// Texts of all versions: items, each of lines.
#[derive(Clone, Debug)]
pub struct Draft {
    pub versions: Vec<Vec<Vec<String>>>,
}

impl Draft {
    /// The files as written.
    pub fn texts(&self) -> Vec<String> {
        let item = |lines: &Vec<String>| format!("{}\n", lines.join("\n"));
        self.versions.iter().map(|items| items.iter().map(item).collect::<Vec<_>>().join("\n")).collect()
    }
}

impl Draft {
    /// Leaves out the first condition among these places (text, byte) of each text; whether there was one.
    pub fn leave_out_conditions(&mut self, places: &[(usize, usize)]) -> bool {
        let mut found = false;
        for (text, items) in self.versions.iter_mut().enumerate() {
            let mut end = 0;
            let mut lines: Vec<(usize, usize, usize)> = Vec::new();
            for (item, of_item) in items.iter().enumerate() {
                for (line, written) in of_item.iter().enumerate() {
                    let condition = written.starts_with("  当 ") || written.starts_with("  when ");
                    let cited = |(of, at): &(usize, usize)| *of == text && (end..=end + written.len()).contains(at);
                    if condition && places.iter().any(cited) {
                        lines.push((places.iter().position(cited).unwrap_or(0), item, line));
                    }
                    end += written.len() + 1;
                }
                end += 1;
            }
            if let Some((_, item, line)) = lines.into_iter().min() {
                items[item].remove(line);
                found = true;
            }
        }
        found
    }
}

/// What the accounts of all versions are, so that their numbers go on from one to the next.
#[derive(Clone, Debug)]
pub struct AccountSpec {
    pub called: Called,
    pub unit: &'static str,
    pub scope: Option<usize>,
    pub window: usize,
    /// Counted activities with the field to add, if not one time; empty: takes in points.
    pub counts: Vec<(usize, Option<String>)>,
    pub small: i64,
    pub most: i64,
}

/// Windows in both languages; the last is 每次.
pub const WINDOWS: [(&str, &str); 9] = [
    ("每日", "per day"),
    ("每周", "per week"),
    ("每月", "per month"),
    ("每季度", "per quarter"),
    ("每半年", "per half-year"),
    ("每年", "per year"),
    ("每年 自 4月1日", "per year from 04-01"),
    ("每年 自 2月29日", "per year from 02-29"),
    ("终身", "lifetime"),
];
pub const PER_EVENT: (&str, &str) = ("每次", "per event");
const LIFETIME: usize = WINDOWS.len() - 1;

/// Writes a policy.
pub fn draft(seed: u64) -> Draft {
    draft_in(seed, None)
}

/// The same policy with all keywords in one language.
pub fn draft_in(seed: u64, only: Option<Lang>) -> Draft {
    let mut rng = Rng::new(seed);
    rng.only = only;
    let world = World::new(&mut rng);
    let accounts = account_specs(&mut rng, &world);
    let spans = version_dates(&mut rng);
    let counted = accounts.iter().flat_map(|account| &account.counts).map(|(activity, _)| *activity).collect();
    let mut versions = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let world = world.of_version(&mut rng, &counted);
        versions.push(version(&mut rng, &world, &accounts, index, *span));
    }
    Draft { versions }
}

/// First and last day of each version.
fn version_dates(rng: &mut Rng) -> Vec<(Day, Option<Day>)> {
    let count = rng.weighted(&[(6, 1), (3, 2), (1, 3)]);
    let mut from = ymd(2023 + rng.range(0, 1), rng.range(1, 12), *rng.pick(&[1, 1, 15]));
    let mut found = Vec::new();
    for index in 0..count {
        let (year, month) = (2024 + i64::from(index == 1) + rng.range(0, 1), rng.range(1, 12));
        let last = ymd(year, month, *rng.pick(&[month_length(year, month), 14])).max(from + 20);
        let open = index + 1 == count && rng.chance(50);
        found.push((from, (!open).then_some(last)));
        from = last + 1 + i64::from(rng.chance(25)) * rng.range(1, 20);
    }
    found
}

fn account_specs(rng: &mut Rng, world: &World) -> Vec<AccountSpec> {
    let mut found = Vec::new();
    let pool = [("巡防数", "patrols"), ("工时账", "worked"), ("捐赠账", "given_kg"), ("月账", "monthly")];
    for (name, code) in pool {
        if !rng.chance(35) {
            continue;
        }
        let code = rng.chance(45).then(|| code.to_owned());
        let called = Called { name: name.to_owned(), code };
        let activity = rng.below(world.activities.len());
        let mut choices = vec![("次", None, 100)];
        for field in &world.activities[activity].1 {
            if let (Kind::Number { unit, low, step, .. }, false) = (&field.kind, field.optional) {
                if *low >= 0 && !unit.is_empty() && *unit != world.point {
                    choices.push((*unit, Some(field.called.name.clone()), *step));
                }
            }
        }
        let (unit, field, small) = rng.pick(&choices).clone();
        let mut counts = vec![(activity, field)];
        if unit == "次" && world.activities.len() > 1 && rng.chance(50) {
            counts.push(((activity + 1) % world.activities.len(), None));
        }
        let scope = rng.chance(40).then(|| rng.below(world.scopes.len())).filter(|_| !world.scopes.is_empty());
        let window = if rng.chance(30) { LIFETIME } else { rng.below(WINDOWS.len()) };
        let most = *rng.pick(&[1_000_000, 1_000_000, 20]);
        found.push(AccountSpec { called, unit, scope, window, counts, small, most });
    }
    if rng.chance(40) {
        let called = Called { name: "积分账".to_owned(), code: rng.chance(50).then(|| "purse".to_owned()) };
        let scope = rng.chance(25).then(|| rng.below(world.scopes.len())).filter(|_| !world.scopes.is_empty());
        let (unit, small) = (world.point, if world.decimals == 0 { 1000 } else { 50 });
        let most = *rng.pick(&[1_000_000, 2_000_000, 200]);
        found.push(AccountSpec { called, unit, scope, window: LIFETIME, counts: Vec::new(), small, most });
    }
    found
}

fn version(
    rng: &mut Rng,
    world: &World,
    accounts: &[AccountSpec],
    index: usize,
    span: (Day, Option<Day>),
) -> Vec<Vec<String>> {
    let mut items = vec![header(rng, world, index, span)];
    items.extend(world.items(rng));
    let constants = constants(rng, world, span, &mut items);
    let mut names = Vec::new();
    let readable = readables(world, accounts);
    definitions(rng, world, &constants, &mut names, &mut items);
    let env = Env { world, lang: Lang::Zh, activity: None, constants: &constants, accounts: &readable, names: &names };
    // A redemption is no event: nothing is read with it.
    let before: Vec<Readable> = readable.iter().map(|account| Readable { counts: false, ..account.clone() }).collect();
    let redeeming = Env { accounts: &before, ..env.clone() };
    gates(rng, &redeeming, span, &mut items);
    let mut plan = Plan::new(&env, index, span);
    items.extend(plan.items(rng));
    let takes_some = plan.awards_and_bonuses();
    for account in accounts {
        items.push(account_item(rng, &env, account, &takes_some));
    }
    redemptions(rng, &redeeming, span, &mut items);
    items
}

/// Mostly states a choice; where it does not matter that is no error.
fn header(rng: &mut Rng, world: &World, index: usize, (from, to): (Day, Option<Day>)) -> Vec<String> {
    let l = either(rng);
    let mut lines = vec![format!("{} {}", l.k("政策", "policy"), world.policy.declared(l))];
    let mut rest = Vec::new();
    let mut say = |rng: &mut Rng, percent: u32, zh: String, en: String| {
        if rng.chance(percent) {
            rest.push(if either(rng) == Lang::Zh { zh } else { en });
        }
    };
    let version = format!("2025.{index}");
    say(rng, 100, format!("版本 \"{version}\""), format!("version \"{version}\""));
    let until = |word: &str| to.map(|to| format!(" {word} {}", show(to))).unwrap_or_default();
    let (zh, en) = (until("至"), until("to"));
    say(rng, 100, format!("施行 自 {}{zh}", show(from)), format!("in force from {}{en}", show(from)));
    let (point, decimals) = (world.point, world.decimals);
    let (zh, en) = if decimals == 0 {
        ("整数".to_owned(), "whole".to_owned())
    } else {
        (format!("{decimals} 位小数"), format!("{decimals} decimals"))
    };
    say(rng, 100, format!("积分 {point}，{zh}"), format!("points {point}, {en}"));
    let cash = if world.cash { 100 } else { 0 };
    say(rng, cash, format!("折现 10 {point} = 1 元"), format!("cash 10 {point} = 1 yuan"));
    say(rng, 100, format!("时区 \"{}\"", world.zone), format!("time zone \"{}\"", world.zone));
    let roles: Vec<String> = world.roles.iter().map(|role| role.declared(Lang::Zh)).collect();
    let roles_en: Vec<String> = world.roles.iter().map(|role| role.declared(Lang::En)).collect();
    say(rng, 100, format!("确认方 {}", roles.join("、")), format!("confirmers {}", roles_en.join("、")));
    if world.over_stated {
        let (zh, en) = *rng.pick(&[("超限 截断", "over cap truncate"), ("超限 拒绝", "over cap refuse")]);
        say(rng, 100, zh.to_owned(), en.to_owned());
    }
    let stated = if rng.chance(70) { 100 } else { 88 };
    let mut choose = |rng: &mut Rng, answers: &[(&str, &str)]| {
        let (zh, en) = *rng.pick(answers);
        say(rng, stated, zh.to_owned(), en.to_owned());
    };
    if world.together_written {
        choose(rng, &[("并得 须写", "together written")]);
    } else {
        choose(rng, &[("并得 相加", "together add"), ("并得 就高", "together highest")]);
    }
    choose(rng, &[("先后 按声明", "order as declared"), ("先后 按优先", "order by priority")]);
    choose(rng, &[("加成 另计", "bonus separate"), ("加成 计入", "bonus within")]);
    choose(rng, &[("认定 按发生时间", "decided by event time"), ("认定 按确认时间", "decided by confirmation time")]);
    choose(
        rng,
        &[
            ("迟到 限 5 日", "late within 5 days"),
            ("迟到 不限", "late any time"),
            ("迟到 限 0 日", "late within 0 days"),
        ],
    );
    choose(rng, &[("生日 当日算满", "birthday same day"), ("生日 次日算满", "birthday next day")]);
    choose(rng, &[("月末 取月末", "month end last day"), ("月末 顺延", "month end next day")]);
    let room = rng.chance(50);
    let floor = *rng.pick(&[None, Some(0), Some(10), Some(-20)]);
    let recompute = rng.chance(50);
    let floor_zh = floor.map_or("可负".to_owned(), |least| format!("最低 {least} {point}"));
    let floor_en = floor.map_or("may go negative".to_owned(), |least| format!("floor {least} {point}"));
    let zh = format!(
        "撤销 {}，{floor_zh}，{}",
        if room { "归还额度" } else { "不归还额度" },
        if recompute { "重算" } else { "不重算" }
    );
    let en = format!(
        "reversal {}, {floor_en}, {}",
        if room { "return room" } else { "keep room" },
        if recompute { "recompute" } else { "no recompute" }
    );
    say(rng, stated.max(95), zh, en);
    rng.shuffle(&mut rest);
    lines.extend(rest.into_iter().map(|line| format!("  {line}")));
    lines
}

/// 参数, some with dates.
fn constants(
    rng: &mut Rng,
    world: &World,
    (from, _): (Day, Option<Day>),
    items: &mut Vec<Vec<String>>,
) -> Vec<Constant> {
    let mut found = Vec::new();
    let pool = [("基本奖", "base_pay", ConstantOf::Points), ("月额", "monthly_limit", ConstantOf::Points)];
    let pool =
        pool.into_iter().chain([("次额", "times_limit", ConstantOf::Times), ("加成率", "rate", ConstantOf::Share)]);
    for (name, code, of) in pool {
        if !rng.chance(40) {
            continue;
        }
        let l = either(rng);
        let value = |rng: &mut Rng| match of {
            ConstantOf::Points => with_unit(rng.range(1, 60) * 100, world.point),
            ConstantOf::Times => with_unit(rng.range(1, 4) * 100, l.k("次", "times")),
            ConstantOf::Share => format!("{}%", rng.range(1, 60)),
        };
        let called = Called { name: name.to_owned(), code: rng.chance(40).then(|| code.to_owned()) };
        let values = if rng.chance(50) {
            value(rng)
        } else {
            let later = from + rng.range(1, 200);
            let word = l.k("自", "from");
            format!("{} {word} {}，{} {word} {}", value(rng), show(from), value(rng), show(later))
        };
        items.push(vec![format!("{} {} = {values}", l.k("参数", "parameter"), called.declared(l))]);
        found.push(Constant { text: called.mention(rng), of });
    }
    found
}

/// 定义 and 表.
fn definitions(
    rng: &mut Rng,
    world: &World,
    constants: &[Constant],
    names: &mut Vec<Named>,
    items: &mut Vec<Vec<String>>,
) {
    let env = |activity, lang| Env { world, lang, activity, constants, accounts: &[], names: &[] };
    for (name, condition) in [("优先对象", true), ("按时参加", true), ("基数", false), ("档位", false)] {
        if !rng.chance(30) {
            continue;
        }
        let l = either(rng);
        let activity = rng.chance(60).then(|| rng.below(world.activities.len()));
        let on = activity
            .map_or(String::new(), |index| format!(" {} {}", l.k("凡", "on"), world.activities[index].0.mention(rng)));
        let env = env(activity, l);
        let lines = if condition {
            vec![format!("{} {name}{on} = {}", l.k("定义", "define"), env.condition(rng, 1))]
        } else if name == "基数" {
            vec![format!("{} {name}{on} = {}", l.k("定义", "define"), env.amount(rng, 1))]
        } else {
            let Some((by, rows)) = env.rows(rng) else { continue };
            let mut lines = vec![format!("{} {name}{on} {} {by}", l.k("表", "table"), l.k("按", "by"))];
            lines.extend(rows.into_iter().map(|row| format!("  {row}")));
            lines
        };
        items.push(lines);
        names.push(Named { name: name.to_owned(), activity, condition });
    }
}

fn readables(world: &World, accounts: &[AccountSpec]) -> Vec<Readable> {
    let mut found: Vec<Readable> = accounts
        .iter()
        .map(|account| Readable {
            name: super::world::quote(&account.called.name),
            unit: account.unit,
            small: account.small,
            counts: !account.counts.is_empty(),
            guard: account.scope.and_then(|index| {
                let scope = &world.scopes[index];
                let optional = scope.optional || world.parent_is_optional(scope);
                optional.then(|| super::world::quote(&scope.called.name))
            }),
            whole: !account.counts.is_empty(),
        })
        .collect();
    if accounts.iter().all(|account| !account.counts.is_empty()) {
        let name = "余额".to_owned();
        found.push(Readable { name, unit: world.point, small: 1000, counts: false, guard: None, whole: false });
    }
    found
}

fn gates(rng: &mut Rng, env: &Env, span: (Day, Option<Day>), items: &mut Vec<Vec<String>>) {
    for (zh, en, percent) in [("得分", "earn", 35), ("得分", "earn", 15), ("兑换", "redeem", 35)] {
        if !rng.chance(percent) {
            continue;
        }
        let l = either(rng);
        let env = env.with(l);
        let mut lines = vec![format!("{} {}", l.k("资格", "eligible"), l.k(zh, en))];
        for _ in 0..rng.range(1, 2) {
            let condition = if rng.chance(50) { "发生日 ≥ 2023-02-01".to_owned() } else { env.condition(rng, 1) };
            let condition = if l == Lang::En { condition.replace("发生日", "event_date") } else { condition };
            lines.push(format!("  {} {condition}", l.k("当", "when")));
        }
        if rng.chance(15) {
            lines.push(format!("  {}", within(rng, span)));
        }
        items.push(lines);
    }
}

/// 施行 of an item, within its version.
pub fn within(rng: &mut Rng, (from, to): (Day, Option<Day>)) -> String {
    let last = to.unwrap_or(from + 700);
    let (a, b) = (rng.range(from, last), rng.range(from, last));
    let (a, b) = (show(a.min(b)), show(a.max(b)));
    match (either(rng), rng.chance(70)) {
        (Lang::Zh, true) => format!("施行 自 {a} 至 {b}"),
        (Lang::Zh, false) => format!("施行 自 {a}"),
        (Lang::En, true) => format!("in force from {a} to {b}"),
        (Lang::En, false) => format!("in force from {a}"),
    }
}

fn account_item(rng: &mut Rng, env: &Env, account: &AccountSpec, rules: &[Called]) -> Vec<String> {
    let l = either(rng);
    let caps = Caps::new(env.world);
    let scope = caps.scope_text(rng, account.scope, l);
    let (zh, en) = WINDOWS[account.window];
    let unit = account.unit;
    let head = format!("{} {} {unit} {scope} {}", l.k("账户", "account"), account.called.declared(l), l.k(zh, en));
    let mut lines = vec![head];
    if account.counts.is_empty() {
        let taken = rng.some(rules, 60);
        let l = either(rng);
        if rng.chance(75) || taken.is_empty() {
            lines.push(format!("  {}", l.k("收 全部", "takes all")));
        } else {
            let taken: Vec<String> = taken.iter().map(|rule| rule.mention(rng)).collect();
            lines.push(format!("  {} {}", l.k("收", "takes"), taken.join("、")));
        }
    }
    for (activity, field) in &account.counts {
        let l = either(rng);
        let name = env.world.activities[*activity].0.mention(rng);
        let env = Env { activity: Some(*activity), accounts: &[], lang: l, ..env.clone() };
        let when =
            if rng.chance(40) { format!(" {} {}", l.k("当", "when"), env.condition(rng, 1)) } else { String::new() };
        let add = field.as_ref().map(|field| format!("：{}", super::world::quote(field))).unwrap_or_default();
        lines.push(format!("  {} {name}{when}{add}", l.k("计", "counts")));
    }
    let most = account.most;
    let least = if account.counts.is_empty() { -most } else { 0 };
    let (least, most) = (with_unit(least * 100, unit), with_unit(most * 100, unit));
    let l = either(rng);
    if account.most < 2_000_000 {
        lines.push(format!("  {} {least} {} {most}", l.k("范围", "range"), l.k("至", "to")));
    }
    lines
}

fn redemptions(rng: &mut Rng, env: &Env, span: (Day, Option<Day>), items: &mut Vec<Vec<String>>) {
    for (name, code) in [("球馆", "hall"), ("米面油", "goods")] {
        if !rng.chance(55) {
            continue;
        }
        let called = Called { name: name.to_owned(), code: env.world.cash.then(|| code.to_owned()) };
        let l = either(rng);
        let mut lines = vec![format!("{} {}", l.k("兑换", "redeem"), called.declared(l))];
        let mut clauses: Vec<String> = Vec::new();
        let l = either(rng);
        let most = *rng.pick(&[3, 30]);
        clauses.push(format!("{} {}", l.k("需", "price"), env.points(rng, most)));
        let l = either(rng);
        let env = env.with(l);
        match rng.below(4) {
            0 => clauses.push(l.k("面向 全街道", "open to whole street").to_owned()),
            1 => clauses.push(format!("{} {}", l.k("面向", "open to"), env.condition(rng, 0))),
            _ => {}
        }
        if rng.chance(30) {
            clauses.push(format!("{} {}", l.k("当", "when"), env.condition(rng, 1)));
        }
        if rng.chance(35) {
            clauses.push(format!("{} {}", l.k("起兑", "from balance"), env.points(rng, most)));
        }
        if rng.chance(35) {
            clauses.push(format!("{} {}", l.k("最低", "floor"), env.points(rng, 10)));
        }
        let mut caps = Caps::new(env.world);
        for _ in 0..rng.below(3) {
            let l = either(rng);
            if let Some(stock) = caps.stock(rng, l) {
                clauses.push(format!("{} {stock}", l.k("限量", "stock")));
            }
        }
        if rng.chance(40) {
            clauses.push(either(rng).k("给 场地 \"球馆一小时\"", "gives venue \"球馆一小时\"").to_owned());
        }
        if rng.chance(20) {
            clauses.push(within(rng, span));
        }
        rng.shuffle(&mut clauses);
        lines.extend(clauses.into_iter().map(|clause| format!("  {clause}")));
        items.push(lines);
    }
}

/// A date for those who need one.
pub fn any_date(rng: &mut Rng) -> String {
    some_date(rng, 2023, 2026)
}
