//! What the checks prove of small policies, beside trying everything that can happen: every age, duration, role, day, and what
//! may be missing. `MIZI_PROOF_POLICIES=20000 cargo test --release --test proofs` is the long form of `docs/verification.md`.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod common_policy;
#[path = "proofs/everything.rs"]
mod everything;
#[path = "proofs/write.rs"]
mod write;

use common_policy::dice::Dice;
use common_policy::resolved;
use everything::{Everything, Here};
use mizi::checks::encode::{Act, Scene, clauses};
use mizi::diagnostics::Finding;
use mizi::model::held::Held;
use mizi::model::segments::stretches;
use mizi::model::{ActivityId, Expr, Model, Policy, Rule, RuleId};
use mizi::source::Span;
use mizi_evaluator::Evaluator;
use write::policy;

const POLICIES: u64 = 2_000;

/// How often something was found, so that a test that finds nothing fails.
#[derive(Debug, Default)]
struct Met {
    tried: usize,
    never: usize,
    excluded: usize,
    nobody: usize,
    always: usize,
    together: usize,
}

#[test]
fn what_is_proved_is_what_happens() {
    let count = std::env::var("MIZI_PROOF_POLICIES").ok().and_then(|n| n.parse().ok()).unwrap_or(POLICIES);
    let seed: u64 = std::env::var("MIZI_PROOF_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut met = Met::default();
    for number in 0..count {
        let text = policy(&mut Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(number).wrapping_add(1)));
        compare(&text, &mut met);
    }
    println!("{count} policies, seed {seed}: {met:?}");
    let enough = [met.never, met.excluded, met.nobody, met.always, met.together].iter().all(|n| *n > 10);
    assert!(enough && met.tried > 100_000, "too little was met: {met:?}");
}

fn compare(text: &str, met: &mut Met) {
    let (Some(model), findings) = resolved(&[text]) else { panic!("not a policy:\n{text}") };
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    let found = mizi::load(vec![("0.mizi".to_owned(), text.as_bytes().to_vec())]).policies.remove(0).findings;
    let Ok(program) = mizi::program::compile(&model) else { return };
    let evaluator = Evaluator::new(program).expect("a program just written");
    let held = Held::of(&model);
    let scene = Scene::new(&model, &held, stretches(&model)[0], Act::Event(ActivityId(0))).expect("a scene");
    let everything = Everything::new(&model, &scene, &evaluator);
    let all: Vec<Here> = everything.collect();
    met.tried += all.len();
    same_as_the_evaluator(&model, &scene, &all, text);
    let truth = Truth::new(&model.versions[0], &scene, &all);
    never(&truth, &found, met, text);
    always(&truth, &found, met, text);
    together(&truth, &found, met, text);
}

/// Every formula says of everything that can happen what the evaluator has decided.
fn same_as_the_evaluator(model: &Model, scene: &Scene<'_>, all: &[Here], text: &str) {
    let policy = &model.versions[0];
    let eligible = scene.eligible().expect("encoded");
    for (id, rule) in (0..).map(RuleId).zip(&policy.rules) {
        let stands = scene.stands(id).expect("encoded");
        let amount = scene.amount(rule).expect("encoded").expect("an award");
        for here in all {
            let may = here.values.satisfies(&eligible) == Some(true);
            assert_eq!(may, here.eligible, "eligible: {here:?}\n{text}");
            if !may {
                continue;
            }
            let line = here.lines[id.0];
            assert_eq!(here.values.satisfies(&stands), Some(line.holds), "{}: {here:?}\n{text}", rule.name.name.name);
            if line.holds {
                let same = here.values.satisfies(&amount.clone().equals(line.amount));
                assert_eq!(same, Some(true), "{}: {here:?}\n{text}", rule.name.name.name);
            }
        }
    }
}

/// A policy with all that can happen in it: whether each clause holds there, in the order of what can happen.
struct Truth<'a> {
    policy: &'a Policy,
    all: &'a [Here],
    /// Whether 资格 lets it pass.
    gates: Vec<bool>,
    /// For each rule its clauses.
    rules: Vec<Vec<(Span, Vec<bool>)>>,
}

