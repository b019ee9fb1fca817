//! Rules, bonuses, groups and overall caps as text.

use super::expr::{ConstantOf, Env};
use super::policy::{PER_EVENT, WINDOWS, within};
use super::rng::Rng;
use super::world::{Called, Lang, World, either};
use crate::oracle::calendar::{Day, show};
use std::collections::BTreeSet;

/// Caps of one item: no two agree in measure, scope and window.
pub struct Caps<'a> {
    world: &'a World,
    used: BTreeSet<(bool, Option<usize>, usize)>,
}

/// A cap's scope and window, with what holds for who lacks the scope.
struct Place {
    scope: Option<usize>,
    window: usize,
    /// Remedy: by this scope (none: the subject), or 不限, or 不给.
    remedy: Option<Remedy>,
}

#[derive(Clone, Copy)]
enum Remedy {
    By(Option<usize>),
    Unlimited,
    Nothing,
}

impl<'a> Caps<'a> {
    pub fn new(world: &'a World) -> Self {
        Caps { world, used: BTreeSet::new() }
    }

    /// 每户, per household …
    pub fn scope_text(&self, rng: &mut Rng, scope: Option<usize>, lang: Lang) -> String {
        let Some(scope) = scope.map(|index| &self.world.scopes[index]) else {
            return lang.k("每人", "per person").to_owned();
        };
        let (zh, en) = scope.reading;
        let whole = zh.starts_with('全');
        let (short, mention) = (rng.chance(75) || whole, scope.called.mention(rng));
        match (lang, short) {
            (Lang::Zh, true) => zh.to_owned(),
            (Lang::Zh, false) => format!("每{}", scope.called.name),
            (Lang::En, true) => format!("{} {en}", if whole { "whole" } else { "per" }),
            (Lang::En, false) => format!("per {mention}"),
        }
    }

    fn optional(&self, scope: usize) -> bool {
        let scope = &self.world.scopes[scope];
        scope.optional || self.world.parent_is_optional(scope)
    }

    fn place(&mut self, rng: &mut Rng, times: bool) -> Option<Place> {
        let scopes = self.world.scopes.len();
        let scope = (scopes > 0 && rng.chance(55)).then(|| rng.below(scopes));
        let window = if rng.chance(35) { WINDOWS.len() - 1 } else { rng.below(WINDOWS.len()) };
        let remedy = scope.filter(|scope| self.optional(*scope)).map(|_| self.remedy(rng));
        let mut keys = vec![(times, scope, window)];
        if let Some(Remedy::By(other)) = remedy {
            keys.push((times, other, window));
        }
        if keys.iter().any(|key| self.used.contains(key)) {
            return None;
        }
        self.used.extend(keys);
        Some(Place { scope, window, remedy })
    }

    fn remedy(&self, rng: &mut Rng) -> Remedy {
        match rng.below(4) {
            0 => Remedy::Unlimited,
            1 => Remedy::Nothing,
            2 => {
                // `by` has no way to say the whole street.
                let whole = |scope: usize| self.world.scopes[scope].reading.0.starts_with('全');
                Remedy::By((0..self.world.scopes.len()).find(|scope| !self.optional(*scope) && !whole(*scope)))
            }
            _ => Remedy::By(None),
        }
    }

    fn remedy_text(&self, rng: &mut Rng, place: &Place, lang: Lang) -> String {
        let (Some(remedy), Some(scope)) = (place.remedy, place.scope) else { return String::new() };
        let scope = &self.world.scopes[scope];
        let (short, mention) = (rng.chance(60), scope.called.mention(rng));
        let who = match lang {
            Lang::Zh if scope.called.name == "家庭" && short => "无户者".to_owned(),
            Lang::Zh => format!("缺 {mention}"),
            Lang::En => format!("without {mention}"),
        };
        let other = if let Remedy::By(Some(other)) = remedy { other } else { 0 };
        let mention = self.world.scopes[other].called.mention(rng);
        let text = if let Remedy::By(other) = remedy { self.scope_text(rng, other, lang) } else { String::new() };
        let what = match (remedy, lang) {
            (Remedy::Unlimited, _) => lang.k("不限", "unlimited").to_owned(),
            (Remedy::Nothing, _) => lang.k("不给", "nothing").to_owned(),
            (Remedy::By(_), Lang::Zh) => format!("按 {text}"),
            (Remedy::By(None), Lang::En) => "by person".to_owned(),
            (Remedy::By(Some(_)), Lang::En) => format!("by {mention}"),
        };
        format!("，{who} {what}")
    }

