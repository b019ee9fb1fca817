//! Pieces of code put together.

use super::{NoCode, Ops};
use crate::model::range::opposite;
use mizi_evaluator::program::{self as out, Op};

/// Most operations of one piece of code.
const MOST_OPS: usize = 1 << 16;

/// A number.
pub fn constant(n: i128) -> Ops {
    i64::try_from(n).map(|n| vec![Op::Const(n)]).map_err(|_| NoCode::TooLarge)
}

/// Multiplied by a whole number.
pub fn times(ops: Vec<Op>, by: i128) -> Ops {
    match (ops.as_slice(), by) {
        (_, 1) => Ok(ops),
        ([Op::Const(known)], _) => constant(i128::from(*known).checked_mul(by).ok_or(NoCode::TooLarge)?),
        (_, -1) => Ok(followed(ops, [Op::Neg])),
        _ => Ok(followed(ops, constant(by)?.into_iter().chain([Op::Mul]))),
    }
}

/// Divided by a whole number > 0.
pub fn divided(ops: Vec<Op>, by: i128, rounding: out::Rounding) -> Ops {
    Ok(followed(ops, constant(by)?.into_iter().chain([Op::Div(rounding)])))
}

/// Conditions one after another, until the answer is known.
pub fn and_then(parts: Vec<Vec<Op>>, join: fn(u32) -> Op) -> Ops {
    let mut joined: Option<Vec<Op>> = None;
    for part in parts.into_iter().rev() {
        joined = Some(match joined {
            None => part,
            Some(rest) => {
                let skip = join(rest.len() as u32);
                limited(followed(part, [skip].into_iter().chain(rest)))?
            }
        });
    }
    joined.ok_or(NoCode::TooLong)
}

/// No for yes. A single comparison is turned round; one behind a jump is not all there is.
pub fn negated(mut ops: Vec<Op>) -> Vec<Op> {
    match ops.as_mut_slice() {
        [Op::Fact(_) | Op::Scope(_), Op::Const(_), Op::Compare(how)] => *how = opposite(*how),
        _ => ops.push(Op::Not),
    }
    ops
}

/// One of two pieces of code.
pub fn chosen(condition: Vec<Op>, then: Vec<Op>, otherwise: Vec<Op>) -> Ops {
    if let [Op::Const(known)] = condition.as_slice() {
        return Ok(if *known == 0 { otherwise } else { then });
    }
    let mut ops = followed(condition, [Op::JumpIfNo(then.len() as u32 + 1)]);
    ops.extend(then);
    ops.push(Op::Jump(otherwise.len() as u32));
    ops.extend(otherwise);
    limited(ops)
}

/// Code with more behind it.
pub fn followed(mut ops: Vec<Op>, more: impl IntoIterator<Item = Op>) -> Vec<Op> {
    ops.extend(more);
    ops
}

/// Two pieces and what joins them.
pub fn joined_ops(a: Vec<Op>, b: Vec<Op>, op: Op) -> Vec<Op> {
    followed(a, b.into_iter().chain([op]))
}

/// Refuses code that is too long.
pub fn limited(ops: Vec<Op>) -> Ops {
    if ops.len() > MOST_OPS { Err(NoCode::TooLong) } else { Ok(ops) }
}
