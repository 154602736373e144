//! The results archive: everything that published results follow from, in one file that a stranger can check.
//!
//! It owns the layout of `RESULTS.zip` (see `docs/formats/results-archive.md`), writes it from finished results, and says of a
//! received one everything that does not follow from the bundles which the judges signed. It knows neither the organiser's
//! records, from which an archive is filled, nor how a difference is put into words; and it calculates nothing itself: that is
//! `results`.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

mod bundles;
mod compare;
mod difference;
mod error;
mod head;
mod inputs;
mod json;
mod layout;
mod lists;
mod packs;
mod read;
mod sheets;
mod verify;
mod write;

pub use difference::{Difference, SheetFault};
pub use error::{ReadError, WriteError};
pub use head::Head;
pub use layout::{BundleName, FORMAT, NAMESPACE, VERSION};
pub use packs::IssuedPack;
pub use read::{OpenArchive, read};
pub use verify::{Checked, Verification};
pub use write::{Archive, CountedBundle, write};
