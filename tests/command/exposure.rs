//! `mizi exposure`: what a person sees, with and without numbers of people, and what cannot be shown.

use crate::{Folder, mizi, typed};

/// Capped by person and by household, by the whole street, and not at all.
const POLICY: &str = "政策 小街 版本 \"1\" 施行 自 2025-01-01 积分 米，1 位小数 折现 10 米 = 1 元 时区 \"Asia/Shanghai\" 超限 截断 先后 按声明 加成 另计 撤销 归还额度，可负 迟到 不限
维度 和美
主体 居民 属于 家庭（每户）、街道（全街道）
  年龄：整数 0 至 120
活动 巡防
活动 唱歌
  时长：小时，0 至 4，步长 0.5
活动 扫雪
规则 巡防奖 代号 patrol 计入 和美 凡 巡防 奖励 12.5 米 上限 每人 每月 30 米
规则 唱歌奖 代号 singing 计入 和美 凡 唱歌 奖励 每满 1 小时 时长 5 米，余数不计 上限 每户 每日 40 米 上限 每户 每月 200 米
规则 老年加成 代号 senior 当 年龄 60 以上 加成 15% 于 巡防奖，向上取整
";
const SNOW: &str = "规则 扫雪奖 代号 snow 计入 和美 凡 扫雪 奖励 1 米\n";

#[test]
fn what_a_person_sees() {
    let folder = Folder::new();
    let capped = folder.file("capped.mizi", POLICY);
    let open = folder.file("open.mizi", format!("{POLICY}{SNOW}"));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        for words in [
            vec!["exposure", &capped],
            vec!["exposure", &capped, "--largest-household", "4", "--residents", "2000"],
            vec!["exposure", &open],
        ] {
            seen += &typed(&[&words[..], &["--lang", lang]].concat(), &folder);
        }
    }
    insta::assert_snapshot!(seen);
}

#[test]
fn what_a_program_sees_and_what_cannot_be_shown() {
    let folder = Folder::new();
    let (open, wrong) = (folder.file("open.mizi", format!("{POLICY}{SNOW}")), folder.file("wrong.mizi", "政策 小街\n"));
    let mut seen = mizi(&["exposure", &open, "--format", "json"]).seen(&folder);
    for words in [vec![&wrong[..]], vec!["none.mizi"], vec!["policies"], vec![&open, "--residents", "0"]] {
        let ran = mizi(&[&["exposure"], &words[..], &["--lang", "zh"]].concat());
        assert_eq!(ran.code, Some(2));
        assert!(ran.out.is_empty(), "{words:?}");
        seen += &format!("$ mizi exposure {}\n{}\n", words.join(" ").replace(folder.name(), "…"), ran.seen(&folder));
    }
    insta::assert_snapshot!(seen);
}

/// The commands of the pages run.
#[test]
fn the_commands_of_the_pages_run() {
    for page in ["docs/exposure.md", "docs/exposure.zh-CN.md"] {
        let text =
            std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).expect("a page");
        let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("mizi ")).collect();
        assert_eq!(commands.len(), 3, "{page}");
        for command in commands.iter().filter(|command| command.contains("merchants")) {
            assert_eq!(mizi(&command.split(' ').collect::<Vec<_>>()).code, Some(0), "{page}: {command}");
        }
    }
}
