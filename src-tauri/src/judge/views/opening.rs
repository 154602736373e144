//! Start page and opening page.

use std::collections::BTreeMap;
use std::time::Duration;

use desk::{OpenedPack, PackRecord, Session};
use pack::judge_pack::{Checked, MediaKind};

use super::{count, english, few, fingerprint, key_fingerprint, kib, status};
use crate::wire::{self, Failure};

/// The packs opened here before.
pub(in crate::judge) fn recent(desk: &desk::Desk) -> Result<Vec<wire::RecentPack>, Failure> {
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
pub(in crate::judge) fn cover(session: &Session, opened: &OpenedPack, bytes: u64) -> wire::Cover {
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
        taken_over: count(opened.taken_over.len()),
    }
}

/// A running check, with the time left judged by the speed so far.
pub(in crate::judge) fn progress(checked: Checked, elapsed: Duration) -> wire::CheckProgress {
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
