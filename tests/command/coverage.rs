//! `mizi test --coverage`: what a person sees, with what is asked for and with less.

use crate::{Folder, mizi, typed};

/// A gate, conditions, an exception, rows, a bonus, a group, caps of all sorts, a counter, a redemption; and cases that leave much out.
const POLICY: &str = "政策 小街 版本 \"1\" 施行 自 2025-01-01 积分 米，整数 时区 \"Asia/Shanghai\" 并得 相加 超限 截断 先后 按声明 加成 另计 撤销 归还额度，可负 迟到 限 30 日
维度 和美
主体 居民 属于 家庭（每户，可缺）
  年龄：整数 0 至 120
活动 巡防
  时长：小时，0 至 4，步长 0.5
  雨天：是否
账户 巡防次数 次 每人 终身
  计 巡防 当 时长 1 小时 以上
  范围 0 至 1000 次
资格 得分 当 年龄 16 以上
规则 巡防奖 代号 patrol 计入 和美 凡 巡防 奖励 按 时长（不满 2 小时：5 米，2 小时 以上：10 米） 上限 每人 每日 15 米
规则 雨天奖 代号 rain 计入 和美 凡 巡防 当 雨天 例外于 巡防奖 奖励 20 米 上限 每人 每日 1 次
规则 老将奖 代号 veteran 计入 和美 凡 巡防 当 年龄 60 以上 或 此前（巡防次数）9 次 以上 奖励 1 米 上限 每人 每日 1 次
规则 老年加成 代号 senior 当 年龄 60 以上 加成 20% 于 巡防奖，向下取整
总上限 家庭月上限 每户 每月 50 米，无户者 按每人
兑换 健身房 需 30 米 限量 每人 每日 1 次

案例 \"半天巡防\"
  设 居民 张三：年龄 59，家庭 甲
  2025-03-01 张三 巡防：时长 2 小时，非 雨天 → 10 米
  2025-03-01 张三 巡防：时长 2 小时，非 雨天 → 5 米，因 巡防奖 的上限
  2025-03-02 张三 巡防：时长 1.5 小时，雨天 → 20 米
  2025-03-03 张三 兑换 健身房 → 扣 30 米
";
/// One more case, which goes wrong, but reaches something.
const WRONG: &str = "案例 \"十五岁\"\n  设 居民 李四：年龄 15\n  2025-03-01 李四 巡防：时长 1 小时，非 雨天 → 5 米\n";

#[test]
fn what_cases_reach() {
    let folder = Folder::new();
    let some = folder.file("some.mizi", POLICY);
    let more = folder.file("more.mizi", format!("{POLICY}{WRONG}"));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        for words in [
            vec!["test", &some, "--coverage"],
            vec!["test", &more, "--coverage"],
            vec!["test", &some, "--fail-under", "10"],
            vec!["test", &some, "--fail-under", "90", "--format", "github"],
        ] {
            seen += &typed(&[&words[..], &["--lang", lang]].concat(), &folder);
        }
    }
    insta::assert_snapshot!(seen);
}

/// A trace file for other tools and a page for people, of cases that pass and of some that do not.
#[test]
fn what_is_written_for_others() {
    let folder = Folder::new();
    let some = folder.file("some.mizi", POLICY.replace("半天巡防", "半天<巡防>"));
    folder.file("more.mizi", format!("{POLICY}{WRONG}"));
    let [lcov, html] = ["cases.lcov", "cases.html"].map(|name| format!("{}/{name}", folder.name()));
    assert_eq!(mizi(&["test", &some, "--lcov", &lcov, "--html", &html]).code, Some(0));
    let read = |file: &str| std::fs::read_to_string(file).expect("a file").replace(folder.name(), "…");
    insta::assert_snapshot!("lcov", read(&lcov));
    let page = read(&html);
    assert!(page.contains("半天&lt;巡防&gt;") && !page.contains("<巡防>") && !page.contains("<script"), "{page}");
    insta::assert_snapshot!("html", page);
    // Every line that the page has, the trace file counts alike.
    let hit = |text: &str| text.lines().filter(|line| line.starts_with("DA:") && !line.ends_with(",0")).count();
    let green = page.matches("class=\"line all\"").count() + page.matches("class=\"line some\"").count();
    assert_eq!(hit(&read(&lcov)), green);
    // Cases that fail are no reason to write nothing.
    assert_eq!(mizi(&["test", folder.name(), "--html", &html, "--lang", "en"]).code, Some(1));
    assert!(read(&html).contains("<html lang=\"en\">"));
    let nowhere = format!("{}/nowhere/cases.html", folder.name());
    assert_eq!(mizi(&["test", &some, "--html", &nowhere]).code, Some(2));
}

