//! The plan of each round: what it was made from.

use contest::{EntryNumber, RoundId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;

use super::{from_json, parsed, signed, to_json, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE plan (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    reviews INTEGER NOT NULL,
    seed TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;";

/// One plan for each round. `shortlist` holds the entries that went into a later round, as they were when it was planned.
pub(super) const BY_ROUND: &str = "CREATE TABLE plan_by_round (
    round TEXT PRIMARY KEY,
    reviews INTEGER NOT NULL,
    seed TEXT NOT NULL,
    made_at TEXT NOT NULL,
    shortlist TEXT
) STRICT;
INSERT INTO plan_by_round (round, reviews, seed, made_at) SELECT panel.id, reviews, seed, made_at FROM plan, temp.panel;
DROP TABLE plan;
ALTER TABLE plan_by_round RENAME TO plan;";

/// What a plan was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) round: RoundId,
    /// Judges for each entry.
    pub(crate) reviews: u32,
    pub(crate) seed: u64,
    /// RFC 3339.
    pub(crate) made_at: String,
    /// The entries that went in, rising; `None` for the panel round, which takes all.
    pub(crate) shortlist: Option<Vec<EntryNumber>>,
}

/// Keeps the plan of a round in place of an earlier one.
pub(crate) fn put(db: &Connection, plan: &Plan) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO plan (round, reviews, seed, made_at, shortlist) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (round) DO UPDATE SET reviews = excluded.reviews, seed = excluded.seed,
             made_at = excluded.made_at, shortlist = excluded.shortlist",
        params![
            plan.round.as_str(),
            signed(u64::from(plan.reviews)),
            // The seed uses all 64 bits, more than a signed column holds.
            plan.seed.to_string(),
            plan.made_at,
            plan.shortlist.as_ref().map(to_json).transpose()?,
        ],
    )?;
    Ok(())
}

/// Forgets the plan of a round.
pub(crate) fn remove(db: &Connection, round: &RoundId) -> Result<(), StoreError> {
    db.execute("DELETE FROM plan WHERE round = ?1", [round.as_str()])?;
    Ok(())
}

/// The plan of a round.
pub(crate) fn get(db: &Connection, round: &RoundId) -> Result<Option<Plan>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM plan WHERE round = ?1")?;
    Ok(query.query_row([round.as_str()], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Plan> {
    Ok(Plan {
        round: parsed(&row.get::<_, String>("round")?)?,
        reviews: u32::try_from(unsigned(row.get("reviews")?)).unwrap_or(u32::MAX),
        seed: parsed(&row.get::<_, String>("seed")?)?,
        made_at: row.get("made_at")?,
        shortlist: row
            .get::<_, Option<String>>("shortlist")?
            .map(|text| from_json(&text))
            .transpose()?,
    })
}
