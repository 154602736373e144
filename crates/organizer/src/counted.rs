//! The sheets that count: of each judge and round the one bundle that the ledger lets stand.

use std::collections::BTreeMap;

use contest::{EntryNumber, JudgeId, RoundId};

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::bundle::{self, Bundle, Opened, Signed};
use crate::store::sheet::{self, Sheet, Status};

/// A bundle that counts, with its sheets.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) bundle: Bundle,
    pub(crate) signed: Signed,
    pub(crate) sheets: Vec<Sheet>,
}

/// Bundles that count, by round and judge.
pub(crate) type CountedBundles = BTreeMap<(RoundId, JudgeId), (Bundle, Signed)>;

impl Organizer {
    /// Every bundle that counts, by round and judge.
    pub(crate) fn counted(&self) -> Result<BTreeMap<(RoundId, JudgeId), Counted>, StoreError> {
        let mut counted = BTreeMap::new();
        for (of, (bundle, signed)) in self.counted_bundles()? {
            let sheets = sheet::of_bundle(&self.db, bundle.receipt)?;
            counted.insert(
                of,
                Counted {
                    bundle,
                    signed,
                    sheets,
                },
            );
        }
        Ok(counted)
    }

    /// Every bundle that counts, without its sheets, by round and judge.
    pub(crate) fn counted_bundles(&self) -> Result<CountedBundles, StoreError> {
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        let standing = self.standing(&received, &rulings).into_iter();
        Ok(standing
            .filter_map(|((round, judge), bundle)| match &bundle.opened {
                Opened::Verified(signed) => {
                    let counted = (bundle.clone(), signed.clone());
                    Some(((round.clone(), judge.clone()), counted))
                }
                Opened::Refused { .. } => None,
            })
            .collect())
    }
}

impl Counted {
    /// The entries whose sheets are in this state.
    pub(crate) fn entries(&self, status: Status) -> impl Iterator<Item = &EntryNumber> {
        let of_status = move |sheet: &&Sheet| sheet.status == status;
        self.sheets
            .iter()
            .filter(of_status)
            .map(|sheet| &sheet.entry)
    }
}
