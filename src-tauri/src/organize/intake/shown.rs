//! One draft, or one open question, with everything a person needs to decide on it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use organizer::mends::{self, Mend};
use organizer::{FindingView, Organizer, Piece, StillView, StoreError};
use tauri::State;

use super::super::reading;
use super::super::views::{self, count, kib, row};
use crate::state::Shell;
use crate::wire::{
    AskedView, CorrectionView, Failure, FoundLine, ItemFileView, JudgedView, OtherDraft, Picture,
    PieceView, RedactionLine, ShownFileView, ShownView, StillLine, TypedFormView,
};

/// The largest picture that is shown, in bytes.
const PICTURE_MAX: u64 = 48 * 1024 * 1024;
/// How many other drafts are named.
const OTHERS: usize = 40;

/// One draft with its mail, its findings and what judges would read.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn show_draft(shell: State<'_, Shell>, draft: u32) -> Result<ShownView, Failure> {
    reading(&shell, |organizer| {
        let shown = organizer
            .show(i64::from(draft))
            .map_err(|error| Failure::of(&error))?;
        let stills = organizer.stills(i64::from(draft))?;
        let phone = !shown.phones_in_mail.is_empty();
        let found = |one: FindingView| found(one, phone);
        let redaction = |one: organizer::ShownRedaction| RedactionLine {
            id: row(one.redaction),
            field: one.field,
            words: one.words,
        };
        let correction = |one: organizer::Correction| CorrectionView {
            field: one.field,
            value: one.value,
            origin: one.origin,
            note: one.note,
        };
        let file = |one: organizer::ShownFile| ShownFileView {
            redaction: one.redacted.map(|redacted| row(redacted.redaction)),
            file: views::file(one.file),
        };
        Ok(ShownView {
            typed: shown.typed,
            phones_in_mail: shown.phones_in_mail,
            mail: pieces(shown.telling.mail),
            title: pieces(shown.telling.title),
            measures: pieces(shown.telling.measures),
            innovation: pieces(shown.telling.innovation),
            effect: pieces(shown.telling.effect),
            corrections: shown.corrections.into_iter().map(correction).collect(),
            judged: JudgedView {
                title: shown.judged.title,
                measures: shown.judged.measures,
                innovation: shown.judged.innovation,
                effect: shown.judged.effect,
            },
            masked: count(shown.masked),
            findings: shown.findings.into_iter().map(found).collect(),
            files: shown.files.into_iter().map(file).collect(),
            stills: stills.iter().map(still).collect(),
            redactions: shown.redactions.into_iter().map(redaction).collect(),
            versions: others(organizer, &shown.versions)?,
            form: views::reading(shown.form, organizer.contest().text),
        })
    })
}

/// One open question with its mail and files.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn show_question(shell: State<'_, Shell>, question: u32) -> Result<AskedView, Failure> {
    let item = i64::from(question);
    reading(&shell, |organizer| {
        let shown = organizer
            .show_item(item)
            .map_err(|error| Failure::of(&error))?;
        let files = organizer
            .item_files(item)
            .map_err(|error| Failure::of(&error))?;
        let offered = organizer
            .offered_form(item)
            .map_err(|error| Failure::of(&error))?;
        let file = |one: organizer::ItemFile| ItemFileView {
            position: u32::try_from(one.position).unwrap_or(u32::MAX),
            name: one.name,
            kib: kib(one.bytes),
            kind: one.kind.map(|kind| views::code(&kind)),
        };
        let about_draft = shown.item.draft.is_some();
        Ok(AskedView {
            mends: codes(mends::of_question(&shown.item.reason, about_draft)),
            question: views::question(shown.item),
            mail: shown.mail_text,
            files: files.into_iter().map(file).collect(),
            drafts: others(organizer, &shown.drafts)?,
            offered: offered.map(|form| TypedFormView {
                title: form.title,
                authors: form.authors,
                phone: form.phone,
                unit: form.unit,
                measures: form.measures,
                innovation: form.innovation,
                effect: form.effect,
            }),
        })
    })
}

/// The bytes of a still of a draft, by its place in the list of stills.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn still_picture(
    shell: State<'_, Shell>,
    draft: u32,
    place: u32,
) -> Result<Picture, Failure> {
    reading(&shell, |organizer| {
        let stills = organizer.stills(i64::from(draft))?;
        let at = usize::try_from(place).unwrap_or(usize::MAX);
        let one = stills
            .get(at)
            .ok_or_else(|| Failure::plain("picture_gone"))?;
        picture(&one.path)
    })
}

/// The bytes of a file that came with a question, as it was sent.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn question_file(
    shell: State<'_, Shell>,
    question: u32,
    position: u32,
) -> Result<Picture, Failure> {
    reading(&shell, |organizer| {
        let files = organizer
            .item_files(i64::from(question))
            .map_err(|error| Failure::of(&error))?;
        let one = files
            .iter()
            .find(|file| file.position == u64::from(position))
            .ok_or_else(|| Failure::plain("picture_gone"))?;
        picture(&one.path)
    })
}

fn picture(path: &Path) -> Result<Picture, Failure> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(PICTURE_MAX + 1).read_to_end(&mut bytes))
        .map_err(|source| {
            Failure::of(&StoreError::File {
                path: path.to_owned(),
                source,
            })
        })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > PICTURE_MAX {
        return Err(Failure::plain("picture_too_large"));
    }
    Ok(Picture(bytes))
}

fn pieces(all: Vec<Piece>) -> Vec<PieceView> {
    let view = |one: Piece| PieceView {
        text: one.text,
        tells: one.tells.map(str::to_owned),
        sure: one.sure,
    };
    all.into_iter().map(view).collect()
}

/// A finding and what can be done about it.
pub(super) fn found(one: FindingView, phone_in_mail: bool) -> FoundLine {
    FoundLine {
        mends: codes(mends::of_finding(&one.code, phone_in_mail)),
        state: views::code(&one.state),
        code: one.code,
        facts: one.facts,
    }
}

fn codes(mends: &[Mend]) -> Vec<String> {
    mends.iter().map(views::code).collect()
}

fn still(one: &StillView) -> StillLine {
    StillLine {
        file: one.name.clone(),
        at_ms: u32::try_from(one.at_ms).unwrap_or(u32::MAX),
    }
}

fn others(organizer: &Organizer, drafts: &[i64]) -> Result<Vec<OtherDraft>, Failure> {
    let mut lines = Vec::new();
    for &id in drafts.iter().take(OTHERS) {
        let form = organizer.reading(id).map_err(|error| Failure::of(&error))?;
        lines.push(OtherDraft {
            id: row(form.id),
            title: form.title,
            unit: form.unit,
            at: form.at,
        });
    }
    Ok(lines)
}
