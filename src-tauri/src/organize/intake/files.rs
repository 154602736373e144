//! Files and forms that a person brings to a draft by hand.

use organizer::TypedForm;
use tauri::{State, WebviewWindow};

use super::super::changing;
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Failure, TypedFormView};

/// Gives the file of an open question to a draft.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn give_file(shell: State<'_, Shell>, question: u32, draft: u32) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .give(i64::from(question), i64::from(draft), now())
            .map(drop)
            .map_err(|error| Failure::of(&error))
    })
}

/// Lets the organiser choose a file that was fetched by hand and adds it to a draft; `false` when the dialog was cancelled.
/// Its copy for judges is made by the next import.
#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_file(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    draft: u32,
    question: Option<u32>,
    title: String,
) -> Result<bool, Failure> {
    let Some(path) = dialogs::choose_file(&window, &title).await else {
        return Ok(false);
    };
    changing(&shell, |organizer| {
        organizer
            .attach(i64::from(draft), &path, question.map(i64::from), now())
            .map_err(|error| Failure::of(&error))
    })?;
    Ok(true)
}

/// Makes a draft of what a person typed for an open question; returns its number.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn type_draft(
    shell: State<'_, Shell>,
    question: u32,
    form: TypedFormView,
) -> Result<u32, Failure> {
    let typed = TypedForm {
        title: form.title,
        authors: form.authors,
        phone: form.phone,
        unit: form.unit,
        measures: form.measures,
        innovation: form.innovation,
        effect: form.effect,
        rest_from_mail: false,
    };
    changing(&shell, |organizer| {
        let made = organizer
            .type_draft(i64::from(question), &typed, now())
            .map_err(|error| Failure::of(&error))?;
        Ok(u32::try_from(made.draft).unwrap_or(u32::MAX))
    })
}
