//! What can be said on the command line.

use crate::diagnostics::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 米字：社区积分政策语言 / Mizi: a policy language for community points
#[derive(Debug, Parser)]
#[command(name = "mizi", version, disable_help_subcommand = true, subcommand_help_heading = "命令 / Commands")]
pub struct Command {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
    /// 提示语言，默认同政策所用关键词 / Language of messages; by default that of the policy's keywords
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// 新建一个政策文件夹，各项选择都已写明 / Make a folder with a policy that states every choice
    New(New),
    /// 检查政策 / Find what is wrong in policies (0 no error, 1 errors, 2 could not run)
    Check(Check),
    /// 运行政策里的案例 / Run the cases of policies
    Test(Test),
    /// 按政策逐条判定 / Decide events
    Run(Run),
    /// 说明一条是怎样判定的 / Explain the decision of one event
    Explain(Explain),
    /// 把政策编译成一个文件 / Compile a policy into one file
    Compile(Compile),
    /// 说明检查所说的一个代码 / Explain a code of a finding, such as never-applies
    ExplainCode(ExplainCode),
    /// 比较两个版本：谁得的积分有变化 / Compare two versions: who earns otherwise (0 no change, 1 changed, 2 could not run)
    Diff(Diff),
    /// 最多能得多少积分：一人、一户、全街道 / The most points that a person, a household and the street can earn
    Exposure(Exposure),
    /// 按统一版式整理政策文本 / Lay policies out in the one canonical way (0 done or nothing to do, 1 not formatted, 2 could not)
    Fmt(Fmt),
}

/// Languages of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

/// Forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 给人看 / For people
    Text,
    /// 给程序看 / For programs
    Json,
}

/// Forms of what is found in policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// 给人看 / For people
    Text,
    /// 给程序看 / For programs
    Json,
    /// SARIF 2.1.0，给代码平台和编辑器看 / SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// JUnit XML，给持续集成看 / JUnit XML, for CI
    Junit,
    /// GitHub Actions 的标注 / Annotations of GitHub Actions
    Github,
}

/// What may be counted as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// 警告 / Warnings
    Warnings,
}

/// What every command takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct Common {
    /// 输出形式 / Form of output
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

/// `mizi new`
#[derive(Debug, Args)]
pub struct New {
    /// 文件夹，须不存在或为空 / Folder; it must not exist or be empty
    pub dir: PathBuf,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// A day, as it is written in a policy.
fn day(text: &str) -> Result<i32, String> {
    mizi_evaluator::date::read_date(text).map_err(|_| "YYYY-MM-DD".to_string())
}

/// `mizi check`
#[derive(Debug, Args)]
pub struct Check {
    /// 政策文件或文件夹 / Policy files or folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// 这一天还在不在施行期，如 2026-01-01，不写不问；注释里的允许也按这一天，不写按今天 / Whether it is in force on this day, not asked unless stated; what comments allow is judged on it, or else today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<i32>,
    /// 提示也写全，不只写一行 / Show notes in full, not on one line each
    #[arg(long)]
    pub notes: bool,
    /// 有警告也算不通过（退出码 1） / Warnings fail too (exit code 1)
    #[arg(long, value_enum)]
    pub deny: Option<Deny>,
    /// 这个文件里记下的问题不再列出，只列新的 / Leave out what this file has written down, tell only what is new
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "diff"])]
    pub baseline: Option<PathBuf>,
    /// 把现有的问题记在这个文件里，供 --baseline 用 / Write today’s findings down for --baseline
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "base", "fix", "diff"])]
    pub write_baseline: Option<PathBuf>,
    /// 只列从这个提交以来的改动碰到的问题 / Tell only what the change since this commit touches
    #[arg(long, value_name = "COMMIT", conflicts_with_all = ["fix", "diff"])]
    pub base: Option<String>,
    /// 能放心改的就地改好：改了以后，政策给分不变 / Mend what can be mended while the policy pays the same
    #[arg(long)]
    pub fix: bool,
    /// 不改文件，只列出 --fix 会改的地方 / Change nothing, print what --fix would change
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    pub diff: bool,
    /// 输出形式 / Form of output
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
}

