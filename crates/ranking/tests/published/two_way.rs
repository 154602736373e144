//! Two-way least squares against an incomplete block design.

use ranking::{Review, least_squares};

use crate::assert_prints;

#[test]
fn the_catalysts_of_montgomery_have_their_adjusted_effects() {
    // Montgomery, *Design and Analysis of Experiments*, example 4.5 (balanced incomplete blocks): reaction times of four
    // catalysts (entries), each tried on three of four batches of raw material (judges).
    let tried = [
        (0, 0, 73.0),
        (0, 1, 74.0),
        (0, 3, 71.0),
        (1, 1, 75.0),
        (1, 2, 67.0),
        (1, 3, 72.0),
        (2, 0, 73.0),
        (2, 1, 75.0),
        (2, 2, 68.0),
        (3, 0, 75.0),
        (3, 2, 72.0),
        (3, 3, 75.0),
    ];
    let reviews = tried.map(|(entry, judge, score)| Review {
        entry,
        judge,
        score,
    });
    let table = least_squares(4, &reviews).unwrap();

    let mean = table
        .entries
        .iter()
        .map(|entry| entry.estimate)
        .sum::<f64>()
        / 4.0;
    let effects: Vec<f64> = table
        .entries
        .iter()
        .map(|entry| entry.estimate - mean)
        .collect();
    for (effect, eighths) in effects.iter().zip([-9.0, -7.0, -4.0, 20.0]) {
        assert!((effect - eighths / 8.0).abs() < 1e-12);
    }
    // Error sum of squares 3.25 on 5 degrees of freedom.
    assert_eq!(table.freedom, 5);
    assert_prints(table.noise.unwrap(), "0.65");
    // In a balanced design every estimate is equally sure: σ² (1/4 · 1/b + (k / λa) (1 − 1/a)), b = 3, k = 3, λ = 2, a = 4,
    // the first part for the mean of all twelve.
    let expected = 0.65 * (1.0 / 12.0 + 3.0 / 8.0 * 0.75);
    for entry in &table.entries {
        assert!((entry.se.unwrap().powi(2) - expected).abs() < 1e-12);
    }
}
