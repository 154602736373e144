//! How long results take at the size of a city's contest. `cargo bench -p results --bench speed`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that goes wrong"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Size, westlake, whole};
use divan::Bencher;
use results::{Change, Method, compute, what_if};

/// An earlier year's contest, with three reviews an entry.
const CITY: Size = Size {
    entries: 15_000,
    judges: 300,
    reviews: 3,
    seed: 1,
};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn results_with_a_thousand_draws(bencher: Bencher<'_, '_>) {
    let contest = westlake();
    let mut inputs = whole(&contest, CITY);
    inputs.draws = 1_000;
    bencher.bench(|| compute(&contest, &inputs).unwrap());
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn another_method_and_what_it_moves(bencher: Bencher<'_, '_>) {
    let contest = westlake();
    let mut inputs = whole(&contest, CITY);
    inputs.draws = 1_000;
    let change = Change::Method {
        method: Method::Huber,
    };
    bencher.bench(|| what_if(&contest, &inputs, &change).unwrap());
}
