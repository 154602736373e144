//! The whole contest on one page, for the organiser's window.

use std::collections::BTreeMap;

use contest::JudgeId;
use serde::Serialize;

use crate::error::RankError;
use crate::folder::Organizer;
use crate::merge::ReceivedLine;
use crate::rank::Ranking;
use crate::store::bundle::Opened;
use crate::store::sheet::Status;
use crate::store::{assignment, bundle, issued_pack, judge, sheet};

/// Where the contest stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// The contest's title.
    pub contest_title: String,
    /// Its folder.
    pub folder: String,
    /// The fingerprint of the organiser's key, six groups of five digits.
    pub fingerprint: String,
    /// Judge by judge.
    pub judges: Vec<JudgeLine>,
    /// The files that came back, latest first.
    pub received: Vec<ReceivedLine>,
    /// The ranking so far.
    pub ranking: Ranking,
}

/// One judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgeLine {
    /// The judge's id.
    pub id: String,
    /// The judge's name.
    pub name: String,
    /// How many entries the judge has.
    pub assigned: u32,
    /// Whether a pack is issued.
    pub issued: bool,
    /// The revision that counts.
    pub revision: Option<u32>,
    /// When it was received; RFC 3339.
    pub received_at: Option<String>,
    /// How many sheets of it are complete.
    pub scored: u32,
    /// How many of it are recusals.
    pub recused: u32,
    /// Its fingerprint, six groups of five digits, to compare with the judge's.
    pub fingerprint: Option<String>,
}

impl Organizer {
    /// Gathers the page.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn overview(&self) -> Result<Overview, RankError> {
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        let standing = self.standing(&received, &rulings);
        let issued = issued_pack::all(&self.db)?;
        let mut assigned: BTreeMap<JudgeId, u32> = BTreeMap::new();
        for (judge, _) in assignment::all(&self.db)? {
            *assigned.entry(judge).or_default() += 1;
        }
        let mut judges = Vec::new();
        for one in judge::all(&self.db)? {
            let counted = standing.get(&one.id);
            let sheets = match counted {
                Some(bundle) => sheet::of_bundle(&self.db, bundle.receipt)?,
                None => Vec::new(),
            };
            let number = |status: Status| {
                let count = sheets.iter().filter(|sheet| sheet.status == status).count();
                u32::try_from(count).unwrap_or(u32::MAX)
            };
            let signed = counted.and_then(|bundle| match &bundle.opened {
                Opened::Verified(signed) => Some(signed),
                Opened::Refused { .. } => None,
            });
            judges.push(JudgeLine {
                assigned: assigned.get(&one.id).copied().unwrap_or(0),
                issued: issued.iter().any(|pack| pack.judge == one.id),
                revision: signed.map(|signed| signed.sequence),
                received_at: counted.map(|bundle| bundle.received_at.clone()),
                scored: number(Status::Scored),
                recused: number(Status::Recused),
                fingerprint: signed.map(|signed| signed.fingerprint.clone()),
                id: one.id.to_string(),
                name: one.name,
            });
        }
        Ok(Overview {
            contest_title: self.contest.title.clone(),
            folder: self.folder.display().to_string(),
            fingerprint: self.fingerprint().to_string(),
            judges,
            received: self.received()?,
            ranking: self.rank()?,
        })
    }
}
