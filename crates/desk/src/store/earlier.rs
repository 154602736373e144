//! What was done in earlier packs of the same judge and round, taken over into a pack that is issued again.
//!
//! An entry is taken over when the organiser's key, its own hash and its rubric are what they were, so that every mark still
//! answers the question it was given for. The earlier pack keeps its own copy.

use rusqlite::{Connection, Transaction};

use crate::error::DeskError;

/// What version 5 adds.
pub(super) const COLUMNS: &str = "
ALTER TABLE pack ADD COLUMN round TEXT;               -- unknown for packs not opened since
ALTER TABLE pack ADD COLUMN version INTEGER;          -- counts up over the packs of a judge
ALTER TABLE entry ADD COLUMN question TEXT;           -- SHA-256 of the entry and of its rubric, hexadecimal
ALTER TABLE change ADD COLUMN taken_over INTEGER NOT NULL DEFAULT 0;  -- made in an earlier pack; undo stops before it
";

/// The earlier packs whose sheets answer to the same organiser, judge and round, the latest first.
const EARLIER: &str = "
SELECT before.id FROM pack AS before JOIN pack AS now ON now.id = ?1
WHERE before.contest = now.contest AND before.judge = now.judge AND before.round = now.round
  AND before.organiser_key = now.organiser_key AND before.version < now.version
  AND before.confirmed_at IS NOT NULL
ORDER BY before.version DESC";

/// The entries that are untouched in this pack (?1) and were worked on, with the same question, in that one (?2).
const SAME: &str = "
SELECT mine.number FROM entry AS mine
JOIN entry AS theirs ON theirs.pack = ?2 AND theirs.number = mine.number AND theirs.question = mine.question
JOIN sheet ON sheet.pack = theirs.pack AND sheet.number = theirs.number
WHERE mine.pack = ?1 AND NOT EXISTS (SELECT 1 FROM sheet WHERE pack = ?1 AND number = mine.number)
ORDER BY mine.position";

/// Standing, sheets, steps, notes and orders within ties of those entries (?3, a JSON list), from that pack (?2) to this (?1).
const TAKE: [&str; 5] = [
    "UPDATE entry SET (status, flagged) =
         (SELECT status, flagged FROM entry AS theirs WHERE theirs.pack = ?2 AND theirs.number = entry.number)
     WHERE pack = ?1 AND number IN (SELECT value FROM json_each(?3))",
    "INSERT INTO sheet (pack, number, content, saved_at, turn)
     SELECT ?1, number, content, saved_at,
         (SELECT coalesce(max(turn), 0) FROM sheet WHERE pack = ?1) + row_number() OVER (ORDER BY turn, saved_at)
     FROM sheet WHERE pack = ?2 AND number IN (SELECT value FROM json_each(?3))",
    "INSERT INTO change (pack, number, before, after, changed_at, taken_over)
     SELECT ?1, number, before, after, changed_at, 1 FROM change
     WHERE pack = ?2 AND undone = 0 AND number IN (SELECT value FROM json_each(?3)) ORDER BY id",
    "INSERT INTO note (pack, number, media, at_ms, text)
     SELECT ?1, number, media, at_ms, text FROM note
     WHERE pack = ?2 AND number IN (SELECT value FROM json_each(?3)) ORDER BY id",
    "INSERT INTO tie_order (pack, theme, numbers, decided_at)
     SELECT ?1, theme, numbers, decided_at FROM tie_order
     WHERE pack = ?2 AND undone = 0 AND NOT EXISTS (SELECT 1 FROM json_each(tie_order.numbers) AS tied
         WHERE tied.value NOT IN (SELECT value FROM json_each(?3))) ORDER BY id",
];

/// Fills the untouched sheets of a pack from earlier ones; returns the numbers of the entries taken over.
pub(super) fn take_over(change: &Transaction<'_>, pack: &str) -> Result<Vec<String>, DeskError> {
    let mut taken = Vec::new();
    for before in texts(change, EARLIER, &[pack])? {
        let same = texts(change, SAME, &[pack, &before])?;
        if same.is_empty() {
            continue;
        }
        let list =
            serde_json::to_string(&same).map_err(|error| DeskError::Stored(error.to_string()))?;
        for text in TAKE {
            change.execute(text, [pack, before.as_str(), list.as_str()])?;
        }
        taken.extend(same);
    }
    Ok(taken)
}

fn texts(db: &Connection, query: &str, facts: &[&str]) -> Result<Vec<String>, DeskError> {
    let mut query = db.prepare(query)?;
    let rows = query.query_map(rusqlite::params_from_iter(facts), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
