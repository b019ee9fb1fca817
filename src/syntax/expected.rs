//! What should stand where reading stopped, in the reader's terms.

use super::grammar::Rule;
use super::keywords::{self, Keyword, Role};
use crate::diagnostics::{Lang, Message};
use pest::error::{Error, ErrorVariant};

/// Something that may be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// A kind of thing.
    Thing(Thing),
    /// A keyword.
    Keyword(&'static Keyword),
}

macro_rules! things {
    ($($id:ident $zh:literal $en:literal;)*) => {
        /// Kinds of things that stand in a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Thing {
            $(#[doc = $en] $id,)*
        }

        impl Thing {
            fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Thing::$id, Lang::Zh) => $zh, (Thing::$id, Lang::En) => $en,)*
                }
            }
        }
    };
}

things! {
    Name "名称" "a name";
    Text "引号内文字" "quoted text";
    Source "《…》或引号内文字" "“《…》” or quoted text";
    Code "代号（字母、数字和 _）" "a code (letters, digits and _)";
    Number "数" "a number";
    Unit "单位" "a unit";
    Date "日期（如 2025-03-01）" "a date (like 2025-03-01)";
    MonthDay "月日（如 4 月 1 日）" "a month and a day (like 04-01)";
    Time "时刻（如 08:30）" "a time of day (like 08:30)";
    Reading "口径（如“每人”）" "a reading (like “per person”)";
    Window "周期（如“每月”）" "a period (like “per month”)";
    Formula "算式" "a formula";
    Condition "条件或算式" "a condition or formula";
    Comparison "比较（“是”、≥、“以上”等）" "a comparison (“is”, ≥, “at least” …)";
    Bound "“以上”“以下”“以内”或“以外”" "“以上”, “以下”, “以内” or “以外”";
    Arithmetic "＋－×÷" "+ − × ÷";
    Row "一档" "a row";
    FieldType "信息项的种类（整数、是否、日期等）" "what the field may be (whole, yes/no, date …)";
    Clause "条款" "a clause";
    NextClause "另一个条款" "another clause";
    Line "案例的一行" "a line of the case";
    Mark "“#编号”" "“#ID”";
    Fact "事实" "a fact";
    Expect "预期" "what is expected";
    Outcome "结果（如“已判定”）" "an outcome (like “decided”)";
    Colon "“：”" "“:”";
    Equals "“=”" "“=”";
    Open "“（”" "“(”";
    Close "“）”" "“)”";
    Arrow "“→”" "“->”";
    Words "文字" "words";
}

impl Expected {
    /// Its words, none where the language has no keyword for it.
    fn text(self, lang: Lang) -> Option<String> {
        match self {
            Expected::Thing(thing) => Some(thing.text(lang).to_owned()),
            Expected::Keyword(k) => {
                let own = if lang == Lang::Zh { k.zh } else { k.en };
                own.first().map(|word| format!("“{word}”"))
            }
        }
    }

    /// Whether it begins a clause.
    pub fn is_clause(self) -> bool {
        matches!(self, Expected::Keyword(k) if k.role == Role::Clause)
    }
}

