//! Compiles generated policies, runs histories through both interpreters, compares, and makes disagreements small.

use super::adapt::Typed;
use super::coverage::{Before, Coverage};
use super::decide::Oracle;
use super::generate::history::{History, Source};
use super::generate::policy::{Draft, draft};
use super::generate::rng::Rng;
use super::json::{JsonPath, Output, said};
use super::lines::Line;
use super::record::{Key, Num};
use super::zone::Zone;
use mizi::diagnostics::Finding;
use mizi::model::{Account, Birthday, BonusRoom, DecidedBy, Model, MonthEnd, ReversalFloor, Takes, Together};
use mizi_evaluator::program::Program;
use mizi_evaluator::{Evaluator, ProgramError};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A policy ready for both interpreters.
pub struct Compiled {
    /// With the answers that the header leaves open, and that therefore cannot matter, given: other than the compiler takes
    /// them. Only 先后 stays open, because the lines then stand as in the text (S14.1).
    pub model: Model,
    /// As it is written.
    pub written: Model,
    pub zone: Zone,
    pub evaluator: Evaluator,
}

/// What the two say of one line, or of the numbers at the end.
#[derive(Clone, Debug)]
pub struct Difference {
    pub line: Option<Line>,
    pub interpreter: String,
    pub compiled: String,
}

/// A policy and a history on which they differ.
pub struct Disagreement {
    pub seed: u64,
    pub draft: Draft,
    pub history: History,
    pub difference: Difference,
}

/// Text to program, or the errors that were found.
pub fn compile(texts: &[String]) -> Result<Compiled, Vec<Finding>> {
    let files = texts.iter().enumerate().map(|(n, text)| (format!("{n}.mizi"), text.clone().into_bytes()));
    let mut loaded = mizi::load(files.collect());
    let mut findings = std::mem::take(&mut loaded.findings);
    let mut checked = None;
    if loaded.policies.len() == 1 {
        let policy = loaded.policies.remove(0);
        findings.extend(policy.findings);
        checked = policy.checked;
    }
    findings.retain(|finding| finding.severity() == mizi::diagnostics::Severity::Error);
    // Conditions are written at random; that they clash, or never win, says nothing against deciding under them.
    let conflicts_only = findings.iter().all(|finding| mizi::checks::conflicts::CODES.contains(&finding.code));
    let (written, program) = match checked {
        Some(checked) => (checked.model().clone(), checked.into_program()),
        None if conflicts_only => unchecked(texts).ok_or(findings)?,
        None => return Err(findings),
    };
    let model = with_all_choices(&written);
    let evaluator = through_a_file(program).expect("what is checked becomes a program");
    let zone = Zone::by_name(&model.versions[0].zone).expect("only known zones are written");
    Ok(Compiled { model, written, zone, evaluator })
}

/// The model and the program of texts in which there are conflicts only.
fn unchecked(texts: &[String]) -> Option<(Model, Program)> {
    let mut sources = mizi::source::Sources::default();
    let read = |(n, text): (usize, &String)| mizi::syntax::read(&mut sources, &format!("{n}.mizi"), text.as_bytes()).0;
    let trees: Vec<_> = texts.iter().enumerate().map(read).collect();
    let model = mizi::model::from_syntax::resolve(&trees.iter().collect::<Vec<_>>()).0?;
    let program = mizi::program::compile(&model).ok()?;
    Some((model, program))
}

/// A draft and what it compiles to. Conditions are written at random, and those that can never hold are refused: they are left
/// out, a few times over.
pub fn compile_mended(mut draft: Draft) -> Result<(Draft, Compiled), Vec<Finding>> {
    for _ in 0..6 {
        let findings = match compile(&draft.texts()) {
            Ok(compiled) => return Ok((draft, compiled)),
            Err(findings) => findings,
        };
        let places = findings.iter().flat_map(|finding| &finding.places);
        let places: Vec<(usize, usize)> =
            places.map(|place| (place.span.text.0 as usize, place.span.start as usize)).collect();
        if !draft.leave_out_conditions(&places) {
            return Err(findings);
        }
    }
    compile(&draft.texts()).map(|compiled| (draft, compiled))
}

/// The program as it is after it has been a file.
fn through_a_file(program: Program) -> Result<Evaluator, ProgramError> {
    let evaluator = Evaluator::new(program)?;
    let read = Evaluator::from_bytes(&evaluator.to_bytes()?)?;
    assert_eq!(evaluator.program(), read.program(), "a program file gives another program");
    Ok(read)
}

