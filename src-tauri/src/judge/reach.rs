//! A pack that went out of reach while it was open: the stick was pulled out, or the file was moved.
//!
//! Texts and scores do not need the file; attachments do. Nothing here touches a score.

use tauri::{State, WebviewWindow};

use crate::dialogs;
use crate::state::Shell;
use crate::wire::Failure;

/// Tries to read the open pack where it lies.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn reach_pack(shell: State<'_, Shell>) -> Result<(), Failure> {
    let pack = shell.judge().open()?.1.pack().clone();
    Ok(pack.reach().map_err(desk::DeskError::from)?)
}

/// Lets the judge show where the open pack lies now; `false` when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn find_pack(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<bool, Failure> {
    let Some(path) = dialogs::choose_pack(&window, &title).await else {
        return Ok(false);
    };
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    session.moved_to(desk, &path)?;
    Ok(true)
}
