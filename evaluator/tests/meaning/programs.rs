//! Programs that are refused, files of programs, and bytes that are neither.

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::program::*;
use mizi_evaluator::{Evaluator, ProgramError};

fn refused(change: impl FnOnce(&mut Town)) -> String {
    let mut town = Town::new();
    town.carried(60, 10);
    town.rule(CLUB, "甲", Amount::Fixed(5));
    town.bonus(CLUB, 0, "加成", 20);
    town.redemption(10);
    change(&mut town);
    match Evaluator::new(town.program) {
        Ok(_) => "taken".to_owned(),
        Err(ProgramError::Inconsistent { what, .. }) => what,
        Err(other) => other.to_string(),
    }
}

fn code(town: &mut Town, ops: &[Op]) {
    let test = town.code(ops);
    let clause = Clause { test, text: text("", ""), probe: None };
    town.activity(CLUB).rules[0].clauses.push(clause);
}

/// Whatever could go wrong while deciding is refused before.
#[test]
fn programs_that_do_not_fit_together() {
    assert_eq!(refused(|_| {}), "taken");
    assert_eq!(refused(|town| code(town, &[Op::Add])), "code that takes too much");
    assert_eq!(refused(|town| code(town, &[])), "code that does not leave one number");
    assert_eq!(refused(|town| code(town, &[Op::Const(1), Op::Const(1)])), "code that does not leave one number");
    assert_eq!(refused(|town| code(town, &[Op::Const(1), Op::Jump(1)])), "a jump out of its code");
    assert_eq!(refused(|town| code(town, &[Op::Const(1), Op::Jump(u32::MAX)])), "a jump out of its code");
    assert_eq!(refused(|town| code(town, &[Op::Jump(1), Op::Const(1), Op::Const(1)])), "code that is never reached");
    let apart = [Op::Const(1), Op::JumpIfNo(1), Op::Const(1), Op::Const(1)];
    assert_eq!(refused(|town| code(town, &apart)), "ways through code that do not agree");
    assert_eq!(refused(|town| code(town, &[Op::Fact(AGE)])), "a fact that is read but not listed");
    assert_eq!(refused(|town| code(town, &[Op::Scope(ZONE)])), "a scope that is read but not listed");
    assert_eq!(refused(|town| code(town, &[Op::Scope(99)])), "a scope that is not listed");
    assert_eq!(refused(|town| code(town, &[Op::Account(0)])), "a reading that is not listed");
    assert_eq!(refused(|town| code(town, &[Op::Const(1), Op::InSet(0)])), "a set that is not listed");
    assert_eq!(refused(|town| town.activity(CLUB).rules[0].item = 99), "an item that is not listed");
    assert_eq!(refused(|town| town.activity(CLUB).rules[0].own_caps = vec![0]), "a cap that is not listed");
    assert_eq!(refused(|town| town.activity(CLUB).rules[0].excepted_by = vec![0]), "exceptions in a ring");
    assert_eq!(refused(|town| town.activity(CLUB).rules[0].amount = Amount::Fixed(-1)), "an award below 0");
    assert_eq!(refused(|town| town.activity(CLUB).rules[0].bonuses[0].divide = 0), "a share of nothing");
    assert_eq!(refused(|town| town.program.balance = 7), "an account that is not listed");
    assert_eq!(refused(|town| town.program.decimals = 200), "more than 12 decimals of a point");
    assert_eq!(
        refused(|town| town.program.scopes[3].keys = ScopeKeys::Parent { list: 1, of: 3 }),
        "a scope that follows from a later one"
    );
    assert_eq!(
        refused(|town| town.program.zone.transitions = vec![(5, 0), (5, 0)]),
        "a zone whose changes are not in order"
    );
    let again = |town: &mut Town| town.program.segments.push(segment("2025-06-01", None, "x"));
    assert_eq!(refused(again), "segments that are not in order");
    let twin = |town: &mut Town| {
        let account = town.program.accounts[0].clone();
        town.program.accounts.push(account);
    };
    assert_eq!(refused(twin), "two accounts that are kept under one name");
    let pay = |town: &mut Town| {
        let code = town.code(&[Op::Const(5), Op::Neg]);
        if let Amount::Blocks { pay, .. } = &mut town.activity(VOLUNTEER).rules[0].amount {
            *pay = code;
        }
    };
    assert_eq!(refused(pay), "carried blocks whose pay is not a constant");
}

