//! Any bytes as a program file, and programs of the repository with some of their numbers replaced: whatever is accepted must run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi_evaluator::Evaluator;
use mizi_fuzz::{SEEDS, drive, start};
use serde_json::Value;

fuzz_target!(
    init: start("program", SEEDS.iter().enumerate().flat_map(|(number, seed)| {
        let file = seed.evaluator.to_bytes().unwrap_or_default();
        [vec![0x80, number as u8, 1, 2, 3], file]
    })),
    |bytes: &[u8]| {
        match bytes.split_first() {
            Some((first, changes)) if *first >= 0x80 => changed(changes),
            _ => {
                if let Ok(evaluator) = Evaluator::from_bytes(bytes) {
                    SEEDS.iter().for_each(|seed| drive(&evaluator, seed.records.iter().map(String::as_str)));
                }
            }
        }
    }
);

/// Which seed, then four bytes for each change: which number of the program (two bytes), how, and with what.
fn changed(bytes: &[u8]) {
    let Some((number, changes)) = bytes.split_first() else { return };
    let Some(seed) = SEEDS.get(usize::from(*number) % SEEDS.len().max(1)) else { return };
    let Ok(mut program) = serde_json::to_value(seed.evaluator.program()) else { return };
    for change in changes.as_chunks::<4>().0.iter().take(16) {
        let mut numbers = Vec::new();
        collect(&mut program, &mut numbers);
        let place = usize::from(u16::from_le_bytes([change[0], change[1]]));
        let places = numbers.len().max(1);
        if let Some(number) = numbers.get_mut(place % places) {
            **number = replaced(number, change[2], change[3]);
        }
    }
    if let Some(evaluator) = serde_json::from_value(program).ok().and_then(|program| Evaluator::new(program).ok()) {
        drive(&evaluator, seed.records.iter().map(String::as_str));
    }
}

fn collect<'v>(value: &'v mut Value, numbers: &mut Vec<&'v mut Value>) {
    match value {
        Value::Number(_) | Value::Bool(_) => numbers.push(value),
        Value::Array(values) => values.iter_mut().for_each(|value| collect(value, numbers)),
        Value::Object(values) => values.values_mut().for_each(|value| collect(value, numbers)),
        Value::Null | Value::String(_) => {}
    }
}

/// A small number, a large one, or one nearby.
fn replaced(number: &Value, how: u8, with: u8) -> Value {
    let with = i64::from(with);
    match (number, how % 6) {
        (Value::Bool(yes), _) => Value::from(!yes),
        (_, 0) => Value::from(with),
        (_, 1) => Value::from(-with),
        (_, 2) => Value::from(i64::MAX.saturating_sub(with)),
        (_, 3) => Value::from(i64::MIN.saturating_add(with)),
        (_, 4) => Value::from(1_i64.checked_shl(with as u32 % 63).unwrap_or(0)),
        (number, _) => Value::from(number.as_i64().unwrap_or(0).saturating_add(with - 128)),
    }
}
