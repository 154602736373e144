//! What must hold inside a bundle and an enrolment. The writer and the verifier check the same rules.

use std::collections::BTreeSet;

use contest::{ContestId, CriterionId, EntryNumber};

use super::{
    BUNDLE, ENROL, ENROLMENT_FORMAT, Enrolment, FORMAT, MOST_NOT_SEEN, ScoreBundle, SheetRecord,
    SheetStatus, VERSION,
};
use crate::PackError;
use crate::judge_pack::{is_contest_key, is_key, is_media_name};

fn require(holds: bool, what: &str, why: &str) -> Result<(), PackError> {
    if holds {
        Ok(())
    } else {
        Err(PackError::malformed(what, why))
    }
}

pub(super) fn enrolment(enrolment: &Enrolment) -> Result<(), PackError> {
    let rule = |holds, why| require(holds, ENROL, why);
    rule(
        enrolment.format == ENROLMENT_FORMAT && enrolment.version == VERSION,
        "another format or version",
    )?;
    rule(
        enrolment.contest.parse::<ContestId>().is_ok() && is_contest_key(&enrolment.contest_key),
        "contest or contest_key is not an identifier",
    )?;
    rule(
        is_key(&enrolment.judge_key),
        "judge_key is not an ed25519 key",
    )
}

pub(super) fn bundle(bundle: &ScoreBundle) -> Result<(), PackError> {
    let rule = |holds, why| require(holds, BUNDLE, why);
    rule(
        bundle.format == FORMAT && bundle.version == VERSION,
        "another format or version",
    )?;
    rule(
        bundle.contest.parse::<ContestId>().is_ok() && is_contest_key(&bundle.contest_key),
        "contest or contest_key is not an identifier",
    )?;
    rule(is_key(&bundle.judge_key), "judge_key is not an ed25519 key")?;
    rule(bundle.sequence >= 1, "sequence is 0")?;
    rule(
        bundle.previous_sha256.is_some() == (bundle.sequence > 1),
        "previous_sha256 must be there exactly when sequence is above 1",
    )?;
    let mut entries = BTreeSet::new();
    for sheet in &bundle.sheets {
        rule(
            sheet.entry.parse::<EntryNumber>().is_ok(),
            "a sheet without an entry number",
        )?;
        rule(
            entries.insert(sheet.entry.as_str()),
            "two sheets for one entry",
        )?;
        rule(fits_status(sheet), "a sheet contradicts its status")?;
        rule(
            sheet
                .marks
                .keys()
                .all(|criterion| criterion.parse::<CriterionId>().is_ok()),
            "a mark under a name that is no criterion",
        )?;
        rule(
            sheet.not_seen.len() <= MOST_NOT_SEEN
                && sheet.not_seen.iter().all(|name| is_media_name(name))
                && sheet.not_seen.is_sorted_by(|a, b| a < b),
            "not_seen is not a sorted list of media",
        )?;
    }
    ties(bundle)
}

/// Each tie holds two or more scored entries, and an entry stands in one tie at most. Whether their totals are equal is
/// for whoever has the rubric.
fn ties(bundle: &ScoreBundle) -> Result<(), PackError> {
    let rule = |holds, why| require(holds, BUNDLE, why);
    let scored: BTreeSet<&str> = bundle
        .sheets
        .iter()
        .filter(|sheet| sheet.status == SheetStatus::Scored)
        .map(|sheet| sheet.entry.as_str())
        .collect();
    let mut ordered = BTreeSet::new();
    for tie in &bundle.ties {
        rule(
            (1..=99).contains(&tie.theme) && tie.entries.len() >= 2,
            "a tie of fewer than two entries, or of no theme",
        )?;
        for entry in &tie.entries {
            rule(
                scored.contains(entry.as_str()),
                "a tie with an entry that is not scored",
            )?;
            rule(ordered.insert(entry.as_str()), "an entry in ties twice")?;
        }
    }
    Ok(())
}

/// An open or recused sheet has no marks, a scored one has some; a recusal stands in a recused sheet only.
fn fits_status(sheet: &SheetRecord) -> bool {
    let marks = match sheet.status {
        SheetStatus::Open | SheetStatus::Recused => sheet.marks.is_empty(),
        SheetStatus::Scored => !sheet.marks.is_empty(),
        SheetStatus::Draft => true,
    };
    marks && sheet.recusal.is_some() == (sheet.status == SheetStatus::Recused)
}
