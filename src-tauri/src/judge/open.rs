//! Start page and opening a pack.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use desk::Session;
use rand::rngs::OsRng;
use seal::Passphrase;
use tauri::{State, WebviewWindow};

use super::views;
use crate::state::{Judge, Shell, now};
use crate::wire::{Cover, DeskKind, Failure, PackFile, Preferences, Start};
use crate::{dialogs, preferences};

/// After so many wrong passphrases each further one has to wait.
const FREE_TRIES: u32 = 3;
/// How long it waits.
const WAIT: Duration = Duration::from_secs(30);
/// What the window shows first.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn start(shell: State<'_, Shell>) -> Result<Start, Failure> {
    // The organiser's page needs nothing of the judge's data, so it does not lock it either.
    let (desk, recent) = if shell.launch.contest.is_some() {
        (DeskKind::Organizer, Vec::new())
    } else {
        let mut judge = shell.judge();
        (DeskKind::Judge, views::recent(judge.desk(&shell.folder)?)?)
    };
    Ok(Start {
        desk,
        preferences: preferences::load(&shell.folder),
        recent,
        waiting: shell.take_waiting().as_deref().and_then(pack_file),
        shown_passphrase: shell.launch.shown_passphrase.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Keeps how the window looks and speaks.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn set_preferences(
    shell: State<'_, Shell>,
    preferences: Preferences,
) -> Result<(), Failure> {
    preferences::store(&shell.folder, preferences)
        .map_err(|error| Failure::with("not_saved", "why", error.to_string()))
}

/// Lets the judge choose a pack.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_pack(window: WebviewWindow, title: String) -> Option<PackFile> {
    let path = dialogs::choose_pack(&window, &title).await?;
    pack_file(&path)
}

/// A pack that was dropped or opened before.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn look_at_pack(path: String) -> Result<PackFile, Failure> {
    pack_file(Path::new(&path)).ok_or_else(|| Failure::with("pack_missing", "place", path))
}

fn pack_file(path: &Path) -> Option<PackFile> {
    let facts = std::fs::metadata(path)
        .ok()
        .filter(|facts| facts.is_file())?;
    let text = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    Some(PackFile {
        path: text(path.as_os_str()),
        name: path.file_name().map(text)?,
        folder: path
            .parent()
            .map_or_else(String::new, |folder| text(folder.as_os_str())),
        kib: views::kib(facts.len()),
    })
}

/// Unlocks a pack and verifies what the organiser signed.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn unlock_pack(
    shell: State<'_, Shell>,
    path: String,
    passphrase: String,
) -> Result<Cover, Failure> {
    let mut judge = shell.judge();
    if let Some(left) = judge
        .wait_until
        .and_then(|until| until.checked_duration_since(Instant::now()))
    {
        let seconds = left.as_secs().saturating_add(1).to_string();
        return Err(Failure::with("passphrase_wait", "seconds", seconds));
    }
    let path = PathBuf::from(path);
    if !path.is_file() {
        let place = path.display().to_string();
        return Err(Failure::with("pack_missing", "place", place));
    }
    let opened = Passphrase::parse(&passphrase)
        .map_err(|_| Failure::plain("wrong_passphrase"))
        .and_then(|passphrase| {
            let desk = judge.desk(&shell.folder)?;
            Ok(Session::open(desk, &path, &passphrase, now(), &mut OsRng)?)
        });
    match opened {
        Ok((session, opened)) => {
            // A check of the pack that was open before says nothing about this one.
            shell.end_check();
            judge.wrong_tries = 0;
            judge.wait_until = None;
            let cover = views::cover(&session, &opened, views::size(&path));
            shell.put_on_air(Some(session.pack().clone()));
            judge.session = Some(session);
            Ok(cover)
        }
        Err(failure) if failure.code == "wrong_passphrase" => Err(one_more_try(&mut judge)),
        Err(failure) => Err(failure),
    }
}

fn one_more_try(judge: &mut Judge) -> Failure {
    judge.wrong_tries = judge.wrong_tries.saturating_add(1);
    if judge.wrong_tries >= FREE_TRIES {
        judge.wait_until = Instant::now().checked_add(WAIT);
        let mut failure = Failure::with("passphrase_wait", "seconds", WAIT.as_secs().to_string());
        failure
            .facts
            .insert("tries".to_owned(), judge.wrong_tries.to_string());
        return failure;
    }
    let left = FREE_TRIES.saturating_sub(judge.wrong_tries);
    Failure::with("wrong_passphrase", "tries", left.to_string())
}

/// The judge found the fingerprint the same as on paper.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn confirm_fingerprint(shell: State<'_, Shell>) -> Result<(), Failure> {
    let mut judge = shell.judge();
    let (desk, session) = judge.open()?;
    Ok(session.confirm_fingerprint(desk, now())?)
}

/// Closes the pack and forgets its key.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn leave_desk(shell: State<'_, Shell>) {
    shell.end_check();
    shell.put_on_air(None);
    shell.judge().session = None;
}
