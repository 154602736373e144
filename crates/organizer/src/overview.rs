//! The round people are at on one page, for the organiser's window.

use std::collections::BTreeMap;

use contest::{JudgeId, RoundId, ThemeId};
use results::RoundState;
use serde::Serialize;

use crate::error::{RankError, ResultsError, StoreError};
use crate::folder::Organizer;
use crate::merge::ReceivedLine;
use crate::roster::takes_part;
use crate::sent::Told;
use crate::store::sheet::Status;
use crate::store::{assignment, issued_pack, judge, sheet};

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
    /// How far the round has come.
    pub standing: Standing,
}

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The round.
    pub round: RoundId,
    /// Whether judges are still missing; until then every place can change.
    pub provisional: bool,
    /// From how many judges a bundle counts.
    pub returned: usize,
    /// How many judges have a pack.
    pub issued: usize,
    /// The complete score sheets that count, by the theme of their entry.
    pub scored: BTreeMap<ThemeId, u32>,
}

/// One judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgeLine {
    /// The judge's id.
    pub id: String,
    /// The judge's name.
    pub name: String,
    /// Whether the judge takes part in the round.
    pub in_round: bool,
    /// How many entries of the round the judge has.
    pub assigned: u32,
    /// Whether a pack of the round is issued.
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
    /// Where the judge works.
    pub unit: String,
    /// The judge's mail address; may be empty.
    pub email: String,
    /// Whether the judge dropped out.
    pub dropped: bool,
    /// How the pack went out and who was reminded.
    pub told: Told,
}

impl Organizer {
    /// Gathers the page of the round people are at: [`Organizer::overview_of`].
    ///
    /// # Errors
    /// As there.
    pub fn overview(&self) -> Result<Overview, RankError> {
        let round = self.current_round()?;
        self.overview_of(&round)
    }

    /// Gathers the page of a round.
    ///
    /// # Errors
    /// [`RankError::Round`]; a database that cannot be read.
    pub fn overview_of(&self, round: &RoundId) -> Result<Overview, RankError> {
        let of_contest = self.round(round)?;
        let mut counted = self.counted_bundles()?;
        let issued = issued_pack::latest(&self.db, round)?;
        let mut assigned: BTreeMap<JudgeId, u32> = BTreeMap::new();
        for (judge, _) in assignment::of_round(&self.db, round)? {
            *assigned.entry(judge).or_default() += 1;
        }
        let mut told = self.told(round)?;
        let dropped = self.dropped()?;
        let mut judges = Vec::new();
        for one in judge::all(&self.db)? {
            let counted = counted.remove(&(round.clone(), one.id.clone()));
            let number = |status: Status| match &counted {
                Some((bundle, _)) => sheet::count(&self.db, bundle.receipt, status),
                None => Ok(0),
            };
            let signed = counted.as_ref().map(|(_, signed)| signed);
            judges.push(JudgeLine {
                in_round: takes_part(&one, of_contest),
                assigned: assigned.get(&one.id).copied().unwrap_or(0),
                issued: issued.contains_key(&one.id),
                revision: signed.map(|signed| signed.sequence),
                received_at: counted
                    .as_ref()
                    .map(|(bundle, _)| bundle.received_at.clone()),
                scored: number(Status::Scored)?,
                recused: number(Status::Recused)?,
                fingerprint: signed.map(|signed| signed.fingerprint.clone()),
                dropped: dropped.contains(&one.id),
                told: told.remove(&one.id).unwrap_or_default(),
                unit: one.unit,
                email: one.email,
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
            standing: self.standing_of(round)?,
        })
    }

    /// How far a round has come; nothing is ranked for it.
    ///
    /// # Errors
    /// [`RankError::Round`]; a database that cannot be read; records that contradict the contest file.
    pub fn standing_of(&self, round: &RoundId) -> Result<Standing, RankError> {
        self.round(round)?;
        let inputs = self.inputs_now()?;
        let progress = results::progress(&self.contest, &inputs)
            .map_err(|why| RankError::from(ResultsError::Contradiction(why)))?;
        let of_round = progress.into_iter().find(|one| &one.round == round);
        let of_round = of_round.ok_or(StoreError::damaged("results"))?;
        let begun = inputs.rounds.iter().find(|one| &one.round == round);
        Ok(Standing {
            round: of_round.round,
            provisional: of_round.state != RoundState::Complete,
            returned: begun.map_or(0, |begun| begun.returned.len()),
            issued: issued_pack::latest(&self.db, round)?.len(),
            scored: of_round.scored,
        })
    }
}