/// `mizi test`
#[derive(Debug, Args)]
pub struct Test {
    /// 政策文件或文件夹 / Policy files or folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// 有警告也算不通过（退出码 1） / Warnings fail too (exit code 1)
    #[arg(long, value_enum)]
    pub deny: Option<Deny>,
    /// 输出形式 / Form of output
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// 案例到达了政策的哪些部分 / Which parts of the policy the cases reach
    #[arg(long)]
    pub coverage: bool,
    /// 逐处试改数和条件，看有没有案例发现 / Change numbers and conditions one at a time: does a case notice
    #[arg(long)]
    pub mutate: bool,
    /// 写出到达这些地方的案例，预期待人核对 / Write cases that reach the rest, to be confirmed by a person
    #[arg(long)]
    pub suggest: bool,
    /// 写进政策文件的末尾，不打印 / Write them at the end of the policy’s file instead of printing them
    #[arg(long, requires = "suggest")]
    pub write: bool,
    /// 覆盖写成 LCOV 文件 / Writes what is covered as an LCOV trace file
    #[arg(long, value_name = "FILE")]
    pub lcov: Option<PathBuf>,
    /// 覆盖写成一个网页 / Writes what is covered as one page of HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// 覆盖低于百分之几就退出 1 / Exit with 1 where less than so many percent are covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(..=100))]
    pub fail_under: Option<u8>,
}

/// `mizi explain-code`
#[derive(Debug, Args)]
pub struct ExplainCode {
    /// 代码，写在检查结果的方括号里 / The code, which findings show in brackets
    pub code: String,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// Where events come from.
#[derive(Debug, Args)]
pub struct Input {
    /// 政策文件、文件夹或 .mizic / A policy's file or folder, or a .mizic
    pub policy: PathBuf,
    /// 事件，.jsonl 或 .csv / Events, .jsonl or .csv
    #[arg(long)]
    pub events: PathBuf,
    /// 居民属性与归属，.jsonl 或 .csv / Attributes and scopes of subjects, .jsonl or .csv
    #[arg(long)]
    pub subjects: Option<PathBuf>,
    /// 各账户与流水；不存在时从空开始 / Accounts and journal; starts empty where there is no such file
    #[arg(long)]
    pub state: Option<PathBuf>,
}

/// `mizi run`
#[derive(Debug, Args)]
pub struct Run {
    /// Where events come from.
    #[command(flatten)]
    pub input: Input,
    /// 结果写入此文件，写全才出现 / Write the decisions to this file, whole or not at all
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// 打印汇总，不打印逐条结果 / Print a summary instead of the decisions
    #[arg(long)]
    pub summary: bool,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// `mizi explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Where events come from.
    #[command(flatten)]
    pub input: Input,
    /// 要说明的一条 / The id of the event to explain
    #[arg(long)]
    pub event: String,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// `mizi compile`
#[derive(Debug, Args)]
pub struct Compile {
    /// 政策文件或文件夹 / A policy's file or folder
    pub policy: PathBuf,
    /// 输出文件（.mizic） / File to write (.mizic)
    #[arg(short, long)]
    pub output: PathBuf,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// Forms of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// 给人看 / For people
    Text,
    /// 给程序看 / For programs
    Json,
    /// 给合并请求看 / For a pull request
    Markdown,
}

/// `mizi diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// 旧版本的文件或文件夹 / File or folder of the old version
    pub old: PathBuf,
    /// 新版本的文件或文件夹 / File or folder of the new version
    pub new: PathBuf,
    /// 输出形式 / Form of output
    #[arg(long = "format", id = "form", value_enum)]
    pub form: Option<DiffFormat>,
}

/// `mizi exposure`
#[derive(Debug, Args)]
pub struct Exposure {
    /// 政策文件或文件夹 / A policy's file or folder
    pub policy: PathBuf,
    /// 一户至多几人 / How many people the largest household has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub largest_household: Option<u64>,
    /// 居民共几人 / How many residents there are
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub residents: Option<u64>,
    /// See [`Common`].
    #[command(flatten)]
    pub common: Common,
}

/// `mizi fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// 政策文件或文件夹；写 - 从标准输入读，写到标准输出 / Policy files or folders; - reads standard input and writes standard output
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// 不改文件，只说哪些还没整理 / Change nothing, tell which files are not formatted
    #[arg(long)]
    pub check: bool,
    /// 不改文件，只列出会改的地方 / Change nothing, print what would change
    #[arg(long)]
    pub diff: bool,
    /// 关键词改用这种语言 / Write the keywords in this language
    #[arg(long, value_enum)]
    pub keywords: Option<LangArg>,
}
