//! The keywords of both languages with what they are for. The grammar spells them too; a test holds the two equal.

use super::grammar::Rule;
use crate::diagnostics::Lang;

/// What a keyword is for, in the reader's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Begins an item.
    Item,
    /// Begins a clause.
    Clause,
    /// Answers a clause.
    Answer,
    /// Joins the parts of a clause.
    Joint,
    /// Says for how long.
    Window,
    /// Says what a field may be.
    Type,
    /// Stands in conditions and formulas.
    Expression,
    /// Says what became of a line of a case.
    Outcome,
    /// A function.
    Function,
}

/// A keyword; the first spelling of each language is the customary one, none where the other language says it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyword {
    rule: Rule,
    /// Chinese spellings.
    pub zh: &'static [&'static str],
    /// English spellings.
    pub en: &'static [&'static str],
    /// What it is for.
    pub role: Role,
}

impl Keyword {
    /// The name of its grammar rule, without `kw_`: `award`, `fn_min`.
    pub fn id(&self) -> String {
        let name = format!("{:?}", self.rule);
        name.strip_prefix("kw_").map(str::to_owned).unwrap_or(name)
    }

    /// The customary spelling in one language, or the other where it has none.
    pub fn spelling(&self, lang: Lang) -> &'static str {
        let (wanted, other) = match lang {
            Lang::Zh => (self.zh, self.en),
            Lang::En => (self.en, self.zh),
        };
        wanted.first().or(other.first()).copied().unwrap_or("")
    }

    /// All spellings, Chinese first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.zh.iter().chain(self.en).copied()
    }

    pub(super) fn rule(&self) -> Rule {
        self.rule
    }
}

/// The keyword a grammar rule reads, if it reads one.
pub(super) fn of(rule: Rule) -> Option<&'static Keyword> {
    let first = Rule::kw_policy as usize;
    KEYWORDS.get((rule as usize).checked_sub(first)?)
}

/// Whether a word is a function's.
pub(super) fn is_function(word: &str) -> bool {
    functions().any(|s| s == word)
}

/// The functions nearest to a word, all of those equally near.
pub(super) fn nearest_functions(word: &str) -> Vec<&'static str> {
    let near = |spelling: &'static str| {
        let distance = strsim::osa_distance(word, spelling);
        (distance <= (spelling.chars().count() / 2).min(2)).then_some((distance, spelling))
    };
    let mut found: Vec<_> = functions().filter_map(near).collect();
    let least = found.iter().map(|(distance, _)| *distance).min();
    found.retain(|(distance, _)| Some(*distance) == least);
    found.into_iter().map(|(_, spelling)| spelling).collect()
}

fn functions() -> impl Iterator<Item = &'static str> {
    KEYWORDS.iter().filter(|k| k.role == Role::Function).flat_map(|k| k.spellings())
}

/// The language of a word that is a keyword of one word, or begins one of several.
pub(super) fn language(word: &str) -> Option<Lang> {
    let begins = |spelling: &&str| spelling.split(' ').next() == Some(word);
    if KEYWORDS.iter().any(|k| k.zh.iter().any(begins)) {
        return Some(Lang::Zh);
    }
    KEYWORDS.iter().any(|k| k.en.iter().any(begins)).then_some(Lang::En)
}

/// Whether a text begins with the keyword of a clause.
pub(super) fn begins_clause(text: &str) -> bool {
    clauses().flat_map(|k| k.spellings()).any(|s| super::words::begins_with(text, s))
}

/// Whether a text begins with such a keyword, perhaps run together with what follows.
pub(super) fn seems_clause(text: &str) -> bool {
    begins_clause(text) || clauses().flat_map(|k| k.zh).any(|s| text.starts_with(s))
}

fn clauses() -> impl Iterator<Item = &'static Keyword> {
    KEYWORDS.iter().filter(|k| k.role == Role::Clause)
}

/// The keyword of that id (`award`).
pub fn by_id(id: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|k| k.id() == id)
}

const fn word(rule: Rule, zh: &'static [&'static str], en: &'static [&'static str], role: Role) -> Keyword {
    Keyword { rule, zh, en, role }
}

