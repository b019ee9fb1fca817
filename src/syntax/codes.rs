//! The kinds of findings of this stage.

use crate::diagnostics::{Code, Severity};

/// All of them, in the order of this file.
pub static CODES: &[&Code] = &[
    &NOT_UTF8,
    &EMPTY_TEXT,
    &UNEXPECTED_TEXT,
    &TEXT_OUTSIDE_ITEMS,
    &UNKNOWN_CLAUSE,
    &CLAUSE_OF_ANOTHER_ITEM,
    &CLAUSE_REPEATED,
    &PART_REPEATED,
    &PART_MISSING,
    &MIXED_KEYWORDS,
    &NOT_AVAILABLE_YET,
    &MISSING_SPACE,
    &MISSING_COLON,
    &MISSING_LIST_MARK,
    &MISSING_MARK,
    &KEYWORD_AS_NAME,
    &NAME_NEEDS_QUOTES,
    &CODE_FORM,
    &WRONG_WORD,
    &MISSING_WORD,
    &MISSING_COMPARISON,
    &UNKNOWN_FUNCTION,
    &UNKNOWN_ITEM,
    &EMPTY_NAME,
    &WRONG_QUOTE,
    &UNCLOSED_QUOTE,
    &WRONG_MARK,
    &INVISIBLE_CHARACTER,
    &CHINESE_NUMERAL,
    &DATE_FORM,
    &THOUSANDS_MARK,
    &IMPOSSIBLE_DATE,
    &NUMBER_TOO_LONG,
    &AND_BESIDE_OR,
    &CHAINED_COMPARISON,
    &TOO_LARGE,
    &TOO_MANY_ERRORS,
    &PRINCIPLE_NOT_EXAMINED,
];

