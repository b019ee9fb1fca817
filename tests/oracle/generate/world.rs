//! What all versions of a generated policy share: names, codes, scopes, fields.

use super::rng::Rng;
use std::collections::BTreeSet;

/// The keyword language of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    pub fn k(self, zh: &'static str, en: &'static str) -> &'static str {
        if self == Lang::Zh { zh } else { en }
    }
}

/// An author's name, perhaps with a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    pub name: String,
    pub code: Option<String>,
}

impl Called {
    /// As declared.
    pub fn declared(&self, lang: Lang) -> String {
        let code = self.code.as_ref().map(|code| format!(" {} {code}", lang.k("代号", "code")));
        format!("{}{}", quote(&self.name), code.unwrap_or_default())
    }

    /// As mentioned: by name or by code.
    pub fn mention(&self, rng: &mut Rng) -> String {
        match &self.code {
            Some(code) if rng.chance(40) => code.clone(),
            _ => quote(&self.name),
        }
    }
}

/// In quotes where it would be read as something else.
pub fn quote(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphabetic() || c == '_');
    let keyword = ["表", "组", "当", "code"].contains(&name);
    if plain && !keyword { name.to_owned() } else { format!("「{name}」") }
}

/// What a field may be, and how its numbers are written.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Low, high and step in hundredths of the unit written; the unit's word, empty for plain numbers.
    Number {
        unit: &'static str,
        low: i64,
        high: i64,
        step: i64,
    },
    YesNo,
    Date,
    Time,
    /// Names of values, with codes.
    OneOf(Vec<Called>),
    /// A directory, by its number.
    Directory(usize),
}

/// A field or attribute.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    pub called: Called,
    pub kind: Kind,
    pub optional: bool,
}

/// A directory.
#[derive(Clone, Debug)]
pub struct DirectorySpec {
    pub called: Called,
    pub ordered: bool,
    pub values: Vec<Called>,
    /// The parent's name and, by its values, how many of the values are under each.
    pub parent: Option<(Called, Vec<(Called, usize)>)>,
}

/// A scope.
#[derive(Clone, Debug)]
pub struct ScopeSpec {
    pub called: Called,
    /// Chinese and English words of its reading.
    pub reading: (&'static str, &'static str),
    pub optional: bool,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct World {
    pub policy: Called,
    pub point: &'static str,
    pub decimals: u32,
    /// Whether points are worth money; also decides about codes that must be the same in all versions.
    pub cash: bool,
    pub zone: &'static str,
    /// Whether the header says what happens over a cap; if not, every cap does.
    pub over_stated: bool,
    /// 并得 须写: every rule says its own.
    pub together_written: bool,
    pub dimensions: Vec<Called>,
    pub directories: Vec<DirectorySpec>,
    pub subject: Called,
    /// Without the subject itself.
    pub scopes: Vec<ScopeSpec>,
    pub attributes: Vec<FieldSpec>,
    pub activities: Vec<(Called, Vec<FieldSpec>)>,
    pub roles: Vec<Called>,
}

fn called(rng: &mut Rng, name: &str, code: &str) -> Called {
    Called { name: name.to_owned(), code: rng.chance(45).then(|| code.to_owned()) }
}

fn number(unit: &'static str, low: i64, high: i64, step: i64) -> Kind {
    Kind::Number { unit, low, high, step }
}

impl World {
    pub fn new(rng: &mut Rng) -> World {
        let directories = directories(rng);
        let point = *rng.pick(&["米", "分", "星"]);
        let mut world = World {
            policy: called(rng, "仓前积分", "cq"),
            point,
            decimals: rng.weighted(&[(6, 0), (2, 1), (2, 2)]),
            cash: rng.chance(40),
            zone: rng.weighted(&[(6, "Asia/Shanghai"), (2, "UTC"), (2, "America/New_York")]),
            over_stated: rng.chance(85),
            together_written: rng.chance(12),
            dimensions: named(rng, &[("和美", "hemei"), ("文明", "wenming"), ("治理", "zhili")], 1),
            scopes: scopes(rng, &directories),
            directories,
            subject: called(rng, "居民", "resident"),
            attributes: Vec::new(),
            activities: Vec::new(),
            roles: named(rng, &[("社区", "shequ"), ("街道", "jiedao"), ("物业", "wuye")], 1),
        };
        world.attributes = world.attribute_specs(rng);
        for (name, code) in [("平安巡防", "patrol"), ("社团活动", "club"), ("捐 衣物", "clothes")] {
            if world.activities.is_empty() || rng.chance(45) {
                let called = called(rng, name, code);
                let fields = world.field_specs(rng);
                world.activities.push((called, fields));
            }
        }
        world
    }

