//! Replies that a person reads, changes and sends from their own mail program.

use std::path::Path;

use organizer::{Letter, Organizer, Replying};
use tauri::{State, WebviewWindow};

use super::super::reading;
use super::shown::found;
use crate::dialogs;
use crate::state::Shell;
use crate::wire::{Addressee, Failure, ReplyText, ReplyingView};

/// What a reply is about.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn replying(shell: State<'_, Shell>, to: Addressee) -> Result<ReplyingView, Failure> {
    let about = about(&shell, to)?;
    Ok(ReplyingView {
        name: about.name,
        address: about.address,
        subject: about.subject,
        title: about.title,
        reason: about.reason,
        findings: about
            .findings
            .into_iter()
            .map(|one| found(one, false))
            .collect(),
        deadline: about.deadline,
    })
}

/// Saves a reply as a file that mail programs open as an unsent message; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_reply(
    window: WebviewWindow,
    shell: State<'_, Shell>,
    to: Addressee,
    reply: ReplyText,
    title: String,
) -> Result<Option<String>, Failure> {
    let letter = letter(&shell, to, reply)?;
    let name = format!("{}.eml", file_name(&letter.subject));
    let Some(place) = dialogs::choose_place(&window, &title, &name).await else {
        return Ok(None);
    };
    write(&place, &letter)?;
    Ok(Some(place.to_string_lossy().into_owned()))
}

/// Opens a reply in the mail program of the system.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mail_reply(
    shell: State<'_, Shell>,
    to: Addressee,
    reply: ReplyText,
) -> Result<(), Failure> {
    let letter = letter(&shell, to, reply)?;
    opener::open(letter.mailto()).map_err(|_| Failure::plain("no_mail_program"))
}

fn letter(shell: &Shell, to: Addressee, reply: ReplyText) -> Result<Letter, Failure> {
    let about = about(shell, to)?;
    Ok(Letter {
        name: about.name,
        address: about.address,
        subject: reply.subject,
        answers: about.message_id,
        text: reply.text,
    })
}

fn about(shell: &Shell, to: Addressee) -> Result<Replying, Failure> {
    reading(shell, |organizer: &Organizer| {
        match to {
            Addressee::Draft { id } => organizer.replying(i64::from(id)),
            Addressee::Question { id } => organizer.replying_to(i64::from(id)),
        }
        .map_err(|error| Failure::of(&error))
    })
}

/// A person chose the place and was asked by the dialog whether a file of that name may go.
fn write(place: &Path, letter: &Letter) -> Result<(), Failure> {
    let failed = |_| Failure::with("reply_not_written", "path", place.to_string_lossy());
    let mut file = std::fs::File::create(place).map_err(failed)?;
    std::io::Write::write_all(&mut file, &letter.eml()).map_err(failed)?;
    file.sync_all().map_err(failed)
}

/// What of a subject can be the name of a file anywhere.
fn file_name(subject: &str) -> String {
    let kept: String = subject
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        .take(40)
        .collect();
    let kept = kept.trim();
    if kept.is_empty() {
        "reply".to_owned()
    } else {
        kept.to_owned()
    }
}
