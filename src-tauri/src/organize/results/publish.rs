//! The results archive: written with the organiser's keys, and checked by anybody without them.

use std::fs::File;
use std::path::{Path, PathBuf};

use archive::{Difference, OpenArchive, ReadError, Verification, read};
use pack::PackError;
use tauri::{State, WebviewWindow};

use super::super::views::{count, kib};
use super::super::{LongWork, at_length, reading};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{DifferenceLine, Failure, PublishedView, VerifiedView};

const CLIENT: &str = concat!("jurydesk ", env!("CARGO_PKG_VERSION"));

/// The most differences that are listed.
const DIFFERENCES: usize = 50;

/// Lets the organiser choose where the results archive goes; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_archive_place(
    window: WebviewWindow,
    title: String,
    name: String,
) -> Option<String> {
    text(dialogs::choose_place(&window, &title, &name).await)
}

/// Lets the organiser choose a results archive to check; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_archive(window: WebviewWindow, title: String) -> Option<String> {
    text(dialogs::choose_archive(&window, &title).await)
}

/// Writes the results archive of this moment; it was read back and recomputed before it gets its name.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn publish_results(
    shell: State<'_, Shell>,
    path: String,
) -> Result<PublishedView, Failure> {
    at_length(&shell, LongWork::Publish, |organizer, _| {
        let published = organizer
            .publish(Path::new(&path), CLIENT, now())
            .map_err(|error| Failure::of(&error))?;
        Ok(PublishedView {
            path: published.path,
            kib: kib(u64::try_from(published.bytes).unwrap_or(u64::MAX)),
            bundles: count(published.bundles),
            sha256: published.sha256,
            signer: published.signer,
        })
    })
}

/// Checks a results archive: every hash and signature, and the results computed anew.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn verify_results(
    shell: State<'_, Shell>,
    path: String,
) -> Result<VerifiedView, Failure> {
    let place = Path::new(&path);
    let unreadable = |why: &dyn ToString| {
        let mut failure = Failure::with("file_failed", "path", path.clone());
        failure.facts.insert("why".to_owned(), why.to_string());
        failure
    };
    let source = File::open(place).map_err(|why| unreadable(&why))?;
    let open = read(&source).map_err(|error| match error {
        ReadError::Pack(PackError::Io(why)) => unreadable(&why),
        ReadError::NotAnArchive => Failure::plain("results_not_an_archive"),
        ReadError::TooNew { version } => {
            Failure::with("sealed_too_new", "version", version.to_string())
        }
        other => Failure::with("results_refused", "why", other.to_string()),
    })?;
    let found = open.verify();
    let ours = reading(&shell, |organizer| Ok(organizer.fingerprint().to_string()))?;
    Ok(verified(place, &open, &found, &ours))
}

fn verified(place: &Path, open: &OpenArchive, found: &Verification, ours: &str) -> VerifiedView {
    let head = open.head();
    let checked = found.checked;
    let signer = found.signer.map(|key| key.fingerprint().to_string());
    let line = |one: &Difference| DifferenceLine {
        code: one.code().to_owned(),
        facts: one.facts().into_iter().collect(),
    };
    let hidden = found.differences.len().saturating_sub(DIFFERENCES);
    VerifiedView {
        file: place
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        title: head.title.clone(),
        written_at: head.written_at.to_rfc3339(),
        ours: signer.as_deref() == Some(ours),
        signer,
        good: found.holds(),
        recomputed: found.recomputed,
        files: count(checked.files),
        bundles: count(checked.bundles),
        marks: count(checked.marks),
        ranks: count(checked.ranks),
        awards: count(checked.awards),
        differences: found
            .differences
            .iter()
            .take(DIFFERENCES)
            .map(line)
            .collect(),
        beyond: count(hidden.saturating_add(found.beyond)),
    }
}

fn text(path: Option<PathBuf>) -> Option<String> {
    path.map(|path| path.to_string_lossy().into_owned())
}
