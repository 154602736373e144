//! The shape of agreement as it is printed for programs. Every name is a key of the JSON and does not change.

use ranking::agreement::{Coefficient, Concordance, CrossedComponents, IccFamily};
use serde::Serialize;

/// What the table says of agreement.
#[derive(Debug, Serialize)]
pub(super) struct Agreement {
    pub(super) entries: usize,
    pub(super) judges: usize,
    pub(super) criteria: usize,
    pub(super) reviews: usize,
    pub(super) krippendorff_alpha: Alphas,
    pub(super) icc: Option<IccLine>,
    pub(super) kendall_w: Option<KendallLine>,
    pub(super) generalizability: Option<GeneralizabilityLine>,
    pub(super) not_applicable: Vec<NotApplicable>,
    /// Of all limits.
    pub(super) confidence: f64,
    pub(super) resamples: u32,
    pub(super) seed: u64,
}

/// Krippendorff's α on each scale.
#[derive(Debug, Default, Serialize)]
pub(super) struct Alphas {
    pub(super) nominal: Option<AlphaLine>,
    pub(super) ordinal: Option<AlphaLine>,
    pub(super) interval: Option<AlphaLine>,
    pub(super) ratio: Option<AlphaLine>,
}

#[derive(Debug, Serialize)]
pub(super) struct AlphaLine {
    pub(super) value: f64,
    /// `None` where resampling would take too long.
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    /// With two reviews or more.
    pub(super) entries: usize,
}

/// The six intraclass correlations.
#[derive(Debug, Serialize)]
pub(super) struct IccLine {
    pub(super) icc_1_1: CoefficientLine,
    pub(super) icc_2_1: CoefficientLine,
    pub(super) icc_3_1: CoefficientLine,
    pub(super) icc_1_k: CoefficientLine,
    pub(super) icc_2_k: CoefficientLine,
    pub(super) icc_3_k: CoefficientLine,
}

#[derive(Debug, Serialize)]
pub(super) struct CoefficientLine {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct KendallLine {
    pub(super) w: f64,
    pub(super) chi_squared: f64,
    pub(super) freedom: u32,
    pub(super) p: f64,
}

/// Entries × criteria × judges.
#[derive(Debug, Serialize)]
pub(super) struct GeneralizabilityLine {
    pub(super) variances: ComponentLine,
    /// Eρ² of the mean over all criteria and judges of the table, each counting the same.
    pub(super) relative: f64,
    /// Φ of the same mean.
    pub(super) absolute: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct ComponentLine {
    pub(super) entry: f64,
    pub(super) criterion: f64,
    pub(super) judge: f64,
    pub(super) entry_criterion: f64,
    pub(super) entry_judge: f64,
    pub(super) criterion_judge: f64,
    pub(super) residual: f64,
}

/// A coefficient that the table does not allow.
#[derive(Debug, Serialize)]
pub(super) struct NotApplicable {
    /// Its key.
    pub(super) index: &'static str,
    /// Why, as a code.
    pub(super) reason: &'static str,
    /// Why, in words.
    pub(super) what: String,
}

impl From<Coefficient> for CoefficientLine {
    fn from(Coefficient { value, low, high }: Coefficient) -> Self {
        Self { value, low, high }
    }
}

impl From<IccFamily> for IccLine {
    fn from(family: IccFamily) -> Self {
        Self {
            icc_1_1: family.icc_1_1.into(),
            icc_2_1: family.icc_2_1.into(),
            icc_3_1: family.icc_3_1.into(),
            icc_1_k: family.icc_1_k.into(),
            icc_2_k: family.icc_2_k.into(),
            icc_3_k: family.icc_3_k.into(),
        }
    }
}

impl From<Concordance> for KendallLine {
    fn from(found: Concordance) -> Self {
        Self {
            w: found.w,
            chi_squared: found.chi_squared,
            freedom: found.freedom,
            p: found.p,
        }
    }
}

impl From<CrossedComponents> for ComponentLine {
    fn from(found: CrossedComponents) -> Self {
        Self {
            entry: found.p,
            criterion: found.i,
            judge: found.j,
            entry_criterion: found.pi,
            entry_judge: found.pj,
            criterion_judge: found.ij,
            residual: found.pij,
        }
    }
}