    fn parts(&self, rng: &mut Rng, place: &Place, limit: &str, lang: Lang) -> String {
        let scope = self.scope_text(rng, place.scope, lang);
        let (zh, en) = WINDOWS[place.window];
        match lang {
            Lang::Zh => format!("{scope} {zh} {limit}"),
            Lang::En => format!("{limit} {scope} {en}"),
        }
    }

    /// The parts of a 上限 or 总上限.
    pub fn cap(&mut self, rng: &mut Rng, env: &Env, most: i64, lang: Lang) -> Option<String> {
        if rng.chance(12) {
            let (zh, en) = PER_EVENT;
            if !self.used.insert((false, None, usize::MAX)) {
                return None;
            }
            let limit = env.points(rng, most);
            let parts = if lang == Lang::Zh { format!("{zh} {limit}") } else { format!("{limit} {en}") };
            return Some(format!("{parts}{}", self.over(rng, lang)));
        }
        let times = rng.chance(35);
        let place = self.place(rng, times)?;
        let constant =
            env.constants.iter().filter(|c| c.of == if times { ConstantOf::Times } else { ConstantOf::Points });
        let constant = constant.last().filter(|_| rng.chance(40)).map(|c| c.text.clone());
        let limit = constant.unwrap_or_else(|| match times {
            true => format!("{} {}", rng.range(1, 3), lang.k("次", "times")),
            false => env.points(rng, most),
        });
        let parts = self.parts(rng, &place, &limit, lang);
        let over = if times { String::new() } else { self.over(rng, lang) };
        Some(format!("{parts}{over}{}", self.remedy_text(rng, &place, lang)))
    }

    fn over(&self, rng: &mut Rng, lang: Lang) -> String {
        match rng.below(if self.world.over_stated { 6 } else { 2 }) {
            0 => format!("，{}", lang.k("截断", "truncate")),
            1 => format!("，{}", lang.k("拒绝", "refuse")),
            _ => String::new(),
        }
    }

    /// The parts of a 限量.
    pub fn stock(&mut self, rng: &mut Rng, lang: Lang) -> Option<String> {
        let place = self.place(rng, true)?;
        let limit = format!("{} {}", rng.range(1, 3), lang.k("次", "times"));
        Some(format!("{}{}", self.parts(rng, &place, &limit, lang), self.remedy_text(rng, &place, lang)))
    }
}

/// A rule that later items can name.
#[derive(Clone)]
struct Written {
    called: Called,
    activity: usize,
    /// None for a bonus.
    dimension: Option<usize>,
}

/// The rules of one version.
pub struct Plan<'a> {
    env: &'a Env<'a>,
    version: usize,
    span: (Day, Option<Day>),
    written: Vec<Written>,
}

const NAMES: [(&str, &str); 7] = [
    ("巡防奖", "patrol_pay"),
    ("牵头奖", "lead_pay"),
    ("参与奖", "join_pay"),
    ("捐赠奖", "gift_pay"),
    ("月度奖", "month_pay"),
    ("新人 奖", "new_pay"),
    ("应急奖", "urgent_pay"),
];
const BONUSES: [(&str, &str); 3] = [("老年加成", "senior"), ("党员加成", "member"), ("累进加成", "again")];

impl<'a> Plan<'a> {
    pub fn new(env: &'a Env<'a>, version: usize, span: (Day, Option<Day>)) -> Self {
        Plan { env, version, span, written: Vec::new() }
    }

    pub fn awards_and_bonuses(&self) -> Vec<Called> {
        self.written.iter().map(|rule| rule.called.clone()).collect()
    }

    pub fn items(&mut self, rng: &mut Rng) -> Vec<Vec<String>> {
        let mut items = Vec::new();
        let percent = *rng.pick(&[35, 60, 85]);
        for (index, (name, code)) in NAMES.iter().enumerate() {
            if index > 0 && !rng.chance(percent) {
                continue;
            }
            items.extend(self.award(rng, name, code));
        }
        for (name, code) in BONUSES {
            if rng.chance(40) {
                items.push(self.bonus(rng, name, code));
            }
        }
        rng.shuffle(&mut items);
        items.extend(self.groups(rng));
        for (name, code) in [("总额", "total_cap"), ("户总额", "family_cap")] {
            if rng.chance(45) {
                items.extend(self.overall(rng, name, code));
            }
        }
        items
    }

