//! Policies as programs: what is written for each construct, as text, and that the evaluator takes it.

mod common_policy;

use common_policy::compiled;
use mizi::program::dump::dump;

/// The example of the language's description.
const CANGQIAN: &str = include_str!("program/cangqian.mizi");

#[test]
fn the_street_of_cangqian() {
    insta::assert_snapshot!(dump(&compiled(&[CANGQIAN])));
}
