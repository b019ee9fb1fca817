//! Any bytes as a file of accounts and journal: read, and what was accepted written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi_evaluator::account::Saved;
use mizi_evaluator::text::Texts;
use mizi_fuzz::SEEDS;

fuzz_target!(
    // The policies are made ready before the first input, which would be taken for a slow one.
    init: {
        let _ = SEEDS.len();
    },
    |bytes: &[u8]| {
        let Some((first, rest)) = bytes.split_first() else { return };
        let Some(seed) = SEEDS.get(usize::from(*first) % SEEDS.len().max(1)) else { return };
        let mut texts = Texts::default();
        let mut text = String::from_utf8_lossy(rest).into_owned();
        // Half of the texts get a head that fits, so that what follows it is read to the end.
        if first % 2 == 1 {
            let policy = seed.evaluator.program().policy.key();
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            text = format!("{{\"mizi\":\"state\",\"format\":0,\"policy\":\"{policy}\",\"lines\":{lines}}}\n{text}");
        }
        if let Ok(saved) = Saved::read(&seed.evaluator, &mut texts, &text) {
            let written = saved.write(&seed.evaluator, &texts);
            let again = Saved::read(&seed.evaluator, &mut texts, &written).expect("what was written can be read");
            assert_eq!(written, again.write(&seed.evaluator, &texts));
        }
    }
);