    fn called(&self, rng: &mut Rng, name: &str, code: &str) -> Called {
        // A code that does not depend on the version, so that the key of the state stays.
        let has_code = code.len().is_multiple_of(2);
        let _ = rng;
        Called { name: name.to_owned(), code: has_code.then(|| code.to_owned()) }
    }

    fn award(&mut self, rng: &mut Rng, name: &str, code: &str) -> Vec<Vec<String>> {
        let world = self.env.world;
        let activity = if rng.chance(60) { 0 } else { rng.below(world.activities.len()) };
        let dimension = rng.below(world.dimensions.len());
        let mut called = self.called(rng, name, code);
        let mut formerly = None;
        if self.version > 0 && rng.chance(12) {
            let old = called.code.take().unwrap_or_else(|| called.name.clone());
            called.name = format!("新{}", called.name);
            formerly = Some(super::world::quote(&old));
        }
        let (zh, en) = (format!("原名 {}", formerly.clone().unwrap_or_default()), formerly.unwrap_or_default());
        let mut dated = Vec::new();
        if rng.chance(12) {
            // One item in two parts of the version.
            let last = self.span.1.unwrap_or(self.span.0 + 600);
            let cut = rng.range(self.span.0, last - 1);
            dated.push(Some(format!("施行 自 {} 至 {}", show(self.span.0), show(cut))));
            dated.push(Some(format!("in force from {}", show(cut + 1))));
        } else {
            dated.push(rng.chance(18).then(|| within(rng, self.span)));
        }
        let mut items = Vec::new();
        for dates in dated {
            let mut clauses = self.award_clauses(rng, activity, dimension);
            clauses.extend(dates);
            if !en.is_empty() {
                clauses.push(if rng.chance(50) { zh.clone() } else { format!("formerly {en}") });
            }
            if rng.chance(15) {
                clauses.extend(self.exception(rng, activity));
            }
            items.push(self.item(rng, &called, clauses));
        }
        self.written.push(Written { called, activity, dimension: Some(dimension) });
        items
    }

    fn item(&self, rng: &mut Rng, called: &Called, mut clauses: Vec<String>) -> Vec<String> {
        let l = either(rng);
        let title = if rng.chance(15) { " \"给居民的奖励\" / \"An award\"" } else { "" };
        clauses.push(format!("{} {}", either(rng).k("优先", "priority"), rng.range(1, 9)));
        rng.shuffle(&mut clauses);
        let mut lines = vec![format!("{} {}{title}", l.k("规则", "rule"), called.declared(l))];
        lines.extend(clauses.into_iter().map(|clause| format!("  {clause}")));
        lines
    }

    fn exception(&self, rng: &mut Rng, activity: usize) -> Option<String> {
        let others: Vec<&Written> =
            self.written.iter().filter(|rule| rule.dimension.is_some() && rule.activity == activity).collect();
        if others.is_empty() {
            return None;
        }
        let mut names = vec![rng.pick(&others).called.mention(rng)];
        if rng.chance(25) {
            names = others.iter().take(2).map(|rule| rule.called.mention(rng)).collect();
        }
        let l = either(rng);
        Some(format!("{} {}", l.k("例外于", "exception to"), names.join("、")))
    }

    fn award_clauses(&self, rng: &mut Rng, activity: usize, dimension: usize) -> Vec<String> {
        let world = self.env.world;
        let mut clauses = Vec::new();
        let l = either(rng);
        clauses.push(format!("{} {}", l.k("计入", "dimension"), world.dimensions[dimension].mention(rng)));
        let l = either(rng);
        clauses.push(format!("{} {}", l.k("凡", "on"), world.activities[activity].0.mention(rng)));
        let env = Env { activity: Some(activity), ..self.env.clone() };
        for _ in 0..*rng.pick(&[0, 1, 1, 1, 2]) {
            let l = either(rng);
            let depth = *rng.pick(&[0, 0, 1, 2]);
            clauses.push(format!("{} {}", l.k("当", "when"), env.with(l).condition(rng, depth)));
        }
        if rng.chance(14) {
            clauses.push(self.confirm(rng));
        }
        let l = either(rng);
        clauses.push(self.pays(rng, &env.with(l)));
        if rng.chance(if world.together_written { 100 } else { 25 }) {
            let (zh, en) = *rng.pick(&[("并得 就高", "together highest"), ("并得 相加", "together add")]);
            clauses.push(either(rng).k(zh, en).to_owned());
        }
        if rng.chance(20) {
            clauses.push(either(rng).k("依据 《积分办法》第三条", "basis 《积分办法》第三条").to_owned());
        }
        clauses.extend(self.caps(rng));
        clauses
    }

