//! Policies that are generated for measuring.

use std::fmt::Write;

/// Rules of one activity.
pub const PER_ACTIVITY: usize = 50;

/// A policy with a name and so many rules: for each of ten roles, rules for bands of age, some of them for success only. The
/// seed moves awards and limits.
pub fn policy(name: &str, rules: usize, seed: usize) -> String {
    let mut text = format!(
        "政策 {name}\n  版本 \"1\"\n  施行 自 2025-01-01\n  积分 米，整数\n  折现 10 米 = 1 元\n  时区 \"Asia/Shanghai\"\n  \
         并得 相加\n  超限 截断\n  先后 按声明\n  加成 另计\n  撤销 归还额度，可负\n  认定 按发生时间\n  迟到 不限\n\
         维度 和美、文明、治理、清廉、未来\n主体 居民 属于 家庭（每户，可缺）\n  年龄：整数 0 至 150\n  户籍：本地、外地 之一\n  \
         实名注册：是否\n",
    );
    let activities = rules / PER_ACTIVITY;
    for activity in 0..activities {
        let name = numbered(activity);
        let _ = write!(text, "活动 「{name}」\n  角色：甲、乙、丙、丁、戊、己、庚、辛、壬、癸 之一\n  ");
        let _ = writeln!(text, "时长：小时，0 至 8，步长 0.5\n  成功：是否");
    }
    text += "资格 得分 当 实名注册\n";
    for activity in 0..activities {
        (0..PER_ACTIVITY).for_each(|rule| text += &one(activity, rule, seed));
    }
    text
}

fn numbered(activity: usize) -> String {
    format!("活动 {activity}")
}

fn one(activity: usize, rule: usize, seed: usize) -> String {
    let role = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"][rule % 10];
    let dimension = ["和美", "文明", "治理", "清廉", "未来"][activity % 5];
    let (from, success) = (rule / 10 * 30, if rule.is_multiple_of(3) { "\n  当 成功" } else { "" });
    let from = if from == 0 { String::new() } else { format!(" 且 年龄 {from} 以上") };
    let to = rule / 10 * 30 + 30;
    let award = match rule % 2 {
        0 => format!("每满 1 小时 时长 {} 米，余数不计", 5 + (rule + seed) % 7),
        _ => format!("{} 米", 10 + (rule + seed) % 13),
    };
    format!(
        "规则 「规则 {activity}-{rule}」\n  依据 \"示例\"\n  计入 {dimension}\n  凡 「{}」\n  当 角色 是 {role}{from} 且 年龄 不满 {to}{success}\n  奖励 {award}\n  上限 每人 每月 {} 米\n",
        numbered(activity),
        200 + rule + seed % 11
    )
}
