//! Agreement of judges: Shrout & Fleiss, Krippendorff, Kendall.

use ranking::Review;
use ranking::agreement::{
    CompleteTable, Scale, TableError, intraclass_correlations, kendall_w, krippendorff_alpha,
};

use crate::assert_prints;

/// Six targets and four judges: Shrout & Fleiss, *Psychological Bulletin* 86, 1979, table 2.
const SHROUT_FLEISS: [[f64; 4]; 6] = [
    [9.0, 2.0, 5.0, 8.0],
    [6.0, 1.0, 3.0, 2.0],
    [8.0, 4.0, 6.0, 8.0],
    [7.0, 1.0, 2.0, 6.0],
    [10.0, 5.0, 6.0, 9.0],
    [6.0, 2.0, 4.0, 7.0],
];

fn complete<const N: usize>(rows: &[[f64; N]]) -> CompleteTable {
    CompleteTable::new(rows.iter().map(|row| row.to_vec()).collect()).unwrap()
}

#[test]
fn the_six_correlations_are_those_of_shrout_and_fleiss() {
    // Table 4 of the paper.
    let family = intraclass_correlations(&complete(&SHROUT_FLEISS), 0.95).unwrap();
    assert_prints(family.icc_1_1.value, "0.17");
    assert_prints(family.icc_2_1.value, "0.29");
    assert_prints(family.icc_3_1.value, "0.71");
    assert_prints(family.icc_1_k.value, "0.44");
    assert_prints(family.icc_2_k.value, "0.62");
    assert_prints(family.icc_3_k.value, "0.91");
}

#[test]
fn the_limits_are_those_of_the_r_package_psych() {
    // `psych::ICC(x, lmer = FALSE)`, version 2.2.9, on the same table.
    let family = intraclass_correlations(&complete(&SHROUT_FLEISS), 0.95).unwrap();
    for (coefficient, value, low, high) in [
        (family.icc_1_1, "0.1657418", "-0.13293232", "0.7225601"),
        (family.icc_2_1, "0.2897638", "0.01878651", "0.7610844"),
        (family.icc_3_1, "0.7148407", "0.34246477", "0.9458583"),
        (family.icc_1_k, "0.4427971", "-0.88444216", "0.9124154"),
        (family.icc_2_k, "0.6200505", "0.07113682", "0.9272320"),
        (family.icc_3_k, "0.9093155", "0.67567471", "0.9858917"),
    ] {
        assert_prints(coefficient.value, value);
        assert_prints(coefficient.low, low);
        assert_prints(coefficient.high, high);
    }
}

#[test]
fn judges_who_agree_exactly_correlate_fully_with_limits_of_one() {
    let family = intraclass_correlations(&complete(&[[1.0; 3], [4.0; 3], [9.0; 3]]), 0.95).unwrap();
    for one in [
        family.icc_1_1,
        family.icc_2_1,
        family.icc_3_1,
        family.icc_1_k,
        family.icc_2_k,
        family.icc_3_k,
    ] {
        assert_eq!((one.value, one.low, one.high), (1.0, 1.0, 1.0));
    }
}

#[test]
fn a_table_of_one_score_is_refused() {
    let flat = complete(&[[5.0; 3]; 4]);
    assert_eq!(
        intraclass_correlations(&flat, 0.95),
        Err(TableError::NoVariation)
    );
    assert_eq!(kendall_w(&flat), Err(TableError::NoVariation));
}

#[test]
fn what_is_no_complete_table_is_refused() {
    let refused = |rows: &[&[f64]]| {
        CompleteTable::new(rows.iter().map(|row| row.to_vec()).collect()).unwrap_err()
    };
    assert_eq!(
        refused(&[&[1.0, 2.0]]),
        TableError::TooSmall {
            entries: 1,
            judges: 2
        }
    );
    assert_eq!(
        refused(&[&[1.0, 2.0], &[1.0]]),
        TableError::Ragged {
            row: 1,
            found: 1,
            expected: 2
        }
    );
    assert_eq!(
        refused(&[&[1.0, 2.0], &[1.0, f64::NAN]]),
        TableError::ScoreNotFinite { row: 1, column: 1 }
    );
    let review = Review {
        entry: 0,
        judge: 0,
        score: 1.0,
    };
    assert_eq!(
        CompleteTable::of_panel(&[review], &[0, 1], &[0, 1]),
        Err(TableError::Missing { entry: 0, judge: 1 })
    );
}

