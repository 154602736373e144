//! Why no results follow from the inputs: they contradict the contest, or themselves.

use contest::{AwardId, CriterionId, EntryNumber, JudgeId, RoundId, ThemeId};

use crate::decision::Recipient;

/// The first contradiction that was found. Each names what has to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputsError {
    /// Rank intervals need a draw.
    #[error("there are to be no draws")]
    NoDraws,
    /// So many draws of so many entries would not fit into memory.
    #[error("{draws} draws are too many, at most {most} can be made for so many entries")]
    TooManyDraws {
        /// How many were asked for.
        draws: u32,
        /// How many can be made.
        most: u32,
    },
    /// An entry is listed twice.
    #[error("entry {entry} is listed twice")]
    EntryTwice {
        /// Which entry.
        entry: EntryNumber,
    },
    /// A unit is listed twice.
    #[error("unit {unit:?} is listed twice")]
    UnitTwice {
        /// Its name.
        unit: String,
    },
    /// A unit has no name.
    #[error("a unit has no name")]
    UnitUnnamed,
    /// More of a unit's ideas were accepted than it sent.
    #[error("unit {unit:?} sent {sent} ideas and {accepted} were accepted")]
    MoreAcceptedThanSent {
        /// Its name.
        unit: String,
        /// How many it sent.
        sent: u32,
        /// How many were accepted.
        accepted: u32,
    },
    /// An entry's theme is not one of the contest.
    #[error("entry {entry} is of theme {theme}, which the contest does not have")]
    UnknownTheme {
        /// Which entry.
        entry: EntryNumber,
        /// The theme it names.
        theme: ThemeId,
    },
    /// A unit is named that is not listed.
    #[error("unit {unit:?} is not listed")]
    UnknownUnit {
        /// Its name.
        unit: String,
    },
    /// An entry is named that is not listed.
    #[error("entry {entry} is not listed")]
    UnknownEntry {
        /// Which entry.
        entry: EntryNumber,
    },
    /// A round is named that the contest does not have.
    #[error("the contest has no round {round}")]
    UnknownRound {
        /// Which round.
        round: RoundId,
    },
    /// An award is named that the contest does not have.
    #[error("the contest has no award {award}")]
    UnknownAward {
        /// Which award.
        award: AwardId,
    },
    /// A round is listed twice.
    #[error("round {round} is listed twice")]
    RoundTwice {
        /// Which round.
        round: RoundId,
    },
    /// The panel round takes all entries and has no shortlist.
    #[error("round {round} takes all entries and yet has a shortlist")]
    StrayShortlist {
        /// Which round.
        round: RoundId,
    },
    /// A later round has begun without a shortlist.
    #[error("round {round} has begun without a shortlist")]
    NoShortlist {
        /// Which round.
        round: RoundId,
    },
    /// An entry is on a shortlist twice.
    #[error("entry {entry} is on the shortlist of round {round} twice")]
    ShortlistedTwice {
        /// Which round.
        round: RoundId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// A judge was given an entry that is not in the round.
    #[error("judge {judge} was given entry {entry}, which is not in round {round}")]
    SeatOutside {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// A judge was given an entry twice.
    #[error("judge {judge} was given entry {entry} twice in round {round}")]
    SeatTwice {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// A judge is said to have returned a bundle twice.
    #[error("judge {judge} is listed twice among those who returned in round {round}")]
    ReturnedTwice {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
    },
    /// A bundle counts of a judge who was given nothing.
    #[error("a bundle of judge {judge} counts, who was given nothing in round {round}")]
    ReturnedWithoutSeat {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
    },
    /// There is a sheet of a judge whose bundle does not count.
    #[error("there is a sheet of judge {judge}, whose bundle does not count in round {round}")]
    SheetNotReturned {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
    },
    /// There is a sheet for an entry that its judge was not given.
    #[error("judge {judge} has a sheet for entry {entry} and was not given it in round {round}")]
    SheetWithoutSeat {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// A judge has two sheets for one entry.
    #[error("judge {judge} has two sheets for entry {entry} in round {round}")]
    SheetTwice {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// A scored sheet has no mark for a criterion of its rubric.
    #[error("judge {judge} gave entry {entry} no mark for {criterion} in round {round}")]
    MarkMissing {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
        /// Which criterion.
        criterion: CriterionId,
    },
    /// A mark is for a criterion that the rubric does not have, or finer than the contest's step.
    #[error(
        "judge {judge} gave entry {entry} a mark for {criterion} outside the rubric of round {round}"
    )]
    MarkOutside {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
        /// Which criterion.
        criterion: CriterionId,
    },
    /// An order within a tie names fewer than two entries, one that the judge did not score or named before, or entries of
    /// different totals.
    #[error("judge {judge} put entry {entry} in order where there is no tie in round {round}")]
    NoTie {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
        /// Which entry.
        entry: EntryNumber,
    },
    /// An order without any entry.
    #[error("judge {judge} gave an order of nothing in round {round}")]
    EmptyTie {
        /// Which round.
        round: RoundId,
        /// Which judge.
        judge: JudgeId,
    },
    /// A decision has no reason, or nobody was present.
    #[error("decision {position} has no reason, or nobody was present")]
    DecisionUnfounded {
        /// Its position in the log, from 0.
        position: usize,
    },
    /// A decision is about a recipient who can never receive the award: a unit instead of an entry, another theme, no video
    /// within the limit.
    #[error("{to:?} cannot receive award {award}")]
    CannotReceive {
        /// Which award.
        award: AwardId,
        /// Who.
        to: Recipient,
    },
    /// People gave an award that the ranking gives.
    #[error("award {award} is given by the ranking, and only withheld by people")]
    GivenByRanking {
        /// Which award.
        award: AwardId,
    },
    /// People gave an award more often than there are places, or than its quota for a theme allows.
    #[error("award {award} was given {given} times where there are {places} places")]
    GivenTooOften {
        /// Which award.
        award: AwardId,
        /// How many places there are, in all or for a theme.
        places: u32,
        /// How often it was given.
        given: u32,
    },
    /// An order that settles a tie names fewer than two, or somebody twice.
    #[error("an order that settles a tie of award {award} names fewer than two, or somebody twice")]
    OrderUnfit {
        /// Which award.
        award: AwardId,
    },
}
