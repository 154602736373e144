//! Table `pack`: the packs opened here, and `entry`: their entry numbers in the judge's order.
//!
//! Titles and texts are not stored; they stay in the encrypted pack.

use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension, Row, params};

use super::{Desk, earlier};
use crate::error::DeskError;
use crate::sheet::Status;

pub(super) const TABLES: &str = "
CREATE TABLE pack (
    id            TEXT PRIMARY KEY,      -- SHA-256 of its manifest, hexadecimal
    path          TEXT NOT NULL,         -- where it was last opened
    contest       TEXT NOT NULL,
    title         TEXT NOT NULL,
    judge         TEXT NOT NULL,
    organiser_key TEXT NOT NULL,         -- OpenSSH
    closes_at     TEXT,                  -- RFC 3339
    opened_at     TEXT NOT NULL,
    checked_at    TEXT,                  -- every file was read and verified
    confirmed_at  TEXT,                  -- the judge found the fingerprint the same
    stopped_at    TEXT                   -- entry number
) STRICT;
CREATE TABLE entry (
    pack     TEXT NOT NULL REFERENCES pack (id),
    position INTEGER NOT NULL,
    number   TEXT NOT NULL,
    label    TEXT NOT NULL,
    theme    TEXT NOT NULL,              -- its short name
    status   TEXT NOT NULL DEFAULT 'open',
    flagged  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (pack, number)
) STRICT, WITHOUT ROWID;
";

/// A pack as remembered here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRecord {
    /// SHA-256 of its manifest, hexadecimal.
    pub id: String,
    /// Where it was last opened.
    pub path: PathBuf,
    /// The contest's identifier.
    pub contest: String,
    /// The contest's title.
    pub title: String,
    /// The round's id; `None` for a pack that was last opened by an earlier version of this program.
    pub round: Option<String>,
    /// Which of the judge's packs it is, from 1; `None` likewise.
    pub version: Option<u32>,
    /// The judge's identifier.
    pub judge: String,
    /// The organiser's public key, OpenSSH.
    pub organiser_key: String,
    /// When scores are due, RFC 3339.
    pub closes_at: Option<String>,
    /// Whether every file was once read and verified.
    pub checked: bool,
    /// The file that the last check found damaged.
    pub check_failed: Option<String>,
    /// Whether the judge found the fingerprint the same.
    pub confirmed: bool,
    /// The entry number last open.
    pub stopped_at: Option<String>,
}

/// One entry of a remembered pack, for the strip on the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentEntry {
    /// Its number.
    pub number: String,
    /// What the judge reads on the slip.
    pub label: String,
    /// The short name of its theme.
    pub theme: String,
    /// Where its sheet stands.
    pub status: Status,
    /// Whether it is flagged.
    pub flagged: bool,
}

const COLUMNS: &str = "id, path, contest, title, judge, organiser_key, closes_at, \
     checked_at IS NOT NULL, check_failed_file, confirmed_at IS NOT NULL, stopped_at, round, version";

fn record(row: &Row<'_>) -> rusqlite::Result<PackRecord> {
    Ok(PackRecord {
        id: row.get(0)?,
        path: PathBuf::from(row.get::<_, String>(1)?),
        contest: row.get(2)?,
        title: row.get(3)?,
        judge: row.get(4)?,
        organiser_key: row.get(5)?,
        closes_at: row.get(6)?,
        checked: row.get(7)?,
        check_failed: row.get(8)?,
        confirmed: row.get(9)?,
        stopped_at: row.get(10)?,
        round: row.get(11)?,
        version: row.get(12)?,
    })
}

