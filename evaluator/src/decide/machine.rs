//! Running code, and the accounts of one event.

use crate::account::State;
use crate::date::{self, Moment, Starts};
use crate::decision::{AccountKey, Key, NO_KEY};
use crate::plan::{Frame, Takes, Test, Value};
use crate::program::{Code, Compare, Day, Op, Rounding, Segment};

/// Why code gave no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A number left 64 bits, or a date the years that are read.
    Range,
    /// A division by zero.
    Zero,
}

/// One number of the state during an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub at: AccountKey,
    pub loaded: bool,
    pub before: i64,
    pub add: i64,
}

/// What is worked on during an event, kept between events so that nothing is allocated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work {
    stack: Vec<i64>,
    pub cells: Vec<Cell>,
    readings: Vec<Option<i64>>,
    starts: Starts,
}

impl Work {
    /// Forgets the event before, names the accounts of this one and sets them on their way.
    #[inline]
    pub fn begin<S: State>(&mut self, frame: &Frame, keys: &[Key], day: Day, state: &S) {
        self.starts.turn_to(day);
        self.stack.clear();
        self.cells.clear();
        self.readings.clear();
        self.readings.extend(frame.readings.iter().map(|_| None));
        self.cells.extend(frame.locals.iter().map(|local| {
            let key = keys.get(usize::from(local.scope)).copied().unwrap_or(NO_KEY);
            let at = AccountKey { account: local.account, key, start: self.starts.start(local.starts, local.window) };
            state.touch(at);
            Cell { at, loaded: false, before: 0, add: 0 }
        }));
    }
}

/// Everything that conditions and amounts of one event stand on.
pub(crate) struct Machine<'a, S> {
    pub segment: &'a Segment,
    pub frame: &'a Frame,
    pub facts: &'a [i64],
    pub keys: &'a [Key],
    pub at: Moment,
    pub state: &'a S,
    pub work: &'a mut Work,
}

impl<'a, S: State> Machine<'a, S> {
    #[inline]
    pub fn key(&self, scope: u16) -> Key {
        self.keys.get(usize::from(scope)).copied().unwrap_or(NO_KEY)
    }

    #[inline]
    fn fact(&self, slot: u16) -> i64 {
        self.facts.get(usize::from(slot)).copied().unwrap_or(crate::decision::ABSENT)
    }

    /// Where an account of this event is kept.
    #[inline]
    pub fn place(&self, local: u16) -> AccountKey {
        self.work.cells[usize::from(local)].at
    }

    /// An account, read from the state when first asked for; without its scope it holds nothing.
    #[inline]
    pub fn cell(&mut self, local: u16) -> &mut Cell {
        if !self.work.cells[usize::from(local)].loaded {
            self.load_late(local);
        }
        &mut self.work.cells[usize::from(local)]
    }

    /// Most accounts are read before they are asked for.
    #[cold]
    fn load_late(&mut self, local: u16) {
        self.load(local);
    }

    /// Reads an account from the state, if that was not done before.
    #[inline]
    pub fn load(&mut self, local: u16) {
        let cell = &mut self.work.cells[usize::from(local)];
        if !cell.loaded {
            cell.loaded = true;
            if cell.at.key != NO_KEY {
                cell.before = self.state.amount(cell.at);
            }
        }
    }

    /// Adds to an account.
    #[inline]
    pub fn add(&mut self, local: u16, amount: i64) -> Result<(), Fault> {
        let cell = self.cell(local);
        cell.add = cell.add.checked_add(amount).ok_or(Fault::Range)?;
        Ok(())
    }

