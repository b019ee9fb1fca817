//! Caps, stocks and eligibility as clauses.

use super::{Keywords, Printer, literal};
use crate::model::{Cap, Gate, OverCap, Remedy, ScopeKeys, Window};

impl Printer<'_> {
    /// 上限 每人 每月 200 米
    pub fn cap(&self, cap: &Cap) -> String {
        self.limited(self.pick("上限", "cap"), cap)
    }

    /// 限量 全街道 每日 10 次
    pub fn stock(&self, cap: &Cap) -> String {
        self.limited(self.pick("限量", "stock"), cap)
    }

    /// 每户 每月 1000 米, of an overall cap, whose name stands apart.
    pub fn overall(&self, cap: &Cap) -> String {
        self.limited("", cap)
    }

    fn limited(&self, keyword: &str, cap: &Cap) -> String {
        let limit = self.expr(&cap.limit);
        let scope = if cap.window == Window::Event { "" } else { self.reading(cap.scope) };
        let window = self.window(cap.window);
        let parts = match self.keywords {
            Keywords::Chinese => [keyword, scope, &window, &limit],
            Keywords::English => [keyword, &limit, scope, &window],
        };
        let mut text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if cap.over == OverCap::Refuse && !cap.times {
            text += self.pick("，拒绝", ", refuse");
        }
        if let Some(remedy) = cap.missing {
            text += &self.remedy(cap, remedy);
        }
        text
    }

    fn remedy(&self, cap: &Cap, remedy: Remedy) -> String {
        let scope = self.policy.scopes.get(cap.scope.0).map(|scope| self.name(&scope.name)).unwrap_or_default();
        let remedy = match remedy {
            Remedy::By(other) if self.keywords == Keywords::Chinese => format!("按{}", self.reading(other)),
            Remedy::By(other) => match self.policy.scopes.get(other.0).map(|scope| scope.keys) {
                Some(ScopeKeys::Subject) | None => "by person".to_string(),
                Some(_) => format!("by {}", self.reading(other).trim_start_matches("per ")),
            },
            Remedy::Unlimited => self.pick("不限", "unlimited").to_string(),
            Remedy::Nothing => self.pick("不给", "nothing").to_string(),
        };
        format!("{} {scope} {remedy}", self.pick("，缺", ", without"))
    }

    /// 每月, `per month`.
    pub fn window(&self, window: Window) -> String {
        let plain = match window {
            Window::Event => self.pick("每次", "per event"),
            Window::Day => self.pick("每日", "per day"),
            Window::Week => self.pick("每周", "per week"),
            Window::Month => self.pick("每月", "per month"),
            Window::Quarter => self.pick("每季度", "per quarter"),
            Window::HalfYear => self.pick("每半年", "per half-year"),
            Window::Year { month: 1, day: 1 } => self.pick("每年", "per year"),
            Window::Year { month, day } => return self.year_from(month, day),
            Window::Lifetime => self.pick("终身", "lifetime"),
        };
        plain.to_string()
    }

    fn year_from(&self, month: u8, day: u8) -> String {
        match self.keywords {
            Keywords::Chinese => format!("每年 自 {month}月{day}日"),
            Keywords::English => format!("per year from {month:02}-{day:02}"),
        }
    }

    /// 资格 得分 当 …
    pub fn gate(&self, gate: &Gate) -> String {
        let kind = match gate.earning {
            true => self.pick("资格 得分", "eligible earn"),
            false => self.pick("资格 兑换", "eligible redeem"),
        };
        let clauses = gate.when.iter().map(|clause| format!(" {} {}", self.pick("当", "when"), self.expr(clause)));
        format!("{kind}{}", clauses.collect::<Vec<_>>().join(self.pick("，", ",")))
    }

    /// A day.
    pub fn date(&self, day: i32) -> String {
        literal::date(day)
    }
}
