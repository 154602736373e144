//! Every plan that was made of a round, the last one last, so that an earlier one can be gone back to.

use contest::RoundId;
use rusqlite::{Connection, Row, params};

use crate::error::StoreError;

use super::{parsed, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE plan_made (
    number INTEGER PRIMARY KEY,
    round TEXT NOT NULL,
    reviews INTEGER NOT NULL,
    seed TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
INSERT INTO plan_made (round, reviews, seed, made_at) SELECT round, reviews, seed, made_at FROM plan;";

/// What a plan was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlanMade {
    /// Rises with every plan.
    pub(crate) number: i64,
    pub(crate) reviews: u32,
    pub(crate) seed: u64,
    /// RFC 3339.
    pub(crate) made_at: String,
}

pub(crate) fn insert(
    db: &Connection,
    round: &RoundId,
    reviews: u32,
    seed: u64,
    made_at: &str,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO plan_made (round, reviews, seed, made_at) VALUES (?1, ?2, ?3, ?4)",
        params![
            round.as_str(),
            signed(u64::from(reviews)),
            seed.to_string(),
            made_at
        ],
    )?;
    Ok(())
}

/// Forgets a plan that was gone back from, and those after it.
pub(crate) fn remove_from(db: &Connection, round: &RoundId, number: i64) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM plan_made WHERE round = ?1 AND number >= ?2",
        params![round.as_str(), number],
    )?;
    Ok(())
}

/// The plans of a round, the last one last.
pub(crate) fn of_round(db: &Connection, round: &RoundId) -> Result<Vec<PlanMade>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT number, reviews, seed, made_at FROM plan_made WHERE round = ?1 ORDER BY number",
    )?;
    let rows = query.query_map([round.as_str()], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<PlanMade> {
    Ok(PlanMade {
        number: row.get("number")?,
        reviews: u32::try_from(unsigned(row.get("reviews")?)).unwrap_or(u32::MAX),
        seed: parsed(&row.get::<_, String>("seed")?)?,
        made_at: row.get("made_at")?,
    })
}
