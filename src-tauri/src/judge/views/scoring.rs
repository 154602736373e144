//! The scoring desk.

use std::collections::BTreeMap;

use contest::{CommentPolicy, CommentReaders, MarkStep, MediaLimits};
use desk::{ChangeMade, EntrySheet, Session};
use pack::judge_pack::{BlindEntry, JudgeView, MediaKind, ThemeSheet};

use super::{english, kib, milliseconds, recusal_shown, status};
use crate::wire::{self, Failure};
use playback::MediaAddress;

/// The desk with its rubrics and rows.
pub(in crate::judge) fn desk(desk: &desk::Desk, session: &Session) -> Result<wire::Desk, Failure> {
    let view = session.view();
    let entries = session.entries();
    let rows = entries
        .iter()
        .map(|entry| row(session, &entry.number))
        .collect::<Result<Vec<_>, _>>()?;
    let record = desk
        .recent()?
        .into_iter()
        .find(|record| record.id == session.id());
    let check_failed = record
        .as_ref()
        .and_then(|record| record.check_failed.clone());
    let stopped = record
        .and_then(|record| record.stopped_at)
        .filter(|number| rows.iter().any(|row| &row.number == number));
    let first = rows.first().map(|row| row.number.clone());
    Ok(wire::Desk {
        contest_title: view.title.clone(),
        judge: session.pack().manifest().judge.to_string(),
        closes_at: session
            .pack()
            .manifest()
            .closes_at
            .map(|at| at.to_rfc3339()),
        themes: view.themes.iter().map(theme).collect(),
        current: stopped.or(first).unwrap_or_default(),
        rows,
        saved_at: session.saved_at().map(str::to_owned),
        comment_policy: match view.comment.policy {
            CommentPolicy::Off => wire::CommentPolicy::Off,
            CommentPolicy::Reminder => wire::CommentPolicy::Reminder,
            CommentPolicy::Required => wire::CommentPolicy::Required,
        },
        comment_minimum: view.comment.minimum,
        comment_readers: match view.comment.readers {
            CommentReaders::Organizer => wire::CommentReaders::Organizer,
            CommentReaders::Authors => wire::CommentReaders::Authors,
        },
        step: match view.step {
            MarkStep::Whole => wire::MarkStep::Whole,
            MarkStep::Half => wire::MarkStep::Half,
        },
        media_limit_ms: view.media_limit_ms,
        media_grace_ms: view.media_grace_ms,
        path: session.pack().place().to_string_lossy().into_owned(),
        check_failed,
        hand_in: view.hand_in.clone(),
    })
}