macro_rules! codes {
    ($($(#[$doc:meta])* $id:ident = $name:literal $severity:ident $zh:literal $en:literal;)*) => {
        $($(#[$doc])* pub static $id: Code = Code { name: $name, severity: Severity::$severity, zh: $zh, en: $en };)*
    };
}

codes! {
    /// The file is not in UTF-8.
    NOT_UTF8 = "not-utf8" Error "文件不是 UTF-8 编码" "The file is not saved as UTF-8";
    /// Nothing but blanks and comments.
    EMPTY_TEXT = "empty-text" Error "文件里没有条目" "The file has no item";
    /// Something else should stand here.
    UNEXPECTED_TEXT = "unexpected-text" Error "此处应写别的内容" "Something else is expected here";
    /// Text before the first item.
    TEXT_OUTSIDE_ITEMS = "text-outside-items" Error "文字不在任何条目之内" "Text that belongs to no item";
    /// A clause begins with a word that is no keyword.
    UNKNOWN_CLAUSE = "unknown-clause" Error "没有这种条款" "No such clause";
    /// A clause that belongs to another kind of item.
    CLAUSE_OF_ANOTHER_ITEM = "clause-of-another-item" Error "条款写错了条目" "A clause of another item";
    /// A clause that may stand once stands twice.
    CLAUSE_REPEATED = "clause-repeated" Error "条款重复" "A clause stands twice";
    /// A part of a clause stands twice.
    PART_REPEATED = "part-repeated" Error "条款的同一部分写了两次" "A part of a clause stands twice";
    /// A part of a clause is left out.
    PART_MISSING = "part-missing" Error "条款缺少一部分" "A part of a clause is missing";
    /// Keywords of both languages in one clause.
    MIXED_KEYWORDS = "mixed-keywords" Error "一个条款里混用中英文关键词" "One clause mixes Chinese and English keywords";
    /// Known, but not available yet.
    NOT_AVAILABLE_YET = "not-available-yet" Error "尚不支持" "Not available yet";
    /// Two words are written as one.
    MISSING_SPACE = "missing-space" Error "关键词前后缺少空格" "A space is missing at a keyword";
    /// A colon is left out.
    MISSING_COLON = "missing-colon" Error "缺少冒号" "A colon is missing";
    /// A list is joined by commas, or by nothing.
    MISSING_LIST_MARK = "missing-list-mark" Error "并列各项之间应写顿号" "The parts of a list are joined by “、”";
    /// A comma, parenthesis, “=” or arrow is left out.
    MISSING_MARK = "missing-mark" Error "缺少标点" "A mark is missing";
    /// A name with a space, a mark or a digit after Han in it.
    NAME_NEEDS_QUOTES = "name-needs-quotes" Error "名称须加“「」”" "A name that needs quotes";
    /// A code with other characters than letters, digits and `_`.
    CODE_FORM = "code-form" Error "代号写法不对" "A code is written in another form";
    /// Another word for a keyword: 大于 for 超过.
    WRONG_WORD = "wrong-word" Error "这里有规定的用词" "Another word is used here";
    /// A small keyword is left out: 施行 2025-01-01.
    MISSING_WORD = "missing-word" Error "缺少关键词" "A keyword is missing";
    /// Two values without a comparison: 年龄 60.
    MISSING_COMPARISON = "missing-comparison" Error "没有写怎样比较" "The comparison is missing";
    /// A word with a parenthesis after it that is no function.
    UNKNOWN_FUNCTION = "unknown-function" Error "没有这个函数" "No such function";
    /// A line that begins as an item would, by a word that is no keyword.
    UNKNOWN_ITEM = "unknown-item" Error "没有这种条目" "No such kind of item";
    /// 「」 with nothing in it.
    EMPTY_NAME = "empty-name" Error "名称是空的" "A name with nothing in it";
    /// A keyword where a name must stand.
    KEYWORD_AS_NAME = "keyword-as-name" Error "关键词被用作名称" "A keyword is used as a name";
    /// Quotes of another kind.
    WRONG_QUOTE = "wrong-quote" Error "引号用错" "The wrong kind of quotes";
    /// A quote without its end.
    UNCLOSED_QUOTE = "unclosed-quote" Error "引号没有写完" "A quote is not closed";
    /// A mark of another kind: ～ for 至, ≧ for ≥.
    WRONG_MARK = "wrong-mark" Error "符号用错" "The wrong mark";
    /// A character that cannot be seen.
    INVISIBLE_CHARACTER = "invisible-character" Error "有看不见的字符" "A character that cannot be seen";
    /// 五十 for 50.
    CHINESE_NUMERAL = "chinese-numeral" Error "数应写阿拉伯数字" "A number is written in Chinese numerals";
    /// 2025/1/1 for 2025-01-01.
    DATE_FORM = "date-form" Error "日期写法不对" "A date is written in another form";
    /// 1,000 for 1000.
    THOUSANDS_MARK = "thousands-mark" Error "数中不写逗号" "A comma inside a number";
    /// A date or time that does not exist.
    IMPOSSIBLE_DATE = "impossible-date" Error "没有这个日期或时刻" "There is no such date or time";
    /// More digits than any amount has.
    NUMBER_TOO_LONG = "number-too-long" Error "数太长" "A number is too long";
    /// 且 beside 或 without parentheses.
    AND_BESIDE_OR = "and-beside-or" Error "“且”与“或”并用须加括号" "“and” beside “or” needs parentheses";
    /// a < b < c
    CHAINED_COMPARISON = "chained-comparison" Error "比较不能连写" "Comparisons cannot be chained";
    /// Too many layers, too long a formula or line, or a file of more than 4 MB.
    TOO_LARGE = "too-large" Error "过长或层次过多" "Too long or too many layers";
    /// The rest of an item or file after very many errors.
    TOO_MANY_ERRORS = "too-many-errors" Error "错误太多，其余未检查" "Too many errors; the rest is not looked at";
    /// 原则 is read but not examined.
    PRINCIPLE_NOT_EXAMINED = "principle-not-examined" Note "原则尚不检验" "Principles are not examined yet";
}
