//! Small policies as text, in either keyword language.

use super::write::{Atom, Cap, LONGEST, OLDEST, Pay, Rule, Small, WINDOWS};
use std::fmt::Write;

const PARTS: [&str; 3] = ["甲角", "乙角", "丙角"];
const CONFIRM: [(&str, &str); 4] = [
    ("由 社区", "by 社区"),
    ("由 街道", "by 街道"),
    ("由 社区、街道", "by 社区、街道"),
    ("由 社区 或 街道", "by 社区 or 街道"),
];
const ROUNDINGS: [(&str, &str); 3] =
    [("向下取整", "rounded down"), ("向上取整", "rounded up"), ("四舍五入", "rounded half up")];

impl Small {
    /// As it is saved.
    pub fn text(&self) -> String {
        let mut items = vec![self.header(), "维度 和美、文明\n".to_owned()];
        let mut rest = vec![
            format!(
                "{} 居民 {} 家庭{}\n  年龄{}\n",
                self.k("主体", "subject"),
                self.k("属于", "belongs to"),
                self.k("（每户）", " (per household)"),
                self.k(&format!("：整数 0 至 {OLDEST}"), &format!(": whole 0 to {OLDEST}"))
            ),
            format!(
                "{} 巡防\n  时长{}\n  角色{}\n  夜间{}\n",
                self.k("活动", "activity"),
                self.k(&format!("：整数 0 至 {LONGEST}"), &format!(": whole 0 to {LONGEST}")),
                self.k("：甲角、乙角、丙角 之一", ": one of 甲角、乙角、丙角"),
                self.k("：是否", ": yes/no"),
            ),
        ];
        if self.turned {
            rest.reverse();
        }
        items.append(&mut rest);
        if let Some(gate) = &self.gate {
            items.push(format!("{} {}\n", self.k("资格 得分 当", "eligible earn when"), self.atom(gate)));
        }
        items.extend(self.rules.iter().map(|rule| self.rule(rule)));
        let mut more = self.more();
        if self.turned {
            more.reverse();
        }
        items.extend(more);
        let comment = if self.comments { "// 另起一段。\n\n" } else { "" };
        items.join(comment)
    }

