//! How long all texts of a contest against all take. `cargo bench -p likeness`.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that goes wrong"
)]

#[path = "../tests/trial/made.rs"]
mod made;

use std::ops::ControlFlow;

use divan::Bencher;
use likeness::alike;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// Texts of about 700 字, one in ten of them a copy.
fn texts(count: usize) -> Vec<String> {
    let mut rng = ChaCha20Rng::seed_from_u64(15);
    let mut last = made::text(0, 30, &mut rng);
    (0..count)
        .map(|at| {
            if rng.gen_ratio(1, 10) {
                last = made::copied(&last, at % made::WAYS.len(), at % 7, &mut rng);
            } else {
                last = made::text(at % 7, 30, &mut rng);
            }
            made::said(&last, &mut rng)
        })
        .collect()
}

fn main() {
    divan::main();
}

#[divan::bench(args = [1_500, 5_000, 15_000], sample_count = 3)]
fn all_against_all(bencher: Bencher<'_, '_>, count: usize) {
    let texts = texts(count);
    bencher.bench_local(|| {
        let mut read = |text: usize| std::io::Result::Ok(vec![texts[text].clone()]);
        let mut go = |_, _| ControlFlow::Continue(());
        let scratch = tempfile::tempfile().unwrap();
        let found = alike(texts.len(), &mut read, &|_, _| true, scratch, &mut go)
            .unwrap()
            .unwrap();
        assert!(found.len() >= count / 20);
        found.len()
    });
}
