//! The compiled path and the second interpreter say the same of generated policies and histories.

mod oracle;

use oracle::parity::{Outcome, policy, report, shrink};

#[test]
fn look() {
    let from: u64 = std::env::var("SEED").ok().and_then(|t| t.parse().ok()).unwrap_or(0);
    let count: u64 = std::env::var("COUNT").ok().and_then(|t| t.parse().ok()).unwrap_or(50);
    let mut outcome = Outcome::default();
    for seed in from..from + count {
        policy(seed, 20, &mut outcome);
    }
    println!("policies {} histories {} lines {}", outcome.policies, outcome.histories, outcome.lines);
    println!("refused {:#?}", outcome.refused);
    println!("disagreements {}", outcome.disagreements.len());
    println!("met {:#?}", outcome.coverage.met);
    for found in outcome.disagreements.into_iter().take(3) {
        println!("{}", report(&shrink(found)));
    }
}

#[test]
fn texts() {
    use oracle::{generate::policy::draft, parity::compile};
    for seed in 1000..1100 {
        let texts = draft(seed).texts();
        if let Err(codes) = compile(&texts) {
            if codes[0].contains("unlike-sides") || codes[0].contains("unknown-reading") {
                for line in texts
                    .iter()
                    .flat_map(|t| t.lines())
                    .filter(|l| l.contains("max（") || l.contains("取大（") || l.contains("by 全"))
                {
                    println!("{} :: {line}", codes[0]);
                }
            }
        }
    }
}

#[test]
fn try_text() {
    let path = std::env::var("FILE").unwrap_or("/tmp/t.mizi".to_owned());
    let Ok(text) = std::fs::read_to_string(path) else { return };
    match oracle::parity::compile(&[text]) {
        Ok(c) => println!("OK {:#?}", c.model.versions[0].rules.iter().map(|r| &r.pays).collect::<Vec<_>>()),
        Err(e) => println!("{e:#?}"),
    }
}