fn with_all_choices(model: &Model) -> Model {
    let mut model = model.clone();
    for policy in &mut model.versions {
        let choices = &mut policy.choices;
        choices.together.get_or_insert(Together::Highest);
        choices.bonus.get_or_insert(BonusRoom::Within);
        choices.returns_room.get_or_insert(true);
        choices.reversal_floor.get_or_insert(ReversalFloor::At(Num::from_integer(0)));
        choices.recompute.get_or_insert(true);
        choices.decided_by.get_or_insert(DecidedBy::ConfirmationTime);
        choices.late.get_or_insert(Some(0));
        choices.birthday.get_or_insert(Birthday::NextDay);
        choices.month_end.get_or_insert(MonthEnd::NextDay);
    }
    model
}

/// Runs one history through both, in the order in which it was accepted or in replay order.
pub fn compare(compiled: &Compiled, history: &History, replay: bool, coverage: &mut Coverage) -> Option<Difference> {
    let mut oracle = Oracle::new(&compiled.model, compiled.zone, &history.rows);
    let mut typed = Typed::new(&compiled.evaluator, compiled.zone, &history.rows);
    let order = if replay { oracle.replay_order(&history.lines) } else { (0..history.lines.len()).collect() };
    for line in order.into_iter().map(|index| &history.lines[index]) {
        let before = Before::new(&oracle.state, line);
        let (mine, theirs) = (oracle.decide(line), typed.decide(line));
        coverage.line(&before, line, oracle.instant(line), &mine);
        coverage.noted(&std::mem::take(&mut oracle.noted));
        if !mine.agrees(&theirs) {
            return Some(Difference {
                line: Some(line.clone()),
                interpreter: format!("{mine:#?}"),
                compiled: format!("{theirs:#?}"),
            });
        }
    }
    let mut numbers = oracle.state.numbers;
    numbers.retain(|_, amount| *amount != Num::from_integer(0));
    let theirs = typed.numbers();
    let only = |a: &BTreeMap<Key, Num>, b: &BTreeMap<Key, Num>| {
        let odd: Vec<_> = a.iter().filter(|(key, amount)| b.get(key) != Some(amount)).collect();
        format!("{odd:#?}")
    };
    (numbers != theirs).then(|| Difference {
        line: None,
        interpreter: only(&numbers, &theirs),
        compiled: only(&theirs, &numbers),
    })
}

/// Runs one history as lines of JSON, in one run and in two with a state file between, against the interpreter.
pub fn compare_json(compiled: &Compiled, history: &History) -> Option<Difference> {
    let mut oracle = Oracle::new(&compiled.model, compiled.zone, &history.rows);
    let order = oracle.replay_order(&history.lines);
    let cut = history.lines.len() / 2;
    let mut one = JsonPath::new(&compiled.evaluator, &history.rows, "");
    let mut first = JsonPath::new(&compiled.evaluator, &history.rows, "");
    let mut second = None;
    for (place, line) in order.into_iter().map(|index| &history.lines[index]).enumerate() {
        let mine = said(&oracle.decide(line)).with_one_kind_of_unknown();
        let text = one.decide(line);
        let theirs = one.output(&text);
        adds_up(compiled, &theirs);
        if mine != theirs {
            return Some(Difference {
                line: Some(line.clone()),
                interpreter: format!("{mine:#?}"),
                compiled: format!("{theirs:#?}\n{text}"),
            });
        }
        if place == cut {
            second = Some(JsonPath::new(&compiled.evaluator, &history.rows, &first.state()));
        }
        let again = second.as_mut().unwrap_or(&mut first).decide(line);
        if again != text {
            let line = Some(line.clone());
            return Some(Difference {
                line,
                interpreter: format!("in one run: {text}"),
                compiled: format!("in two: {again}"),
            });
        }
    }
    let (one, two) = (one.state(), second.as_ref().unwrap_or(&first).state());
    (one != two).then(|| Difference {
        line: None,
        interpreter: format!("state after one run:\n{one}"),
        compiled: format!("state after two:\n{two}"),
    })
}

