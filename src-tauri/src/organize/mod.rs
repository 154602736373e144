//! The organiser's pages: each command a few lines over [`organizer`].

pub(crate) mod intake;
pub(crate) mod keys;
pub(crate) mod packs;
pub(crate) mod plan;
mod views;

use std::path::{Path, PathBuf};

use organizer::Organizer;
use tauri::{State, WebviewWindow};

use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Failure, OrganizerDesk, ReceivedLine};

/// Lets the organiser choose a contest folder and opens it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_contest(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<OrganizerDesk>, Failure> {
    let Some(folder) = dialogs::choose_folder(&window, &title, None).await else {
        return Ok(None);
    };
    let mut open = shell.organizer();
    // The folder now open is let go first: it may be the one chosen.
    *open = None;
    let organizer = open_contest(&folder)?;
    let page = desk(&organizer)?;
    *open = Some(organizer);
    Ok(Some(page))
}

/// The page of the contest now open, or of the one given at the start.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn organizer_desk(shell: State<'_, Shell>) -> Result<OrganizerDesk, Failure> {
    with_contest(&shell, |organizer| desk(organizer))
}

/// Lets the organiser choose score bundles.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_bundles(window: WebviewWindow, title: String) -> Vec<String> {
    dialogs::choose_bundles(&window, &title)
        .await
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}

/// Takes files in; each is kept byte for byte, whatever becomes of it.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn merge_bundles(
    shell: State<'_, Shell>,
    paths: Vec<String>,
) -> Result<Vec<ReceivedLine>, Failure> {
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    with_contest(&shell, |organizer| {
        let merged = organizer
            .merge(&paths, now())
            .map_err(|error| Failure::of(&error))?;
        Ok(merged.lines.into_iter().map(views::received).collect())
    })
}

fn with_contest<T>(
    shell: &Shell,
    act: impl FnOnce(&mut Organizer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut open = shell.organizer();
    if open.is_none() {
        let folder = shell
            .launch
            .contest
            .as_deref()
            .ok_or_else(|| Failure::plain("no_contest_open"))?;
        *open = Some(open_contest(folder)?);
    }
    let organizer = open
        .as_mut()
        .ok_or_else(|| Failure::plain("no_contest_open"))?;
    act(organizer)
}

fn open_contest(folder: &Path) -> Result<Organizer, Failure> {
    Organizer::open(folder).map_err(|error| Failure::of(&error))
}

fn desk(organizer: &Organizer) -> Result<OrganizerDesk, Failure> {
    let overview = organizer.overview().map_err(|error| Failure::of(&error))?;
    let stages = organizer
        .stages(&overview.ranking)
        .map_err(|error| Failure::of(&error))?;
    Ok(views::desk(overview, stages))
}
