//! Where each file of a source went: into a draft, to a person, or aside with the reason.

use rusqlite::{Connection, params};

use crate::error::StoreError;

use super::{signed, unsigned};

/// Files from before this was kept are filed as far as the other tables tell.
pub(super) const TABLE: &str = "CREATE TABLE filed (
    source INTEGER NOT NULL,
    position INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('draft', 'queue', 'aside')),
    why TEXT NOT NULL,
    PRIMARY KEY (source, position),
    FOREIGN KEY (source, position) REFERENCES attachment (source, position)
) STRICT, WITHOUT ROWID;
INSERT INTO filed (source, position, place, why)
    SELECT a.source, a.position,
        CASE WHEN EXISTS (
            SELECT 1 FROM draft LEFT JOIN draft_attachment AS d ON d.draft = draft.id
            WHERE draft.source = a.source AND (draft.form_sha256 = a.sha256 OR d.position = a.position)
        ) THEN 'draft' ELSE 'aside' END,
        CASE WHEN EXISTS (
            SELECT 1 FROM draft LEFT JOIN draft_attachment AS d ON d.draft = draft.id
            WHERE draft.source = a.source AND (draft.form_sha256 = a.sha256 OR d.position = a.position)
        ) THEN '' ELSE 'aside_not_recorded' END
    FROM attachment AS a;";

/// Where a file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Into a draft, as its form or as what belongs to it.
    Draft,
    /// To a person.
    Queue,
    /// Aside; the code says why.
    Aside(&'static str),
}

/// Files of one place and reason, together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) place: String,
    pub(crate) why: String,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
}

pub(crate) fn insert(
    db: &Connection,
    source: i64,
    position: u64,
    place: Place,
) -> Result<(), StoreError> {
    let (place, why) = match place {
        Place::Draft => ("draft", ""),
        Place::Queue => ("queue", ""),
        Place::Aside(why) => ("aside", why),
    };
    db.prepare_cached("INSERT INTO filed (source, position, place, why) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![source, signed(position), place, why])?;
    Ok(())
}

/// All files by place and reason. A file that was never filed has an empty place.
pub(crate) fn sums(db: &Connection) -> Result<Vec<Sum>, StoreError> {
    let mut query = db.prepare(
        "SELECT coalesce(f.place, ''), coalesce(f.why, ''), count(*), sum(a.bytes)
         FROM attachment AS a LEFT JOIN filed AS f ON f.source = a.source AND f.position = a.position
         GROUP BY 1, 2 ORDER BY 1, 2",
    )?;
    let rows = query.query_map([], |row| {
        Ok(Sum {
            place: row.get(0)?,
            why: row.get(1)?,
            files: unsigned(row.get(2)?),
            bytes: unsigned(row.get(3)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Place and reason of each file of a source, in the order of the files.
pub(crate) fn of_source(db: &Connection, source: i64) -> Result<Vec<(String, String)>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(f.place, ''), coalesce(f.why, '')
         FROM attachment AS a LEFT JOIN filed AS f ON f.source = a.source AND f.position = a.position
         WHERE a.source = ?1 ORDER BY a.position",
    )?;
    let rows = query.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
