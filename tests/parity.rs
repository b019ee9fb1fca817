//! The compiled path and the second interpreter say the same.

mod oracle;

#[test]
fn show() {
    for seed in 0..2 {
        for text in oracle::generate::policy::draft(seed).texts() {
            println!("{text}\n=====");
        }
    }
}
