//! Choices that a policy leaves open.

use crate::diagnostics::{Code, Severity};

/// Declares codes and their list.
macro_rules! codes {
    ($($id:ident = $name:literal $zh:literal $en:literal;)*) => {
        $(
            #[doc = $en]
            pub static $id: Code = Code { name: $name, severity: Severity::Error, zh: $zh, en: $en };
        )*
        /// All of them.
        pub static CODES: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    BIRTHDAY_UNSTATED = "birthday-unstated" "没有写明生日当天算不算满" "Whether a year is full on the day itself is not stated";
    BONUS_ROOM_UNSTATED = "bonus-room-unstated" "没有写明加成占不占上限" "Whether a bonus uses the room of its base's caps is not stated";
    DECISION_DATE_UNSTATED = "decision-date-unstated" "没有写明以哪个日期为准" "Which date decides is not stated";
    LATENESS_UNSTATED = "lateness-unstated" "没有写明迟到的记录怎么办" "What becomes of late events is not stated";
    MONTH_END_UNSTATED = "month-end-unstated" "没有写明没有的那一天怎么算" "Where an anniversary falls that its month does not have is not stated";
    ORDER_UNSTATED = "order-unstated" "没有写明哪条规则先占额度" "Which rule takes room first is not stated";
    OVER_CAP_UNSTATED = "over-cap-unstated" "没有写明超过上限怎么办" "What happens over a cap is not stated";
    PRIORITY_UNSTATED = "priority-unstated" "规则没有写优先" "A rule states no priority";
    REVERSAL_UNSTATED = "reversal-unstated" "没有写明撤销怎么办" "What a reversal does is not stated";
    TOGETHER_UNSTATED = "together-unstated" "没有写明几条规则同时成立怎么办" "What holds where several rules hold at once is not stated";
    TOGETHER_UNWRITTEN = "together-unwritten" "规则没有写并得" "A rule does not state what holds together with others";
}
