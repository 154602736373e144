//! A new contest: a form to begin from, checked as it is typed, and the folder that is made of it.

use std::path::{Path, PathBuf};

use chrono::Datelike;
use contest::Contest;
use organizer::{FolderError, KeysAtRest, Organizer, network_share};
use rand::rngs::OsRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tauri::{State, WebviewWindow};

use super::{open_contest, views};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{ContestForm, CreatedView, Failure, FormBase, FormCheck};

/// The contest that comes with the program.
const DEFAULT: &str = include_str!("../../../assets/contests/westlake-2020.toml");

/// The largest contest file that is read, in bytes; ours has 20,000.
const LARGEST: u64 = 1 << 20;

/// The form of the contest that comes with the program, with the dates of this year.
#[tauri::command]
#[specta::specta]
pub(crate) fn built_in_form() -> Result<FormBase, Failure> {
    base(DEFAULT, None, Edition::Next)
}

/// Lets the organiser choose a contest file; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_contest_file(
    window: WebviewWindow,
    title: String,
) -> Result<Option<FormBase>, Failure> {
    let Some(path) = dialogs::choose_contest_file(&window, &title).await else {
        return Ok(None);
    };
    base(&read(&path)?, None, Edition::Same).map(Some)
}

/// Lets the organiser choose the folder of an earlier contest, whose rules are taken over; nothing of its entries is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_earlier_contest(
    window: WebviewWindow,
    title: String,
) -> Result<Option<FormBase>, Failure> {
    let Some(folder) = dialogs::choose_folder(&window, &title, None).await else {
        return Ok(None);
    };
    let path = folder.join("contest.toml");
    if !path.is_file() {
        let folder = folder.to_string_lossy();
        return Err(Failure::with("not_a_contest", "folder", folder));
    }
    base(&read(&path)?, Some(&folder), Edition::Next).map(Some)
}

/// The form as a contest file, and the first thing that is wrong with it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn check_contest_form(form: ContestForm) -> Result<FormCheck, Failure> {
    let form: contest::ContestForm = across(&form)?;
    let text = form.to_toml();
    Ok(match form.check() {
        Ok(_) => FormCheck {
            text,
            field: None,
            failure: None,
        },
        Err(wrong) => FormCheck {
            text,
            field: Some(wrong.field),
            failure: Some(Failure::of(&FolderError::from(wrong.error))),
        },
    })
}

/// Makes the folder, with keys under a new passphrase whose sheet lies beside it, and opens the contest unlocked.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn create_contest(
    shell: State<'_, Shell>,
    form: ContestForm,
    folder: String,
) -> Result<CreatedView, Failure> {
    let form: contest::ContestForm = across(&form)?;
    let folder = Path::new(&folder);
    local(folder)?;
    let at_rest = KeysAtRest::Locked {
        sheet: beside(folder),
    };
    open_contest::let_go(&shell)?;
    let (organizer, made) = Organizer::create(folder, &form.to_toml(), &at_rest, now(), &mut OsRng)
        .map_err(|error| Failure::of(&error))?;
    open_contest::take(&shell, organizer)?;
    Ok(CreatedView {
        title: made.title,
        folder: made.folder,
        sheet: made.sheet,
        fingerprint: views::groups(&made.fingerprint),
    })
}

/// A new contest is not begun on a network share: its database would be at risk there.
pub(super) fn local(folder: &Path) -> Result<(), Failure> {
    let there = folder.ancestors().find(|place| place.is_dir());
    match there.and_then(network_share) {
        Some(kind) => Err(Failure::with("folder_on_share", "kind", kind)),
        None => Ok(()),
    }
}

enum Edition {
    Same,
    Next,
}

fn base(text: &str, previous: Option<&Path>, edition: Edition) -> Result<FormBase, Failure> {
    let contest = Contest::parse(text).map_err(|error| Failure::of(&FolderError::from(error)))?;
    let mut form = contest::ContestForm::of(&contest);
    if matches!(edition, Edition::Next) {
        form.turn_to(now().year());
    }
    Ok(FormBase {
        form: across(&form)?,
        previous: previous.map(|folder| folder.to_string_lossy().into_owned()),
    })
}

/// Between the form of the domain and the one that crosses to the window, which have the same fields.
fn across<T: DeserializeOwned>(form: &impl Serialize) -> Result<T, Failure> {
    serde_json::to_value(form)
        .and_then(serde_json::from_value)
        .map_err(|why| Failure::with("internal", "detail", why.to_string()))
}

fn read(path: &Path) -> Result<String, Failure> {
    let unreadable = |why: &dyn ToString| {
        let mut failure = Failure::with("file_failed", "path", path.to_string_lossy());
        failure.facts.insert("why".to_owned(), why.to_string());
        failure
    };
    let meta = std::fs::metadata(path).map_err(|why| unreadable(&why))?;
    if meta.len() > LARGEST {
        return Err(unreadable(&"> 1 MiB"));
    }
    std::fs::read_to_string(path).map_err(|why| unreadable(&why))
}

/// Beside the folder, never inside: the passphrase must not lie with what it locks.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{name}-passphrase.html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_crosses_to_the_window_and_back_unchanged() {
        let contest = Contest::parse(DEFAULT).unwrap();
        let form = contest::ContestForm::of(&contest);
        let there: ContestForm = across(&form).unwrap();
        let back: contest::ContestForm = across(&there).unwrap();
        assert_eq!(back, form);
    }
}
