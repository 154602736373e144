//! Kendall's coefficient of concordance: how far judges who ranked the same entries agree in the order alone (Kendall & Babington
//! Smith, *Annals of Mathematical Statistics* 10, 1939; with ties, Kendall, *Rank Correlation Methods*, 1948, chapter 6).

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::table::{CompleteTable, TableError};

/// Kendall's W and the test against no agreement at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// From 0, no agreement, to 1, the same order for all judges; corrected for ties.
    pub w: f64,
    /// m (n − 1) W for m judges and n entries.
    pub chi_squared: f64,
    /// n − 1.
    pub freedom: u32,
    /// The probability of a χ² at least as large when judges order at random; good for more than seven entries.
    pub p: f64,
}

/// Kendall's W of a table. Scores are turned into ranks judge by judge, equal scores share their mean rank.
///
/// # Errors
/// [`TableError::NoVariation`] when every judge gives all entries the same.
pub fn kendall_w(table: &CompleteTable) -> Result<Concordance, TableError> {
    let (n, m) = (table.entries() as f64, table.judges() as f64);
    let mut sums = vec![0.0; table.entries()];
    let mut ties = 0.0;
    for judge in 0..table.judges() {
        let scores: Vec<f64> = table.rows.iter().map(|row| row[judge]).collect();
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
        let mut before = 0.0;
        // Compared as numbers, so that 0 and −0 are equal.
        for group in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
            let size = group.len() as f64;
            for &entry in group {
                sums[entry] += before + (size + 1.0) / 2.0;
            }
            before += size;
            ties += size * size * size - size;
        }
    }
    let mean = m * (n + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - mean).powi(2)).sum();
    let most = m * m * (n * n * n - n) - m * ties;
    if most <= 0.0 {
        return Err(TableError::NoVariation);
    }
    let w = (12.0 * squares / most).clamp(0.0, 1.0);
    let chi_squared = m * (n - 1.0) * w;
    let distribution =
        ChiSquared::new(n - 1.0).expect("a table has two entries and so one degree of freedom");
    Ok(Concordance {
        w,
        chi_squared,
        freedom: u32::try_from(table.entries() - 1).unwrap_or(u32::MAX),
        p: distribution.sf(chi_squared),
    })
}
