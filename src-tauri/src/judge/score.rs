//! The scoring desk.

use contest::{CriterionId, Points};
use desk::{Change, ChangeMade, Recusal};
use tauri::State;

use super::views;
use crate::state::{Shell, now};
use crate::wire::{Desk, EntryView, Failure, NoteView, RecusalKind, Saved};

/// The desk with all its rows.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn enter_desk(shell: State<'_, Shell>) -> Result<Desk, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    views::desk(desk, session)
}

/// One entry with its sheet; the desk remembers that the judge is here.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_entry(shell: State<'_, Shell>, number: String) -> Result<EntryView, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    session.stop_at(desk, &number)?;
    views::entry(desk, session, &shell.media, &number)
}

fn change(shell: &Shell, number: &str, change: Change) -> Result<Saved, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let made = session.change(desk, number, change, now())?;
    views::saved(session, &made)
}

/// Gives a mark in half points, or takes it away.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_mark(
    shell: State<'_, Shell>,
    number: String,
    criterion: String,
    mark: Option<u8>,
) -> Result<Saved, Failure> {
    let unknown = || Failure::with("no_such_entry", "number", number.clone());
    let criterion: CriterionId = criterion.parse().map_err(|_| unknown())?;
    let wanted = match mark {
        Some(halves) => {
            let points = Points::from_halves(halves).map_err(|_| unknown())?;
            Change::Mark(criterion, points)
        }
        None => Change::Clear(criterion),
    };
    change(&shell, &number, wanted)
}

/// Replaces the comment.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_comment(
    shell: State<'_, Shell>,
    number: String,
    text: String,
) -> Result<Saved, Failure> {
    change(&shell, &number, Change::Comment(text))
}

/// Sets or lifts the flag.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_flag(
    shell: State<'_, Shell>,
    number: String,
    flagged: bool,
) -> Result<Saved, Failure> {
    change(&shell, &number, Change::Flag(flagged))
}

/// Says of a medium that it could not be seen or heard, or takes that back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_not_seen(
    shell: State<'_, Shell>,
    number: String,
    media: String,
    not_seen: bool,
) -> Result<Saved, Failure> {
    change(&shell, &number, Change::NotSeen(media, not_seen))
}

/// Steps back from an entry.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn recuse(
    shell: State<'_, Shell>,
    number: String,
    kind: RecusalKind,
    note: String,
) -> Result<Saved, Failure> {
    let kind = views::recusal_kind(kind);
    change(&shell, &number, Change::Recuse(Recusal { kind, note }))
}

/// Withdraws the recusal.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn withdraw_recusal(shell: State<'_, Shell>, number: String) -> Result<Saved, Failure> {
    change(&shell, &number, Change::Return)
}

/// Takes the last step back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn undo(shell: State<'_, Shell>) -> Result<Option<Saved>, Failure> {
    turned(&shell, desk::Session::undo)
}

/// Takes a step forward again.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn redo(shell: State<'_, Shell>) -> Result<Option<Saved>, Failure> {
    turned(&shell, desk::Session::redo)
}

type Turn = fn(
    &mut desk::Session,
    &mut desk::Desk,
    chrono::DateTime<chrono::FixedOffset>,
) -> Result<Option<ChangeMade>, desk::DeskError>;

fn turned(shell: &Shell, turn: Turn) -> Result<Option<Saved>, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let made = turn(session, desk, now())?;
    made.map(|made| views::saved(session, &made)).transpose()
}

/// Writes a note at a moment of a medium.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn add_note(
    shell: State<'_, Shell>,
    number: String,
    media: String,
    at_ms: u32,
    text: String,
) -> Result<Vec<NoteView>, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let notes = session.add_note(desk, &number, (&media, at_ms, text))?;
    Ok(notes.into_iter().map(views::note).collect())
}

/// Removes a note.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn delete_note(
    shell: State<'_, Shell>,
    number: String,
    id: u32,
) -> Result<Vec<NoteView>, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let notes = session.remove_note(desk, &number, id)?;
    Ok(notes.into_iter().map(views::note).collect())
}
