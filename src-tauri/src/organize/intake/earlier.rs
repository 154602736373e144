//! The drafts beside those of an earlier contest, whose folder is read and not written.

use std::collections::BTreeSet;
use std::path::Path;

use organizer::{AlikePair, Step};
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use super::super::views::{count, row};
use super::super::{LongWork, at_length, reading};
use super::import::Reporter;
use crate::dialogs;
use crate::state::Shell;
use crate::wire::{AlikeLine, ComparedView, Failure, IntakeProgress};

/// How many pairs are named.
const NAMED: usize = 50;

/// Lets the organiser choose the folder of an earlier contest, beginning beside the open one; nothing when the dialog was
/// cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_earlier_folder(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<String>, Failure> {
    let own = reading(&shell, |organizer| Ok(organizer.folder().to_owned()))?;
    let folder = dialogs::choose_folder(&window, &title, own.parent()).await;
    Ok(folder.map(|folder| folder.to_string_lossy().into_owned()))
}

/// Compares all drafts with those of an earlier contest and notes at each what it is alike to, reporting as it goes.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn compare_earlier(
    shell: State<'_, Shell>,
    folder: String,
    on_progress: Channel<IntakeProgress>,
) -> Result<ComparedView, Failure> {
    at_length(&shell, LongWork::Compare, |organizer, stop| {
        let mut reporter = Reporter::new(&on_progress, stop);
        let mut watch = |step: Step<'_>| reporter.hear(&step);
        let pairs = organizer
            .alike(Some(Path::new(&folder)), &mut watch)
            .map_err(|error| Failure::of(&error))?;
        Ok(compared(folder, pairs))
    })
}

/// `pairs` come with the strongest first; none at all when the work was stopped.
fn compared(folder: String, pairs: Option<Vec<AlikePair>>) -> ComparedView {
    let stopped = pairs.is_none();
    let pairs = pairs.unwrap_or_default();
    let drafts: BTreeSet<i64> = pairs.iter().map(|pair| pair.one.draft).collect();
    let line = |pair: &AlikePair| AlikeLine {
        draft: row(pair.one.draft),
        title: pair.one.title.clone(),
        earlier_title: pair.other.title.clone(),
        earlier_unit: pair.other.unit.clone(),
        share: pair.share,
    };
    ComparedView {
        folder,
        drafts: count(drafts.len()),
        pairs: count(pairs.len()),
        named: pairs.iter().take(NAMED).map(line).collect(),
        stopped,
    }
}
