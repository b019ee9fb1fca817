//! Small policies from a seed: few fields with few values, so that everything that can happen can be tried.

use crate::common_policy::dice::Dice;

/// A policy of one activity in force for three days.
pub fn policy(dice: &mut Dice) -> String {
    let mut text = String::from(
        "政策 小街\n  版本 \"1\"\n  施行 自 2025-01-03 至 2025-01-05\n  积分 米，整数\n  时区 \"Asia/Shanghai\"\n  \
         超限 截断\n  先后 按声明\n  撤销 归还额度，可负\n  认定 按发生时间\n  迟到 不限\n",
    );
    let together = dice.one(&["", "  并得 相加\n", "  并得 就高\n"]);
    text += together;
    text += "维度 和美、文明\n主体 居民\n  年龄：整数 0 至 4\n活动 巡防\n  时长：小时，0 至 1，步长 0.5\n  夜间：是否\n  \
             角色：甲角、乙角、丙角 之一\n  备注：整数 0 至 1，可缺\n";
    for _ in 0..dice.below(3) {
        text += &format!("资格 得分 当 {}\n", personal(dice));
    }
    let rules = 2 + dice.below(3);
    for number in 0..rules {
        text += &rule(dice, number);
    }
    text
}

fn rule(dice: &mut Dice, number: usize) -> String {
    let name = ["天奖", "地奖", "玄奖", "黄奖"][number];
    let mut text = format!("规则 {name}\n  计入 {}\n  凡 巡防\n", dice.one(&["和美", "和美", "文明"]));
    for _ in 0..dice.below(3) {
        let depth = dice.below(3);
        text += &format!("  当 {}\n", condition(dice, depth));
    }
    if number > 0 && dice.chance(25) {
        text += &format!("  例外于 {}\n", ["天奖", "地奖", "玄奖"][dice.below(number)]);
    }
    text += &format!("  奖励 {}\n", award(dice));
    text
}

fn award(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 | 1 => format!("{} 米", dice.one(&["5", "10", "10", "20"])),
        2 => format!("每满 {} 时长 {} 米，余数不计", dice.one(&["1 小时", "30 分钟"]), dice.one(&["2", "10"])),
        3 => format!("按 角色（甲角：{} 米，乙角：5 米，其余：{} 米）", dice.one(&["0", "10"]), dice.one(&["0", "3"])),
        _ => format!("若 {} 则 10 米 否则 {} 米", condition(dice, 0), dice.one(&["0", "10", "4"])),
    }
}

/// A condition about the person only.
fn personal(dice: &mut Dice) -> String {
    let atom = |dice: &mut Dice| format!("年龄 {} {}", dice.one(&["≥", ">", "<", "≤", "≠"]), dice.below(6));
    match dice.below(3) {
        0 => format!("（{} 或 {}）", atom(dice), atom(dice)),
        1 => format!("{} 且 {}", atom(dice), atom(dice)),
        _ => atom(dice),
    }
}

fn condition(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return atom(dice);
    }
    let next = depth - 1;
    match dice.below(5) {
        0 => format!("（{} 或 {}）", condition(dice, next), condition(dice, next)),
        1 => format!("非 （{}）", condition(dice, next)),
        2 => atom(dice),
        _ => format!("（{} 且 {}）", condition(dice, next), condition(dice, next)),
    }
}

fn atom(dice: &mut Dice) -> String {
    match dice.below(11) {
        0 | 1 => format!("年龄 {} {}", dice.one(&["≥", ">", "<", "≤", "=", "≠"]), dice.below(6)),
        2 => format!("时长 {}", dice.one(&["1 小时以上", "不满 30 分钟", "超过 0 小时", "30 分钟以下"])),
        3 => dice.one(&["夜间", "非 夜间"]).to_string(),
        4 => format!("（角色 是 {}）", dice.one(&["甲角", "乙角", "丙角"])),
        5 => format!("（角色 是 {} 或 丙角）", dice.one(&["甲角", "乙角"])),
        6 => format!("（角色 不是 {}）", dice.one(&["甲角", "乙角"])),
        7 => format!("（有 备注 且 备注 {} {}）", dice.one(&["≥", "=", "<"]), dice.below(2)),
        8 => dice.one(&["有 备注", "非 有 备注"]).to_string(),
        9 => format!("星期（发生日） {} {}", dice.one(&["≥", "=", "<", "≠"]), 4 + dice.below(4)),
        _ => format!(
            "年龄 × {} + 整满（时长，30 分钟） {} {}",
            dice.one(&["1", "2"]),
            dice.one(&["≥", "<", "="]),
            dice.below(8)
        ),
    }
}