/// S14.3: what was granted adds up to the total, and the total to the change of the balance.
fn adds_up(compiled: &Compiled, output: &Output) {
    let zero = Num::from_integer(0);
    let granted: Num = output.lines.iter().map(|line| line.granted).sum();
    let total = output.total.unwrap_or(zero);
    match (output.outcome.as_str(), output.price) {
        ("decided", Some(price)) => assert_eq!(total, -price, "the total of a redemption"),
        ("decided", None) => assert_eq!(total, granted, "the total of an event"),
        ("reversed", _) => assert_eq!(granted, zero, "a reversal grants nothing"),
        _ => assert!(output.changes.is_empty() && output.total.is_none(), "S1.7"),
    }
    let balances: Vec<&Account> =
        compiled.model.versions.iter().map(|policy| &policy.accounts[policy.balance.0]).collect();
    if balances.iter().all(|account| matches!(account.takes, Takes::AllGranted)) {
        let of_balance = |key: &Key| balances.iter().any(|account| account.key == key.item) && key.measure == "points";
        let change: Num = output.changes.iter().filter(|(key, _)| of_balance(key)).map(|(_, add)| *add).sum();
        assert_eq!(change, total, "the change of the balance");
    }
}

/// The difference, a panic of either side counting as one.
fn differs(compiled: &Compiled, history: &History) -> Option<Difference> {
    let both = || {
        let coverage = &mut Coverage::default();
        compare(compiled, history, false, coverage)
            .or_else(|| compare(compiled, history, true, coverage))
            .or_else(|| compare_json(compiled, history))
    };
    catch_unwind(AssertUnwindSafe(both)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Some(Difference { line: None, interpreter: text.unwrap_or_default(), compiled: "a panic".to_owned() })
    })
}

/// What a run has seen.
#[derive(Default)]
pub struct Outcome {
    pub policies: usize,
    pub refused: BTreeMap<String, usize>,
    pub histories: usize,
    pub lines: usize,
    pub coverage: Coverage,
    pub disagreements: Vec<Disagreement>,
}

impl Outcome {
    pub fn join(&mut self, other: Outcome) {
        self.policies += other.policies;
        self.histories += other.histories;
        self.lines += other.lines;
        for (code, count) in other.refused {
            *self.refused.entry(code).or_default() += count;
        }
        self.coverage.join(other.coverage);
        self.disagreements.extend(other.disagreements);
    }
}

/// One policy with its histories.
pub fn policy(seed: u64, histories: usize, outcome: &mut Outcome) {
    let (draft, compiled) = match compile_mended(draft(seed)) {
        Ok(both) => both,
        Err(findings) => {
            let code = findings.first().map_or("no policy", |finding| finding.code.name);
            *outcome.refused.entry(code.to_owned()).or_default() += 1;
            return;
        }
    };
    outcome.policies += 1;
    outcome.coverage.model(&compiled.written);
    let source = Source::new(&compiled.model, compiled.zone);
    let rng = Rng::new(seed);
    for number in 0..histories {
        let mut rng = rng.fork(number as u64 + 1);
        let history = source.history(&mut rng);
        outcome.histories += 1;
        outcome.lines += history.lines.len();
        let coverage = &mut outcome.coverage;
        // Every fourth in replay order.
        let quick = catch_unwind(AssertUnwindSafe(|| {
            let found = compare(&compiled, &history, number % 4 == 3, coverage);
            if number % 5 == 0 { found.or_else(|| compare_json(&compiled, &history)) } else { found }
        }));
        if !matches!(quick, Ok(None)) {
            if let Some(difference) = differs(&compiled, &history) {
                let found = Disagreement { seed, draft, history, difference };
                outcome.disagreements.push(found);
                return;
            }
        }
    }
}

/// Policies from a seed on until so many histories have been compared, on all cores; the same whatever their number.
pub fn run(seed: u64, histories: usize, per_policy: usize, mut told: impl FnMut(&Outcome)) -> Outcome {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut outcome = Outcome::default();
    let mut next = seed;
    while outcome.histories < histories && outcome.disagreements.is_empty() {
        let batch: Vec<u64> = (next..next + 64).collect();
        next += 64;
        let work = |seeds: &[u64]| {
            let mut part = Outcome::default();
            seeds.iter().for_each(|seed| policy(*seed, per_policy, &mut part));
            part
        };
        let parts = std::thread::scope(|scope| {
            let shares = batch.chunks(64_usize.div_ceil(threads));
            let handles: Vec<_> = shares.map(|seeds| scope.spawn(move || work(seeds))).collect();
            handles.into_iter().map(|handle| handle.join().expect("no panic is let out")).collect::<Vec<_>>()
        });
        parts.into_iter().for_each(|part| outcome.join(part));
        told(&outcome);
    }
    outcome
}

