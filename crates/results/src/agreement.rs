//! How far the judges of a round agree.

use ranking::Review;
use ranking::agreement::{
    CompleteTable, Scale, intraclass_correlations, kendall_w, krippendorff_alpha,
};

use crate::outcome::Agreement;
use crate::score::Scores;

/// The limits of the intraclass correlations are not told, so that their confidence changes nothing.
const CONFIDENCE: f64 = 0.95;

/// The coefficients that apply to these totals.
pub(crate) fn agreement(scores: &Scores<'_>, reviews: &[Review]) -> Agreement {
    let alpha = |scale| {
        let found = krippendorff_alpha(scores.entries.len(), reviews, scale, 0, 0);
        finite(found.ok().map(|alpha| alpha.value))
    };
    let table = complete(scores, reviews);
    let icc = table
        .as_ref()
        .and_then(|table| intraclass_correlations(table, CONFIDENCE).ok());
    let w = table.as_ref().and_then(|table| kendall_w(table).ok());
    Agreement {
        alpha_interval: alpha(Scale::Interval),
        alpha_ordinal: alpha(Scale::Ordinal),
        icc_single: finite(icc.map(|icc| icc.icc_2_1.value)),
        icc_mean: finite(icc.map(|icc| icc.icc_2_k.value)),
        kendall_w: finite(w.map(|w| w.w)),
    }
}

/// A number that JSON can hold.
fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

/// The totals as a table, where every judge scored every entry.
fn complete(scores: &Scores<'_>, reviews: &[Review]) -> Option<CompleteTable> {
    let (entries, judges) = (scores.entries.len(), scores.judges.len());
    if entries.checked_mul(judges) != Some(reviews.len()) {
        return None;
    }
    let entries: Vec<usize> = (0..entries).collect();
    let judges: Vec<usize> = (0..judges).collect();
    CompleteTable::of_panel(reviews, &entries, &judges).ok()
}
