//! `needs` names all that `decide` reads. (S1.2)

use crate::host::Host;
use crate::town::*;
use mizi_evaluator::account::{Entry, Journal, Memory, Row, State};
use mizi_evaluator::decision::{AccountKey, Key};
use mizi_evaluator::program::*;
use mizi_evaluator::record::Id;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A state that notes what is read.
struct Watched<'m> {
    memory: &'m Memory,
    read: RefCell<BTreeSet<AccountKey>>,
}

impl Journal for Watched<'_> {
    fn entry(&self, id: Id) -> Option<Entry<'_>> {
        self.memory.entry(id)
    }

    fn row(&self, subject: Key, day: Day) -> Option<Row<'_>> {
        self.memory.row(subject, day)
    }
}

impl State for Watched<'_> {
    fn amount(&self, at: AccountKey) -> i64 {
        self.read.borrow_mut().insert(at);
        self.memory.amount(at)
    }
}

fn town() -> Town {
    let mut town = Town::new();
    town.carried(60, 10);
    town.segment().reversal = Reversal { returns_room: true, floor: Some(0), recompute: true };
    town.rule(TALENT, "达人奖", Amount::Fixed(100));
    let own = town.account("总", Measure::Points, HOUSEHOLD, Window::Week, AccountKind::Usage);
    let other = town.account("总", Measure::Points, PERSON, Window::Week, AccountKind::Usage);
    let cap = town.cap_of(TALENT, "总", 150, false, Usage::OrAccount(own, other));
    town.activity(TALENT).rules[0].overall_caps = vec![cap];
    town.reads_scope(TALENT, HOUSEHOLD, false);
    town.activity(TALENT).confirmations = vec![vec![0]];
    town.redemption(10);
    town
}

#[test]
fn s1_2_nothing_is_read_that_was_not_named() {
    let evaluator = town().ready();
    let mut host = Host::new(&evaluator);
    host.subject(r#"{"id":"张三","scopes":{"家庭":"甲"}}"#);
    let lines = [
        r#"{"id":"e1","activity":"talent","time":"2025-03-01","subject":"张三"}"#,
        r#"{"id":"e2","activity":"talent","time":"2025-03-01","subject":"李四"}"#,
        r#"{"id":"c1","confirm":"e1","role":"社区","time":"2025-03-02"}"#,
        r#"{"id":"c2","confirm":"e2","role":"社区","time":"2025-03-12"}"#,
        r#"{"id":"e3","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"hours":0.5}}"#,
        r#"{"id":"e4","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"hours":1}}"#,
        r#"{"id":"x1","redeem":"table_tennis","time":"2025-03-02","subject":"张三"}"#,
        r#"{"id":"e4","activity":"volunteer","time":"2025-03-01","subject":"张三","facts":{"hours":1}}"#,
        r#"{"id":"r1","reverse":"e3","time":"2025-03-02"}"#,
        r#"{"id":"r2","reverse":"e1","time":"2025-03-02"}"#,
        r#"{"id":"r3","reverse":"x1","time":"2025-03-02"}"#,
        r#"{"id":"r4","reverse":"no","time":"2025-03-02"}"#,
    ];
    let mut read = 0;
    for line in lines {
        let parsed = host.reader.json(line);
        let record = parsed.record().unwrap();
        let named: BTreeSet<AccountKey> = evaluator.needs(&record, &host.memory).into_iter().collect();
        let watched = Watched { memory: &host.memory, read: RefCell::default() };
        let decision = evaluator.decide(&record, &watched);
        let seen = watched.read.into_inner();
        let again = town().ready().decide(&record, &host.memory);
        assert_eq!(decision, again, "S1.1: {line}");
        assert!(seen.is_subset(&named), "{line}: {seen:?} {named:?}");
        assert!(decision.changes.iter().all(|change| named.contains(&change.at)), "{line}");
        read += seen.len();
        host.send(line);
    }
    assert!(read > 12, "{read}");
}
