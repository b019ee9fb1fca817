//! `mizi fmt`: files in place, standard input, what is left alone.

use crate::{Folder, Ran, mizi};
use std::io::Write;
use std::process::{Command, Stdio};

/// As careless hands leave it, with a comment in every place that one may stand in.
const UNTIDY: &str = "
// 说明
政策   邻里   代号 neighbours
版本 \"1\"。 施行 自 2025年3月1日 // 从三月起
   积分 米,整数;    折现 １０ 米 = 1 元
 时区 \"Asia/Shanghai\"
     并得 须写     //取舍
     超限  截断


     先后 按声明
加成 另计 撤销 归还额度 , 可负


认定 按发生时间 迟到 不限   // 不设期限
维度 和美 、治理
";

const UNTIDY_REST: &str = "主体 居民   属于 家庭 代号 household ( 每户 , 可缺 )
  年龄:整数 0 至 150
// 志愿
活动 巡防
        时长 :小时,0 至 8,步长 0.5   // 半小时起
        // 一班两人
        角色:队长、 队员   之一
表 标准 凡 巡防 按 时长
   不满 1小时 :1 米       // 少
   1小时以上 不满 4小时:5 米
   其余:20 米
资格 得分
 当 年龄≥16
规则 巡防奖  计入 治理  凡 巡防
  当 ( 角色 是 队长 或 年龄 60岁以上 ) 且 时长 在 1 小时 至 6 小时 之间
  // 一小时一次
  奖励 每满 1小时 // 满一小时
     时长 10米,余数不计
  上限 每人每月 300米 ,拒绝
  上限 每户每年 2000米,无户者 按每人
规则 标准奖 计入 和美 凡 巡防 奖励 标准 上限 每人 每日 8 次
  // 巡防以外没有别的规则
案例 \"一个半小时，得十米\"
 设 居民 张三 :年龄 60, 家庭 甲
 2025-03-01   09:00 张三 巡防
     : 时长 1.5 小时 , 角色 队长 -> 巡防奖 10米、标准奖 5米
// 完
";

fn untidy() -> String {
    format!("{UNTIDY}{UNTIDY_REST}")
}

fn piped(words: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mizi"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
    Ran::of(child.wait_with_output().expect("it ends"))
}

#[test]
fn an_untidy_policy_in_both_keyword_languages() {
    let chinese = piped(&["fmt", "-"], &untidy());
    assert_eq!((chinese.code, chinese.err.as_str()), (Some(0), ""));
    let english = piped(&["fmt", "--keywords", "en", "-"], &untidy());
    assert_eq!((english.code, english.err.as_str()), (Some(0), ""));
    let back = piped(&["fmt", "--keywords", "zh", "-"], &english.out);
    assert_eq!((back.code, back.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(format!("{}\n---- en\n\n{}\n---- zh\n\n{}", chinese.out, english.out, back.out));
}

#[test]
fn files_are_written_in_place_or_only_looked_at() {
    let folder = Folder::new();
    let (file, tidy) =
        (folder.file("untidy.mizi", untidy()), folder.file("tidy.mizi", piped(&["fmt", "-"], &untidy()).out));
    let mut seen = String::new();
    for words in [
        &["fmt", "--check", &file, &tidy][..],
        &["fmt", "--diff", &file, &tidy],
        &["fmt", "--check", &file, &tidy, "--lang", "en"],
    ] {
        seen += &format!("$ mizi {}\n{}\n", words.join(" ").replace(folder.name(), "…"), mizi(words).seen(&folder));
        assert_eq!(folder.read("untidy.mizi"), untidy(), "only looked at");
    }
    for words in [["fmt", folder.name()], ["fmt", folder.name()]] {
        seen += &format!("$ mizi {}\n{}\n", words.join(" ").replace(folder.name(), "…"), mizi(&words).seen(&folder));
        assert_eq!(folder.read("untidy.mizi"), folder.read("tidy.mizi"));
    }
    assert_eq!(folder.names(), ["tidy.mizi", "untidy.mizi"], "nothing is left beside them");
    insta::assert_snapshot!(seen);
}

#[test]
fn what_is_left_alone() {
    let folder = Folder::new();
    let broken = untidy().replace("奖励 标准", "奖励 标准 米 米");
    let nobody = std::fs::read("examples/01-first-rule/first-rule.mizi").expect("a lesson");
    let unknown = untidy().replace("奖励 标准", "奖励 没有的标准");
    let (file, other) = (folder.file("1.mizi", &broken), folder.file("2.mizi", untidy()));
    let (nobody, unknown) = (folder.file("nobody.mizi", nobody), folder.file("unknown.mizi", unknown));
    let mut seen = String::new();
    for lang in ["zh", "en"] {
        folder.file("2.mizi", untidy());
        for words in [
            &["fmt", &file, &other][..],
            &["fmt", "--check", &file],
            &["fmt", "--keywords", "en", &nobody],
            &["fmt", "--keywords", "en", &unknown],
            &["fmt", "nowhere.mizi"],
        ] {
            let before = (folder.read("1.mizi"), folder.read("nobody.mizi"), folder.read("unknown.mizi"));
            let ran = mizi(&[words, &["--lang", lang]].concat());
            assert_eq!(ran.code, Some(2), "{words:?}");
            assert_eq!((folder.read("1.mizi"), folder.read("nobody.mizi"), folder.read("unknown.mizi")), before);
            seen += &format!("$ mizi {}\n{}\n", words.join(" ").replace(folder.name(), "…"), ran.seen(&folder));
        }
        assert_ne!(folder.read("2.mizi"), untidy(), "the others are laid out");
    }
    insta::assert_snapshot!(seen);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_who_may_read_stays() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    let file = folder.file("policy.mizi", untidy());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("set");
    let link = folder.path("link.mizi");
    symlink(&file, &link).expect("linked");
    assert_eq!(mizi(&["fmt", &link]).code, Some(0));
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
    assert_ne!(folder.read("policy.mizi"), untidy());
}

/// However the way to a file is written, it is the file that is written.
#[test]
fn a_way_that_begins_with_a_dot_is_written_too() {
    for way in [".", "./neighbours.mizi", "../"] {
        let folder = Folder::new();
        folder.file("inside/neighbours.mizi", untidy());
        folder.file("neighbours.mizi", untidy());
        let at = if way == "../" { folder.at("inside") } else { folder.at("") };
        let output = Command::new(env!("CARGO_BIN_EXE_mizi")).current_dir(at).args(["fmt", way]).output();
        assert_eq!(Ran::of(output.expect("the command runs")).code, Some(0), "{way}");
        assert_ne!(folder.read("neighbours.mizi"), untidy(), "{way}");
    }
}
