//! What can be found while names, types and units are resolved.

use crate::diagnostics::{Code, Severity};

/// Declares codes and their list.
macro_rules! codes {
    ($($id:ident = $severity:ident $name:literal $zh:literal $en:literal;)*) => {
        $(
            #[doc = $en]
            pub static $id: Code = Code { name: $name, severity: Severity::$severity, zh: $zh, en: $en };
        )*
        /// All of them.
        pub static CODES: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    ACCOUNT_OF_NOTHING = Error "account-of-nothing" "账户没有写收什么、计什么" "An account neither takes nor counts anything";
    ACCOUNT_PER_EVENT = Error "account-per-event" "账户不能按每次计" "An account cannot be per event";
    ACCOUNT_READ_BARE = Error "account-read-bare" "没有写明读此前的数还是连同本次的数" "An account is read without before or including";
    ACCOUNT_WITHOUT_SCOPE = Error "account-without-scope" "账户没有写口径" "An account does not say by whom it is counted";
    ACCOUNT_WITHOUT_WINDOW = Error "account-without-period" "账户没有写周期" "An account does not say for how long it counts";
    ALWAYS_THERE = Warning "always-there" "问了总是有的东西有没有" "Something that is always there is asked for";
    AMBIGUOUS_NAME = Error "ambiguous-name" "一个名称可以指两样东西" "A name can mean two things";
    AWARD_AND_BONUS = Error "award-and-bonus" "一条规则既有奖励又有加成" "A rule has both an award and a bonus";
    BAD_BLOCK = Error "bad-block" "每份不大于 0" "A block is not more than 0";
    BAD_CASH_RATE = Error "bad-cash-rate" "折现写得不对" "The cash rate is not points for yuan";
    BAD_LIMIT = Error "bad-limit" "限额不是积分也不是次数" "A limit is neither points nor times";
    BAD_ROUNDING_UNIT = Error "bad-rounding-unit" "取整的单位不是大于 0 的数" "What is rounded to is not a number more than 0";
    BAD_STEP = Error "bad-step" "步长太细或不大于 0" "A step is too fine or not more than 0";
    BONUS_IN_GROUP = Error "bonus-in-group" "组里有加成" "A bonus is in a group";
    BONUS_NEVER_PAYS = Error "bonus-never-pays" "加成所依的规则不是它的活动的" "No base rule of a bonus is of its activity";
    BONUS_WITHOUT_ROUNDING = Error "bonus-without-rounding" "加成没有写取整" "A bonus states no rounding";
    CAP_WITHOUT_REMEDY = Error "cap-without-remedy" "没有写缺了归属的人怎么办" "A cap does not say what holds without its scope";
    CAP_WITHOUT_SCOPE = Error "cap-without-scope" "上限没有写口径" "A cap does not say by whom it is counted";
    CAP_WITHOUT_WINDOW = Error "cap-without-period" "上限没有写周期" "A cap does not say for how long it counts";
    CARRIED_BLOCK_VARIES = Error "carried-block-varies" "结转余数的整份不是定数" "A carried block is not fixed";
    CARRIED_PER_EVENT = Error "carried-per-event" "余数按每次结转" "A remainder is carried per event";
    CODES_DISAGREE = Error "codes-disagree" "归属和同名名录的代号不同" "A scope and its directory have different codes";
    COUNT_WITHOUT_AMOUNT = Error "count-without-amount" "账户没有写加多少" "An account does not say how much is added";
    COVERS_NOTHING = Error "covers-nothing" "总上限不管任何规则" "An overall cap covers no rule";
    DATES_OUT_OF_ORDER = Error "dates-out-of-order" "日期没有从早到晚写" "Dates are not in order";
    DEFINITION_TOO_LARGE = Error "definition-too-large" "定义写开来太长" "A definition is too long when written out";
    DIVISION_BY_ZERO = Error "division-by-zero" "除以 0" "A division by 0";
    DUPLICATE_NAME = Error "duplicate-name" "一个名称用了两次" "A name is used twice";
    DUPLICATE_READING = Error "duplicate-reading" "一个口径属于两个归属" "A reading belongs to two scopes";
    EMPTY_RANGE = Error "empty-range" "范围的起点大于终点" "A range starts after its end";
    ENDS_BEFORE_START = Error "ends-before-start" "最后一天早于第一天" "The last day is before the first";
    EVENT_CAP_WITH_SCOPE = Error "event-cap-with-scope" "每次的上限写了别的口径" "A cap per event has a reading of its own";
    EXCEPTION_TO_UNLIKE = Error "exception-to-unlike" "例外的两条规则不是同一个活动的奖励" "An exception to a rule that it cannot silence";
    FIELD_OUT_OF_REACH = Error "field-out-of-reach" "读了别的活动的信息项" "A field of another activity is read";
    FILE_WITHOUT_POLICY = Error "file-without-policy" "文件没有写政策" "A file has no policy";
    GATE_WITHOUT_CONDITION = Error "eligibility-without-condition" "资格没有写条件" "An eligibility has no condition";
    HAS_NO_VALUE = Error "has-no-value" "名称所指的东西没有值" "A name means something without a value";
    HEADER_CLAUSE_MISSING = Error "header-clause-missing" "政策缺少必写的条款" "The policy lacks a clause that it needs";
    IMPOSSIBLE_VALUE = Error "impossible-value" "和永远不会出现的数比较" "A comparison with a number that never occurs";
    INCLUDED_AND_EXCEPTED = Error "included-and-excepted" "既含又不含同一条规则" "A rule is both covered and excepted";
    INCLUDING_NOT_POSSIBLE = Error "including-not-possible" "这里没有连同本次的数" "There is no amount including this event here";
    IN_TWO_GROUPS = Error "in-two-groups" "一条规则在两个组里" "A rule is in two groups";
    KEY_NOT_STATED = Error "key-not-stated" "没有写明属于哪里" "Where a person belongs is not stated";
    LOOK_ALIKE_NAMES = Error "look-alike-names" "两个名称看起来一样" "Two names look the same";
    NEGATIVE_NUMBER = Error "negative-number" "不能小于 0 的数小于 0" "A number that cannot be less than 0 is";
    NEVER_IN_FORCE = Error "never-in-force" "条目的施行期在政策之外" "An item is never in force";
    NOT_A_CONDITION = Error "not-a-condition" "条件的位置写了别的" "Something else stands where a condition belongs";
    NOT_FIXED = Error "not-fixed" "定数的位置写了会变的东西" "Something that varies stands where a fixed value belongs";
    NOT_A_NUMBER = Error "not-a-number" "数的位置写了别的" "Something else stands where a number belongs";
    NOT_FOR_A_BONUS = Error "not-for-a-bonus" "加成写了不该有的条款" "A bonus has a clause that it cannot have";
    NOT_STATED_IN_CASES = Error "not-stated-in-cases" "案例写了不用写的东西" "A case states what is not stated there";
    NO_ORDER = Error "no-order" "没有大小的东西比较大小" "Things without an order are compared by size";
    OPTIONAL_READ_UNASKED = Error "optional-read-unasked" "可缺的东西没有先问有没有" "Something optional is read without asking whether it is there";
    OTHER_ACTIVITY = Error "other-activity" "用了别的活动的定义或表" "A definition or table of another activity is used";
    OVERLAPPING_VERSIONS = Error "overlapping-versions" "两个版本的施行期重叠" "Two versions are in force on one day";
    PARAMETER_WITHOUT_VALUE = Error "parameter-without-value" "参数有一段时间没有值" "A parameter has no value on some days";
    POINTS_EXPECTED = Error "points-expected" "积分的位置写了别的" "Something else stands where points belong";
    RANGE_MISSING = Error "range-missing" "没有写范围" "A range is missing";
    RANGE_OFF_STEP = Error "range-off-step" "范围不是步长的整数倍" "A range is no multiple of its step";
    RANGE_TOO_WIDE = Error "range-too-wide" "范围太大" "A range is too wide to be kept";
    REDEMPTION_WITHOUT_PRICE = Error "redemption-without-price" "兑换没有写价格" "A redemption states no price";
    REMAINDER_UNSTATED = Error "remainder-unstated" "没有写余数怎么办" "What becomes of the remainder is not said";
    REMEDY_BY_ITSELF = Error "remedy-by-itself" "缺了归属的人还按它计" "Who lacks a scope is counted by it all the same";
    REMEDY_NOT_NEEDED = Error "remedy-not-needed" "给不会缺的归属写了缺了怎么办" "A remedy for a scope that is never missing";
    REMEDY_OF_ANOTHER_SCOPE = Error "remedy-of-another-scope" "写了缺别的归属怎么办" "A remedy for another scope than the cap's";
    REPEATED_VALUE = Error "repeated-value" "同一个写了两次" "One thing is written twice";
    RING_OF_ACCOUNTS = Error "ring-of-accounts" "账户绕回自己" "Accounts lead back to themselves";
    RING_OF_BONUSES = Error "ring-of-bonuses" "加成绕回自己" "Bonuses lead back to themselves";
    RING_OF_DEFINITIONS = Error "ring-of-definitions" "定义绕回自己" "Definitions lead back to themselves";
    RING_OF_DIRECTORIES = Error "ring-of-directories" "名录绕回自己" "Directories lead back to themselves";
    RING_OF_EXCEPTIONS = Error "ring-of-exceptions" "例外绕回自己" "Exceptions lead back to themselves";
    RING_OF_GROUPS = Error "ring-of-groups" "组绕回自己" "Groups lead back to themselves";
    RULE_WITHOUT_ACTIVITY = Error "rule-without-activity" "规则没有写凡什么活动" "A rule does not say on which activity";
    RULE_WITHOUT_AWARD = Error "rule-without-award" "规则没有写奖励" "A rule states no award";
    RULE_WITHOUT_DIMENSION = Error "rule-without-dimension" "规则没有写计入哪个维度" "A rule does not say to which dimension it counts";
    SAME_CAP_TWICE = Error "same-cap-twice" "同一口径、周期的上限写了两次" "Two caps of one reading and period";
    SAME_VERSION_TWICE = Error "same-version-twice" "两个版本同号" "Two versions have one name";
    SCOPE_WITHOUT_VALUE = Error "scope-without-value" "归属没有可比较的取值" "A scope has no value to compare";
    SECOND_POLICY = Error "second-policy" "一个文件有两个政策" "A file has two policies";
    SECOND_SUBJECT = Error "second-subject" "有两种主体" "There are two kinds of subject";
    SEVERAL_PURSES = Error "several-purses" "有几个收积分的账户" "Several accounts take in points";
    SHARED_KEY = Error "shared-key" "两个条目的用量会混在一起" "Two items would share their usage";
    SHARE_EXPECTED = Error "share-expected" "加成不是几成" "A bonus is not a share";
    TAKES_AND_COUNTS = Error "takes-and-counts" "账户既收积分又计活动" "An account both takes points and counts events";
    TOO_FINE = Error "too-fine" "比最小单位还细" "Finer than the smallest unit";
    TOO_MANY_DECIMALS = Error "too-many-decimals" "小数位太多" "Too many decimals";
    TWO_WAYS_TO_SCOPE = Error "two-ways-to-scope" "一个归属能从两个归属得出" "A scope follows from two others";
    UNIT_POWER_TOO_HIGH = Error "unit-power-too-high" "单位连乘太多次" "A unit is multiplied too many times";
    UNIT_TAKEN = Error "unit-taken" "积分单位用了已有的单位" "The point unit is a unit already";
    UNKNOWN_NAME = Error "unknown-name" "没有这个名称" "There is nothing of this name";
    UNKNOWN_READING = Error "unknown-reading" "没有这个口径" "There is no such reading";
    UNKNOWN_UNIT = Error "unknown-unit" "没有这个单位" "There is no such unit";
    UNLIKE_SIDES = Error "unlike-sides" "不同的东西放在一起" "Unlike things stand side by side";
    UNLIKE_UNITS = Error "unlike-units" "单位不对" "A wrong unit";
    UNROUNDED_QUOTIENT = Error "unrounded-quotient" "除以会变的数没有写取整" "A division by what varies states no rounding";
    USAGE_UNCLEAR = Error "usage-unclear" "分不清是哪个用量" "Which usage is meant is not clear";
    VALUE_ALONE = Error "value-alone" "取值单独写" "A value stands by itself";
    VALUE_NEEDED = Error "value-needed" "后面没有写值" "A value is missing";
    VERSIONS_DISAGREE = Error "versions-disagree" "各版本不一致" "Versions disagree";
    WHOLE_IS_NEVER_MISSING = Error "whole-is-never-missing" "只有一个的归属写了可缺" "A scope of which there is one is optional";
    WRONG_KIND = Error "wrong-kind" "写了另一种东西" "Another kind of thing is needed";
    WRONG_NUMBER_OF_PARTS = Error "wrong-number-of-parts" "函数括号里的东西数目不对" "A function has too many or too few parts";
    YEARS_WITH_MONTHS = Error "years-with-months" "年和月放在一起" "Years stand beside months";
}