fn theme(theme: &ThemeSheet) -> wire::ThemeView {
    wire::ThemeView {
        id: theme.id,
        name: theme.name.clone(),
        name_en: english(theme.name_en.as_ref(), &theme.name),
        short: theme.short.clone(),
        criteria: theme
            .criteria
            .iter()
            .map(|criterion| wire::CriterionView {
                id: criterion.id.clone(),
                name: criterion.name.clone(),
                name_en: english(criterion.name_en.as_ref(), &criterion.name),
                weight: criterion.weight,
                levels: criterion
                    .levels
                    .iter()
                    .map(|level| wire::LevelView {
                        name: level.name.clone(),
                        name_en: english(level.name_en.as_ref(), &level.name),
                        from: level.from,
                        to: level.to,
                        descriptor: level.descriptor.clone(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

fn over_ms(view: &JudgeView, length_ms: Option<u64>) -> u32 {
    let limits = MediaLimits {
        longest_ms: view.media_limit_ms,
        grace_ms: view.media_grace_ms,
    };
    milliseconds(limits.over_ms(length_ms.unwrap_or(0)))
}

/// One row of the tray.
fn row(session: &Session, number: &str) -> Result<wire::Row, Failure> {
    let (entry, theme) = session.entry(number)?;
    let at = session.sheet(number)?;
    let video = entry.media.iter().find(|m| m.kind == MediaKind::Video);
    let standing = at.sheet.standing(theme);
    Ok(wire::Row {
        number: entry.number.clone(),
        label: entry.label.clone(),
        theme: entry.theme,
        title: entry.title.clone(),
        status: status(at.status),
        flagged: at.sheet.flagged,
        total: (standing.scored > 0 && at.status != desk::Status::Recused)
            .then(|| tenths(standing.total)),
        video_ms: video.and_then(|v| v.length_ms).map(milliseconds),
        over: video.is_some_and(|v| over_ms(session.view(), v.length_ms) > 0),
    })
}

/// One entry with everything that belongs to it.
pub(in crate::judge) fn entry(
    desk: &desk::Desk,
    session: &Session,
    media: &MediaAddress,
    number: &str,
) -> Result<wire::EntryView, Failure> {
    let (entry, theme) = session.entry(number)?;
    Ok(wire::EntryView {
        number: entry.number.clone(),
        label: entry.label.clone(),
        theme: entry.theme,
        title: entry.title.clone(),
        measures: entry.measures.clone(),
        innovation: entry.innovation.clone(),
        effect: entry.effect.clone(),
        media: media_views(session, entry, media),
        sheet: sheet(number, &session.sheet(number)?, theme),
        notes: session.notes(desk, number)?.into_iter().map(note).collect(),
    })
}

fn media_views(
    session: &Session,
    entry: &BlindEntry,
    address: &MediaAddress,
) -> Vec<wire::MediaView> {
    entry
        .media
        .iter()
        .map(|medium| wire::MediaView {
            id: medium.file.clone(),
            kind: match medium.kind {
                MediaKind::Video => wire::MediaKind::Video,
                MediaKind::Audio => wire::MediaKind::Audio,
                MediaKind::Image => wire::MediaKind::Image,
                MediaKind::Pdf => wire::MediaKind::Pdf,
            },
            url: address.of(&medium.file),
            ms: medium.length_ms.map(milliseconds),
            over_ms: over_ms(session.view(), medium.length_ms),
            width: medium.width,
            height: medium.height,
            pages: medium.pages,
            kib: kib(session.pack().media_len(&medium.file).unwrap_or(0)),
        })
        .collect()
}

/// Hundredths with one decimal, or two where the second is not zero.
pub(in crate::judge) fn tenths(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest % 10 == 0 {
        format!("{whole}.{}", rest / 10)
    } else {
        format!("{whole}.{rest:02}")
    }
}

fn sheet(number: &str, at: &EntrySheet, theme: &ThemeSheet) -> wire::SheetView {
    let standing = at.sheet.standing(theme);
    wire::SheetView {
        number: number.to_owned(),
        status: status(at.status),
        marks: marks(&at.sheet),
        total: tenths(standing.total),
        out_of: (standing.out_of / 100).to_string(),
        left: (standing.left() / 100).to_string(),
        scored_criteria: standing.scored,
        criteria: standing.criteria,
        comment: at.sheet.comment.clone(),
        flagged: at.sheet.flagged,
        recusal: at.sheet.recusal.as_ref().map(|recusal| wire::RecusalView {
            kind: recusal_shown(recusal.kind),
            note: recusal.note.clone(),
        }),
        not_seen: at.sheet.not_seen.iter().cloned().collect(),
    }
}

/// The marks of a sheet in half points.
pub(in crate::judge) fn marks(sheet: &desk::Sheet) -> BTreeMap<String, u8> {
    let marks = sheet.marks.iter();
    marks
        .map(|(id, points)| (id.to_string(), points.halves()))
        .collect()
}

pub(in crate::judge) fn note(note: desk::Note) -> wire::NoteView {
    wire::NoteView {
        id: note.id,
        media: note.media,
        at_ms: note.at_ms,
        text: note.text,
    }
}

/// What a change led to.
pub(in crate::judge) fn saved(
    session: &Session,
    made: &ChangeMade,
) -> Result<wire::Saved, Failure> {
    let (_, theme) = session.entry(&made.number)?;
    Ok(wire::Saved {
        sheet: sheet(&made.number, &made.now, theme),
        row: row(session, &made.number)?,
        saved_at: made.now.saved_at.clone().unwrap_or_default(),
        can_undo: made.can_undo,
    })
}
