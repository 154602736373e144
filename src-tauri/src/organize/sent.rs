//! What goes with the packs: papers to print, letters to send, and what a person says of both.

use std::path::Path;

use chrono::NaiveDate;
use organizer::Letter;
use tauri::{State, WebviewWindow};

use super::judges::id;
use super::{changing, reading, round_or_current};
use crate::dialogs;
use crate::state::{Shell, now};
use crate::wire::{Failure, LetterToSend, SentBy};

/// The papers that are written beside packs.
const PAPERS: [&str; 2] = ["passphrases.html", "letters.html"];

/// Opens a paper that was written beside packs in the system's browser, to be printed there.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_paper(folder: String, paper: String) -> Result<(), Failure> {
    let place = Path::new(&folder).join(&paper);
    if !PAPERS.contains(&paper.as_str()) || !place.is_file() {
        return Err(Failure::with(
            "paper_missing",
            "path",
            place.display().to_string(),
        ));
    }
    opener::open(&place)
        .map_err(|error| Failure::with("folder_not_shown", "why", error.to_string()))
}

/// Lets the organiser choose where a letter goes; nothing when the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_letter_place(
    window: WebviewWindow,
    title: String,
    name: String,
) -> Option<String> {
    let place = dialogs::choose_place(&window, &title, &name).await;
    place.map(|path| path.to_string_lossy().into_owned())
}

/// Writes the letters that go with the packs of a round, or the one to this judge, as a page to print.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_letters(
    shell: State<'_, Shell>,
    round: Option<String>,
    judge: Option<String>,
    path: String,
) -> Result<(), Failure> {
    let judge = judge.as_deref().map(id).transpose()?;
    let page = reading(&shell, |organizer| {
        let round = round_or_current(organizer, round)?;
        Ok(organizer.letters(&round, judge.as_ref())?)
    })?;
    Ok(desk::write_whole(Path::new(&path), page.as_bytes())?)
}

/// Writes a letter as a file that mail programs open as an unsent message.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn save_mail(letter: LetterToSend, path: String) -> Result<(), Failure> {
    Ok(desk::write_whole(Path::new(&path), &mail(letter).eml())?)
}

/// Opens a letter in the system's mail program.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn open_mail(letter: LetterToSend) -> Result<(), Failure> {
    let address = mail(letter).mailto();
    if address.is_empty() {
        return Err(Failure::plain("letter_no_address"));
    }
    opener::open(&address)
        .map_err(|error| Failure::with("folder_not_shown", "why", error.to_string()))
}

/// Notes how the judge's latest pack of the round went out; `on` is a day, `2020-08-26`.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mark_sent(
    shell: State<'_, Shell>,
    round: Option<String>,
    judges: Vec<String>,
    how: SentBy,
    on: String,
) -> Result<(), Failure> {
    let on = day(&on)?;
    let how = match how {
        SentBy::Usb => organizer::SentBy::Usb,
        SentBy::Cloud => organizer::SentBy::Cloud,
        SentBy::ByHand => organizer::SentBy::ByHand,
        SentBy::Post => organizer::SentBy::Post,
    };
    changing(&shell, |organizer| {
        let round = round_or_current(organizer, round)?;
        for judge in &judges {
            organizer
                .mark_sent(&round, &id(judge)?, how, on, now())
                .map_err(|error| Failure::of(&error))?;
        }
        Ok(())
    })
}

/// Notes that a judge was reminded of the round today.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn mark_reminded(
    shell: State<'_, Shell>,
    round: Option<String>,
    judge: String,
) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        let round = round_or_current(organizer, round)?;
        let at = now();
        organizer
            .mark_reminded(&round, &id(&judge)?, at.date_naive(), at)
            .map_err(|error| Failure::of(&error))
    })
}

/// Takes back what a line of the log says of a pack that went out or of a reminder.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn take_back_mark(shell: State<'_, Shell>, line: u32) -> Result<(), Failure> {
    changing(&shell, |organizer| {
        organizer
            .take_back_mark(line, now())
            .map_err(|error| Failure::of(&error))
    })
}

fn day(text: &str) -> Result<NaiveDate, Failure> {
    text.parse()
        .map_err(|_| Failure::with("not_a_day", "found", text))
}

fn mail(letter: LetterToSend) -> Letter {
    Letter {
        name: letter.name,
        address: letter.address,
        subject: letter.subject,
        answers: None,
        text: letter.text,
    }
}
