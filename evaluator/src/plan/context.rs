//! One activity or redemption being laid out: what its code may read, and the numbers of its accounts.

use super::build::{Builder, ensure};
use super::code::Limits;
use super::{Cap, Derived, FactCheck, Frame, Gate, Local, Reading, ScopeCheck, Test, Usage, Value};
use crate::decision::{Key, UNREADABLE_KEY};
use crate::error::ProgramError;
use crate::program::{self, Clause, Code, Compare, Domain, FactUse, Op, ScopeId, ScopeKeys, ScopeUse, Slot};

/// What is being laid out.
pub(crate) struct Context<'b, 'p> {
    pub builder: &'b mut Builder<'p>,
    pub segment: &'p program::Segment,
    pub frame: Frame,
    /// How many facts there are.
    slots: usize,
    /// How many readings code may name.
    readings: usize,
}

/// Listed scopes with the keys that the segment's version does not have.
fn absent(program: &program::Program, segment: &program::Segment) -> Vec<(ScopeId, Vec<u16>)> {
    let of_scope = |(scope, data): (ScopeId, &program::Scope)| {
        let ScopeKeys::Listed(list) = data.keys else { return None };
        let (_, values) = segment.absent.iter().find(|(absent, _)| *absent == list)?;
        Some((scope, values.clone()))
    };
    (0..).zip(&program.scopes).filter_map(of_scope).collect()
}

/// The accounts of a cap's usage.
pub(crate) fn usage_accounts(usage: program::Usage) -> Vec<u32> {
    match usage {
        program::Usage::Event => vec![],
        program::Usage::Account(one) | program::Usage::OrUnlimited(one) | program::Usage::OrNothing(one) => vec![one],
        program::Usage::OrAccount(one, other) => vec![one, other],
    }
}

impl<'b, 'p> Context<'b, 'p> {
    pub fn new(
        builder: &'b mut Builder<'p>,
        segment: &'p program::Segment,
        slots: usize,
        locals: Vec<Local>,
    ) -> Context<'b, 'p> {
        let absent = absent(builder.program, segment);
        let frame = Frame { absent, locals, ..Frame::default() };
        Context { builder, segment, frame, slots, readings: 0 }
    }

    /// Takes in the facts and scopes that are read.
    pub fn inputs(&mut self, facts: &[FactUse], scopes: &[ScopeUse]) -> Result<(), ProgramError> {
        for fact in facts {
            ensure(usize::from(fact.slot) < self.slots, "a fact that the activity does not have")?;
            let sound = !matches!(fact.domain, Domain::Range { step, .. } if step < 1);
            ensure(sound, "a range without steps")?;
            self.frame.facts.push(FactCheck::new(fact.slot, fact.required, &fact.domain));
        }
        for scope in scopes {
            let check = self.scope_check(scope)?;
            self.frame.scopes.push(check);
        }
        Ok(())
    }

    fn scope_check(&self, scope: &ScopeUse) -> Result<ScopeCheck, ProgramError> {
        let program = self.builder.program;
        let id = self.builder.scope(scope.scope)?;
        let keys = match program.scopes[usize::from(id)].keys {
            ScopeKeys::Listed(list) | ScopeKeys::Parent { list, .. } => {
                program.lists.get(usize::from(list)).map_or(0, |list| list.values.len() as Key)
            }
            _ => UNREADABLE_KEY,
        };
        let is_it = |derived: &&Derived| matches!(derived, Derived::Parent { scope, .. } if *scope == id);
        let derived = self.builder.derived.iter().find(is_it).copied();
        Ok(ScopeCheck { scope: id, required: scope.required, keys, derived })
    }

    /// The number of an account here.
    pub fn local(&self, account: u32) -> Result<u16, ProgramError> {
        let found = self.frame.locals.binary_search_by_key(&account, |local| local.account);
        found.map(|local| local as u16).map_err(|_| ProgramError::inconsistent("an account that is not counted in"))
    }

    fn fact(&self, slot: Slot) -> Option<&FactCheck> {
        self.frame.facts.iter().find(|fact| fact.slot == slot)
    }

    fn reads_fact(&self, slot: Slot) -> Result<(), ProgramError> {
        ensure(self.fact(slot).is_some(), "a fact that is read but not listed")
    }

    /// Refuses a scope that is used but not listed (or not as needed); the subject and the whole street always are.
    pub fn scope_is_read(&self, scope: u16, required: bool) -> Result<(), ProgramError> {
        self.builder.scope(scope)?;
        let always =
            matches!(self.builder.program.scopes[usize::from(scope)].keys, ScopeKeys::Subject | ScopeKeys::Whole);
        let listed = self.frame.scopes.iter().any(|s| s.scope == scope && (s.required || !required));
        ensure(always || listed, "a scope that is read but not listed")
    }