/// The rows are judges and a dash is a gap; entries are the columns.
fn reviews(rows: &[&str]) -> Vec<Review> {
    let mut reviews = Vec::new();
    for (judge, row) in rows.iter().enumerate() {
        for (entry, cell) in row.split(' ').enumerate() {
            if let Ok(score) = cell.parse() {
                reviews.push(Review {
                    entry,
                    judge,
                    score,
                });
            }
        }
    }
    reviews
}

fn alpha(reviews: &[Review], scale: Scale) -> f64 {
    krippendorff_alpha(20, reviews, scale, 0, 0).unwrap().value
}

#[test]
fn alpha_of_four_observers_and_twelve_units_is_krippendorffs() {
    // Krippendorff, *Computing Krippendorff's Alpha-Reliability*, 2011, section C and D: four observers with gaps.
    let reviews = reviews(&[
        "1 2 3 3 2 1 4 1 2 - - -",
        "1 2 3 3 2 2 4 1 2 5 - 3",
        "- 3 3 3 2 3 4 2 2 5 1 -",
        "1 2 3 3 2 4 4 1 2 5 1 -",
    ]);
    assert_prints(alpha(&reviews, Scale::Nominal), "0.743");
    assert_prints(alpha(&reviews, Scale::Ordinal), "0.815");
    assert_prints(alpha(&reviews, Scale::Interval), "0.849");
    assert_prints(alpha(&reviews, Scale::Ratio), "0.797");
}

#[test]
fn alpha_of_three_coders_and_fifteen_units_is_krippendorffs() {
    // Three coders, fifteen units, 0.691 nominal and 0.811 interval: the worked example of Krippendorff's alpha in the
    // encyclopaedia Wikipedia.
    let reviews = reviews(&[
        "- - - - - 3 4 1 2 1 1 3 3 - 3",
        "1 - 2 1 3 3 4 3 - - - - - - -",
        "- - 2 1 3 4 4 - 2 1 1 3 3 - 4",
    ]);
    assert_prints(alpha(&reviews, Scale::Nominal), "0.691");
    assert_prints(alpha(&reviews, Scale::Interval), "0.811");
}

#[test]
fn alphas_limits_hold_the_value_and_come_again_with_the_seed() {
    let reviews = reviews(&[
        "1 2 3 3 2 1 4 1 2 - - -",
        "1 2 3 3 2 2 4 1 2 5 - 3",
        "- 3 3 3 2 3 4 2 2 5 1 -",
    ]);
    let draw = |seed| krippendorff_alpha(12, &reviews, Scale::Ordinal, 1000, seed).unwrap();
    let alpha = draw(1);
    assert!(alpha.low < alpha.value && alpha.value < alpha.high && alpha.high <= 1.0);
    assert_eq!(draw(1), alpha);
    assert_ne!(draw(2), alpha);
    assert_eq!(alpha.entries, 10);
}

#[test]
fn w_with_ties_is_kendalls() {
    // Kendall, *Rank Correlation Methods*, 1948, chapter 6: ten objects, three observers, W = 0.828.
    let ranks = [
        [1.0, 2.5, 2.0],
        [4.5, 1.0, 1.0],
        [2.0, 2.5, 4.5],
        [4.5, 4.5, 4.5],
        [3.0, 4.5, 4.5],
        [7.5, 8.0, 4.5],
        [6.0, 9.0, 8.0],
        [9.0, 6.5, 8.0],
        [7.5, 10.0, 8.0],
        [10.0, 6.5, 10.0],
    ];
    let concordance = kendall_w(&complete(&ranks)).unwrap();
    assert_prints(concordance.w, "0.828");
    assert_prints(concordance.chi_squared, "22.35");
    assert_eq!(concordance.freedom, 9);
    // `pchisq(22.34874, 9, lower.tail = FALSE)` in R.
    assert_prints(concordance.p, "0.007837");
}

#[test]
fn w_is_one_for_one_order_whatever_the_steps() {
    let same = complete(&[[1.0, 10.0, -3.0], [2.0, 11.0, 0.0], [3.0, 90.0, 0.5]]);
    assert_eq!(kendall_w(&same).unwrap().w, 1.0);
}
