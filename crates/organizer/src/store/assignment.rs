//! Who judges what, round by round.

use contest::{EntryNumber, JudgeId, RoundId};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;

use super::parsed;

pub(super) const TABLE: &str = "CREATE TABLE assignment (
    judge TEXT NOT NULL REFERENCES judge (id),
    entry TEXT NOT NULL REFERENCES entry (number),
    PRIMARY KEY (judge, entry)
) STRICT, WITHOUT ROWID;";

/// A judge may have an entry in several rounds.
pub(super) const BY_ROUND: &str = "CREATE TABLE assignment_by_round (
    round TEXT NOT NULL,
    judge TEXT NOT NULL REFERENCES judge (id),
    entry TEXT NOT NULL REFERENCES entry (number),
    PRIMARY KEY (round, judge, entry)
) STRICT, WITHOUT ROWID;
INSERT INTO assignment_by_round (round, judge, entry) SELECT panel.id, judge, entry FROM assignment, temp.panel;
DROP TABLE assignment;
ALTER TABLE assignment_by_round RENAME TO assignment;";

/// One judge's place in the plan of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The round.
    pub round: RoundId,
    /// The judge.
    pub judge: JudgeId,
    /// What the judge has.
    pub entry: EntryNumber,
}

/// Forgets the old plan of a round and keeps this one; call inside a transaction.
pub(crate) fn replace(
    db: &Connection,
    round: &RoundId,
    pairs: &[(JudgeId, EntryNumber)],
) -> Result<(), StoreError> {
    db.execute("DELETE FROM assignment WHERE round = ?1", [round.as_str()])?;
    let mut insert =
        db.prepare("INSERT INTO assignment (round, judge, entry) VALUES (?1, ?2, ?3)")?;
    for (judge, entry) in pairs {
        insert.execute(params![round.as_str(), judge.as_str(), entry.as_str()])?;
    }
    Ok(())
}

/// Takes one entry from a judge; a plan of a round of which a pack is out is never touched so.
pub(crate) fn remove(db: &Connection, seat: &Seat) -> Result<(), StoreError> {
    db.execute(
        "DELETE FROM assignment WHERE round = ?1 AND judge = ?2 AND entry = ?3",
        params![
            seat.round.as_str(),
            seat.judge.as_str(),
            seat.entry.as_str()
        ],
    )?;
    Ok(())
}

/// Gives one entry back to a judge.
pub(crate) fn put(db: &Connection, seat: &Seat) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO assignment (round, judge, entry) VALUES (?1, ?2, ?3)",
        params![
            seat.round.as_str(),
            seat.judge.as_str(),
            seat.entry.as_str()
        ],
    )?;
    Ok(())
}

/// Who has this entry in which round.
pub(crate) fn of_entry(db: &Connection, entry: &EntryNumber) -> Result<Vec<Seat>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT round, judge FROM assignment WHERE entry = ?1 ORDER BY round, judge",
    )?;
    let rows = query.query_map([entry.as_str()], |row| {
        Ok(Seat {
            round: parsed(&row.get::<_, String>(0)?)?,
            judge: parsed(&row.get::<_, String>(1)?)?,
            entry: entry.clone(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All pairs of a round, by judge and number.
pub(crate) fn of_round(
    db: &Connection,
    round: &RoundId,
) -> Result<Vec<(JudgeId, EntryNumber)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT judge, entry FROM assignment WHERE round = ?1 ORDER BY judge, entry",
    )?;
    let rows = query.query_map([round.as_str()], |row| {
        Ok((
            parsed(&row.get::<_, String>(0)?)?,
            parsed(&row.get::<_, String>(1)?)?,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