/// The cases that are suggested come out as they say, and with them everything is reached; until they are confirmed each is told.
#[test]
fn what_is_suggested() {
    let folder = Folder::new();
    let file = folder.file("some.mizi", POLICY);
    let mut seen = typed(&["test", &file, "--suggest"], &folder);
    seen += &typed(&["test", &file, "--suggest", "--write"], &folder);
    seen += &typed(&["test", &file, "--suggest", "--lang", "en"], &folder);
    let ran = mizi(&["test", &file, "--coverage"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    seen += &ran.out.split_once("案例：").expect("a summary").1.replace(folder.name(), "…");
    let ran = mizi(&["check", &file, "--deny", "warnings"]);
    let marks = std::fs::read_to_string(&file).expect("a policy").matches("// mizi: 预期待核对").count();
    assert_eq!((ran.code, ran.out.matches("[case-unconfirmed]").count()), (Some(1), marks));
    assert_eq!(mizi(&["fmt", "--check", &file]).code, Some(1));
    insta::assert_snapshot!(seen);
}

/// An English policy is given English cases, which can be read.
#[test]
fn what_is_suggested_in_english() {
    let folder = Folder::new();
    let policy = std::fs::read_to_string("policies/cangqian-en/cangqian.en.mizi").expect("a policy");
    let (declared, _) = policy.split_once("\ncase ").expect("cases");
    let file = folder.file("some.mizi", declared);
    assert_eq!(mizi(&["test", &file, "--suggest", "--write"]).code, Some(0));
    let ran = mizi(&["test", &file, "--coverage"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let (_, missed) = ran.out.split_once("Reached by no case:\n").expect("choices are left");
    assert!(missed.lines().all(|line| line.ends_with("under another answer a case comes out otherwise")), "{missed}");
    assert_eq!(mizi(&["fmt", "--check", &file]).code, Some(0));
}

#[test]
fn what_a_program_is_told() {
    let folder = Folder::new();
    let file = folder.file("some.mizi", POLICY);
    let ran = mizi(&["test", &file, "--coverage", "--format", "json"]);
    assert_eq!(ran.code, Some(0));
    insta::assert_snapshot!(ran.out.replace(folder.name(), "…"));
    assert_eq!(mizi(&["test", &file, "--fail-under", "101"]).code, Some(2));
}

/// The policies' cases are decided as the formulas say, so that nothing that only formulas tell is left out.
#[test]
fn formulas_agree_with_the_decisions_of_all_cases() {
    for folder in ["policies", "examples"] {
        let all: Vec<_> = walk(std::path::Path::new(folder));
        for path in all {
            let bytes = std::fs::read(&path).expect("a policy");
            let loaded = mizi::load(vec![(path.display().to_string(), bytes)]);
            let Some(checked) = loaded.policies.first().and_then(|policy| policy.checked.as_ref()) else { continue };
            let held = mizi::model::held::Held::of(checked.model());
            let evaluator = mizi_evaluator::Evaluator::new(checked.program().clone()).expect("a program");
            let mut survey = mizi::coverage::Survey::new(checked.model(), &held, &evaluator);
            survey.run();
            assert_eq!(survey.disagreements, 0, "{}", path.display());
        }
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path());
    let mut found: Vec<_> = entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "mizi"))
        .collect();
    found.sort();
    found
}
