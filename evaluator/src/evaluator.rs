//! The compiled policy as a handle: the only way to evaluate.

use crate::account::{Journal, State, Store};
use crate::decide::{self, Buffer, Detail, Explained};
use crate::decision::{AccountKey, Decision};
use crate::error::ProgramError;
use crate::names::Names;
use crate::needs;
use crate::plan::{Plan, plan};
use crate::program::{FORMAT, Program};
use crate::record::Record;

/// First bytes of a program file.
const MAGIC: &[u8] = b"MIZI ";

/// A policy that has been checked and can be run; made once, shared by all threads.
#[derive(Clone, Debug)]
pub struct Evaluator {
    program: Program,
    plan: Plan,
    names: Names,
}

impl Evaluator {
    /// Checks a program and makes it ready. Whatever passes can be run on any record without fail.
    pub fn new(program: Program) -> Result<Evaluator, ProgramError> {
        let plan = plan(&program)?;
        let names = Names::of(&program);
        Ok(Evaluator { program, plan, names })
    }

    /// Reads a program file: `MIZI `, the format, a line feed, and the program as JSON.
    pub fn from_bytes(bytes: &[u8]) -> Result<Evaluator, ProgramError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ProgramError::Header)?;
        let line = rest.iter().position(|&byte| byte == b'\n').ok_or(ProgramError::Header)?;
        let (format, json) = rest.split_at(line);
        let format = std::str::from_utf8(format).ok().and_then(|text| text.parse().ok());
        match format.ok_or(ProgramError::Header)? {
            FORMAT => {}
            other => return Err(ProgramError::Format(other)),
        }
        let program = serde_json::from_slice(json).map_err(|error| ProgramError::Damaged(error.to_string()))?;
        Evaluator::new(program)
    }

    /// The program as a file; the same program gives the same bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ProgramError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(format!("{FORMAT}\n").as_bytes());
        serde_json::to_writer(&mut bytes, &self.program).map_err(|error| ProgramError::Damaged(error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The program, for its names.
    pub fn program(&self) -> &Program {
        &self.program
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Names every account that deciding this record will read. The journal is asked, accounts are not.
    pub fn needs<J: Journal>(&self, record: &Record<'_>, journal: &J) -> Vec<AccountKey> {
        needs::needs(self, record, journal)
    }

    /// Decides a record, with reasons.
    pub fn decide<S: State>(&self, record: &Record<'_>, state: &S) -> Decision {
        let mut buffer = Buffer::default();
        decide::decide::<Explained, S>(self, record, state, &mut buffer);
        buffer.decision
    }

    /// Decides a record with as much detail as asked, without allocating where the buffer is large enough.
    pub fn decide_into<'b, D: Detail, S: State>(
        &self,
        record: &Record<'_>,
        state: &S,
        buffer: &'b mut Buffer,
    ) -> &'b Decision {
        decide::decide::<D, S>(self, record, state, buffer);
        &buffer.decision
    }

    /// Decides a record and takes the decision into the store.
    pub fn run<'b, D: Detail, S: Store>(
        &self,
        record: &Record<'_>,
        store: &mut S,
        buffer: &'b mut Buffer,
    ) -> Result<&'b Decision, S::Error> {
        decide::decide::<D, S>(self, record, store, buffer);
        store.commit(record, &buffer.decision)?;
        Ok(&buffer.decision)
    }
}

#[cfg(test)]
mod tests {
    use super::{Evaluator, ProgramError};

    /// The handle can be shared by all threads.
    #[test]
    fn is_send_and_sync() {
        fn shared<T: Send + Sync>() {}
        shared::<Evaluator>();
    }

    #[test]
    fn refuses_what_is_not_a_program_file() {
        for bytes in [b"".as_slice(), b"MIZI", b"MIZI 0", b"MIZI x\n{}", b"{}"] {
            assert_eq!(Evaluator::from_bytes(bytes).unwrap_err(), ProgramError::Header);
        }
        assert_eq!(Evaluator::from_bytes(b"MIZI 7\n{}").unwrap_err(), ProgramError::Format(7));
        assert!(matches!(Evaluator::from_bytes(b"MIZI 0\n{}").unwrap_err(), ProgramError::Damaged(_)));
    }
}
