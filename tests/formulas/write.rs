//! Formulas and conditions as people could write them, from a seed.

use crate::common_policy::dice::Dice;

/// A formula that gives a plain number.
pub fn number(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return leaf(dice);
    }
    let next = depth - 1;
    match dice.below(16) {
        0 => leaf(dice),
        1 | 2 => format!("（{} + {}）", number(dice, next), number(dice, next)),
        3 | 4 => format!("（{} - {}）", number(dice, next), number(dice, next)),
        5 => format!("{} × {}", factor(dice, next), constant(dice)),
        6 => format!("{} ÷ {}", factor(dice, next), divisor(dice)),
        7 => format!("（{}）×（{}）", number(dice, next.min(1)), number(dice, next.min(1))),
        8 => format!("{}（{}，{}）", dice.one(&["取小", "取大"]), number(dice, next), number(dice, next)),
        9 => format!("限于（{}，{}，{}）", number(dice, next), dice.one(&["0", "-1"]), dice.one(&["2", "3.5"])),
        10 => format!("（若 {} 则 {} 否则 {}）", condition(dice, next), number(dice, next), number(dice, next)),
        11 => format!("{}（{}）", rounding(dice), number(dice, next)),
        12 => format!("{}（{}，{}）", rounding(dice), number(dice, next), dice.one(&["2", "0.5", "1.5"])),
        13 => {
            let divisor = dice.one(&["甲数", "乙数", "（甲数 - 乙数）", "（甲数 × 乙数）"]);
            let quotient = format!("{}（（{}）÷（{divisor}））", rounding(dice), number(dice, next));
            format!("（若 {divisor} = 0 则 {} 否则 {quotient}）", constant(dice))
        }
        14 => format!("{}（时长，{}）", dice.one(&["整满", "起计"]), dice.one(&["1 小时", "40 分钟", "1.5 小时"])),
        _ => "档".to_string(),
    }
}

fn leaf(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 | 1 => "甲数".to_string(),
        2 => "乙数".to_string(),
        3 => "率".to_string(),
        _ => constant(dice),
    }
}

fn factor(dice: &mut Dice, depth: usize) -> String {
    format!("（{}）", number(dice, depth))
}

fn constant(dice: &mut Dice) -> String {
    dice.one(&["0", "1", "2", "3", "0.5", "1.25", "（-2）", "10"]).to_string()
}

fn divisor(dice: &mut Dice) -> String {
    dice.one(&["2", "3", "0.5", "（-4）", "1.5", "率"]).to_string()
}

fn rounding(dice: &mut Dice) -> &'static str {
    dice.one(&["向下取整", "向上取整", "四舍五入"])
}

/// A condition.
pub fn condition(dice: &mut Dice, depth: usize) -> String {
    let next = depth.saturating_sub(1);
    match dice.below(if depth == 0 { 8 } else { 13 }) {
        0 => "成功".to_string(),
        1 => "（角色 是 牵头）".to_string(),
        2 => "（角色 是 牵头 或 参与）".to_string(),
        3 => format!("（角色 不是 {}）", dice.one(&["牵头", "旁观"])),
        4 => format!("级别 {} 中", dice.one(&["≥", ">", "<", "≤", "=", "≠"])),
        5 => format!("时长 {}", dice.one(&["1.5 小时以上", "不满 50 分钟", "超过 0 小时", "60 分钟以下"])),
        6 => format!("{} {} {}", side(dice, next), sign(dice), side(dice, next)),
        7 => format!("{} 在 {} 至 {} 之间", side(dice, next), dice.one(&["0", "-1"]), dice.one(&["1.5", "3"])),
        8 => format!("非 （{}）", condition(dice, next)),
        9 | 10 => format!("（{} 且 {}）", condition(dice, next), condition(dice, next)),
        11 => format!("（{} 或 {}）", condition(dice, next), condition(dice, next)),
        _ => format!("（{} 是 {} 或 {}）", side(dice, next), dice.one(&["0", "1"]), dice.one(&["2", "0.5"])),
    }
}

fn side(dice: &mut Dice, depth: usize) -> String {
    format!("（{}）", number(dice, depth.min(1)))
}

fn sign(dice: &mut Dice) -> &'static str {
    dice.one(&["≥", ">", "<", "≤", "=", "≠"])
}

/// The rows of a table, and what it goes by.
pub fn table(dice: &mut Dice) -> String {
    let rows = [constant(dice), simple(dice), simple(dice)];
    let by = dice.one(&["甲数", "甲数 + 乙数", "乙数", "整满（时长，1 小时）"]);
    format!("{by}\n  不满 0：{}\n  0 以上 不满 2：{}\n  其余：{}", rows[0], rows[1], rows[2])
}

/// A formula that reads no table.
fn simple(dice: &mut Dice) -> String {
    loop {
        let formula = number(dice, 1);
        if !formula.contains('档') {
            return formula;
        }
    }
}

/// A policy with a definition of each, and an account that counts by them.
pub fn policy(formula: &str, condition: &str, table: &str) -> String {
    format!(
        r#"政策 试算 代号 trial
  版本 "1"
  施行 自 2025-01-01
  积分 米，整数
  时区 "Asia/Shanghai"
维度 和美
主体 居民
活动 巡防 代号 patrol
  甲数 代号 a：整数 -2 至 3
  乙数 代号 b：1 位小数 -1 至 1，步长 0.5
  时长 代号 long：小时，0 至 2，步长 0.5
  成功 代号 won：是否
  角色 代号 role：牵头 代号 lead、参与 代号 take、旁观 之一
  级别 代号 level：等级
名录 等级 代号 grade 有序：低、中 代号 middle、高
参数 率 代号 rate = 1.5
表 档 代号 band 凡 巡防 按 {table}
定义 式 代号 formula 凡 巡防 = {formula}
定义 件 代号 condition 凡 巡防 = {condition}
账户 总 代号 sum 分钟 每人 终身
  计 巡防 当 件：式 × 1 分钟
  范围 -1000000 至 1000000
"#
    )
}