    fn attribute_specs(&self, rng: &mut Rng) -> Vec<FieldSpec> {
        let mut pool = vec![
            ("年龄", "age", number("", 0, 15_000, 100)),
            ("实名", "verified", Kind::YesNo),
            ("户籍", "origin", one_of(rng, &[("本地", "local"), ("外地", "other")])),
            ("出生日", "born", Kind::Date),
            ("入住日", "moved", Kind::Date),
            ("月收入", "income", number("元", 0, 2_000_000, 1)),
            ("党员", "party", Kind::YesNo),
        ];
        if let Some(index) = self.directories.iter().position(|directory| directory.ordered) {
            pool.push(("星级", "stars", Kind::Directory(index)));
        }
        fields(rng, pool, 5)
    }

    fn field_specs(&self, rng: &mut Rng) -> Vec<FieldSpec> {
        let mut pool = vec![
            ("时长", "hours", number(if rng.chance(50) { "小时" } else { "hours" }, 0, 800, 50)),
            ("用时", "spent", number("分钟", 0, 24_000, *rng.pick(&[100, 500]))),
            ("重量", "weight", number("公斤", 0, 5_000, *rng.pick(&[10, 50]))),
            ("金额", "amount", number("元", 0, 500_000, 1)),
            ("件数", "pieces", number("", *rng.pick(&[0, 0, -300]), 2_000, 100)),
            ("人数", "people", number("", 100, 2_000, 100)),
            ("评分", "score", number("", 0, 1_000, *rng.pick(&[10, 50, 1]))),
            ("天数", "days", number("日", 0, 3_000, 100)),
            ("次数", "times", number("次", 0, 900, 100)),
            ("奖分", "gift", number(self.point, 0, 10_000, if self.decimals == 2 { 1 } else { 100 })),
            ("角色", "role", one_of(rng, &[("牵头", "lead"), ("参与", "join"), ("旁听", "hear")])),
            ("成功", "success", Kind::YesNo),
            ("开始", "start", Kind::Time),
            ("截止日", "due", Kind::Date),
        ];
        if let Some(index) = self.directories.iter().position(|directory| !directory.ordered) {
            pool.push(("地点", "place", Kind::Directory(index)));
        }
        fields(rng, pool, 4)
    }

    /// What one version has of it: it may lack a value of a directory, a confirmer, an attribute, or an activity that no account
    /// counts.
    pub fn of_version(&self, rng: &mut Rng, counted: &BTreeSet<usize>) -> World {
        let mut world = self.clone();
        for directory in world.directories.iter_mut().filter(|_| rng.chance(20)) {
            directory.values.pop();
            if let Some((_, last)) = directory.parent.iter_mut().filter_map(|(_, heads)| heads.last_mut()).next() {
                *last -= 1;
            }
        }
        if world.roles.len() > 1 && rng.chance(20) {
            world.roles.pop();
        }
        if world.attributes.len() > 1 && rng.chance(15) {
            world.attributes.pop();
        }
        if world.activities.len() > 1 && !counted.contains(&(world.activities.len() - 1)) && rng.chance(20) {
            world.activities.pop();
        }
        world
    }

