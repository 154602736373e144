//! How far judges agree: coefficients that can be laid beside those of other contests and of the literature. None of them
//! ranks anything.

mod alpha;
mod generalizability;
mod icc;
mod kendall;
mod table;

pub use alpha::{Alpha, AlphaError, Scale, krippendorff_alpha};
pub use generalizability::{
    CrossedComponents, GeneralizabilityError, NestedComponents, crossed_components,
    nested_components,
};
pub use icc::{Coefficient, IccFamily, intraclass_correlations};
pub use kendall::{Concordance, kendall_w};
pub use table::{CompleteTable, TableError};
