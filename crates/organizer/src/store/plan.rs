//! The one plan of who judges what: what it was made from.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

use super::{signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE plan (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    reviews INTEGER NOT NULL,
    seed TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;";

/// What the plan was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Judges for each entry.
    pub(crate) reviews: u32,
    pub(crate) seed: u64,
    /// RFC 3339.
    pub(crate) made_at: String,
}

pub(crate) fn put(db: &Connection, plan: &Plan) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO plan (only, reviews, seed, made_at) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (only) DO UPDATE SET reviews = excluded.reviews, seed = excluded.seed, made_at = excluded.made_at",
        // The seed uses all 64 bits, more than a signed column holds.
        params![signed(u64::from(plan.reviews)), plan.seed.to_string(), plan.made_at],
    )?;
    Ok(())
}

pub(crate) fn get(db: &Connection) -> Result<Option<Plan>, StoreError> {
    Ok(db
        .query_row("SELECT reviews, seed, made_at FROM plan", [], |row| {
            Ok(Plan {
                reviews: u32::try_from(unsigned(row.get(0)?)).unwrap_or(u32::MAX),
                seed: super::parsed(&row.get::<_, String>(1)?)?,
                made_at: row.get(2)?,
            })
        })
        .optional()?)
}
