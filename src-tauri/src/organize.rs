//! The organiser's page: each command a few lines over [`organizer`].

use std::path::{Path, PathBuf};

use organizer::{Organizer, Overview};
use tauri::{State, WebviewWindow};

use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{
    Failure, Fingerprint, JudgeLine, OrganizerDesk, RankLine, ReceivedLine, Verdict,
};

/// Lets the organiser choose a contest folder and opens it; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_contest(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    title: String,
) -> Result<Option<OrganizerDesk>, Failure> {
    let Some(folder) = dialogs::choose_folder(&window, &title).await else {
        return Ok(None);
    };
    let mut open = shell.organizer();
    // The folder now open is let go first: it may be the one chosen.
    *open = None;
    let organizer = open_contest(&folder)?;
    let page = desk(organizer.overview().map_err(|error| Failure::of(&error))?);
    *open = Some(organizer);
    Ok(Some(page))
}

/// The page of the contest now open, or of the one given at the start.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn organizer_desk(shell: State<'_, Shell>) -> Result<OrganizerDesk, Failure> {
    with_contest(&shell, |organizer| {
        organizer
            .overview()
            .map(desk)
            .map_err(|error| Failure::of(&error))
    })
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
        Ok(merged.lines.into_iter().map(received).collect())
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

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

/// Six groups from the text that prints them.
fn groups(text: &str) -> Option<Fingerprint> {
    let groups: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    Some(Fingerprint {
        groups: groups.try_into().ok()?,
    })
}

fn desk(overview: Overview) -> OrganizerDesk {
    let ranking = overview.ranking;
    OrganizerDesk {
        contest_title: overview.contest_title,
        folder: overview.folder,
        judges: overview.judges.into_iter().map(judge).collect(),
        received: overview.received.into_iter().map(received).collect(),
        provisional: ranking.provisional,
        returned: count(ranking.returned),
        issued: count(ranking.issued),
        ranking: ranking.lines.into_iter().map(rank).collect(),
    }
}

fn judge(line: organizer::JudgeLine) -> JudgeLine {
    JudgeLine {
        id: line.id,
        name: line.name,
        issued: line.issued,
        assigned: line.assigned,
        revision: line.revision,
        received_at: line.received_at,
        scored: line.scored,
        recused: line.recused,
        fingerprint: line.fingerprint.as_deref().and_then(groups),
    }
}

fn received(line: organizer::ReceivedLine) -> ReceivedLine {
    ReceivedLine {
        file: line.file,
        at: line.at,
        judge: line.judge,
        revision: line.revision,
        verdict: match line.verdict {
            organizer::Verdict::Merged => Verdict::Merged,
            organizer::Verdict::Replaced => Verdict::Replaced,
            organizer::Verdict::Same => Verdict::Same,
            organizer::Verdict::Older => Verdict::Older,
            organizer::Verdict::Held => Verdict::Held,
        },
        replaces: line.replaces,
        sheets: count(line.sheets),
        reason: line.reason.map(|reason| Failure {
            code: reason.code,
            facts: reason.facts,
        }),
    }
}

fn rank(line: organizer::RankLine) -> RankLine {
    RankLine {
        rank: line.rank,
        tied: line.tied,
        number: line.number,
        label: line.label,
        theme: line.theme,
        theme_name: line.theme_name,
        title: line.title,
        mean: line.mean,
        reviews: line.reviews,
        due: line.due,
        lowest: line.lowest,
        highest: line.highest,
    }
}