    fn k<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        if self.english { en } else { zh }
    }

    fn header(&self) -> String {
        let mut text = format!("{} 小街\n", self.k("政策", "policy"));
        let mut line = |zh: &str, en: &str| {
            let _ = writeln!(text, "  {}", self.k(zh, en));
        };
        line("版本 \"1\"", "version \"2\"");
        line("施行 自 2025-01-03 至 2025-12-31", "in force from 2025-01-03 to 2025-12-31");
        line("积分 米，整数", "points 米, whole");
        line("时区 \"UTC\"", "time zone \"UTC\"");
        line("确认方 社区、街道", "confirmers 社区、街道");
        match self.highest {
            true => line("并得 就高", "together highest"),
            false => line("并得 相加", "together add"),
        }
        match self.refuse {
            true => line("超限 拒绝", "over cap refuse"),
            false => line("超限 截断", "over cap truncate"),
        }
        line("先后 按声明", "order as declared");
        match self.within {
            true => line("加成 计入", "bonus within"),
            false => line("加成 另计", "bonus separate"),
        }
        match self.by_confirmation {
            true => line("认定 按确认时间", "decided by confirmation time"),
            false => line("认定 按发生时间", "decided by event time"),
        }
        match self.late {
            Some(days) => line(&format!("迟到 限 {days} 日"), &format!("late within {days} days")),
            None => line("迟到 不限", "late any time"),
        }
        let (room, keep) = if self.room { ("归还额度", "return room") } else { ("不归还额度", "keep room") };
        let (zh, en) = match self.floor {
            Some(least) => (format!("最低 {least} 米"), format!("floor {least} 米")),
            None => ("可负".to_owned(), "may go negative".to_owned()),
        };
        line(&format!("撤销 {room}，{zh}，不重算"), &format!("reversal {keep}, {en}, no recompute"));
        text
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Age(operator, number) => format!("年龄 {operator} {number}"),
            Atom::Hours(operator, number) => format!("时长 {operator} {number}"),
            Atom::Part(part, true) => format!("角色 {} {}", self.k("是", "is"), PARTS[*part]),
            Atom::Part(part, false) => format!("角色 {} {}", self.k("不是", "is not"), PARTS[*part]),
            Atom::Night(true) => "夜间".to_owned(),
            Atom::Night(false) => format!("{} 夜间", self.k("非", "not")),
            Atom::Count(number) if self.count.is_some() => self
                .k(&format!("连同本次（次数账） ≥ {number} 次"), &format!("including(次数账) ≥ {number} times"))
                .to_owned(),
            Atom::Count(number) => format!("年龄 ≥ {number}"),
            Atom::Weekend => self.k("星期（发生日） ≥ 6", "weekday(event_date) ≥ 6").to_owned(),
            Atom::Either(a, b) => {
                let (open, close) = if self.english { ("(", ")") } else { ("（", "）") };
                format!("{open}{} {} {}{close}", self.atom(a), self.k("或", "or"), self.atom(b))
            }
        }
    }

    fn when(&self, text: &mut String, when: &[Atom]) {
        for clause in when {
            let _ = writeln!(text, "  {} {}", self.k("当", "when"), self.atom(clause));
        }
    }

    fn limited(&self, cap: &Cap) -> String {
        let (zh, en) = WINDOWS[cap.window];
        let scope = match (cap.window, cap.household) {
            (4, _) => "",
            (_, true) => self.k("每户", "per household"),
            (_, false) => self.k("每人", "per person"),
        };
        let limit = match (cap.times, self.english) {
            (true, false) => format!("{} 次", cap.limit),
            (true, true) => format!("{} times", cap.limit),
            (false, _) => format!("{} 米", cap.limit),
        };
        let over = match cap.refuse {
            Some(true) => self.k("，拒绝", ", refuse"),
            Some(false) => self.k("，截断", ", truncate"),
            None => "",
        };
        match self.english {
            true => format!("{limit} {scope} {en}{over}"),
            false => format!("{scope} {zh} {limit}{over}"),
        }
    }

    fn rule(&self, rule: &Rule) -> String {
        let title = if rule.title { " \"一个奖\"" } else { "" };
        let mut text = format!("{} {}{title}\n", self.k("规则", "rule"), rule.name);
        let dimension = ["和美", "文明"][rule.dimension];
        let _ = writeln!(text, "  {} {dimension}\n  {} 巡防", self.k("计入", "dimension"), self.k("凡", "on"));
        if let Some(until) = rule.until {
            let zh = format!("施行 自 2025-01-03 至 2025-01-{until:02}");
            let en = format!("in force from 2025-01-03 to 2025-01-{until:02}");
            let _ = writeln!(text, "  {}", self.k(&zh, &en));
        }
        self.when(&mut text, &rule.when);
        if let Some(confirm) = rule.confirm {
            let (zh, en) = CONFIRM[confirm];
            let _ = writeln!(text, "  {} {}", self.k("确认", "confirmed"), self.k(zh, en));
        }
        if let Some(other) = rule.except {
            let _ = writeln!(text, "  {} {}", self.k("例外于", "exception to"), self.rules[other].name);
        }
        let _ = writeln!(text, "  {}", self.pay(&rule.pay));
        for cap in &rule.caps {
            let _ = writeln!(text, "  {} {}", self.k("上限", "cap"), self.limited(cap));
        }
        if let Some(name) = &rule.formerly {
            let _ = writeln!(text, "  {} {name}", self.k("原名", "formerly"));
        }
        text
    }

    fn pay(&self, pay: &Pay) -> String {
        let award = self.k("奖励", "award");
        match pay {
            Pay::Fixed(points) => format!("{award} {points} 米"),
            Pay::PerHour(points) => format!("{award} 时长 × {points} 米"),
            Pay::Blocks(size, points, carried) => {
                let (zh, en) = if *carried {
                    ("余数结转 每人 终身", "remainder carried per person lifetime")
                } else {
                    ("余数不计", "remainder dropped")
                };
                match self.english {
                    true => format!("{award} {points} 米 per full {size} of 时长, {en}"),
                    false => format!("{award} 每满 {size} 时长 {points} 米，{zh}"),
                }
            }
            Pay::ByPart([a, b, c]) => match self.english {
                true => format!("{award} by 角色 (丙角: {c} 米, 乙角: {b} 米, 甲角: {a} 米)"),
                false => format!("{award} 按 角色（甲角：{a} 米，乙角：{b} 米，丙角：{c} 米）"),
            },
        }
    }

    /// What may stand in any order.
    fn more(&self) -> Vec<String> {
        let mut items = Vec::new();
        let names = |of: &[usize]| of.iter().map(|at| self.rules[*at].name.as_str()).collect::<Vec<_>>().join("、");
        if let Some(highest) = self.group {
            let how = if highest { self.k("就高", "highest") } else { self.k("相加", "add") };
            let colon = self.k("：", ": ");
            items.push(format!("{} 一组 {how}{colon}{}\n", self.k("组", "group"), names(&[0, 1])));
        }
        if let Some((cap, covers)) = &self.overall {
            let covering = format!("{} {}", self.k("，含", ", covering"), names(covers));
            let limited = self.limited(&Cap { refuse: None, ..cap.clone() });
            let over = match cap.refuse {
                Some(true) => self.k("，拒绝", ", refuse"),
                Some(false) => self.k("，截断", ", truncate"),
                None => "",
            };
            items.push(format!("{} 总额 {limited}{covering}{over}\n", self.k("总上限", "overall cap")));
        }
        if let Some(bonus) = &self.bonus {
            let mut text = format!("{} 加奖\n", self.k("规则", "rule"));
            self.when(&mut text, &bonus.when);
            let (zh, en) = ROUNDINGS[bonus.rounding];
            let _ = match self.english {
                true => writeln!(text, "  bonus {}% of {}, {en}", bonus.share, names(&bonus.bases)),
                false => writeln!(text, "  加成 {}% 于 {}，{zh}", bonus.share, names(&bonus.bases)),
            };
            items.push(text);
        }
        if let Some(when) = &self.count {
            let mut text = match self.english {
                true => "account 次数账 times per person per month\n  counts 巡防".to_owned(),
                false => "账户 次数账 次 每人 每月\n  计 巡防".to_owned(),
            };
            let clauses: Vec<String> = when.iter().map(|clause| self.atom(clause)).collect();
            if !clauses.is_empty() {
                let _ = write!(text, " {} {}", self.k("当", "when"), clauses.join(self.k(" 且 ", " and ")));
            }
            let _ = writeln!(text, "\n  {}", self.k("范围 0 至 1000 次", "range 0 to 1000 times"));
            items.push(text);
        }
        if let Some(redemption) = &self.redeem {
            let mut text = format!("{} 球馆\n", self.k("兑换", "redeem"));
            let _ = writeln!(text, "  {} {} 米", self.k("需", "price"), redemption.price);
            let _ = writeln!(text, "  {}", self.k("面向 全街道", "open to whole street"));
            self.when(&mut text, &redemption.when);
            if let Some(least) = redemption.from {
                let _ = writeln!(text, "  {} {least} 米", self.k("起兑", "from balance"));
            }
            if let Some(least) = redemption.floor {
                let _ = writeln!(text, "  {} {least} 米", self.k("最低", "floor"));
            }
            if let Some(stock) = &redemption.stock {
                let _ = writeln!(text, "  {} {}", self.k("限量", "stock"), self.limited(stock));
            }
            items.push(text);
        }
        items
    }
}
