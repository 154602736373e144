//! Intraclass correlations of a complete table: the six forms of Shrout & Fleiss, *Psychological Bulletin* 86, 1979, with the
//! confidence limits given there.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::table::{CompleteTable, TableError};

/// A coefficient and its two-sided confidence limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The estimate: at most 1, and below 0 when judges agree less than by chance.
    pub value: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// The six intraclass correlations. The first number of a name is the model: 1, every entry has other judges; 2, the same
/// judges, a sample of many; 3, the same judges, the only ones of interest. The second is what is judged reliable: one judge's
/// score, or the mean of all `k`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IccFamily {
    /// ICC(1,1).
    pub icc_1_1: Coefficient,
    /// ICC(2,1): agreement in the scores themselves, leniency counted as error.
    pub icc_2_1: Coefficient,
    /// ICC(3,1): agreement in the order, leniency left out.
    pub icc_3_1: Coefficient,
    /// ICC(1,k).
    pub icc_1_k: Coefficient,
    /// ICC(2,k).
    pub icc_2_k: Coefficient,
    /// ICC(3,k), which is Cronbach's α.
    pub icc_3_k: Coefficient,
}

/// The mean squares of a two-way table without repetition.
struct MeanSquares {
    between_entries: f64,
    within_entries: f64,
    between_judges: f64,
    error: f64,
}

/// The intraclass correlations of a table, with limits at `confidence`, between 0 and 1, usually 0.95; other values are
/// brought into 0.5 to 0.999999, NaN to 0.5.
///
/// # Errors
/// [`TableError::NoVariation`] when all entries have the same mean.
pub fn intraclass_correlations(
    table: &CompleteTable,
    confidence: f64,
) -> Result<IccFamily, TableError> {
    let (n, k) = (table.entries() as f64, table.judges() as f64);
    let MeanSquares {
        between_entries: bms,
        within_entries: wms,
        between_judges: jms,
        error: ems,
    } = mean_squares(table);
    let size = table
        .rows
        .iter()
        .flatten()
        .fold(0.0_f64, |size, score| size.max(score.abs()));
    if bms <= 1e-24 * size * size {
        return Err(TableError::NoVariation);
    }
    let confidence = if confidence.is_nan() {
        0.5
    } else {
        confidence.clamp(0.5, 0.999_999)
    };
    let p = f64::midpoint(1.0, confidence);

    let (one_low, one_high) = limits(bms, wms, n - 1.0, n * (k - 1.0), p);
    let (three_low, three_high) = limits(bms, ems, n - 1.0, (n - 1.0) * (k - 1.0), p);
    let single = |f: f64| {
        if f.is_finite() {
            (f - 1.0) / (f + k - 1.0)
        } else {
            1.0
        }
    };
    let average = |f: f64| 1.0 - 1.0 / f;
    let value_2_1 = (bms - ems) / (bms + (k - 1.0) * ems + k * (jms - ems) / n);
    let (two_low, two_high) = limits_of_two(n, k, bms, jms, ems, value_2_1, p);
    let stepped_up = |single: f64| single * k / (1.0 + single * (k - 1.0));
    Ok(IccFamily {
        icc_1_1: Coefficient {
            value: (bms - wms) / (bms + (k - 1.0) * wms),
            low: single(one_low),
            high: single(one_high),
        },
        icc_2_1: Coefficient {
            value: value_2_1,
            low: two_low,
            high: two_high,
        },
        icc_3_1: Coefficient {
            value: (bms - ems) / (bms + (k - 1.0) * ems),
            low: single(three_low),
            high: single(three_high),
        },
        icc_1_k: Coefficient {
            value: (bms - wms) / bms,
            low: average(one_low),
            high: average(one_high),
        },
        icc_2_k: Coefficient {
            value: (bms - ems) / (bms + (jms - ems) / n),
            low: stepped_up(two_low),
            high: stepped_up(two_high),
        },
        icc_3_k: Coefficient {
            value: (bms - ems) / bms,
            low: average(three_low),
            high: average(three_high),
        },
    })
}

fn mean_squares(table: &CompleteTable) -> MeanSquares {
    let (n, k) = (table.entries() as f64, table.judges() as f64);
    let entry_means: Vec<f64> = table
        .rows
        .iter()
        .map(|row| row.iter().sum::<f64>() / k)
        .collect();
    let judge_means: Vec<f64> = (0..table.judges())
        .map(|judge| table.rows.iter().map(|row| row[judge]).sum::<f64>() / n)
        .collect();
    let mean = entry_means.iter().sum::<f64>() / n;
    let squares = |means: &[f64]| means.iter().map(|own| (own - mean).powi(2)).sum::<f64>();
    let (mut within, mut error) = (0.0, 0.0);
    for (row, entry_mean) in table.rows.iter().zip(&entry_means) {
        for (score, judge_mean) in row.iter().zip(&judge_means) {
            within += (score - entry_mean).powi(2);
            error += (score - entry_mean - judge_mean + mean).powi(2);
        }
    }
    MeanSquares {
        between_entries: k * squares(&entry_means) / (n - 1.0),
        within_entries: within / (n * (k - 1.0)),
        between_judges: n * squares(&judge_means) / (k - 1.0),
        error: error / ((n - 1.0) * (k - 1.0)),
    }
}

/// The limits of the ratio of two expected mean squares.
fn limits(above: f64, below: f64, freedom_above: f64, freedom_below: f64, p: f64) -> (f64, f64) {
    let observed = above / below;
    (
        observed / f_quantile(freedom_above, freedom_below, p),
        observed * f_quantile(freedom_below, freedom_above, p),
    )
}

/// The limits of ICC(2,1), whose error has the degrees of freedom of Satterthwaite's approximation (Shrout & Fleiss, p. 424).
fn limits_of_two(n: f64, k: f64, bms: f64, jms: f64, ems: f64, value: f64, p: f64) -> (f64, f64) {
    if ems <= 0.0 && jms <= 0.0 {
        return (1.0, 1.0);
    }
    let judges = k * value * jms;
    let rest = (n * (1.0 + (k - 1.0) * value) - k * value) * ems;
    let freedom = (k - 1.0) * (n - 1.0) * (judges + rest).powi(2)
        / ((n - 1.0) * judges.powi(2) + rest.powi(2));
    // With no agreement at all both parts vanish, and the error alone decides.
    let freedom = if freedom.is_finite() && freedom > 0.0 {
        freedom
    } else {
        (k - 1.0) * (n - 1.0)
    };
    let high = f_quantile(n - 1.0, freedom, p);
    let low = f_quantile(freedom, n - 1.0, p);
    let error = k * jms + (k * n - k - n) * ems;
    (
        n * (bms - high * ems) / (high * error + n * bms),
        n * (low * bms - ems) / (error + n * low * bms),
    )
}

/// The quantile of Fisher's F.
fn f_quantile(above: f64, below: f64, p: f64) -> f64 {
    let f = FisherSnedecor::new(above, below).expect("degrees of freedom are positive and finite");
    let (mut low, mut high) = (0.0, 1.0);
    while f.cdf(high) < p && high < 1e300 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if f.cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
