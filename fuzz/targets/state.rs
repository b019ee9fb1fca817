//! Any bytes as a file of accounts and journal: read, and what was accepted written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mizi_evaluator::account::Saved;
use mizi_evaluator::text::Texts;
use mizi_fuzz::SEEDS;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(seed) = SEEDS.get(usize::from(*first) % SEEDS.len().max(1)) else { return };
    let mut texts = Texts::default();
    if let Ok(saved) = Saved::read(&seed.evaluator, &mut texts, &String::from_utf8_lossy(rest)) {
        let written = saved.write(&seed.evaluator, &texts);
        let again = Saved::read(&seed.evaluator, &mut texts, &written).expect("what was written can be read");
        assert_eq!(written, again.write(&seed.evaluator, &texts));
    }
});
