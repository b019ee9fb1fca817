//! Code run the obvious way, so that a wrong value is the compiler's fault alone.

use mizi_evaluator::program::{Code, Compare, Op, Rounding, Segment};

/// What the code leaves; none for a division by zero.
pub fn run(segment: &Segment, code: Code, slot: impl Fn(u16) -> i64) -> Option<i64> {
    let ops = &segment.code[code.start as usize..(code.start + code.len) as usize];
    let mut stack: Vec<i64> = Vec::new();
    let mut at = 0;
    while at < ops.len() {
        let mut pop = || stack.pop().expect("something on the stack");
        let pushed = match ops[at] {
            Op::Const(n) => Some(n),
            Op::Fact(fact) => Some(slot(fact)),
            Op::Add => Some(pop() + pop()),
            Op::Sub => {
                let b = pop();
                Some(pop() - b)
            }
            Op::Mul => Some(pop().checked_mul(pop()).expect("within 64 bits")),
            Op::Neg => Some(-pop()),
            Op::Not => Some(1 - pop()),
            Op::Min => Some(pop().min(pop())),
            Op::Max => Some(pop().max(pop())),
            Op::Div(rounding) => {
                let b = pop();
                let a = pop();
                if b == 0 {
                    return None;
                }
                Some(divide(rounding, a, b))
            }
            Op::Compare(how) => {
                let b = pop();
                Some(compares(how, pop(), b).into())
            }
            Op::InSet(set) => Some(segment.sets[set as usize].contains(&pop()).into()),
            Op::Jump(skip) => {
                at += skip as usize;
                None
            }
            Op::JumpIfNo(skip) => {
                if pop() == 0 {
                    at += skip as usize;
                }
                None
            }
            Op::AndThen(skip) => skip_on(&mut at, skip, pop(), 0),
            Op::OrElse(skip) => skip_on(&mut at, skip, pop(), 1),
            ref other => panic!("not used here: {other:?}"),
        };
        stack.extend(pushed);
        at += 1;
    }
    assert_eq!(stack.len(), 1);
    stack.pop()
}

/// Where the answer is this one it is known: it stays, and the rest is skipped.
fn skip_on(at: &mut usize, skip: u32, answer: i64, known: i64) -> Option<i64> {
    if answer != known {
        return None;
    }
    *at += skip as usize;
    Some(answer)
}

fn divide(rounding: Rounding, a: i64, b: i64) -> i64 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    match rounding {
        Rounding::Down => a.div_euclid(b),
        Rounding::Up => -(-a).div_euclid(b),
        Rounding::HalfUp => a.signum() * (2 * a.abs() + b).div_euclid(2 * b),
    }
}

fn compares(how: Compare, a: i64, b: i64) -> bool {
    match how {
        Compare::Equal => a == b,
        Compare::NotEqual => a != b,
        Compare::Less => a < b,
        Compare::AtMost => a <= b,
        Compare::Greater => a > b,
        Compare::AtLeast => a >= b,
    }
}