impl<'a> Truth<'a> {
    fn new(policy: &'a Policy, scene: &Scene<'_>, all: &'a [Here]) -> Self {
        let table = |expr: &Expr| -> Vec<bool> {
            let formula = scene.condition(expr).expect("encoded");
            all.iter().map(|here| here.values.satisfies(&formula) == Some(true)).collect()
        };
        let gates = policy.gates.iter().flat_map(|gate| &gate.when).map(table);
        let gates = gates.fold(vec![true; all.len()], |all, one| both(&all, &one));
        let of_rule = |rule: &Rule| clauses(&rule.when).iter().map(|clause| (clause.span, table(clause))).collect();
        Truth { policy, all, gates, rules: policy.rules.iter().map(of_rule).collect() }
    }

    /// Where the first clauses of a rule hold.
    fn first(&self, rule: usize, clauses: usize) -> Vec<bool> {
        let first = self.rules[rule].iter().take(clauses);
        first.fold(vec![true; self.all.len()], |all, (_, one)| both(&all, one))
    }
}

fn both(a: &[bool], b: &[bool]) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| *a && *b).collect()
}

fn ever(table: &[bool]) -> bool {
    table.contains(&true)
}

fn says(found: &[Finding], code: &str, at: Span) -> bool {
    found.iter().any(|finding| finding.code.name == code && finding.place() == Some(at))
}

fn never(truth: &Truth<'_>, found: &[Finding], met: &mut Met, text: &str) {
    let anybody = ever(&truth.gates);
    let nobody = found.iter().any(|finding| finding.code.name == "eligibility-contradicts");
    assert_eq!(nobody, !anybody, "eligibility-contradicts\n{text}");
    met.nobody += usize::from(nobody);
    for (id, rule) in truth.policy.rules.iter().enumerate() {
        let conditions = truth.first(id, usize::MAX);
        let never = says(found, "never-applies", rule.name.span);
        assert_eq!(never, !ever(&conditions), "never-applies {}\n{text}", rule.name.name.name);
        met.never += usize::from(never);
        let excluded = says(found, "eligibility-excludes-condition", rule.name.span);
        let together = ever(&both(&truth.gates, &conditions));
        let wanted = anybody && ever(&conditions) && !together;
        assert_eq!(excluded, wanted, "eligibility-excludes {}\n{text}", rule.name.name.name);
        met.excluded += usize::from(excluded);
    }
}

/// A clause that never fails where 资格 and the clauses before it hold, and that sometimes is looked at.
fn always(truth: &Truth<'_>, found: &[Finding], met: &mut Met, text: &str) {
    for (id, clauses) in truth.rules.iter().enumerate() {
        for (at, (span, holds)) in clauses.iter().enumerate() {
            let looked_at = both(&truth.gates, &truth.first(id, at));
            let fails = looked_at.iter().zip(holds).any(|(looked_at, holds)| *looked_at && !holds);
            let always = ever(&looked_at) && !fails;
            assert_eq!(says(found, "always-true", *span), always, "always-true at {span:?}\n{text}");
            met.always += usize::from(always);
        }
    }
}

/// 并得 is asked exactly where one act is paid by two rules in one dimension, neither silenced.
fn together(truth: &Truth<'_>, found: &[Finding], met: &mut Met, text: &str) {
    let asked = found.iter().any(|finding| finding.code.name == "together-unstated");
    let stated = truth.policy.choices.together;
    assert!(!asked || stated.is_none(), "asked although stated\n{text}");
    if stated.is_some() {
        return;
    }
    let two_pay = |here: &Here| {
        let paying = |dimension| here.lines.iter().filter(move |l| l.dimension == dimension && l.holds && l.amount > 0);
        here.eligible && (0..2).any(|dimension| paying(dimension).count() > 1)
    };
    let needed = truth.all.iter().any(two_pay);
    assert_eq!(asked, needed, "together-unstated\n{text}");
    met.together += usize::from(asked);
}
