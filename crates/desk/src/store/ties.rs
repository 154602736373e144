//! Table `tie_order`: every order within a tie the judge decided, in the order of deciding, for undo.
//!
//! Rows are not removed when a total changes: whether an order still holds is worked out from the sheets.

use rusqlite::{OptionalExtension, params};

use super::{Desk, Turned};
use crate::error::DeskError;

pub(super) const TABLES: &str = "
CREATE TABLE tie_order (
    id         INTEGER PRIMARY KEY,
    pack       TEXT NOT NULL REFERENCES pack (id),
    theme      INTEGER NOT NULL,
    numbers    TEXT NOT NULL,              -- JSON: entry numbers, the best first
    decided_at TEXT NOT NULL,
    undone     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tie_order_by_pack ON tie_order (pack, id);
";

/// One decided order.
pub(crate) struct DecidedTie {
    pub(crate) theme: u8,
    pub(crate) numbers: Vec<String>,
    pub(crate) decided_at: String,
}

impl Desk {
    /// The orders decided in a pack and not taken back, the earliest first.
    pub(crate) fn tie_orders(&self, pack: &str) -> Result<Vec<DecidedTie>, DeskError> {
        let mut query = self.sql.prepare(
            "SELECT theme, numbers, decided_at FROM tie_order WHERE pack = ?1 AND undone = 0 ORDER BY id",
        )?;
        let rows = query.query_map([pack], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
        })?;
        rows.map(|row| {
            let (theme, numbers, decided_at) = row?;
            let numbers = serde_json::from_str(&numbers)
                .map_err(|error| DeskError::Stored(error.to_string()))?;
            Ok(DecidedTie {
                theme,
                numbers,
                decided_at,
            })
        })
        .collect()
    }

    /// Saves a decided order. When this returns, it is on the disk.
    pub(crate) fn save_tie_order(&mut self, pack: &str, tie: &DecidedTie) -> Result<(), DeskError> {
        let numbers = serde_json::to_string(&tie.numbers)
            .map_err(|error| DeskError::Stored(error.to_string()))?;
        let saving = self.sql.transaction()?;
        saving.execute(
            "DELETE FROM tie_order WHERE pack = ?1 AND undone = 1",
            [pack],
        )?;
        saving.execute(
            "INSERT INTO tie_order (pack, theme, numbers, decided_at) VALUES (?1, ?2, ?3, ?4)",
            params![pack, tie.theme, numbers, tie.decided_at],
        )?;
        saving.commit()?;
        Ok(())
    }

    /// Takes the last decision back, or forward again; the theme it was about, or `None` when there is none.
    pub(crate) fn turn_tie_order(
        &self,
        pack: &str,
        turned: Turned,
    ) -> Result<Option<u8>, DeskError> {
        let text = match turned {
            Turned::Back => {
                "UPDATE tie_order SET undone = 1 WHERE id = \
                 (SELECT max(id) FROM tie_order WHERE pack = ?1 AND undone = 0) RETURNING theme"
            }
            Turned::Forward => {
                "UPDATE tie_order SET undone = 0 WHERE id = \
                 (SELECT min(id) FROM tie_order WHERE pack = ?1 AND undone = 1) RETURNING theme"
            }
        };
        Ok(self
            .sql
            .query_row(text, [pack], |row| row.get(0))
            .optional()?)
    }
}
