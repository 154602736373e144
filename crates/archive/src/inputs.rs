//! `inputs.json`: what results follow from beside the bundles.

use std::collections::BTreeMap;

use contest::{EntryNumber, JudgeId, RoundId};
use pack::{PackError, json};
use results::{Decided, EntryFacts, Inputs, RoundInputs, Seat, SheetFacts, TieOrder, UnitFacts};
use serde::{Deserialize, Serialize};

use crate::layout::{INPUTS, VERSION};

const FORMAT: &str = "jurydesk.results-inputs";

/// [`Inputs`] without what the judges signed: that comes from their bundles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Published {
    format: String,
    version: u32,
    seed: u64,
    draws: u32,
    pub(crate) entries: Vec<EntryFacts>,
    units: Vec<UnitFacts>,
    pub(crate) rounds: Vec<PublishedRound>,
    decisions: Vec<Decided>,
}

/// A round without its sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedRound {
    pub(crate) round: RoundId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shortlist: Option<Vec<EntryNumber>>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) returned: Vec<JudgeId>,
}

/// What the bundles of one round say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signed {
    pub(crate) sheets: Vec<SheetFacts>,
    pub(crate) ties: Vec<TieOrder>,
}

impl Published {
    pub(crate) fn of(inputs: &Inputs) -> Published {
        let round = |round: &RoundInputs| PublishedRound {
            round: round.round.clone(),
            shortlist: round.shortlist.clone(),
            seats: round.seats.clone(),
            returned: round.returned.clone(),
        };
        Published {
            format: FORMAT.to_owned(),
            version: VERSION,
            seed: inputs.seed,
            draws: inputs.draws,
            entries: inputs.entries.clone(),
            units: inputs.units.clone(),
            rounds: inputs.rounds.iter().map(round).collect(),
            decisions: inputs.decisions.clone(),
        }
    }

    pub(crate) fn write(&self) -> Result<Vec<u8>, PackError> {
        json::write(INPUTS, self)
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Published, PackError> {
        let read: Published = json::read(INPUTS, bytes)?;
        if read.format != FORMAT || read.version != VERSION {
            return Err(PackError::Malformed {
                what: INPUTS.to_owned(),
                why: "another format or version".to_owned(),
            });
        }
        Ok(read)
    }

    /// The whole inputs, with what the bundles of each round say.
    pub(crate) fn with_sheets(self, mut signed: BTreeMap<RoundId, Signed>) -> Inputs {
        let round = |round: PublishedRound| {
            let Signed { sheets, ties } = signed.remove(&round.round).unwrap_or_default();
            RoundInputs {
                round: round.round,
                shortlist: round.shortlist,
                seats: round.seats,
                returned: round.returned,
                sheets,
                ties,
            }
        };
        Inputs {
            seed: self.seed,
            draws: self.draws,
            entries: self.entries,
            units: self.units,
            rounds: self.rounds.into_iter().map(round).collect(),
            decisions: self.decisions,
        }
    }
}