impl Desk {
    /// The packs opened here, the latest first.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn recent(&self) -> Result<Vec<PackRecord>, DeskError> {
        let text =
            format!("SELECT {COLUMNS} FROM pack ORDER BY turn DESC, opened_at DESC LIMIT 50");
        let mut query = self.sql.prepare(&text)?;
        let rows = query.query_map([], record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The entries of a remembered pack in the judge's order.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn recent_entries(&self, pack: &str) -> Result<Vec<RecentEntry>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT number, label, theme, status, flagged FROM entry WHERE pack = ?1 ORDER BY position",
        )?;
        let rows = query.query_map([pack], |row| {
            Ok(RecentEntry {
                number: row.get(0)?,
                label: row.get(1)?,
                theme: row.get(2)?,
                status: status_from(&row.get::<_, String>(3)?),
                flagged: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The key under which the same contest was last opened here, if another pack of it was.
    pub(crate) fn organiser_key_before(
        &self,
        contest: &str,
        pack: &str,
    ) -> Result<Option<String>, DeskError> {
        let found = self.sql.query_row(
            "SELECT organiser_key FROM pack WHERE contest = ?1 AND id <> ?2 AND confirmed_at IS NOT NULL \
             ORDER BY turn DESC, confirmed_at DESC LIMIT 1",
            [contest, pack],
            |row| row.get(0),
        );
        Ok(found.optional()?)
    }

    /// The record of a pack opened before.
    pub(crate) fn pack(&self, id: &str) -> Result<Option<PackRecord>, DeskError> {
        let text = format!("SELECT {COLUMNS} FROM pack WHERE id = ?1");
        Ok(self.sql.query_row(&text, [id], record).optional()?)
    }

    /// Remembers a pack and its entries, each with what was asked about it; opening it again only moves its path and time.
    /// Sheets that are still untouched are filled from earlier packs of the same judge and round; returns the numbers of those
    /// entries.
    pub(crate) fn remember(
        &mut self,
        pack: &PackRecord,
        entries: &[(RecentEntry, String)],
        now: &str,
    ) -> Result<Vec<String>, DeskError> {
        let change = self.sql.transaction()?;
        change.execute(
            "INSERT INTO pack (id, path, contest, title, judge, organiser_key, closes_at, opened_at, round, version, turn) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, (SELECT coalesce(max(turn), 0) + 1 FROM pack)) \
             ON CONFLICT (id) DO UPDATE SET path = excluded.path, opened_at = excluded.opened_at, \
             round = excluded.round, version = excluded.version, turn = excluded.turn",
            params![
                pack.id,
                path_text(&pack.path),
                pack.contest,
                pack.title,
                pack.judge,
                pack.organiser_key,
                pack.closes_at,
                now,
                pack.round,
                pack.version
            ],
        )?;
        for (position, (entry, question)) in (0_i64..).zip(entries) {
            change.execute(
                "INSERT INTO entry (pack, position, number, label, theme, question) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
                 ON CONFLICT (pack, number) DO UPDATE SET question = excluded.question",
                params![
                    pack.id,
                    position,
                    entry.number,
                    entry.label,
                    entry.theme,
                    question
                ],
            )?;
        }
        let taken = earlier::take_over(&change, &pack.id)?;
        change.commit()?;
        Ok(taken)
    }

    /// Notes that every file of the pack was read and verified.
    pub(crate) fn note_checked(&self, pack: &str, now: &str) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE pack SET checked_at = ?2, check_failed_at = NULL, check_failed_file = NULL WHERE id = ?1",
            [pack, now],
        )?;
        Ok(())
    }

    /// Notes which file of the pack was found damaged.
    pub(crate) fn note_check_failed(
        &self,
        pack: &str,
        file: &str,
        now: &str,
    ) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE pack SET checked_at = NULL, check_failed_at = ?3, check_failed_file = ?2 WHERE id = ?1",
            [pack, file, now],
        )?;
        Ok(())
    }

    /// Notes where the pack was moved to.
    pub(crate) fn note_moved(&self, pack: &str, path: &Path) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE pack SET path = ?2 WHERE id = ?1",
            [pack, &path_text(path)],
        )?;
        Ok(())
    }

    /// Notes that the judge found the fingerprint the same.
    pub(crate) fn note_confirmed(&self, pack: &str, now: &str) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE pack SET confirmed_at = ?2 WHERE id = ?1",
            [pack, now],
        )?;
        Ok(())
    }

    /// Notes which entry is open.
    pub(crate) fn note_stopped(&self, pack: &str, number: &str) -> Result<(), DeskError> {
        self.sql.execute(
            "UPDATE pack SET stopped_at = ?2 WHERE id = ?1",
            [pack, number],
        )?;
        Ok(())
    }
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub(super) fn status_text(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Draft => "draft",
        Status::Scored => "scored",
        Status::Recused => "recused",
    }
}

fn status_from(text: &str) -> Status {
    match text {
        "draft" => Status::Draft,
        "scored" => Status::Scored,
        "recused" => Status::Recused,
        _ => Status::Open,
    }
}
