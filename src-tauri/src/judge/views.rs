//! From the desk's values to the shapes the window shows.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use contest::{CommentPolicy, CommentReaders, MarkStep, MediaLimits};
use desk::{ChangeMade, EntrySheet, OpenedPack, PackRecord, Session};
use pack::judge_pack::{BlindEntry, Checked, JudgeView, MediaKind, ThemeSheet};
use seal::PublicKey;

use crate::media_server::MediaAddress;
use crate::wire::{self, Failure};

/// Bytes as KiB, at least 1 for anything that is not empty.
pub(super) fn kib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

pub(super) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |facts| facts.len())
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

fn few(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn milliseconds(length: u64) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Six groups of digits from a fingerprint.
pub(crate) fn fingerprint(fingerprint: &seal::Fingerprint) -> wire::Fingerprint {
    wire::Fingerprint {
        groups: fingerprint.groups(),
    }
}

fn key_fingerprint(openssh: &str) -> Result<wire::Fingerprint, Failure> {
    let key = PublicKey::parse(openssh).map_err(|_| Failure::plain("pack_altered"))?;
    Ok(fingerprint(&key.fingerprint()))
}

fn status(status: desk::Status) -> wire::Status {
    match status {
        desk::Status::Open => wire::Status::Open,
        desk::Status::Draft => wire::Status::Draft,
        desk::Status::Scored => wire::Status::Scored,
        desk::Status::Recused => wire::Status::Recused,
    }
}

pub(super) fn recusal_kind(kind: wire::RecusalKind) -> desk::RecusalKind {
    match kind {
        wire::RecusalKind::WorkedOnIt => desk::RecusalKind::WorkedOnIt,
        wire::RecusalKind::KnowAuthor => desk::RecusalKind::KnowAuthor,
        wire::RecusalKind::Other => desk::RecusalKind::Other,
    }
}

fn recusal_shown(kind: desk::RecusalKind) -> wire::RecusalKind {
    match kind {
        desk::RecusalKind::WorkedOnIt => wire::RecusalKind::WorkedOnIt,
        desk::RecusalKind::KnowAuthor => wire::RecusalKind::KnowAuthor,
        desk::RecusalKind::Other => wire::RecusalKind::Other,
    }
}

/// The packs opened here before.
pub(super) fn recent(desk: &desk::Desk) -> Result<Vec<wire::RecentPack>, Failure> {
    desk.recent()?
        .into_iter()
        .map(|record| recent_pack(desk, record))
        .collect()
}

fn recent_pack(desk: &desk::Desk, record: PackRecord) -> Result<wire::RecentPack, Failure> {
    let entries = desk.recent_entries(&record.id)?;
    let mut strip: Vec<wire::StripGroup> = Vec::new();
    for entry in &entries {
        let cell = wire::StripCell {
            number: entry.number.clone(),
            status: status(entry.status),
            flagged: entry.flagged,
        };
        match strip.last_mut().filter(|group| group.short == entry.theme) {
            Some(group) => group.cells.push(cell),
            None => strip.push(wire::StripGroup {
                short: entry.theme.clone(),
                cells: vec![cell],
            }),
        }
    }
    let decided = entries
        .iter()
        .filter(|e| matches!(e.status, desk::Status::Scored | desk::Status::Recused))
        .count();
    let stopped_at = record.stopped_at.as_ref().and_then(|number| {
        let entry = entries.iter().find(|entry| &entry.number == number)?;
        Some(entry.label.clone())
    });
    Ok(wire::RecentPack {
        last_revision: desk.last_revision(&record.id)?,
        present: record.path.is_file(),
        path: record.path.to_string_lossy().into_owned(),
        pack_id: record.id,
        contest_title: record.title,
        judge: record.judge,
        stopped_at,
        closes: record.closes_at,
        fingerprint: key_fingerprint(&record.organiser_key)?,
        strip,
        decided: count(decided),
        total: count(entries.len()),
    })
}

/// The cover of a pack just opened.
pub(super) fn cover(session: &Session, opened: &OpenedPack, bytes: u64) -> wire::Cover {
    let pack = session.pack();
    let view = session.view();
    let mut by_theme: BTreeMap<u8, u32> = BTreeMap::new();
    let (mut videos, mut video_ms, mut others) = (0_u32, 0_u64, 0_u32);
    for entry in pack.entries() {
        *by_theme.entry(entry.theme).or_default() += 1;
        for medium in &entry.media {
            if medium.kind == MediaKind::Video {
                videos += 1;
                video_ms = video_ms.saturating_add(medium.length_ms.unwrap_or(0));
            } else {
                others += 1;
            }
        }
    }
    let entries_by_theme = view
        .themes
        .iter()
        .filter_map(|theme| {
            Some(wire::ThemeCount {
                theme: theme.name.clone(),
                theme_en: english(theme.name_en.as_ref(), &theme.name),
                count: by_theme.get(&theme.id).copied()?,
            })
        })
        .collect();
    wire::Cover {
        pack_id: opened.record.id.clone(),
        contest_title: opened.record.title.clone(),
        subtitle: view.subtitle.clone(),
        organiser: view.organiser.clone(),
        judge: opened.record.judge.clone(),
        entries_by_theme,
        videos,
        video_minutes: u32::try_from(video_ms.div_ceil(60_000)).unwrap_or(u32::MAX),
        other_files: others,
        files: count(pack.manifest().files.len()),
        kib: kib(bytes),
        issued_at: pack.manifest().issued_at.to_rfc3339(),
        closes_at: opened.record.closes_at.clone(),
        fingerprint: fingerprint(&pack.organiser().fingerprint()),
        issuer: match opened.issuer {
            desk::Issuer::New => wire::Issuer::New,
            desk::Issuer::Known => wire::Issuer::Known,
            desk::Issuer::Changed => wire::Issuer::Changed,
        },
        checked_before: opened.record.checked,
        confirmed_before: opened.record.confirmed,
    }
}

/// A running check, with the time left judged by the speed so far.
pub(super) fn progress(checked: Checked, elapsed: Duration) -> wire::CheckProgress {
    let left = checked.bytes_total.saturating_sub(checked.bytes_done);
    let seconds_left =
        (checked.bytes_done > 0 && elapsed > Duration::from_millis(500)).then(|| {
            let seconds = elapsed.as_secs_f64() * left as f64 / checked.bytes_done as f64;
            seconds.ceil().min(f64::from(u32::MAX)) as u32
        });
    wire::CheckProgress {
        files_done: few(checked.files_done),
        files_total: few(checked.files_total),
        kib_done: kib(checked.bytes_done),
        kib_total: kib(checked.bytes_total),
        seconds_left,
    }
}

fn english(name: Option<&String>, else_this: &str) -> String {
    name.cloned().unwrap_or_else(|| else_this.to_owned())
}

/// The desk with its rubrics and rows.
pub(super) fn desk(desk: &desk::Desk, session: &Session) -> Result<wire::Desk, Failure> {
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
pub(super) fn row(session: &Session, number: &str) -> Result<wire::Row, Failure> {
    let (entry, theme) = session.entry(number)?;
    let at = session.sheet(number)?;
    let video = entry.media.iter().find(|m| m.kind == MediaKind::Video);
    let standing = Standing::of(&at, theme);
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
pub(super) fn entry(
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

/// What the marks of a sheet add up to, by the rubric as the pack carries it; hundredths of a point.
struct Standing {
    total: u32,
    out_of: u32,
    scored: u32,
    criteria: u32,
}

impl Standing {
    fn of(at: &EntrySheet, theme: &ThemeSheet) -> Standing {
        let mut sum = Standing {
            total: 0,
            out_of: 0,
            scored: 0,
            criteria: count(theme.criteria.len()),
        };
        for criterion in &theme.criteria {
            let mark = at
                .sheet
                .marks
                .iter()
                .find(|(id, _)| id.as_str() == criterion.id);
            if let Some((_, mark)) = mark {
                sum.total += u32::from(criterion.weight) * u32::from(mark.halves()) * 5;
                sum.out_of += u32::from(criterion.weight) * 100;
                sum.scored += 1;
            }
        }
        sum
    }
}

/// Hundredths with one decimal, or two where the second is not zero.
pub(super) fn tenths(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest % 10 == 0 {
        format!("{whole}.{}", rest / 10)
    } else {
        format!("{whole}.{rest:02}")
    }
}

fn sheet(number: &str, at: &EntrySheet, theme: &ThemeSheet) -> wire::SheetView {
    let standing = Standing::of(at, theme);
    wire::SheetView {
        number: number.to_owned(),
        status: status(at.status),
        marks: marks(&at.sheet),
        total: tenths(standing.total),
        out_of: (standing.out_of / 100).to_string(),
        left: (10_000_u32.saturating_sub(standing.out_of) / 100).to_string(),
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
pub(super) fn marks(sheet: &desk::Sheet) -> BTreeMap<String, u8> {
    let marks = sheet.marks.iter();
    marks
        .map(|(id, points)| (id.to_string(), points.halves()))
        .collect()
}

pub(super) fn note(note: desk::Note) -> wire::NoteView {
    wire::NoteView {
        id: note.id,
        media: note.media,
        at_ms: note.at_ms,
        text: note.text,
    }
}

/// What a change led to.
pub(super) fn saved(session: &Session, made: &ChangeMade) -> Result<wire::Saved, Failure> {
    let (_, theme) = session.entry(&made.number)?;
    Ok(wire::Saved {
        sheet: sheet(&made.number, &made.now, theme),
        row: row(session, &made.number)?,
        saved_at: made.now.saved_at.clone().unwrap_or_default(),
        can_undo: made.can_undo,
    })
}

/// Completeness.
pub(super) fn submission(found: desk::Submission) -> wire::Submission {
    let latest = found
        .exports
        .iter()
        .find(|e| e.path.is_some())
        .map(|e| e.sequence);
    wire::Submission {
        reminders: found.reminders(),
        assigned: found.assigned,
        scored: found.scored,
        recused: count(found.recused.len()),
        open: found.open,
        drafts: found.drafts,
        comments: found.comments,
        short_comments: found.short_comments,
        missing_comments: found.missing_comments,
        flagged: found.flagged,
        decided_ties: found.decided_ties,
        open_ties: found
            .open_ties
            .into_iter()
            .map(|tie| wire::OpenTie {
                theme: tie.theme,
                numbers: tie.numbers,
            })
            .collect(),
        recusals: found
            .recused
            .into_iter()
            .map(|recused| wire::RecusalLine {
                number: recused.number,
                label: recused.label,
                kind: recusal_shown(recused.kind),
                note: recused.note,
            })
            .collect(),
        next_revision: found.next_revision,
        exports: found
            .exports
            .iter()
            .map(|export| export_line(export, latest))
            .collect(),
        suggested_name: found.suggested_name,
    }
}

fn export_line(export: &desk::ExportRecord, latest: Option<u32>) -> wire::ExportLine {
    let name = export
        .path
        .as_ref()
        .and_then(|path| path.file_name())
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    wire::ExportLine {
        revision: export.sequence,
        at: export.signed_at.clone(),
        changes: export.changes,
        fingerprint: fingerprint(&seal::Fingerprint::of(&export.bundle_json)),
        name,
        latest: latest == Some(export.sequence),
    }
}

/// A bundle that was written and read back.
pub(super) fn exported(done: &desk::Exported) -> wire::Exported {
    let text = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    wire::Exported {
        revision: done.revision,
        at: done.signed_at.clone(),
        path: text(done.path.as_os_str()),
        folder: done
            .path
            .parent()
            .map_or_else(String::new, |folder| text(folder.as_os_str())),
        name: done.path.file_name().map_or_else(String::new, text),
        kib: kib(done.bytes),
        fingerprint: fingerprint(&done.fingerprint),
    }
}

/// What was signed, for paper.
pub(super) fn receipt(session: &Session, found: desk::Receipt, program: &str) -> wire::Receipt {
    wire::Receipt {
        contest_title: found.title,
        organiser: found.organiser,
        organiser_fingerprint: fingerprint(&session.pack().organiser().fingerprint()),
        judge: found.judge,
        revision: found.revision,
        at: found.signed_at,
        assigned: found.assigned,
        scored: found.scored,
        recused: found.recused,
        unfinished: found.unfinished,
        comments: found.comments,
        fingerprint: fingerprint(&found.fingerprint),
        name: found.name,
        bytes: few(found.bytes),
        sha256: found.sha256.to_string(),
        program: program.to_owned(),
    }
}
