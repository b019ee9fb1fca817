//! Han numerals: 五十, 一百二十, 半, 3万.

/// Units that make a word beginning with numerals a number, whatever unit the points have.
const UNITS: &[&str] = &[
    "", "米", "分", "点", "元", "小时", "分钟", "日", "天", "次", "岁", "年", "个月", "周岁", "人", "户", "公斤", "个",
    "积分",
];

/// Boundary words that may follow.
const BOUNDS: &[&str] = &["以上", "以下", "以内", "以外"];

/// A word that is a number in numerals with its unit, rewritten in digits: 五十米 → 50米.
pub(in crate::syntax) fn in_digits(word: &str) -> Option<String> {
    let (digits, rest) = leading(word)?;
    let unit = BOUNDS.iter().find_map(|b| rest.strip_suffix(b)).unwrap_or(rest);
    UNITS.contains(&unit).then(|| format!("{digits}{rest}"))
}

/// The number a word begins with, in digits, and the rest of the word.
pub(in crate::syntax) fn leading(word: &str) -> Option<(String, &str)> {
    if let Some(rest) = word.strip_prefix('半') {
        return Some(("0.5".to_owned(), rest));
    }
    let end = word.find(|c| digit(c).is_none() && scale(c).is_none()).unwrap_or(word.len());
    let (numeral, rest) = word.split_at_checked(end)?;
    Some((value(numeral)?.to_string(), rest))
}

/// The scale word after digits: 3万 is 30000.
pub(in crate::syntax) fn scaled(digits: &str, unit: &str) -> Option<String> {
    let first = unit.chars().next()?;
    let whole_word = unit.len() == first.len_utf8();
    let zeros = match first {
        '万' => 4,
        '亿' => 8,
        '千' | '仟' if whole_word => 3,
        '百' | '佰' if whole_word => 2,
        _ => return None,
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > zeros {
        return None;
    }
    let shifted = format!("{whole}{fraction:0<zeros$}");
    let number = shifted.trim_start_matches('0');
    let number = if number.is_empty() { "0" } else { number };
    Some(format!("{number}{}", unit.get(first.len_utf8()..)?))
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn scale(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The value of a numeral: with scales (一百二十) or digit by digit (二〇二五).
fn value(numeral: &str) -> Option<u64> {
    if numeral.is_empty() || numeral.chars().count() > 16 {
        return None;
    }
    if numeral.chars().all(|c| digit(c).is_some()) {
        return numeral.chars().try_fold(0_u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None);
    for c in numeral.chars() {
        match (digit(c), scale(c)) {
            (Some(d), _) => pending = Some(d),
            (None, Some(s)) if s < 10_000 => {
                section = section.checked_add(pending.take().unwrap_or(1).checked_mul(s)?)?;
            }
            (None, Some(s)) => {
                section = section.checked_add(pending.take().unwrap_or(0))?;
                total = total.checked_add(section)?.max(1).checked_mul(s)?;
                section = 0;
            }
            (None, None) => return None,
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{in_digits, scaled};

    #[test]
    fn numerals_in_digits() {
        let read = |word| in_digits(word);
        assert_eq!(read("五十米").as_deref(), Some("50米"));
        assert_eq!(read("一百二十").as_deref(), Some("120"));
        assert_eq!(read("十二次").as_deref(), Some("12次"));
        assert_eq!(read("一千零五元").as_deref(), Some("1005元"));
        assert_eq!(read("三万二千").as_deref(), Some("32000"));
        assert_eq!(read("两小时").as_deref(), Some("2小时"));
        assert_eq!(read("半小时").as_deref(), Some("0.5小时"));
        assert_eq!(read("二〇二五年").as_deref(), Some("2025年"));
        assert_eq!(read("六十岁以上").as_deref(), Some("60岁以上"));
    }

    #[test]
    fn names_that_begin_like_numerals() {
        for name in ["三好学生", "万和", "百强企业", "一老一小", "八一路", "千金", "零售", "半程马拉松"]
        {
            assert_eq!(in_digits(name), None, "{name}");
        }
    }

    #[test]
    fn digits_with_a_scale() {
        assert_eq!(scaled("3", "万").as_deref(), Some("30000"));
        assert_eq!(scaled("1.5", "万米").as_deref(), Some("15000米"));
        assert_eq!(scaled("0.05", "万").as_deref(), Some("500"));
        assert_eq!(scaled("3", "千克"), None);
        assert_eq!(scaled("1.23456", "万"), None);
    }
}