    /// The items that declare it, for one version.
    pub fn items(&self, rng: &mut Rng) -> Vec<Vec<String>> {
        let mut items = Vec::new();
        let lang = either(rng);
        let dimensions: Vec<String> = self.dimensions.iter().map(|called| called.declared(lang)).collect();
        items.push(vec![format!("{} {}", lang.k("维度", "dimensions"), dimensions.join("、"))]);
        for directory in &self.directories {
            items.push(directory_item(either(rng), directory));
        }
        items.push(self.subject_item(rng));
        for (called, fields) in &self.activities {
            let lang = either(rng);
            let mut lines = vec![format!("{} {}", lang.k("活动", "activity"), called.declared(lang))];
            lines.extend(fields.iter().map(|field| self.field_line(rng, field)));
            items.push(lines);
        }
        items
    }

    fn subject_item(&self, rng: &mut Rng) -> Vec<String> {
        let lang = either(rng);
        let scopes: Vec<String> = self.scopes.iter().map(|scope| scope_text(lang, scope)).collect();
        let belongs = if scopes.is_empty() {
            String::new()
        } else {
            format!(" {} {}", lang.k("属于", "belongs to"), scopes.join("、"))
        };
        let mut lines = vec![format!("{} {}{belongs}", lang.k("主体", "subject"), self.subject.declared(lang))];
        lines.extend(self.attributes.iter().map(|field| self.field_line(rng, field)));
        lines
    }