    fn caps(&self, rng: &mut Rng) -> Vec<String> {
        let mut caps = Caps::new(self.env.world);
        let mut clauses = Vec::new();
        for _ in 0..*rng.pick(&[0, 1, 1, 2, 3]) {
            let l = either(rng);
            if let Some(cap) = caps.cap(rng, self.env, 120, l) {
                clauses.push(format!("{} {cap}", l.k("上限", "cap")));
            }
        }
        clauses
    }

    fn confirm(&self, rng: &mut Rng) -> String {
        let l = either(rng);
        let mut roles = rng.some(&self.env.world.roles, 60);
        if roles.is_empty() {
            roles.push(self.env.world.roles[0].clone());
        }
        let roles: Vec<String> = roles.iter().map(|role| role.mention(rng)).collect();
        let join = if rng.chance(50) { "、" } else { l.k(" 或 ", " or ") };
        format!("{} {}", l.k("确认 由", "confirmed by"), roles.join(join))
    }

    fn pays(&self, rng: &mut Rng, env: &Env) -> String {
        let l = env.lang;
        let award = l.k("奖励", "award");
        let rounding = *rng.pick(&[
            l.k("，向下取整", ", rounded down"),
            l.k("，向上取整", ", rounded up"),
            l.k("，四舍五入", ", rounded half up"),
        ]);
        let tables = env.names.iter().filter(|n| !n.condition && (n.activity.is_none() || n.activity == env.activity));
        let tables: Vec<&str> = tables.map(|named| named.name.as_str()).collect();
        match rng.below(12) {
            0 | 1 => format!("{award} {}", env.points(rng, 50)),
            2 | 3 => match env.blocks(rng, false) {
                Some((block, of)) => {
                    self.blocks(rng, env, &block, &of, l.k("余数不计", "remainder dropped").to_owned())
                }
                None => format!("{award} {}", env.points(rng, 50)),
            },
            4 | 5 => match env.blocks(rng, true) {
                Some((block, of)) => {
                    let carried = self.carried(rng, l);
                    self.blocks(rng, env, &block, &of, carried)
                }
                None => format!("{award} {}", env.points(rng, 50)),
            },
            6 => match env.blocks(rng, false) {
                Some((block, of)) => {
                    let pay = env.points(rng, 30);
                    match l {
                        Lang::Zh => format!("奖励 每 {block} {of} {pay}{rounding}"),
                        Lang::En => format!("award {pay} per {block} of {of}{rounding}"),
                    }
                }
                None => format!("{award} {}", env.points(rng, 50)),
            },
            7 | 8 => match env.rows(rng) {
                Some((by, rows)) => format!("{award} {} {by}（{}）{rounding}", l.k("按", "by"), rows.join("，")),
                None => format!("{award} {}", env.points(rng, 50)),
            },
            9 if !tables.is_empty() => format!("{award} {}{rounding}", rng.pick(&tables)),
            10 => match env.quotient(rng) {
                Some(quotient) => format!("{award} {quotient}{rounding}"),
                None => format!("{award} {}{rounding}", env.amount(rng, 1)),
            },
            _ => format!("{award} {}{rounding}", env.amount(rng, 2)),
        }
    }

    fn blocks(&self, rng: &mut Rng, env: &Env, block: &str, of: &str, remainder: String) -> String {
        let pay = env.points(rng, 30);
        match env.lang {
            Lang::Zh => format!("奖励 每满 {block} {of} {pay}，{remainder}"),
            Lang::En => format!("award {pay} per full {block} of {of}, {remainder}"),
        }
    }

    fn carried(&self, rng: &mut Rng, l: Lang) -> String {
        let mut text = l.k("余数结转", "remainder carried").to_owned();
        if rng.chance(35) {
            let caps = Caps::new(self.env.world);
            let scopes = self.env.world.scopes.len();
            let scope = (scopes > 0 && rng.chance(50)).then(|| rng.below(scopes));
            text = format!("{text} {}", caps.scope_text(rng, scope, l));
        }
        if rng.chance(40) {
            let (zh, en) = *rng.pick(&WINDOWS);
            text = format!("{text} {}", l.k(zh, en));
        }
        text
    }

