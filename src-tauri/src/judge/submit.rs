//! Completeness and the signed export.

use std::path::Path;

use rand::rngs::OsRng;
use seal::Passphrase;
use tauri::{State, WebviewWindow};

use super::views;
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Exported, Failure, Receipt, Submission};

/// How score bundles name the program that wrote them.
const CLIENT: &str = concat!("jurydesk ", env!("CARGO_PKG_VERSION"));

/// How every PNG file begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What would be handed in now.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn submission(shell: State<'_, Shell>) -> Result<Submission, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    Ok(views::submission(session.submission(desk)?))
}

/// Lets the judge choose where the bundle goes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_bundle_place(
    window: WebviewWindow,
    title: String,
    suggested_name: String,
) -> Option<String> {
    let place = dialogs::choose_place(&window, &title, &suggested_name).await?;
    Some(place.to_string_lossy().into_owned())
}

/// Signs all sheets and writes the bundle.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn export_bundle(
    shell: State<'_, Shell>,
    path: String,
    passphrase: String,
) -> Result<Exported, Failure> {
    let passphrase =
        Passphrase::parse(&passphrase).map_err(|_| Failure::plain("wrong_passphrase"))?;
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let done = session.export(
        desk,
        Path::new(&path),
        &passphrase,
        CLIENT,
        now(),
        &mut OsRng,
    )?;
    Ok(views::exported(&done))
}

/// The receipt of a signed revision.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn receipt(shell: State<'_, Shell>, revision: u32) -> Result<Receipt, Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    let found = session.receipt(desk, revision)?;
    Ok(views::receipt(session, found, CLIENT))
}

/// Writes the very bytes of a signed revision to another place.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_bundle_copy(
    shell: State<'_, Shell>,
    revision: u32,
    path: String,
) -> Result<(), Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    Ok(session.save_copy(desk, revision, Path::new(&path))?)
}

/// Keeps the picture of a receipt as a file of its own; a file that is there already stays as it is.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_receipt(path: String, png: Vec<u8>) -> Result<(), Failure> {
    if !png.starts_with(PNG) {
        return Err(Failure::with("internal", "detail", "not a PNG picture"));
    }
    Ok(desk::write_whole(Path::new(&path), &png)?)
}

/// Opens the system's file manager at a file.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn show_in_folder(path: String) -> Result<(), Failure> {
    let folder = Path::new(&path)
        .parent()
        .filter(|folder| folder.is_dir())
        .ok_or_else(|| Failure::with("pack_missing", "place", path.clone()))?;
    opener::open(folder)
        .map_err(|error| Failure::with("folder_not_shown", "why", error.to_string()))
}