    fn field_line(&self, rng: &mut Rng, field: &FieldSpec) -> String {
        let lang = either(rng);
        let to = lang.k("至", "to");
        let kind = match &field.kind {
            Kind::Number { unit: "", low, high, step } if step % 100 == 0 => {
                format!("{} {} {to} {}", lang.k("整数", "whole"), plain(*low), plain(*high))
            }
            Kind::Number { unit: "", low, high, step } => {
                let (places, grid) = if step % 10 == 0 { (1, 10) } else { (2, 1) };
                let decimals = lang.k("位小数", "decimals");
                let range = format!("{places} {decimals} {} {to} {}", plain(*low), plain(*high));
                if *step == grid { range } else { format!("{range}，{} {}", lang.k("步长", "step"), plain(*step)) }
            }
            Kind::Number { unit, low, high, step } => {
                let range = format!("{unit}，{} {to} {}", plain(*low), plain(*high));
                let step = format!("，{} {}", lang.k("步长", "step"), plain(*step));
                format!("{range}{step}")
            }
            Kind::YesNo => lang.k("是否", "yes/no").to_owned(),
            Kind::Date if field.optional => lang.k("日期", "date").to_owned(),
            Kind::Date => format!("{} 1930-01-01 {to} 2030-12-31", lang.k("日期", "date")),
            Kind::Time => lang.k("时刻", "time of day").to_owned(),
            Kind::OneOf(values) => {
                let values: Vec<String> = values.iter().map(|value| value.declared(lang)).collect();
                match lang {
                    Lang::Zh => format!("{} 之一", values.join("、")),
                    Lang::En => format!("one of {}", values.join("、")),
                }
            }
            Kind::Directory(index) => self.directories[*index].called.mention(rng),
        };
        let optional = if field.optional { lang.k("，可缺", ", optional") } else { "" };
        format!("  {}：{kind}{optional}", field.called.declared(lang))
    }
}

/// The language of a clause.
pub fn either(rng: &mut Rng) -> Lang {
    let chosen = if rng.chance(60) { Lang::Zh } else { Lang::En };
    rng.only.unwrap_or(chosen)
}

/// Hundredths as they are written.
pub fn plain(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    if rest == 0 {
        format!("{sign}{whole}")
    } else if rest % 10 == 0 {
        format!("{sign}{whole}.{}", rest / 10)
    } else {
        format!("{sign}{whole}.{rest:02}")
    }
}

fn named(rng: &mut Rng, pool: &[(&str, &str)], least: usize) -> Vec<Called> {
    let mut found = Vec::new();
    for (name, code) in pool {
        if found.len() < least || rng.chance(50) {
            found.push(called(rng, name, code));
        }
    }
    found
}

fn one_of(rng: &mut Rng, pool: &[(&str, &str)]) -> Kind {
    Kind::OneOf(pool.iter().map(|(name, code)| called(rng, name, code)).collect())
}

/// Some of a pool, at most so many, in any order.
fn fields(rng: &mut Rng, mut pool: Vec<(&str, &str, Kind)>, most: usize) -> Vec<FieldSpec> {
    rng.shuffle(&mut pool);
    let count = 1 + rng.below(most);
    let mut found = Vec::new();
    for (name, code, kind) in pool.into_iter().take(count) {
        let optional = rng.chance(25);
        found.push(FieldSpec { called: called(rng, name, code), kind, optional });
    }
    found
}

fn directories(rng: &mut Rng) -> Vec<DirectorySpec> {
    let mut found = Vec::new();
    if rng.chance(75) {
        let names = [("太炎", "taiyan"), ("葛巷", "gexiang"), ("向往", "xiangwang"), ("万和", "wanhe"), ("创景", "cj")];
        let values: Vec<Called> = names.iter().map(|(name, code)| called(rng, name, code)).collect();
        let parent = rng.chance(70).then(|| {
            let heads = vec![(called(rng, "产居梦想", "east"), 2), (called(rng, "科创未来", "west"), 3)];
            (called(rng, "片区", "zone_of"), heads)
        });
        found.push(DirectorySpec { called: called(rng, "社区", "community"), ordered: false, values, parent });
    }
    if rng.chance(50) {
        let names = [("一星", "one"), ("二星", "two"), ("三星", "three")];
        let values = names.iter().map(|(name, code)| called(rng, name, code)).collect();
        found.push(DirectorySpec { called: called(rng, "等级", "grade"), ordered: true, values, parent: None });
    }
    found
}

fn directory_item(lang: Lang, directory: &DirectorySpec) -> Vec<String> {
    let ordered = if directory.ordered { lang.k(" 有序", " ordered") } else { "" };
    let head = format!("{} {}{ordered}", lang.k("名录", "directory"), directory.called.declared(lang));
    let declared = |values: &[Called]| {
        let values: Vec<String> = values.iter().map(|value| value.declared(lang)).collect();
        values.join("、")
    };
    let Some((parent, heads)) = &directory.parent else {
        return vec![format!("{head}：{}", declared(&directory.values))];
    };
    let mut lines = vec![format!("{head} {} {}", lang.k("归", "in"), parent.declared(lang))];
    let mut from = 0;
    for (group, count) in heads {
        let values = &directory.values[from..from + count];
        lines.push(format!("  {}：{}", group.declared(lang), declared(values)));
        from += count;
    }
    lines
}

fn scopes(rng: &mut Rng, directories: &[DirectorySpec]) -> Vec<ScopeSpec> {
    let mut found = Vec::new();
    let mut add = |rng: &mut Rng, called: Called, reading, optional| {
        let optional = optional && rng.chance(60);
        found.push(ScopeSpec { called, reading, optional });
        optional
    };
    if rng.chance(80) {
        let family = called(rng, "家庭", "family");
        add(rng, family, ("每户", "household"), true);
    }
    if let Some(communities) = directories.iter().find(|directory| !directory.ordered) {
        if rng.chance(75) {
            let missing = add(rng, communities.called.clone(), ("每社区", "neighbourhood"), true);
            if let (Some((parent, _)), true) = (&communities.parent, rng.chance(75)) {
                let _ = missing;
                add(rng, parent.clone(), ("每片区", "zone"), false);
            }
        }
    }
    if rng.chance(60) {
        let street = called(rng, "全镇", "town");
        add(rng, street, ("全街道", "town"), false);
    }
    found
}

fn scope_text(lang: Lang, scope: &ScopeSpec) -> String {
    let (zh, en) = scope.reading;
    let per = if zh.starts_with('全') { "whole" } else { "per" };
    let reading = format!("{zh} {} {per} {en}", lang.k("或", "or"));
    let optional = if scope.optional { lang.k("，可缺", ", optional") } else { "" };
    format!("{}（{reading}{optional}）", scope.called.declared(lang))
}
