//! One entry as its judges marked it.

use contest::{EntryNumber, RoundId};
use organizer::{MarkedSheet, Organizer, SheetWord};
use results::{JudgeStanding, Outcome};

use super::super::views::count;
use super::facts::{Names, points};
use super::page::shares;
use crate::wire::{Failure, MarkedEntry, SheetLine};

/// What every judge of the round said of the entry, by judge.
pub(super) fn entry(
    organizer: &Organizer,
    round: &RoundId,
    number: &EntryNumber,
) -> Result<MarkedEntry, Failure> {
    let failed = |error: &dyn organizer::Refusal| Failure::of(error);
    let inputs = organizer.inputs_now().map_err(|error| failed(&error))?;
    let results = organizer.results_now().map_err(|error| failed(&error))?;
    let names = Names::of(organizer, &inputs)?;
    let facts = inputs.entries.iter().find(|one| &one.number == number);
    let contest = organizer.contest();
    let rubric = facts
        .zip(contest.round(round))
        .and_then(|(facts, round)| contest.rubric(round, facts.theme));
    let (Some(facts), Some(rubric)) = (facts, rubric) else {
        return Err(Failure::with("recipient_unknown", "why", number.as_str()));
    };
    let held = results.rounds.iter().find(|one| &one.round == round);
    let scales: &[JudgeStanding] = match held.map(|held| &held.outcome) {
        Some(Outcome::Ranked(ranked)) => &ranked.judges,
        Some(Outcome::NotRanked(_)) | None => &[],
    };
    let judges = organizer.judge_names().map_err(|error| failed(&error))?;
    let mut authors = organizer.authors().map_err(|error| failed(&error))?;
    let line = |sheet: MarkedSheet| {
        let scored = sheet.state == SheetWord::Scored;
        let total = f64::from(rubric.standing(&sheet.marks).total) / 100.0;
        let scale = scales.iter().find(|one| one.judge == sheet.judge);
        let leniency = scale.map(|one| one.leniency).filter(|_| scored);
        let (state, recusal, note) = match sheet.state {
            SheetWord::Awaited => ("awaited", None, String::new()),
            SheetWord::Unscored => ("unscored", None, String::new()),
            SheetWord::Scored => ("scored", None, String::new()),
            SheetWord::Recused { kind, note } => ("recused", Some(kind), note),
        };
        SheetLine {
            name: judges
                .get(&sheet.judge)
                .map_or_else(String::new, |(name, _)| name.clone()),
            excluded: held.is_some_and(|held| held.excluded.contains(&sheet.judge)),
            judge: sheet.judge.to_string(),
            state: state.to_owned(),
            marks: rubric
                .criteria
                .iter()
                .map(|one| sheet.marks.get(&one.criterion.id).map(|mark| mark.halves()))
                .collect(),
            total: scored.then(|| points(total)),
            leniency: leniency.map(points),
            adjusted: leniency.map(|leniency| points(total - leniency)),
            comment: sheet.comment,
            recusal,
            note,
            not_seen: count(sheet.not_seen),
        }
    };
    Ok(MarkedEntry {
        entry: names.entry(number),
        unit: facts.unit.clone(),
        authors: authors.remove(number).unwrap_or_default(),
        criteria: shares(rubric),
        sheets: organizer
            .marked_sheets(round, number)
            .map_err(|error| failed(&error))?
            .into_iter()
            .map(line)
            .collect(),
    })
}