    fn bonus(&mut self, rng: &mut Rng, name: &str, code: &str) -> Vec<String> {
        let called = self.called(rng, name, code);
        let mut bases = rng.some(&self.written, 45);
        if bases.is_empty() {
            bases.push(rng.pick(&self.written).clone());
        }
        let activity = bases[0].activity;
        let one_activity = bases.iter().all(|base| base.activity == activity);
        let on = if one_activity && rng.chance(60) { Some(activity) } else { None };
        let l = either(rng);
        let names: Vec<String> = bases.iter().map(|base| base.called.mention(rng)).collect();
        let share = self.env.constants.iter().find(|c| c.of == ConstantOf::Share).filter(|_| rng.chance(50));
        let share = share.map_or_else(|| format!("{}%", rng.range(1, 150)), |c| c.text.clone());
        let rounding = *rng.pick(&[
            l.k("向下取整", "rounded down"),
            l.k("向上取整", "rounded up"),
            l.k("四舍五入", "rounded half up"),
        ]);
        let mut clauses =
            vec![format!("{} {share} {} {}，{rounding}", l.k("加成", "bonus"), l.k("于", "of"), names.join("、"))];
        let env = Env { activity: on, ..self.env.clone() };
        if let Some(on) = on {
            let name = self.env.world.activities[on].0.mention(rng);
            clauses.push(format!("{} {name}", either(rng).k("凡", "on")));
        }
        for _ in 0..rng.below(3) {
            let l = either(rng);
            clauses.push(format!("{} {}", l.k("当", "when"), env.with(l).condition(rng, 1)));
        }
        clauses.extend(self.caps(rng));
        if rng.chance(12) {
            clauses.push(within(rng, self.span));
        }
        if rng.chance(5) {
            clauses.push(self.confirm(rng));
        }
        let item = self.item(rng, &called, clauses);
        self.written.push(Written { called, activity, dimension: None });
        item
    }

    fn groups(&self, rng: &mut Rng) -> Vec<Vec<String>> {
        let mut free: Vec<Called> =
            self.written.iter().filter(|rule| rule.dimension.is_some()).map(|rule| rule.called.clone()).collect();
        rng.shuffle(&mut free);
        let mut items = Vec::new();
        for name in ["甲类", "乙类", "丙类"] {
            if free.len() < 2 || !rng.chance(45) {
                continue;
            }
            let l = either(rng);
            let count = rng.range(2, free.len().min(3) as i64) as usize;
            let members: Vec<String> = free.drain(..count).map(|called| called.mention(rng)).collect();
            let kind = if rng.chance(70) { l.k("就高", "highest") } else { l.k("相加", "add") };
            let called = Called { name: name.to_owned(), code: None };
            let mut lines = vec![format!("{} {name} {kind}：{}", l.k("组", "group"), members.join("、"))];
            if rng.chance(15) {
                lines.push(format!("  {}", within(rng, self.span)));
            }
            items.push(lines);
            free.push(called);
        }
        items
    }

    fn overall(&self, rng: &mut Rng, name: &str, code: &str) -> Option<Vec<String>> {
        let l = either(rng);
        let called = self.called(rng, name, code);
        let cap = Caps::new(self.env.world).cap(rng, self.env, 200, l)?;
        let mut parts = format!("{} {} {cap}", l.k("总上限", "overall cap"), called.declared(l));
        let mention = |rng: &mut Rng, of: &[Written]| {
            let names: Vec<String> = of.iter().map(|rule| rule.called.mention(rng)).collect();
            names.join("、")
        };
        let mut rest = self.written.clone();
        rng.shuffle(&mut rest);
        // An overall cap covers an award at least.
        rest.sort_by_key(|rule| rule.dimension.is_none());
        let left_out = rest.split_off(rng.below(rest.len()).max(1));
        if rng.chance(40) {
            parts = format!("{parts}，{} {}", l.k("含", "covering"), mention(rng, &rest));
        }
        if let (true, Some(dimension)) = (rng.chance(30), rest[0].dimension) {
            let dimension = self.env.world.dimensions[dimension].mention(rng);
            parts = format!("{parts}，{} {dimension}", l.k("计入", "dimension"));
        }
        if rng.chance(30) && !left_out.is_empty() {
            parts = format!("{parts}，{} {}", l.k("不含", "except"), mention(rng, &left_out));
        }
        let mut lines = vec![parts];
        if rng.chance(15) {
            lines.push(format!("  {}", within(rng, self.span)));
        }
        Some(lines)
    }
}