/// What the grammar would have read where it stopped; kinds of things first.
pub(super) fn expected(error: &Error<Rule>) -> Vec<Expected> {
    let ErrorVariant::ParsingError { positives, negatives } = &error.variant else { return Vec::new() };
    let mut out: Vec<Expected> = Vec::new();
    // Where an amount should stand, the date of the next line does.
    if positives.is_empty() && negatives.contains(&Rule::date) {
        out.push(Expected::Thing(Thing::Number));
    }
    for item in positives.iter().flat_map(|rule| spelled_out(rule).iter().copied()).filter_map(term) {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out.sort_by_key(|e| matches!(e, Expected::Keyword(_)));
    out
}

/// The answers of a rule that reads one of several.
fn spelled_out(rule: &Rule) -> &[Rule] {
    match rule {
        Rule::over_cap_answer => &[Rule::kw_truncate, Rule::kw_refuse],
        Rule::rounding => &[Rule::kw_rounded_down, Rule::kw_rounded_up, Rule::kw_rounded_half_up],
        Rule::remainder => &[Rule::kw_remainder_dropped, Rule::kw_remainder_carried],
        Rule::remedy => &[Rule::kw_by, Rule::kw_unlimited, Rule::kw_nothing],
        Rule::reversal_part => &[
            Rule::kw_return_room,
            Rule::kw_keep_room,
            Rule::kw_may_go_negative,
            Rule::kw_floor,
            Rule::kw_recompute,
            Rule::kw_no_recompute,
        ],
        _ => std::slice::from_ref(rule),
    }
}

/// Whether nothing but quoted text is expected.
pub(super) fn only_text(expected: &[Expected]) -> bool {
    !expected.is_empty() && expected.iter().all(|e| matches!(e, Expected::Thing(Thing::Text | Thing::Source)))
}

/// Whether a thing of that kind is among them.
pub(super) fn has(expected: &[Expected], thing: Thing) -> bool {
    expected.contains(&Expected::Thing(thing))
}

/// Whether the clause could end here and another begin.
pub(super) fn may_end(expected: &[Expected]) -> bool {
    expected.iter().filter(|e| e.is_clause()).count() > 1
}

/// Most things named in one message.
const MOST: usize = 8;

/// The list as a sentence's end. The keywords of other clauses are summed up unless they are what is asked for.
pub(super) fn list(expected: &[Expected], clauses: bool) -> Message {
    let sum_up = !clauses && may_end(expected) && !expected.iter().all(|e| e.is_clause());
    let mut short: Vec<Expected> = expected.iter().copied().filter(|e| !(sum_up && e.is_clause())).collect();
    if sum_up {
        short.push(Expected::Thing(Thing::NextClause));
    }
    let most = if short.iter().all(|e| e.is_clause()) || clauses { usize::MAX } else { MOST };
    Message::new(joined(&short, Lang::Zh, "、", "等", most), joined(&short, Lang::En, ", ", " …", most))
}

fn joined(expected: &[Expected], lang: Lang, joint: &str, more: &str, most: usize) -> String {
    let mut words: Vec<String> = expected.iter().filter_map(|e| e.text(lang)).collect();
    words.dedup();
    let cut = words.len() > most;
    words.truncate(most);
    let list = words.join(joint);
    if cut { list + more } else { list }
}

/// What a rule of the grammar reads; none for what is never worth saying.
fn term(rule: Rule) -> Option<Expected> {
    if let Some(keyword) = keywords::of(rule) {
        return Some(match keyword.role {
            Role::Function => Expected::Thing(Thing::Formula),
            Role::Outcome => Expected::Thing(Thing::Outcome),
            Role::Expression if keyword.en.is_empty() && rule != Rule::kw_in_range && rule != Rule::kw_between_zh => {
                Expected::Thing(Thing::Bound)
            }
            Role::Window => Expected::Thing(Thing::Window),
            _ => Expected::Keyword(keyword),
        });
    }
    thing(rule).map(Expected::Thing)
}

fn thing(rule: Rule) -> Option<Thing> {
    value_thing(rule).or_else(|| part_thing(rule)).or_else(|| clause_thing(rule))
}

/// Words, numbers and formulas.
fn value_thing(rule: Rule) -> Option<Thing> {
    Some(match rule {
        Rule::name | Rule::plain_name | Rule::quoted_name | Rule::name_text | Rule::names | Rule::declared => {
            Thing::Name
        }
        Rule::declared_list | Rule::any_role | Rule::account_unit | Rule::key | Rule::type_named => Thing::Name,
        Rule::string | Rule::text | Rule::curly_text | Rule::titles => Thing::Text,
        Rule::source | Rule::law => Thing::Source,
        Rule::code | Rule::code_word => Thing::Code,
        Rule::digits | Rule::count | Rule::quantity | Rule::signed | Rule::range => Thing::Number,
        Rule::unit | Rule::unit_word | Rule::unit_before_bound | Rule::percent => Thing::Unit,
        Rule::date | Rule::moment => Thing::Date,
        Rule::month_day => Thing::MonthDay,
        Rule::time | Rule::clock | Rule::row_time => Thing::Time,
        Rule::reading | Rule::reading_zh => Thing::Reading,
        Rule::window => Thing::Window,
        Rule::expr | Rule::choice | Rule::or_expr | Rule::and_expr | Rule::not_expr | Rule::comparison => {
            Thing::Condition
        }
        Rule::sum | Rule::product | Rule::factor | Rule::paren | Rule::call | Rule::minus | Rule::limit | Rule::pay => {
            Thing::Formula
        }
        Rule::row_value | Rule::block | Rule::bound_operand | Rule::award_value | Rule::dated_value => Thing::Formula,
        Rule::is_not
        | Rule::is
        | Rule::between
        | Rule::compare_mark
        | Rule::compare_sign
        | Rule::bound_first
        | Rule::bound_last
        | Rule::bound_ahead => Thing::Comparison,
        Rule::option | Rule::row_option | Rule::counted => Thing::Name,
        Rule::sum_sign | Rule::product_sign => Thing::Arithmetic,
        Rule::row | Rule::row_choice | Rule::row_test | Rule::row_between | Rule::row_bound | Rule::bands => Thing::Row,
        _ => return None,
    })
}

/// Marks and parts of clauses.
fn part_thing(rule: Rule) -> Option<Thing> {
    Some(match rule {
        Rule::colon => Thing::Colon,
        Rule::equals => Thing::Equals,
        Rule::open => Thing::Open,
        Rule::close => Thing::Close,
        Rule::arrow | Rule::expects => Thing::Arrow,
        Rule::mark | Rule::mark_text => Thing::Mark,
        Rule::facts | Rule::fact | Rule::fact_value => Thing::Fact,
        Rule::grants
        | Rule::grant
        | Rule::total
        | Rule::taken_back
        | Rule::costs
        | Rule::because
        | Rule::expect_balance => Thing::Expect,
        Rule::missing_facts => Thing::Expect,
        Rule::outcome => Thing::Outcome,
        Rule::field_type
        | Rule::type_whole
        | Rule::type_decimals
        | Rule::type_yes_no
        | Rule::type_date
        | Rule::type_time => Thing::FieldType,
        Rule::type_one_of | Rule::type_unit => Thing::FieldType,
        Rule::words => Thing::Words,
        _ => return None,
    })
}

/// Clauses and lines.
fn clause_thing(rule: Rule) -> Option<Thing> {
    Some(match rule {
        Rule::case_clause | Rule::event_line | Rule::confirm_line | Rule::reverse_line | Rule::redeem_line => {
            Thing::Line
        }
        Rule::given_subject | Rule::given_usage | Rule::balance_line | Rule::tally_line => Thing::Line,
        Rule::field | Rule::scope | Rule::directory_clause => Thing::Name,
        Rule::table_clause => Thing::Row,
        Rule::policy_clause
        | Rule::eligible_clause
        | Rule::rule_clause
        | Rule::shared_clause
        | Rule::account_clause => Thing::Clause,
        Rule::redeem_clause => Thing::Clause,
        _ => return None,
    })
}