/// Every keyword, in the order of the grammar.
#[rustfmt::skip]
pub static KEYWORDS: &[Keyword] = &[
    word(Rule::kw_policy, &["政策"], &["policy"], Role::Item),
    word(Rule::kw_dimensions, &["维度"], &["dimensions"], Role::Item),
    word(Rule::kw_directory, &["名录"], &["directory"], Role::Item),
    word(Rule::kw_subject, &["主体"], &["subject"], Role::Item),
    word(Rule::kw_activity, &["活动"], &["activity"], Role::Item),
    word(Rule::kw_parameter, &["参数"], &["parameter"], Role::Item),
    word(Rule::kw_define, &["定义"], &["define"], Role::Item),
    word(Rule::kw_table, &["表"], &["table"], Role::Item),
    word(Rule::kw_eligible, &["资格"], &["eligible"], Role::Item),
    word(Rule::kw_rule, &["规则"], &["rule"], Role::Item),
    word(Rule::kw_group, &["组"], &["group"], Role::Item),
    word(Rule::kw_overall_cap, &["总上限"], &["overall cap"], Role::Item),
    word(Rule::kw_account, &["账户"], &["account"], Role::Item),
    word(Rule::kw_redeem, &["兑换"], &["redeem"], Role::Item),
    word(Rule::kw_case, &["案例"], &["case"], Role::Item),
    word(Rule::kw_principle, &["原则"], &["principle"], Role::Item),
    word(Rule::kw_version, &["版本"], &["version"], Role::Clause),
    word(Rule::kw_in_force, &["施行"], &["in force"], Role::Clause),
    word(Rule::kw_issued, &["印发"], &["issued"], Role::Clause),
    word(Rule::kw_points, &["积分"], &["points"], Role::Clause),
    word(Rule::kw_cash, &["折现"], &["cash"], Role::Clause),
    word(Rule::kw_zone, &["时区"], &["time zone"], Role::Clause),
    word(Rule::kw_confirmers, &["确认方"], &["confirmers"], Role::Clause),
    word(Rule::kw_together, &["并得"], &["together"], Role::Clause),
    word(Rule::kw_over_cap, &["超限"], &["over cap"], Role::Clause),
    word(Rule::kw_order, &["先后"], &["order"], Role::Clause),
    word(Rule::kw_bonus, &["加成"], &["bonus"], Role::Clause),
    word(Rule::kw_reversal, &["撤销"], &["reversal"], Role::Clause),
    word(Rule::kw_decided_by, &["认定"], &["decided by"], Role::Clause),
    word(Rule::kw_late, &["迟到"], &["late"], Role::Clause),
    word(Rule::kw_birthday, &["生日"], &["birthday"], Role::Clause),
    word(Rule::kw_month_end, &["月末"], &["month end"], Role::Clause),
    word(Rule::kw_basis, &["依据"], &["basis"], Role::Clause),
    word(Rule::kw_dimension, &["计入"], &["dimension"], Role::Clause),
    word(Rule::kw_on, &["凡"], &["on"], Role::Clause),
    word(Rule::kw_when, &["当"], &["when"], Role::Clause),
    word(Rule::kw_confirmed, &["确认"], &["confirmed"], Role::Clause),
    word(Rule::kw_award, &["奖励"], &["award"], Role::Clause),
    word(Rule::kw_cap, &["上限"], &["cap"], Role::Clause),
    word(Rule::kw_exception_to, &["例外于"], &["exception to"], Role::Clause),
    word(Rule::kw_priority, &["优先"], &["priority"], Role::Clause),
    word(Rule::kw_formerly, &["原名"], &["formerly"], Role::Clause),
    word(Rule::kw_takes, &["收"], &["takes"], Role::Clause),
    word(Rule::kw_counts, &["计"], &["counts"], Role::Clause),
    word(Rule::kw_range, &["范围"], &["range"], Role::Clause),
    word(Rule::kw_price, &["需"], &["price"], Role::Clause),
    word(Rule::kw_open_to, &["面向"], &["open to"], Role::Clause),
    word(Rule::kw_from_balance, &["起兑"], &["from balance"], Role::Clause),
    word(Rule::kw_floor, &["最低"], &["floor"], Role::Clause),
    word(Rule::kw_stock, &["限量"], &["stock"], Role::Clause),
    word(Rule::kw_gives, &["给"], &["gives"], Role::Clause),
    word(Rule::kw_given, &["设"], &["given"], Role::Clause),
    word(Rule::kw_balance, &["余额"], &["balance"], Role::Clause),
    word(Rule::kw_tally, &["结余"], &["tally"], Role::Clause),
    word(Rule::kw_add, &["相加"], &["add"], Role::Answer),
    word(Rule::kw_highest, &["就高"], &["highest"], Role::Answer),
    word(Rule::kw_written, &["须写"], &["written"], Role::Answer),
    word(Rule::kw_truncate, &["截断"], &["truncate"], Role::Answer),
    word(Rule::kw_refuse, &["拒绝"], &["refuse"], Role::Answer),
    word(Rule::kw_as_declared, &["按声明"], &["as declared"], Role::Answer),
    word(Rule::kw_by_priority, &["按优先"], &["by priority"], Role::Answer),
    word(Rule::kw_separate, &["另计"], &["separate"], Role::Answer),
    word(Rule::kw_within, &["计入"], &["within"], Role::Answer),
    word(Rule::kw_return_room, &["归还额度"], &["return room"], Role::Answer),
    word(Rule::kw_keep_room, &["不归还额度"], &["keep room"], Role::Answer),
    word(Rule::kw_may_go_negative, &["可负"], &["may go negative"], Role::Answer),
    word(Rule::kw_recompute, &["重算"], &["recompute"], Role::Answer),
    word(Rule::kw_no_recompute, &["不重算"], &["no recompute"], Role::Answer),
    word(Rule::kw_event_time_answer, &["按发生时间"], &["event time"], Role::Answer),
    word(Rule::kw_confirmation_time, &["按确认时间"], &["confirmation time"], Role::Answer),
    word(Rule::kw_any_time, &["不限"], &["any time"], Role::Answer),
    word(Rule::kw_same_day, &["当日算满"], &["same day"], Role::Answer),
    word(Rule::kw_next_day, &["次日算满"], &["next day"], Role::Answer),
    word(Rule::kw_last_day, &["取月末"], &["last day"], Role::Answer),
    word(Rule::kw_roll_on, &["顺延"], &["next day"], Role::Answer),
    word(Rule::kw_unlimited, &["不限"], &["unlimited"], Role::Answer),
    word(Rule::kw_nothing, &["不给"], &["nothing"], Role::Answer),
    word(Rule::kw_earn, &["得分"], &["earn"], Role::Answer),
    word(Rule::kw_all, &["全部"], &["all"], Role::Answer),
    word(Rule::kw_whole_street, &["全街道"], &["whole street"], Role::Answer),
    word(Rule::kw_venue, &["场地"], &["venue"], Role::Answer),
    word(Rule::kw_goods, &["商品"], &["goods"], Role::Answer),
    word(Rule::kw_gift, &["礼品"], &["gift"], Role::Answer),
    word(Rule::kw_place, &["名额"], &["place"], Role::Answer),
    word(Rule::kw_rounded_down, &["向下取整"], &["rounded down"], Role::Answer),
    word(Rule::kw_rounded_up, &["向上取整"], &["rounded up"], Role::Answer),
    word(Rule::kw_rounded_half_up, &["四舍五入"], &["rounded half up"], Role::Answer),
    word(Rule::kw_remainder_dropped, &["余数不计"], &["remainder dropped"], Role::Answer),
    word(Rule::kw_remainder_carried, &["余数结转"], &["remainder carried"], Role::Answer),
    word(Rule::kw_otherwise, &["其余"], &["otherwise"], Role::Answer),
    word(Rule::kw_code, &["代号"], &["code"], Role::Joint),
    word(Rule::kw_from, &["自"], &["from"], Role::Joint),
    word(Rule::kw_to, &["至"], &["to"], Role::Joint),
    word(Rule::kw_limit_within, &["限"], &["within"], Role::Joint),
    word(Rule::kw_days, &["日", "天"], &["days", "day"], Role::Joint),
    word(Rule::kw_decimals, &["位小数"], &["decimals"], Role::Joint),
    word(Rule::kw_ordered, &["有序"], &["ordered"], Role::Joint),
    word(Rule::kw_in, &["归"], &["in"], Role::Joint),
    word(Rule::kw_belongs_to, &["属于"], &["belongs to"], Role::Joint),
    word(Rule::kw_optional, &["可缺"], &["optional"], Role::Joint),
    word(Rule::kw_step, &["步长"], &["step"], Role::Joint),
    word(Rule::kw_one_of_zh, &["之一"], &[], Role::Joint),
    word(Rule::kw_one_of_en, &[], &["one of"], Role::Joint),
    word(Rule::kw_by_whom, &["由"], &["by"], Role::Joint),
    word(Rule::kw_by, &["按"], &["by"], Role::Joint),
    word(Rule::kw_by_en, &[], &["by"], Role::Joint),
    word(Rule::kw_of, &["于"], &["of"], Role::Joint),
    word(Rule::kw_per_full_zh, &["每满"], &[], Role::Joint),
    word(Rule::kw_per_full_en, &[], &["per full"], Role::Joint),
    word(Rule::kw_per_zh, &["每"], &[], Role::Joint),
    word(Rule::kw_per_en, &[], &["per"], Role::Joint),
    word(Rule::kw_whole_en, &[], &["whole"], Role::Joint),
    word(Rule::kw_without_household, &["无户者"], &[], Role::Joint),
    word(Rule::kw_without, &["缺"], &["without"], Role::Joint),
    word(Rule::kw_covering, &["含"], &["covering"], Role::Joint),
    word(Rule::kw_except, &["不含"], &["except"], Role::Joint),
    word(Rule::kw_usage, &["用量"], &["usage"], Role::Joint),
    word(Rule::kw_received, &["收到"], &["received"], Role::Joint),
    word(Rule::kw_confirm, &["确认"], &["confirm"], Role::Joint),
    word(Rule::kw_reverse, &["撤销"], &["reverse"], Role::Joint),
    word(Rule::kw_because, &["因"], &["because"], Role::Joint),
    word(Rule::kw_missing, &["缺"], &["missing"], Role::Joint),
    word(Rule::kw_takes_back, &["扣回"], &["takes back"], Role::Joint),
    word(Rule::kw_costs, &["扣"], &["costs"], Role::Joint),
    word(Rule::kw_cap_of, &["的上限"], &["cap"], Role::Joint),
    word(Rule::kw_condition_of, &["的条件"], &["condition"], Role::Joint),
    word(Rule::kw_per_event, &["每次"], &["per event"], Role::Window),
    word(Rule::kw_per_day, &["每日"], &["per day"], Role::Window),
    word(Rule::kw_per_week, &["每周"], &["per week"], Role::Window),
    word(Rule::kw_per_month, &["每月"], &["per month"], Role::Window),
    word(Rule::kw_per_quarter, &["每季度"], &["per quarter"], Role::Window),
    word(Rule::kw_per_half_year, &["每半年"], &["per half-year"], Role::Window),
    word(Rule::kw_per_year, &["每年"], &["per year"], Role::Window),
    word(Rule::kw_lifetime, &["终身"], &["lifetime"], Role::Window),
    word(Rule::kw_whole, &["整数"], &["whole"], Role::Type),
    word(Rule::kw_yes_no, &["是否"], &["yes/no"], Role::Type),
    word(Rule::kw_date, &["日期"], &["date"], Role::Type),
    word(Rule::kw_time_of_day, &["时刻"], &["time of day"], Role::Type),
    word(Rule::kw_if, &["若"], &["if"], Role::Expression),
    word(Rule::kw_then, &["则"], &["then"], Role::Expression),
    word(Rule::kw_else, &["否则"], &["else"], Role::Expression),
    word(Rule::kw_or, &["或"], &["or"], Role::Expression),
    word(Rule::kw_and, &["且"], &["and"], Role::Expression),
    word(Rule::kw_not, &["非"], &["not"], Role::Expression),
    word(Rule::kw_is, &["是"], &["is"], Role::Expression),
    word(Rule::kw_is_not, &["不是"], &["is not"], Role::Expression),
    word(Rule::kw_yes, &["是"], &["yes"], Role::Expression),
    word(Rule::kw_no, &["否"], &["no"], Role::Expression),
    word(Rule::kw_has, &["有"], &["has"], Role::Expression),
    word(Rule::kw_in_range, &["在"], &[], Role::Expression),
    word(Rule::kw_between_zh, &["之间"], &[], Role::Expression),
    word(Rule::kw_between_en, &[], &["between"], Role::Expression),
    word(Rule::kw_at_least_after, &["以上"], &[], Role::Expression),
    word(Rule::kw_at_most_after, &["以下"], &[], Role::Expression),
    word(Rule::kw_within_after, &["以内"], &[], Role::Expression),
    word(Rule::kw_beyond_after, &["以外"], &[], Role::Expression),
    word(Rule::kw_at_least, &["满"], &["at least"], Role::Expression),
    word(Rule::kw_at_most, &[], &["at most"], Role::Expression),
    word(Rule::kw_within_bound, &[], &["within"], Role::Expression),
    word(Rule::kw_beyond, &[], &["beyond"], Role::Expression),
    word(Rule::kw_under, &["不满"], &["under"], Role::Expression),
    word(Rule::kw_over, &["超过"], &["over"], Role::Expression),
    word(Rule::kw_event_date, &["发生日"], &["event_date"], Role::Expression),
    word(Rule::kw_event_time, &["发生时刻"], &["event_time"], Role::Expression),
    word(Rule::kw_out_decided, &["已判定"], &["decided"], Role::Outcome),
    word(Rule::kw_out_pending, &["待确认"], &["pending"], Role::Outcome),
    word(Rule::kw_out_not_in_force, &["不在施行期"], &["not in force"], Role::Outcome),
    word(Rule::kw_out_too_late, &["逾期"], &["too late"], Role::Outcome),
    word(Rule::kw_out_not_eligible, &["无资格"], &["not eligible"], Role::Outcome),
    word(Rule::kw_out_cannot_decide, &["无法判定"], &["cannot decide"], Role::Outcome),
    word(Rule::kw_out_refused, &["不予兑换"], &["refused"], Role::Outcome),
    word(Rule::kw_out_reversed, &["已撤销"], &["reversed"], Role::Outcome),
    word(Rule::kw_out_repeated, &["重复"], &["repeated"], Role::Outcome),
    word(Rule::kw_out_unknown, &["查无此事"], &["unknown"], Role::Outcome),
    word(Rule::fn_min, &["取小"], &["min"], Role::Function),
    word(Rule::fn_max, &["取大"], &["max"], Role::Function),
    word(Rule::fn_clamp, &["限于"], &["clamp"], Role::Function),
    word(Rule::fn_floor, &["向下取整"], &["floor"], Role::Function),
    word(Rule::fn_ceiling, &["向上取整"], &["ceiling"], Role::Function),
    word(Rule::fn_round, &["四舍五入"], &["round"], Role::Function),
    word(Rule::fn_full, &["整满"], &["full"], Role::Function),
    word(Rule::fn_begun, &["起计"], &["begun"], Role::Function),
    word(Rule::fn_full_years, &["满年数"], &["full_years"], Role::Function),
    word(Rule::fn_full_months, &["满月数"], &["full_months"], Role::Function),
    word(Rule::fn_begun_years, &["起年数"], &["begun_years"], Role::Function),
    word(Rule::fn_begun_months, &["起月数"], &["begun_months"], Role::Function),
    word(Rule::fn_days_between, &["天数"], &["days_between"], Role::Function),
    word(Rule::fn_year_of, &["年份"], &["year_of"], Role::Function),
    word(Rule::fn_month_of, &["月份"], &["month_of"], Role::Function),
    word(Rule::fn_day_of, &["日号"], &["day_of"], Role::Function),
    word(Rule::fn_quarter_of, &["季度号"], &["quarter_of"], Role::Function),
    word(Rule::fn_half_of, &["半年号"], &["half_of"], Role::Function),
    word(Rule::fn_weekday, &["星期"], &["weekday"], Role::Function),
    word(Rule::fn_month_end, &["月末日"], &["month_end"], Role::Function),
    word(Rule::fn_last_year_end, &["上年末"], &["last_year_end"], Role::Function),
    word(Rule::fn_hour_of, &["时号"], &["hour_of"], Role::Function),
    word(Rule::fn_minute_of, &["分号"], &["minute_of"], Role::Function),
    word(Rule::fn_before, &["此前"], &["before"], Role::Function),
    word(Rule::fn_including, &["连同本次"], &["including"], Role::Function),
];
