//! What code does to the stack, worked out once, so that running it needs no further care.

use super::build::ensure;
use crate::error::ProgramError;
use crate::program::Op;

/// What code may name.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub sets: usize,
    pub readings: usize,
}

/// Checks that the code leaves exactly one number on every way through it, and names only what there is.
pub(crate) fn check(ops: &[Op], limits: Limits) -> Result<(), ProgramError> {
    // Height of the stack before each operation; jumps are forward only, so that one pass meets every way.
    let mut heights: Vec<Option<usize>> = vec![None; ops.len() + 1];
    heights[0] = Some(0);
    for (place, op) in ops.iter().enumerate() {
        let height = heights[place].ok_or_else(|| ProgramError::inconsistent("code that is never reached"))?;
        names(*op, limits)?;
        let (takes, gives) = effect(*op);
        let below = height.checked_sub(takes).ok_or_else(|| ProgramError::inconsistent("code that takes too much"))?;
        let after = below + gives;
        match *op {
            Op::Jump(skip) => arrive(&mut heights, place, skip, after)?,
            Op::JumpIfNo(skip) => {
                arrive(&mut heights, place, skip, after)?;
                arrive(&mut heights, place, 0, after)?;
            }
            // Where the answer is known, it stays.
            Op::AndThen(skip) | Op::OrElse(skip) => {
                arrive(&mut heights, place, skip, height)?;
                arrive(&mut heights, place, 0, after)?;
            }
            _ => arrive(&mut heights, place, 0, after)?,
        }
    }
    ensure(heights[ops.len()] == Some(1), "code that does not leave one number")
}

/// Notes the height with which the operation after `skip` others is reached.
fn arrive(heights: &mut [Option<usize>], place: usize, skip: u32, height: usize) -> Result<(), ProgramError> {
    let target = heights.get_mut(place.saturating_add(skip as usize).saturating_add(1));
    let target = target.ok_or_else(|| ProgramError::inconsistent("a jump out of its code"))?;
    ensure(target.is_none_or(|known| known == height), "ways through code that do not agree")?;
    *target = Some(height);
    Ok(())
}

fn names(op: Op, limits: Limits) -> Result<(), ProgramError> {
    match op {
        Op::InSet(set) => ensure((set as usize) < limits.sets, "a set that is not listed"),
        Op::Account(reading) => ensure(usize::from(reading) < limits.readings, "a reading that is not listed"),
        _ => Ok(()),
    }
}

/// How many numbers an operation takes and gives.
fn effect(op: Op) -> (usize, usize) {
    match op {
        Op::Const(_) | Op::Fact(_) | Op::HasFact(_) | Op::Scope(_) | Op::HasScope(_) => (0, 1),
        Op::EventDate | Op::EventTime | Op::Account(_) => (0, 1),
        Op::Add | Op::Sub | Op::Mul | Op::Div(_) | Op::Min | Op::Max | Op::Compare(_) | Op::Elapsed(_) => (2, 1),
        Op::Neg | Op::InSet(_) | Op::Not | Op::DatePart(_) | Op::DateAt(_) => (1, 1),
        Op::Jump(_) => (0, 0),
        Op::JumpIfNo(_) | Op::AndThen(_) | Op::OrElse(_) => (1, 0),
    }
}