/// A ring of readings with this event, and a chain that is only long.
#[test]
fn readings_in_a_ring() {
    let ring = |town: &mut Town| {
        let account = town.account("次数", Measure::Times, PERSON, Window::Lifetime, AccountKind::Counter);
        let add = town.code(&[Op::Account(0)]);
        let activity = town.activity(CLUB);
        activity.readings = vec![Reading { account, including: true }];
        activity.counters.push(Counter { account, when: None, add, takes: Takes::Event });
    };
    assert_eq!(refused(ring), "readings that go in a ring");
}

/// The same program gives the same bytes, and the bytes the same program.
#[test]
fn a_program_file_reads_back() {
    let mut town = Town::new();
    town.carried(60, 10);
    let evaluator = town.ready();
    let bytes = evaluator.to_bytes().unwrap();
    let again = Evaluator::from_bytes(&bytes).unwrap();
    assert_eq!(again.program(), evaluator.program());
    assert_eq!(again.to_bytes().unwrap(), bytes);
    assert!(bytes.starts_with(b"MIZI 0\n{\"format\":0,\"policy\":{"));
}

fn program_bytes() -> Vec<u8> {
    let mut town = Town::new();
    town.carried(60, 10);
    let clause = town.clause(CLUB, AGE, Compare::AtLeast, 60, "年龄 60 以上", "age at least 60");
    town.rule(CLUB, "甲", Amount::Fixed(50)).clauses = vec![clause];
    town.bonus(CLUB, 0, "加成", 20);
    let cap = town.cap(CLUB, "甲", 70, false, PERSON, Window::Month);
    town.activity(CLUB).rules[0].own_caps = vec![cap];
    town.redemption(10);
    town.ready().to_bytes().unwrap()
}

/// Lines that meet everything in the program.
const LINES: [&str; 5] = [
    r#"{"id":"e1","activity":"club","time":"2025-03-01","subject":"张三","facts":{"age":70}}"#,
    r#"{"id":"e2","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"hours":2.5}}"#,
    r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-02","subject":"张三"}"#,
    r#"{"id":"r1","reverse":"e2","time":"2025-03-02"}"#,
    r#"{"id":"e9","activity":"club","time":"2025-03-01","subject":"张三","facts":{"age":7}}"#,
];

proptest::proptest! {
    /// A program file with some of it changed is refused, or runs.
    #[test]
    fn a_changed_program_file_is_refused_or_runs(changes in proptest::collection::vec((0usize..100_000, 0u8..=255), 1..4)) {
        let mut bytes = program_bytes();
        for (place, byte) in changes {
            let place = place % bytes.len();
            // Mostly digits for digits, so that the file stays readable and its numbers change.
            bytes[place] = if bytes[place].is_ascii_digit() { b'0' + byte % 10 } else if byte < 8 { byte } else { bytes[place] };
        }
        if let Ok(evaluator) = Evaluator::from_bytes(&bytes) {
            let mut host = Host::new(&evaluator);
            for line in LINES {
                host.send(line);
            }
        }
    }

    /// Bytes that are no program are refused.
    #[test]
    fn bytes_are_refused(mut bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        proptest::prop_assert!(Evaluator::from_bytes(&bytes).is_err());
        bytes.splice(0..0, *b"MIZI 0\n");
        proptest::prop_assert!(Evaluator::from_bytes(&bytes).is_err());
    }

    /// Any text gets a decision.
    #[test]
    fn any_text_is_decided(text in "\\PC{0,80}", place in 0usize..200, odd in proptest::char::any()) {
        let evaluator = Evaluator::from_bytes(&program_bytes()).unwrap();
        let mut host = Host::new(&evaluator);
        host.send(&text);
        for line in LINES {
            let mut chars: Vec<char> = line.chars().collect();
            let length = chars.len();
            chars[place % length] = odd;
            host.send(&chars.into_iter().collect::<String>());
        }
    }
}
