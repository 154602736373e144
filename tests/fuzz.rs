//! A short seeded run of every fuzz target; `cargo xtask fuzz` is the long one.

use whole::fuzz::{Budget, TARGETS, run};

#[test]
fn no_damaged_input_panics_a_reader() {
    for target in &TARGETS {
        assert_eq!(
            run(target, 20_260_801, Budget::Inputs(150)),
            150,
            "{}",
            target.name
        );
    }
}
