//! The mixed model against lme4.

use ranking::{Review, fit};

use crate::{assert_prints, table};

/// `Penicillin` of the R package lme4: the diameter in mm of the zone in which growth of the organism is inhibited, for 24
/// plates (rows) and 6 samples (columns). From Davies & Goldsmith, *Statistical Methods in Research and Production*, 4th
/// edition, 1972, table 6.9.
const PENICILLIN: [[f64; 6]; 24] = [
    [27.0, 23.0, 26.0, 23.0, 23.0, 21.0],
    [27.0, 23.0, 26.0, 23.0, 23.0, 21.0],
    [25.0, 21.0, 25.0, 24.0, 24.0, 20.0],
    [26.0, 23.0, 25.0, 23.0, 23.0, 20.0],
    [25.0, 22.0, 26.0, 22.0, 23.0, 20.0],
    [24.0, 22.0, 25.0, 23.0, 22.0, 19.0],
    [24.0, 20.0, 23.0, 21.0, 22.0, 19.0],
    [26.0, 22.0, 26.0, 24.0, 24.0, 21.0],
    [24.0, 21.0, 24.0, 22.0, 22.0, 20.0],
    [24.0, 21.0, 24.0, 23.0, 22.0, 19.0],
    [26.0, 23.0, 26.0, 24.0, 24.0, 21.0],
    [25.0, 22.0, 26.0, 24.0, 24.0, 20.0],
    [26.0, 24.0, 26.0, 24.0, 25.0, 22.0],
    [26.0, 23.0, 26.0, 23.0, 23.0, 20.0],
    [26.0, 23.0, 25.0, 24.0, 24.0, 22.0],
    [25.0, 22.0, 25.0, 23.0, 23.0, 20.0],
    [25.0, 21.0, 24.0, 23.0, 23.0, 20.0],
    [25.0, 22.0, 24.0, 23.0, 23.0, 19.0],
    [24.0, 21.0, 23.0, 21.0, 21.0, 19.0],
    [26.0, 23.0, 26.0, 24.0, 24.0, 21.0],
    [25.0, 21.0, 24.0, 22.0, 22.0, 18.0],
    [25.0, 22.0, 25.0, 22.0, 22.0, 20.0],
    [24.0, 21.0, 24.0, 22.0, 24.0, 19.0],
    [24.0, 21.0, 24.0, 22.0, 21.0, 18.0],
];

/// Plates as entries, samples as judges.
fn penicillin() -> Vec<Review> {
    table(&PENICILLIN)
}

#[test]
fn penicillin_has_the_printed_criterion_and_deviations() {
    // `lmer(diameter ~ 1 + (1|plate) + (1|sample), Penicillin)`: Bates, *lme4: Mixed-effects Modeling with R*, 2010, §2.1.
    let fit = fit(&penicillin(), &[0; 24]).unwrap();
    let variances = fit.variances();
    assert_prints(fit.criterion(), "330.8606");
    assert_prints(variances.merit.sqrt(), "0.8467");
    assert_prints(variances.leniency.sqrt(), "1.9316");
    assert_prints(variances.noise.sqrt(), "0.5499");
    let [theme] = fit.themes()[..] else {
        panic!("one theme")
    };
    assert_prints(theme.mean, "22.9722");
    assert_prints(theme.se, "0.8086");
    // `ranef(m)$sample` and the square root of its `postVar`.
    let judges = fit.judges();
    let printed = ["2.187", "-1.010", "1.938", "-0.097", "-0.014", "-3.004"];
    for (judge, printed) in judges.iter().zip(printed) {
        assert_prints(judge.leniency, printed);
    }
}

#[test]
fn in_a_complete_table_the_variances_are_those_of_the_analysis_of_variance() {
    // Searle, Casella & McCulloch, *Variance Components*, 1992, §4.3: with balanced data and no negative estimate, restricted
    // maximum likelihood and the analysis of variance agree exactly.
    let variances = fit(&penicillin(), &[0; 24]).unwrap().variances();
    let mean = PENICILLIN.iter().flatten().sum::<f64>() / 144.0;
    let plates: Vec<f64> = PENICILLIN
        .iter()
        .map(|row| row.iter().sum::<f64>() / 6.0)
        .collect();
    let samples: Vec<f64> = (0..6)
        .map(|sample| PENICILLIN.iter().map(|row| row[sample]).sum::<f64>() / 24.0)
        .collect();
    let squares = |means: &[f64]| means.iter().map(|own| (own - mean).powi(2)).sum::<f64>();
    let mut error = 0.0;
    for (row, plate) in PENICILLIN.iter().zip(&plates) {
        for (score, sample) in row.iter().zip(&samples) {
            error += (score - plate - sample + mean).powi(2);
        }
    }
    let noise = error / (23.0 * 5.0);
    assert!((variances.noise - noise).abs() < 1e-9);
    assert!((variances.merit - (6.0 * squares(&plates) / 23.0 - noise) / 6.0).abs() < 1e-9);
    assert!((variances.leniency - (24.0 * squares(&samples) / 5.0 - noise) / 24.0).abs() < 1e-8);
}
