//! What was decided about what came in, the last first, and taking it back.

use std::collections::BTreeSet;

use organizer::{Act, Change, Organizer};
use tauri::State;

use super::super::{changing, reading, views};
use crate::state::{Shell, now};
use crate::wire::{DeedLine, Failure};

/// How many decisions are listed.
const LISTED: usize = 60;
/// How many titles a line carries.
const TITLES: usize = 3;

/// The last decisions about what came in.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn decisions(shell: State<'_, Shell>) -> Result<Vec<DeedLine>, Failure> {
    reading(&shell, |organizer| {
        let log = organizer.log()?;
        let undone: BTreeSet<u32> = log
            .iter()
            .filter_map(|one| match one.act {
                Act::IntakeUndone { line, .. } => Some(line),
                _ => None,
            })
            .collect();
        let mut lines = Vec::new();
        for one in log.iter().rev() {
            if let Act::Intake {
                what,
                note,
                changes,
            } = &one.act
            {
                let (about, count) = about(organizer, changes);
                lines.push(DeedLine {
                    line: one.seq,
                    at: one.at.clone(),
                    what: views::code(what),
                    note: note.clone(),
                    about,
                    count,
                    undone: undone.contains(&one.seq),
                });
            }
            if lines.len() == LISTED {
                break;
            }
        }
        Ok(lines)
    })
}

/// Takes the decision of a line back, or the last one that stands; returns its line.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo_decision(shell: State<'_, Shell>, line: Option<u32>) -> Result<u32, Failure> {
    changing(&shell, |organizer| {
        organizer
            .undo(line, now())
            .map(|undone| undone.line)
            .map_err(|error| Failure::of(&error))
    })
}

/// The titles of the first drafts that were changed, and how many drafts, or else questions, there were.
fn about(organizer: &Organizer, changes: &[Change]) -> (Vec<String>, u32) {
    let drafts: BTreeSet<i64> = changes.iter().filter_map(draft_of).collect();
    let titles = drafts
        .iter()
        .take(TITLES)
        // A draft that was taken back is none any more; its line stays without a title.
        .filter_map(|&draft| organizer.reading(draft).ok())
        .map(|form| form.title)
        .collect();
    let count = if drafts.is_empty() {
        changes.len()
    } else {
        drafts.len()
    };
    (titles, views::count(count))
}

fn draft_of(change: &Change) -> Option<i64> {
    match change {
        Change::EntryMade { draft, .. }
        | Change::EntryGone { draft, .. }
        | Change::Mended { draft, .. }
        | Change::SentBack { draft, .. }
        | Change::Joined { draft, .. }
        | Change::Typed { draft }
        | Change::Redacted { draft, .. }
        | Change::Unredacted { draft, .. }
        | Change::LetStand { draft, .. } => Some(*draft),
        Change::Settled { .. }
        | Change::Unplanned { .. }
        | Change::Found { .. }
        | Change::Renumbered { .. } => None,
    }
}
