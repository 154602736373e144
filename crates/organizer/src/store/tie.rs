//! The judges' own orders within ties, from verified bundles. Recorded as they came; no ranking reads a judge's order
//! unless the contest decides ties by it.

use contest::EntryNumber;
use rusqlite::{Connection, params};

use crate::error::StoreError;

use super::parsed;

pub(super) const TABLE: &str = "CREATE TABLE tie (
    receipt INTEGER NOT NULL REFERENCES bundle (receipt),
    tie INTEGER NOT NULL,
    theme INTEGER NOT NULL,
    place INTEGER NOT NULL,
    entry TEXT NOT NULL REFERENCES entry (number),
    PRIMARY KEY (receipt, tie, place),
    UNIQUE (receipt, entry)
) STRICT, WITHOUT ROWID;";

/// One judge's order within one tie, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tie {
    /// The number of the theme.
    pub(crate) theme: u8,
    /// Entries of equal total.
    pub(crate) entries: Vec<EntryNumber>,
}

/// Stores the ties of a bundle.
pub(crate) fn insert(db: &Connection, receipt: i64, ties: &[Tie]) -> Result<(), StoreError> {
    let mut insert = db.prepare_cached(
        "INSERT INTO tie (receipt, tie, theme, place, entry) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (index, tie) in (1_i64..).zip(ties) {
        for (place, entry) in (1_i64..).zip(&tie.entries) {
            insert.execute(params![receipt, index, tie.theme, place, entry.as_str()])?;
        }
    }
    Ok(())
}

/// The ties of a bundle, in the order in which it has them.
pub(crate) fn of_bundle(db: &Connection, receipt: i64) -> Result<Vec<Tie>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT tie, theme, entry FROM tie WHERE receipt = ?1 ORDER BY tie, place",
    )?;
    let mut rows = query.query([receipt])?;
    let mut ties: Vec<(i64, Tie)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (index, theme): (i64, u8) = (row.get(0)?, row.get(1)?);
        let entry: EntryNumber = parsed(&row.get::<_, String>(2)?)?;
        match ties.last_mut() {
            Some((last, tie)) if *last == index => tie.entries.push(entry),
            _ => ties.push((
                index,
                Tie {
                    theme,
                    entries: vec![entry],
                },
            )),
        }
    }
    Ok(ties.into_iter().map(|(_, tie)| tie).collect())
}