/// Makes a disagreement small: whatever can go without its going away, goes.
pub fn shrink(mut found: Disagreement) -> Disagreement {
    loop {
        let before = size(&found);
        shrink_history(&mut found);
        shrink_draft(&mut found);
        if size(&found) == before {
            return found;
        }
    }
}

fn size(found: &Disagreement) -> usize {
    let values: usize = found.history.lines.iter().map(|line| line.json().len()).sum();
    let rows: usize = found.history.rows.iter().map(|row| row.json().len()).sum();
    found.draft.texts().iter().map(String::len).sum::<usize>() + values + rows
}

/// Tries a smaller one.
fn try_smaller(found: &mut Disagreement, draft: Draft, history: History) -> bool {
    let Ok(compiled) = compile(&draft.texts()) else { return false };
    let Some(difference) = differs(&compiled, &history) else { return false };
    (found.draft, found.history, found.difference) = (draft, history, difference);
    true
}

fn shrink_history(found: &mut Disagreement) {
    let Ok(compiled) = compile(&found.draft.texts()) else { return };
    let attempt = |found: &mut Disagreement, history: History| {
        if let Some(difference) = differs(&compiled, &history) {
            (found.history, found.difference) = (history, difference);
            return true;
        }
        false
    };
    for index in (0..found.history.lines.len()).rev() {
        let mut history = found.history.clone();
        history.lines.remove(index);
        attempt(found, history);
    }
    for index in (0..found.history.rows.len()).rev() {
        let mut history = found.history.clone();
        history.rows.remove(index);
        attempt(found, history);
    }
    for index in 0..found.history.lines.len() {
        for name in names(&found.history.lines[index]) {
            let mut history = found.history.clone();
            forget(&mut history.lines[index], &name);
            attempt(found, history);
        }
    }
    for index in 0..found.history.rows.len() {
        let row = &found.history.rows[index];
        let all: Vec<String> = row.facts.keys().chain(row.scopes.keys()).cloned().collect();
        for name in all {
            let mut history = found.history.clone();
            history.rows[index].facts.remove(&name);
            history.rows[index].scopes.remove(&name);
            attempt(found, history);
        }
    }
}

fn names(line: &Line) -> Vec<String> {
    use super::lines::What;
    match &line.what {
        What::Event { who, .. } | What::Redeem { who, .. } => {
            who.facts.keys().chain(who.scopes.keys()).cloned().chain(["received".to_owned()]).collect()
        }
        What::Confirm { .. } | What::Reverse { .. } => Vec::new(),
    }
}

fn forget(line: &mut Line, name: &str) {
    use super::lines::What;
    if let What::Event { who, received, .. } | What::Redeem { who, received, .. } = &mut line.what {
        who.facts.remove(name);
        who.scopes.remove(name);
        if name == "received" {
            *received = None;
        }
    }
}

fn shrink_draft(found: &mut Disagreement) {
    for version in (0..found.draft.versions.len()).rev() {
        if found.draft.versions.len() > 1 {
            let mut draft = found.draft.clone();
            draft.versions.remove(version);
            let history = found.history.clone();
            if try_smaller(found, draft, history) {
                continue;
            }
        }
        for item in (1..found.draft.versions[version].len()).rev() {
            let mut draft = found.draft.clone();
            draft.versions[version].remove(item);
            let history = found.history.clone();
            if try_smaller(found, draft, history) {
                continue;
            }
            for line in (1..found.draft.versions[version][item].len()).rev() {
                let mut draft = found.draft.clone();
                draft.versions[version][item].remove(line);
                let history = found.history.clone();
                try_smaller(found, draft, history);
            }
        }
        for line in (1..found.draft.versions[version][0].len()).rev() {
            let mut draft = found.draft.clone();
            draft.versions[version][0].remove(line);
            let history = found.history.clone();
            try_smaller(found, draft, history);
        }
    }
}

/// What people read of a disagreement.
pub fn report(found: &Disagreement) -> String {
    let mut text = format!("seed {}\n", found.seed);
    for policy in found.draft.texts() {
        let _ = write!(text, "---- policy\n{policy}");
    }
    for row in &found.history.rows {
        let _ = write!(text, "---- subject {}\n", row.json());
    }
    text.push_str("---- history\n");
    for line in &found.history.lines {
        let _ = writeln!(text, "{}", line.json());
    }
    let Difference { line, interpreter, compiled } = &found.difference;
    let about = line.as_ref().map_or("the numbers at the end".to_owned(), Line::json);
    let _ = write!(text, "---- differs in {about}\n---- interpreter\n{interpreter}\n---- compiled\n{compiled}\n");
    text
}
