//! Table `sheet`: what stands on each score sheet, and `change`: every step that led there, for undo.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

use super::Desk;
use super::packs::status_text;
use crate::error::DeskError;
use crate::sheet::{Sheet, Status};

pub(super) const TABLES: &str = "
CREATE TABLE sheet (
    pack     TEXT NOT NULL,
    number   TEXT NOT NULL,
    content  TEXT NOT NULL,              -- JSON of the sheet
    saved_at TEXT NOT NULL,
    PRIMARY KEY (pack, number),
    FOREIGN KEY (pack, number) REFERENCES entry (pack, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
    id         INTEGER PRIMARY KEY,
    pack       TEXT NOT NULL,
    number     TEXT NOT NULL,
    before     TEXT NOT NULL,
    after      TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    undone     INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (pack, number) REFERENCES entry (pack, number)
) STRICT;
CREATE INDEX change_by_pack ON change (pack, id);
";

/// Which way the history is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// One step back.
    Back,
    /// One step forward again.
    Forward,
}

/// What the start page shows of a sheet, kept beside it.
pub(crate) struct Shown {
    pub(crate) status: Status,
    pub(crate) flagged: bool,
}

impl Desk {
    /// The sheets of a pack that have ever been changed, by entry number, with the time of the last change; the sheet
    /// saved last comes last, whatever the clock said.
    pub(crate) fn sheets(&self, pack: &str) -> Result<Vec<(String, Sheet, String)>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT number, content, saved_at FROM sheet WHERE pack = ?1 ORDER BY turn, saved_at",
        )?;
        let rows = query.query_map([pack], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
        })?;
        rows.map(|row| {
            let (number, content, saved_at): (String, String, String) = row?;
            Ok((number, parse(&content)?, saved_at))
        })
        .collect()
    }

    /// Saves a changed sheet and the step that led to it. When this returns, both are on the disk.
    pub(crate) fn save_sheet(
        &mut self,
        pack: &str,
        number: &str,
        (before, after): (&Sheet, &Sheet),
        shown: &Shown,
        now: &str,
    ) -> Result<(), DeskError> {
        let (old, new) = (text(before)?, text(after)?);
        let saving = self.sql.transaction()?;
        // A new step makes the steps taken back unreachable.
        saving.execute("DELETE FROM change WHERE pack = ?1 AND undone = 1", [pack])?;
        if !continue_comment(&saving, pack, number, (before, after), &new, now)? {
            saving.execute(
                "INSERT INTO change (pack, number, before, after, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                [pack, number, &old, &new, now],
            )?;
        }
        put(&saving, pack, number, &new, shown, now)?;
        saving.commit()?;
        Ok(())
    }

    /// The entries among `wanted` in the order in which a step first left each one `complete`.
    pub(crate) fn first_completed(
        &self,
        pack: &str,
        wanted: &BTreeSet<&str>,
        complete: &dyn Fn(&str, &Sheet) -> bool,
    ) -> Result<Vec<String>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT number, after FROM change WHERE pack = ?1 AND undone = 0 ORDER BY id",
        )?;
        let mut rows = query.query([pack])?;
        let mut left = wanted.clone();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number: String = row.get(0)?;
            if left.contains(number.as_str())
                && complete(&number, &parse(&row.get::<_, String>(1)?)?)
            {
                left.remove(number.as_str());
                found.push(number);
            }
        }
        Ok(found)
    }

    /// The step that would be taken back or forward, as (change id, entry number, the sheet it leads to).
    pub(crate) fn next_turn(
        &self,
        pack: &str,
        turned: Turned,
    ) -> Result<Option<(i64, String, Sheet)>, DeskError> {
        let text = match turned {
            Turned::Back => {
                "SELECT id, number, before FROM change WHERE pack = ?1 AND undone = 0 AND taken_over = 0 \
                 ORDER BY id DESC LIMIT 1"
            }
            Turned::Forward => {
                "SELECT id, number, after FROM change WHERE pack = ?1 AND undone = 1 ORDER BY id LIMIT 1"
            }
        };
        let found = self
            .sql
            .query_row(text, [pack], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
            })
            .optional()?;
        found
            .map(|(id, number, content)| Ok((id, number, parse(&content)?)))
            .transpose()
    }

    /// Saves the sheet a step leads to and marks the step as taken back or forward.
    pub(crate) fn save_turn(
        &mut self,
        pack: &str,
        (id, number, sheet): (i64, &str, &Sheet),
        turned: Turned,
        shown: &Shown,
        now: &str,
    ) -> Result<(), DeskError> {
        let content = text(sheet)?;
        let saving = self.sql.transaction()?;
        saving.execute(
            "UPDATE change SET undone = ?2 WHERE id = ?1",
            params![id, turned == Turned::Back],
        )?;
        put(&saving, pack, number, &content, shown, now)?;
        saving.commit()?;
        Ok(())
    }
}

/// Typing a comment is one step, however often it is saved on the way.
fn continue_comment(
    saving: &Transaction<'_>,
    pack: &str,
    number: &str,
    (before, after): (&Sheet, &Sheet),
    new: &str,
    now: &str,
) -> Result<bool, DeskError> {
    if !only_comment_differs(before, after) {
        return Ok(false);
    }
    let last: Option<(i64, String, String, String)> = saving
        .query_row(
            "SELECT id, number, before, after FROM change WHERE pack = ?1 AND taken_over = 0 \
             ORDER BY id DESC LIMIT 1",
            [pack],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?;
    let Some((id, last_number, last_before, last_after)) = last else {
        return Ok(false);
    };
    if last_number != number || !only_comment_differs(&parse(&last_before)?, &parse(&last_after)?) {
        return Ok(false);
    }
    saving.execute(
        "UPDATE change SET after = ?2, changed_at = ?3 WHERE id = ?1",
        params![id, new, now],
    )?;
    Ok(true)
}

fn only_comment_differs(one: &Sheet, other: &Sheet) -> bool {
    one.comment != other.comment
        && Sheet {
            comment: other.comment.clone(),
            ..one.clone()
        } == *other
}

fn put(
    saving: &Transaction<'_>,
    pack: &str,
    number: &str,
    content: &str,
    shown: &Shown,
    now: &str,
) -> Result<(), DeskError> {
    saving.execute(
        "INSERT INTO sheet (pack, number, content, saved_at, turn) \
         VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(turn), 0) + 1 FROM sheet WHERE pack = ?1)) \
         ON CONFLICT (pack, number) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at, \
         turn = excluded.turn",
        [pack, number, content, now],
    )?;
    saving.execute(
        "UPDATE entry SET status = ?3, flagged = ?4 WHERE pack = ?1 AND number = ?2",
        params![pack, number, status_text(shown.status), shown.flagged],
    )?;
    Ok(())
}

fn text(sheet: &Sheet) -> Result<String, DeskError> {
    serde_json::to_string(sheet).map_err(|error| DeskError::Stored(error.to_string()))
}

fn parse(content: &str) -> Result<Sheet, DeskError> {
    serde_json::from_str(content).map_err(|error| DeskError::Stored(error.to_string()))
}