    /// The operations of a stretch of code.
    fn ops(&self, code: Code) -> Result<&'p [Op], ProgramError> {
        let end = u64::from(code.start) + u64::from(code.len);
        let ops = self.segment.code.get(code.start as usize..end as usize);
        ops.ok_or_else(|| ProgramError::inconsistent("code that is not there"))
    }

    /// Checks a stretch of code: what it reads is listed, and it leaves one number.
    fn code(&mut self, code: Code) -> Result<&'p [Op], ProgramError> {
        let ops = self.ops(code)?;
        self.builder.spend(ops.len())?;
        for op in ops {
            match *op {
                Op::Fact(slot) | Op::HasFact(slot) => self.reads_fact(slot)?,
                Op::Scope(scope) | Op::HasScope(scope) => self.scope_is_read(scope, false)?,
                _ => {}
            }
        }
        super::code::check(ops, Limits { sets: self.segment.sets.len(), readings: self.readings })?;
        Ok(ops)
    }

    /// A condition, its common shapes taken apart.
    pub fn test(&mut self, code: Code) -> Result<Test, ProgramError> {
        let ops = self.code(code)?;
        let sure = |slot: Slot| self.fact(slot).is_some_and(|fact| fact.required);
        Ok(match *ops {
            [Op::Fact(slot)] if sure(slot) => Test::Fact(slot, Compare::NotEqual, 0),
            [Op::Fact(slot), Op::Not] if sure(slot) && self.is_yes_no(slot) => Test::Fact(slot, Compare::Equal, 0),
            [Op::Fact(slot), Op::Const(limit), Op::Compare(how)] if sure(slot) => Test::Fact(slot, how, limit),
            [Op::Fact(slot), Op::InSet(set)] if sure(slot) => Test::Among(slot, set),
            _ => Test::Run(code),
        })
    }

    fn is_yes_no(&self, slot: Slot) -> bool {
        self.fact(slot).is_some_and(|fact| (fact.low, fact.high) == (0, 1))
    }

    /// A number, likewise.
    pub fn value(&mut self, code: Code) -> Result<Value, ProgramError> {
        let ops = self.code(code)?;
        Ok(match *ops {
            [Op::Const(number)] => Value::Constant(number),
            [Op::Fact(slot)] if self.fact(slot).is_some_and(|fact| fact.required) => Value::Fact(slot),
            _ => Value::Run(code),
        })
    }

    pub fn clauses(&mut self, clauses: &[Clause]) -> Result<Vec<Test>, ProgramError> {
        ensure(clauses.len() < usize::from(u16::MAX), "too many conditions")?;
        let mut tests = Vec::new();
        for clause in clauses {
            self.builder.spend(1)?;
            tests.push(self.test(clause.test)?);
            if let Some(probe) = &clause.probe {
                self.probe(probe)?;
            }
        }
        Ok(tests)
    }

    fn probe(&mut self, probe: &program::Probe) -> Result<(), ProgramError> {
        let sound = !matches!(probe.within, Some(Domain::Range { step, .. }) if step < 1);
        ensure(sound, "a range without steps")?;
        self.code(probe.value)?;
        if let program::Shown::Fact(kind) = &probe.form {
            self.builder.kind(kind)?;
        }
        if let program::Pass::Limit { limit, scale, step, .. } = &probe.pass {
            self.code(*limit)?;
            ensure(*scale > 0 && *step > 0, "a limit without a measure")?;
        }
        Ok(())
    }

    pub fn gates(&mut self, gates: &[program::Gate]) -> Result<Vec<Gate>, ProgramError> {
        ensure(gates.len() < usize::from(u16::MAX), "too many gates")?;
        let mut built = Vec::new();
        for gate in gates {
            let item = self.builder.item(gate.item)?;
            built.push(Gate { item, clauses: self.clauses(&gate.clauses)? });
        }
        Ok(built)
    }

    /// The accounts that code reads; the counters to add are found later.
    pub fn readings(&mut self, readings: &[program::Reading]) -> Result<Vec<Reading>, ProgramError> {
        self.readings = readings.len();
        let mut built = Vec::new();
        for reading in readings {
            let local = self.local(reading.account)?;
            self.scope_is_read(self.frame.locals[usize::from(local)].scope, false)?;
            built.push(Reading { local, including: Vec::new() });
        }
        Ok(built)
    }

    /// A local whose scope is always there.
    fn sure_local(&self, account: u32) -> Result<u16, ProgramError> {
        let local = self.local(account)?;
        self.scope_is_read(self.frame.locals[usize::from(local)].scope, true).map(|()| local)
    }

    /// A local whose scope may be missing.
    fn unsure_local(&self, account: u32) -> Result<(u16, u16), ProgramError> {
        let local = self.local(account)?;
        let scope = self.frame.locals[usize::from(local)].scope;
        self.scope_is_read(scope, false).map(|()| (scope, local))
    }

    pub fn cap(&mut self, cap: &program::Cap) -> Result<Cap, ProgramError> {
        self.builder.spend(1)?;
        let usage = match cap.usage {
            program::Usage::Event => Usage::Event,
            program::Usage::Account(account) => Usage::Local(self.sure_local(account)?),
            program::Usage::OrAccount(account, other) => {
                let (scope, local) = self.unsure_local(account)?;
                Usage::OrLocal(scope, local, self.sure_local(other)?)
            }
            program::Usage::OrUnlimited(account) => {
                let (scope, local) = self.unsure_local(account)?;
                Usage::OrUnlimited(scope, local)
            }
            program::Usage::OrNothing(account) => {
                let (scope, local) = self.unsure_local(account)?;
                Usage::OrNothing(scope, local)
            }
        };
        let item = self.builder.item(cap.item)?;
        Ok(Cap { item, limit: cap.limit, times: cap.times, refuse: cap.refuse, usage })
    }

    /// A local that an event adds to for certain.
    pub fn adds_to(&self, account: u32) -> Result<u16, ProgramError> {
        self.sure_local(account)
    }
}
