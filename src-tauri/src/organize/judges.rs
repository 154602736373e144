//! The list of judges: read from a file after a look at what it changes, and mended one by one.

use std::fs::File;
use std::io::Read;

use contest::JudgeId;
use organizer::{Attendance, ListChange};
use tauri::{State, WebviewWindow};

use super::views::count;
use super::{changing, reading};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{
    Failure, JudgeEntry, JudgeForm, JudgesPreview, JudgesTaken, ListField, ListLine,
};

/// The longest list that is read, in bytes.
const LIST_MAX: u64 = 16 << 20;

/// Lets the organiser choose a list of judges; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_judges(window: WebviewWindow, title: String) -> Option<String> {
    let file = dialogs::choose_judges(&window, &title).await;
    file.map(|path| path.to_string_lossy().into_owned())
}

/// What a list of judges would change, row by row; nothing is changed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn preview_judges(
    shell: State<'_, Shell>,
    path: String,
) -> Result<JudgesPreview, Failure> {
    let list = read(&path)?;
    reading(&shell, |organizer| {
        let told = organizer
            .preview_judges(&list)
            .map_err(|error| Failure::of(&error))?;
        Ok(JudgesPreview {
            lines: told.lines.into_iter().map(line).collect(),
            kept: count(told.kept),
        })
    })
}

/// Takes a list of judges; nothing of it when a row is wrong.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn take_judges(shell: State<'_, Shell>, path: String) -> Result<JudgesTaken, Failure> {
    let list = read(&path)?;
    changing(&shell, |organizer| {
        let taken = organizer
            .take_judges_file(&list)
            .map_err(|error| Failure::of(&error))?;
        Ok(JudgesTaken {
            added: count(taken.added),
            replaced: count(taken.replaced),
            unchanged: count(taken.unchanged),
        })
    })
}

/// Everybody on the list.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn judge_list(shell: State<'_, Shell>) -> Result<Vec<JudgeEntry>, Failure> {
    reading(&shell, |organizer| {
        let all = organizer.judges().map_err(|error| Failure::of(&error))?;
        Ok(all.into_iter().map(entry).collect())
    })
}

/// Puts one judge on the list, or in place of the one with this id.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn put_judge(
    shell: State<'_, Shell>,
    form: JudgeForm,
    is_new: bool,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .put_judge(&form.into(), is_new)
            .map_err(|error| Failure::of(&error))
    })
}

/// Takes a judge off the list, with the plans not out yet that have the judge.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn remove_judge(shell: State<'_, Shell>, judge: String) -> Result<(), Failure> {
    let judge = id(&judge)?;
    changing(&shell, |organizer| {
        organizer
            .remove_judge(&judge, now())
            .map_err(|error| Failure::of(&error))
    })
}

/// Records that a judge dropped out, or is back.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_attendance(
    shell: State<'_, Shell>,
    judge: String,
    dropped: bool,
) -> Result<(), Failure> {
    let judge = id(&judge)?;
    let attendance = if dropped {
        Attendance::Dropped
    } else {
        Attendance::Back
    };
    changing(&shell, |organizer| {
        organizer
            .set_attendance(&judge, attendance, now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// The judge that was named.
pub(super) fn id(text: &str) -> Result<JudgeId, Failure> {
    text.parse()
        .map_err(|_| Failure::with("judge_unknown", "judge", text))
}

fn read(path: &str) -> Result<Vec<u8>, Failure> {
    let failed =
        |error: std::io::Error| Failure::with("judges_unreadable", "why", error.to_string());
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LIST_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

fn entry(one: organizer::OneJudge) -> JudgeEntry {
    JudgeEntry {
        form: one.form.into(),
        packs: count(one.packs),
        dropped: one.dropped,
    }
}

fn line(line: organizer::ListLine) -> ListLine {
    let (change, fields, reason) = match line.change {
        ListChange::Added => ("added", Vec::new(), None),
        ListChange::Unchanged => ("unchanged", Vec::new(), None),
        ListChange::Changed(fields) => ("changed", fields, None),
        ListChange::Wrong(reason) => ("wrong", Vec::new(), Some(reason)),
    };
    ListLine {
        line: u32::try_from(line.line).unwrap_or(u32::MAX),
        judge: line.judge,
        name: line.name,
        change: change.to_owned(),
        fields: fields
            .into_iter()
            .map(|one| ListField {
                field: one.field.to_owned(),
                before: one.before,
                after: one.after,
            })
            .collect(),
        reason: reason.map(|reason| Failure {
            code: reason.code,
            facts: reason.facts,
        }),
    }
}