    /// The first of the clauses that does not hold.
    #[inline]
    pub fn first_failing(&mut self, clauses: &[Test]) -> Result<Option<u16>, Fault> {
        for (number, clause) in (0u16..).zip(clauses) {
            if !self.holds(*clause)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    #[inline]
    pub fn holds(&mut self, test: Test) -> Result<bool, Fault> {
        Ok(match test {
            Test::Fact(slot, how, limit) => compare(how, self.fact(slot), limit),
            Test::Among(slot, set) => self.segment.sets[set as usize].binary_search(&self.fact(slot)).is_ok(),
            Test::Run(code) => self.run(code)? != 0,
        })
    }

    #[inline]
    pub fn value(&mut self, value: Value) -> Result<i64, Fault> {
        match value {
            Value::Constant(number) => Ok(number),
            Value::Fact(slot) => Ok(self.fact(slot)),
            Value::Run(code) => self.run(code),
        }
    }

    /// Runs code to its number.
    pub fn run(&mut self, code: Code) -> Result<i64, Fault> {
        let base = self.work.stack.len();
        let result = self.steps(code);
        let top = self.work.stack.pop();
        self.work.stack.truncate(base);
        result.and(top.ok_or(Fault::Range))
    }

    #[inline]
    fn steps(&mut self, code: Code) -> Result<(), Fault> {
        let segment = self.segment;
        let ops = &segment.code[code.start as usize..(code.start as usize + code.len as usize)];
        let mut next = 0;
        while let Some(op) = ops.get(next) {
            next += 1 + self.step(*op)?;
        }
        Ok(())
    }

    /// Does one operation; gives how many to skip.
    #[inline(always)]
    fn step(&mut self, op: Op) -> Result<usize, Fault> {
        match op {
            Op::Jump(skip) => return Ok(skip as usize),
            Op::JumpIfNo(skip) => return Ok(if self.pop() == 0 { skip as usize } else { 0 }),
            Op::AndThen(skip) => return Ok(self.stay_if(|top| top == 0, skip)),
            Op::OrElse(skip) => return Ok(self.stay_if(|top| top != 0, skip)),
            Op::Const(number) => self.push(number),
            Op::Fact(slot) => self.push_fact(slot)?,
            Op::HasFact(slot) => self.push((self.fact(slot) != crate::decision::ABSENT).into()),
            Op::Scope(scope) => self.push_scope(scope)?,
            Op::HasScope(scope) => self.push((self.key(scope) != NO_KEY).into()),
            Op::EventDate => self.push(self.at.day.into()),
            Op::EventTime => self.push(self.at.minute.into()),
            Op::Account(reading) => {
                let amount = self.reading(reading)?;
                self.push(amount);
            }
            Op::Not | Op::Neg | Op::InSet(_) | Op::DatePart(_) | Op::DateAt(_) => {
                let a = self.pop();
                let result = self.of_one(op, a)?;
                self.push(result);
            }
            _ => {
                let (b, a) = (self.pop(), self.pop());
                self.push(of_two(op, a, b)?);
            }
        }
        Ok(0)
    }

    #[inline]
    fn push(&mut self, number: i64) {
        self.work.stack.push(number);
    }

    /// The plan has made sure that there is one.
    #[inline]
    fn pop(&mut self) -> i64 {
        self.work.stack.pop().unwrap_or(0)
    }

    #[inline]
    fn stay_if(&mut self, known: impl Fn(i64) -> bool, skip: u32) -> usize {
        if self.work.stack.last().is_some_and(|&top| known(top)) {
            return skip as usize;
        }
        self.work.stack.pop();
        0
    }

    #[inline]
    fn push_fact(&mut self, slot: u16) -> Result<(), Fault> {
        match self.fact(slot) {
            crate::decision::ABSENT => Err(Fault::Range),
            value => {
                self.push(value);
                Ok(())
            }
        }
    }

    fn push_scope(&mut self, scope: u16) -> Result<(), Fault> {
        match self.key(scope) {
            NO_KEY => Err(Fault::Range),
            key => {
                self.push(key.into());
                Ok(())
            }
        }
    }

    fn of_one(&mut self, op: Op, a: i64) -> Result<i64, Fault> {
        let result = match op {
            Op::Not => 1i64.checked_sub(a),
            Op::Neg => a.checked_neg(),
            Op::InSet(set) => Some(self.segment.sets[set as usize].binary_search(&a).is_ok().into()),
            Op::DatePart(part) => date::part(part, a),
            Op::DateAt(which) => date::date_at(which, a),
            _ => None,
        };
        result.ok_or(Fault::Range)
    }

    /// What an account holds, before this event or together with what its counters would add.
    fn reading(&mut self, number: u16) -> Result<i64, Fault> {
        if let Some(known) = self.work.readings[usize::from(number)] {
            return Ok(known);
        }
        let frame = self.frame;
        let reading = &frame.readings[usize::from(number)];
        let mut amount = self.cell(reading.local).before;
        for &counter in &reading.including {
            if let Takes::Event { when, add } = &frame.counters[usize::from(counter)].takes {
                amount = amount.checked_add(self.counted(*when, *add)?).ok_or(Fault::Range)?;
            }
        }
        self.work.readings[usize::from(number)] = Some(amount);
        Ok(amount)
    }

    /// What a counter adds for this event.
    #[inline]
    pub fn counted(&mut self, when: Option<Test>, add: Value) -> Result<i64, Fault> {
        match when {
            Some(when) if !self.holds(when)? => Ok(0),
            _ => self.value(add),
        }
    }
}

/// Compares two numbers.
#[inline]
pub(crate) fn compare(how: Compare, a: i64, b: i64) -> bool {
    // Bits for less, equal and greater: which comparison it is cannot be foreseen, and need not be.
    let passing = match how {
        Compare::Equal => 0b010,
        Compare::NotEqual => 0b101,
        Compare::Less => 0b001,
        Compare::AtMost => 0b011,
        Compare::Greater => 0b100,
        Compare::AtLeast => 0b110,
    };
    let is = 1 << (i8::from(a > b) - i8::from(a < b) + 1);
    passing & is != 0
}

#[inline]
fn of_two(op: Op, a: i64, b: i64) -> Result<i64, Fault> {
    let result = match op {
        Op::Add => a.checked_add(b),
        Op::Sub => a.checked_sub(b),
        Op::Mul => a.checked_mul(b),
        Op::Div(_) if b == 0 => return Err(Fault::Zero),
        Op::Div(rounding) => divide(a.into(), b.into(), rounding),
        Op::Min => Some(a.min(b)),
        Op::Max => Some(a.max(b)),
        Op::Compare(how) => Some(compare(how, a, b).into()),
        Op::Elapsed(how) => date::elapsed(how, a, b),
        _ => None,
    };
    result.ok_or(Fault::Range)
}

/// A quotient rounded to a whole number; `b` is not 0.
#[inline]
pub(crate) fn divide(a: i128, b: i128, rounding: Rounding) -> Option<i64> {
    // Nearly all are small and rounded down.
    if let (Ok(a), Ok(b @ 1..), Rounding::Down) = (i64::try_from(a), i64::try_from(b), rounding) {
        return Some(a.div_euclid(b));
    }
    divide_widely(a, b, rounding)
}

fn divide_widely(a: i128, b: i128, rounding: Rounding) -> Option<i64> {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    let rounded = match rounding {
        Rounding::Down => a.div_euclid(b),
        Rounding::Up => -(-a).div_euclid(b),
        Rounding::HalfUp => a.signum() * ((2 * a.abs() + b) / (2 * b)),
    };
    i64::try_from(rounded).ok()
}
