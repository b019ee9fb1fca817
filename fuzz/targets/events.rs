//! Any bytes as lines of input: the first chooses a policy of the repository, the rest are read, decided, explained and written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi_fuzz::{SEEDS, drive, start};

fuzz_target!(
    init: start("events", SEEDS.iter().enumerate().map(|(number, seed)| {
        let mut input = vec![number as u8];
        input.extend(seed.records.join("\n").bytes());
        input
    })),
    |bytes: &[u8]| {
        let Some((first, rest)) = bytes.split_first() else { return };
        let Some(seed) = SEEDS.get(usize::from(*first) % SEEDS.len().max(1)) else { return };
        drive(&seed.evaluator, String::from_utf8_lossy(rest).lines());
    }
);
