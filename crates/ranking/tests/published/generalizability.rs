//! Variance components of complete designs.

use ranking::agreement::{crossed_components, nested_components};

use crate::assert_prints;

/// Rows are persons; within a row the second facet runs fastest.
fn cube<const N: usize>(rows: &[[f64; N]], fastest: usize) -> Vec<Vec<Vec<f64>>> {
    rows.iter()
        .map(|row| row.chunks(fastest).map(<[f64]>::to_vec).collect())
        .collect()
}

#[test]
fn persons_by_items_by_occasions_is_brennans() {
    // Brennan, *Generalizability Theory*, 2001, synthetic data set no. 3 (table 3.1): ten persons, two occasions of four items.
    let data = [
        [2.0, 6.0, 7.0, 5.0, 2.0, 5.0, 5.0, 5.0],
        [4.0, 5.0, 6.0, 7.0, 6.0, 7.0, 5.0, 7.0],
        [5.0, 5.0, 4.0, 6.0, 5.0, 4.0, 5.0, 5.0],
        [5.0, 9.0, 8.0, 6.0, 5.0, 7.0, 7.0, 6.0],
        [4.0, 3.0, 5.0, 6.0, 4.0, 5.0, 6.0, 4.0],
        [4.0, 4.0, 4.0, 7.0, 6.0, 4.0, 7.0, 8.0],
        [2.0, 6.0, 6.0, 5.0, 2.0, 7.0, 7.0, 5.0],
        [3.0, 4.0, 4.0, 5.0, 6.0, 6.0, 6.0, 4.0],
        [0.0, 5.0, 4.0, 5.0, 5.0, 5.0, 5.0, 3.0],
        [6.0, 8.0, 7.0, 6.0, 6.0, 8.0, 8.0, 6.0],
    ];
    // Occasions are the first facet here, items the second.
    let found = crossed_components(&cube(&data, 4)).unwrap();
    assert_prints(found.p, "0.5528");
    assert_prints(found.j, "0.4417");
    assert_prints(found.i, "0.0074");
    assert_prints(found.pj, "0.5750");
    assert_prints(found.pi, "0.1009");
    assert_prints(found.ij, "0.1565");
    assert_prints(found.pij, "0.9352");
    let (relative, absolute) = (found.relative(2, 4), found.absolute(2, 4));
    assert!(
        (relative - 0.5528 / (0.5528 + 0.5750 / 4.0 + 0.1009 / 2.0 + 0.9352 / 8.0)).abs() < 1e-4
    );
    assert!(absolute < relative);
}

#[test]
fn persons_by_raters_within_tasks_is_brennans() {
    // Brennan, 2001, synthetic data set no. 4 (table 3.2): ten persons, three tasks of four raters each; components on p. 116.
    let data = [
        [5.0, 6.0, 5.0, 5.0, 5.0, 3.0, 4.0, 5.0, 6.0, 7.0, 3.0, 3.0],
        [9.0, 3.0, 7.0, 7.0, 7.0, 5.0, 5.0, 5.0, 7.0, 7.0, 5.0, 2.0],
        [3.0, 4.0, 3.0, 3.0, 5.0, 3.0, 3.0, 5.0, 6.0, 5.0, 1.0, 6.0],
        [7.0, 5.0, 5.0, 3.0, 3.0, 1.0, 4.0, 3.0, 5.0, 3.0, 3.0, 5.0],
        [9.0, 2.0, 9.0, 7.0, 7.0, 7.0, 3.0, 7.0, 2.0, 7.0, 5.0, 3.0],
        [3.0, 4.0, 3.0, 5.0, 3.0, 3.0, 6.0, 3.0, 4.0, 5.0, 1.0, 2.0],
        [7.0, 3.0, 7.0, 7.0, 7.0, 5.0, 5.0, 7.0, 5.0, 5.0, 5.0, 4.0],
        [5.0, 8.0, 5.0, 7.0, 7.0, 5.0, 5.0, 4.0, 3.0, 2.0, 1.0, 1.0],
        [9.0, 9.0, 8.0, 8.0, 6.0, 6.0, 6.0, 5.0, 5.0, 8.0, 1.0, 1.0],
        [4.0, 4.0, 4.0, 3.0, 3.0, 5.0, 6.0, 5.0, 5.0, 7.0, 1.0, 1.0],
    ];
    let found = nested_components(&cube(&data, 4)).unwrap();
    assert_prints(found.p, "0.4731");
    assert_prints(found.t, "0.3252");
    assert_prints(found.r_in_t, "0.6475");
    assert_prints(found.pt, "0.5596");
    assert_prints(found.pr_in_t, "2.3802");
}

#[test]
fn patients_by_symptoms_by_raters_has_the_components_of_its_mean_squares() {
    // Gleser, Cronbach & Rajaratnam, *Psychometrika* 30, 1965, table 3, in the arrangement of `Gleser` of the R package psych:
    // twelve patients, six symptoms of two raters each. The components follow from the mean squares that R's `anova` prints.
    let data = [
        [0.0, 0.0, 2.0, 1.0, 2.0, 0.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0],
        [0.0, 0.0, 2.0, 1.0, 2.0, 0.0, 1.0, 2.0, 2.0, 1.0, 2.0, 1.0],
        [0.0, 0.0, 1.0, 1.0, 3.0, 3.0, 2.0, 1.0, 2.0, 1.0, 1.0, 2.0],
        [2.0, 0.0, 2.0, 1.0, 2.0, 2.0, 2.0, 1.0, 2.0, 1.0, 4.0, 1.0],
        [0.0, 0.0, 1.0, 2.0, 2.0, 0.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0],
        [2.0, 0.0, 2.0, 1.0, 2.0, 0.0, 4.0, 1.0, 3.0, 3.0, 3.0, 1.0],
        [0.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 4.0, 2.0, 2.0, 2.0, 3.0],
        [0.0, 0.0, 0.0, 1.0, 4.0, 3.0, 3.0, 4.0, 2.0, 3.0, 3.0, 3.0],
        [1.0, 2.0, 2.0, 1.0, 3.0, 6.0, 1.0, 3.0, 2.0, 3.0, 2.0, 1.0],
        [0.0, 1.0, 2.0, 4.0, 3.0, 3.0, 2.0, 2.0, 3.0, 5.0, 3.0, 1.0],
        [3.0, 4.0, 2.0, 2.0, 3.0, 2.0, 4.0, 5.0, 3.0, 3.0, 5.0, 5.0],
        [1.0, 1.0, 2.0, 4.0, 4.0, 4.0, 3.0, 3.0, 4.0, 6.0, 6.0, 6.0],
    ];
    let found = crossed_components(&cube(&data, 2)).unwrap();
    assert_prints(found.p, "0.4187");
    assert_prints(found.i, "0.4672");
    assert_prints(found.j, "-0.0141");
    assert_prints(found.pi, "0.4273");
    assert_prints(found.pj, "0.1919");
    assert_prints(found.ij, "0.0205");
    assert_prints(found.pij, "0.6212");
}
