//! Each distinct medium once, by the hash of the original: what was measured and the copy that judges see.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::error::StoreError;

use super::draft::WAITING;
use super::still::{self, Still};
use super::{masked, parsed, redaction, signed, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE medium (
    sha256 TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'unreadable')),
    why TEXT,
    measured TEXT,
    copy_sha256 TEXT,
    copy_bytes INTEGER,
    copy_ending TEXT,
    how TEXT,
    CHECK (state <> 'ready' OR (measured IS NOT NULL AND copy_sha256 IS NOT NULL AND copy_ending IS NOT NULL))
) STRICT;";

/// What is known of a medium.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Not measured yet, or the copy is not made yet.
    Waiting,
    /// Measured, and the copy is there.
    Ready(Box<Copy>),
    /// As ready, but judges must not see all of it, and the copy in which that is covered is not made yet.
    Uncovered(Box<Copy>),
    /// Nothing in it can be played or shown.
    Unreadable,
}

/// A measured original and its copy.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    pub(crate) measured: media::Measured,
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    /// The ending of the copy's name without the dot: `mp4`, `m4a`, `jpg`, `pdf`.
    pub(crate) ending: String,
    pub(crate) how: String,
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Medium {
    pub(crate) sha256: Digest,
    pub(crate) bytes: u64,
    pub(crate) state: State,
}

/// Notes a medium that was not seen before, as waiting.
pub(crate) fn note(db: &Connection, sha256: Digest, bytes: u64) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO medium (sha256, bytes, state) VALUES (?1, ?2, 'waiting') ON CONFLICT DO NOTHING",
    )?
    .execute(params![sha256.to_string(), signed(bytes)])?;
    Ok(())
}

pub(crate) fn set_ready(db: &Connection, sha256: Digest, copy: &Copy) -> Result<(), StoreError> {
    db.execute(
        "UPDATE medium SET state = 'ready', why = NULL, measured = ?2, copy_sha256 = ?3, copy_bytes = ?4, copy_ending = ?5, how = ?6 WHERE sha256 = ?1",
        params![
            sha256.to_string(),
            super::to_json(&copy.measured)?,
            copy.sha256.to_string(),
            signed(copy.bytes),
            copy.ending,
            copy.how,
        ],
    )?;
    Ok(())
}

pub(crate) fn set_unreadable(db: &Connection, sha256: Digest, why: &str) -> Result<(), StoreError> {
    db.execute(
        "UPDATE medium SET state = 'unreadable', why = ?2 WHERE sha256 = ?1",
        params![sha256.to_string(), why],
    )?;
    Ok(())
}

/// The media that still have to be measured and copied, in the order they came.
pub(crate) fn waiting(db: &Connection) -> Result<Vec<Medium>, StoreError> {
    let mut query = db.prepare("SELECT * FROM medium WHERE state = 'waiting' ORDER BY rowid")?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The media of a draft, in the order they were attached.
pub(crate) fn of_draft(db: &Connection, draft: i64) -> Result<Vec<Medium>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT medium.* FROM draft_attachment AS d
         JOIN draft ON draft.id = d.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         JOIN medium ON medium.sha256 = a.sha256
         WHERE d.draft = ?1 ORDER BY d.position",
    )?;
    let rows = query.query_map([draft], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The media of the drafts that wait, by draft, each with the name it was sent under, in the order they were attached.
pub(crate) fn of_waiting(
    db: &Connection,
) -> Result<BTreeMap<i64, Vec<(String, Medium)>>, StoreError> {
    let mut query = db.prepare(&format!(
        "SELECT d.draft AS of_draft, a.name AS sent_as, medium.* FROM draft_attachment AS d
         JOIN draft ON draft.id = d.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         JOIN medium ON medium.sha256 = a.sha256
         WHERE d.draft IN {WAITING} ORDER BY d.draft, d.position"
    ))?;
    let rows = query.query_map([], |row| {
        Ok((row.get("of_draft")?, row.get("sent_as")?, read(row)?))
    })?;
    let mut all: BTreeMap<i64, Vec<(String, Medium)>> = BTreeMap::new();
    for row in rows {
        let (draft, name, medium) = row?;
        all.entry(draft).or_default().push((name, medium));
    }
    Ok(all)
}

/// What was measured of the videos that the judges of entries are shown, by draft.
pub(crate) fn videos_of_entries(
    db: &Connection,
) -> Result<BTreeMap<i64, Vec<media::Measured>>, StoreError> {
    let mut query = db.prepare(
        "SELECT entry.draft, medium.measured FROM entry
         JOIN draft ON draft.id = entry.draft
         JOIN draft_attachment AS d ON d.draft = entry.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         JOIN medium ON medium.sha256 = a.sha256
         WHERE medium.state = 'ready' AND NOT EXISTS (SELECT 1 FROM redaction AS r
             WHERE r.draft = entry.draft AND r.kind = 'file' AND r.in_force = 1 AND r.sha256 = medium.sha256)
         ORDER BY entry.draft, d.position",
    )?;
    let rows = query.query_map([], |row| {
        let measured: media::Measured = super::from_json(&row.get::<_, String>(1)?)?;
        Ok((row.get(0)?, measured))
    })?;
    let mut all: BTreeMap<i64, Vec<media::Measured>> = BTreeMap::new();
    for row in rows {
        let (draft, measured) = row?;
        if measured.kind == media::Kind::Video {
            all.entry(draft).or_default().push(measured);
        }
    }
    Ok(all)
}

/// The media of a draft as judges are shown them: without those that a person took out, and with the copies in which parts
/// are covered.
pub(crate) fn shown_of_draft(db: &Connection, draft: i64) -> Result<Vec<Medium>, StoreError> {
    let redacted = Redacted::of(db, draft)?;
    let mut media = of_draft(db, draft)?;
    media.retain(|one| !redacted.hidden.contains(&one.sha256));
    for one in &mut media {
        if let Some(masks) = redacted.masks_of(one.sha256) {
            one.cover(masked::get(db, one.sha256, &masks)?.map(|(copy, _)| copy));
        }
    }
    Ok(media)
}

/// The media that the judges of accepted ideas are shown, as [`shown_of_draft`] has them, by draft; drafts without any are left
/// out.
pub(crate) fn shown_of_entries(db: &Connection) -> Result<BTreeMap<i64, Vec<Medium>>, StoreError> {
    let mut query = db.prepare(
        "SELECT d.draft AS of_draft, medium.* FROM entry
         JOIN draft ON draft.id = entry.draft
         JOIN draft_attachment AS d ON d.draft = entry.draft
         JOIN attachment AS a ON a.source = draft.source AND a.position = d.position
         JOIN medium ON medium.sha256 = a.sha256
         ORDER BY d.draft, d.position",
    )?;
    let rows = query.query_map([], |row| Ok((row.get("of_draft")?, read(row)?)))?;
    let mut all: BTreeMap<i64, Vec<Medium>> = BTreeMap::new();
    for row in rows {
        let (draft, medium) = row?;
        all.entry(draft).or_default().push(medium);
    }
    for draft in redaction::with_files(db)? {
        if let Some(media) = all.get_mut(&draft) {
            *media = shown_of_draft(db, draft)?;
        }
    }
    Ok(all)
}

/// The stills of what [`shown_of_draft`] shows, by the hash of the original.
pub(crate) fn stills_shown(
    db: &Connection,
    draft: i64,
) -> Result<Vec<(Digest, Vec<Still>)>, StoreError> {
    let redacted = Redacted::of(db, draft)?;
    let mut shown = Vec::new();
    for one in of_draft(db, draft)? {
        if redacted.hidden.contains(&one.sha256) {
            continue;
        }
        let stills = match redacted.masks_of(one.sha256) {
            None => still::of_medium(db, one.sha256)?,
            Some(masks) => {
                masked::get(db, one.sha256, &masks)?.map_or_else(Vec::new, |(_, stills)| stills)
            }
        };
        shown.push((one.sha256, stills));
    }
    Ok(shown)
}

/// What of a draft's files judges must not see.
#[derive(Default)]
struct Redacted {
    hidden: BTreeSet<Digest>,
    masks: BTreeMap<Digest, BTreeSet<media::Mask>>,
}

impl Redacted {
    fn of(db: &Connection, draft: i64) -> Result<Self, StoreError> {
        let mut redacted = Self::default();
        for one in redaction::of_draft(db, draft)? {
            match one.what {
                redaction::What::File(sha256) => {
                    redacted.hidden.insert(sha256);
                }
                redaction::What::Part(sha256, mask) => {
                    redacted.masks.entry(sha256).or_default().insert(mask);
                }
                redaction::What::Words { .. } => {}
            }
        }
        Ok(redacted)
    }

    /// In order, as their copies are known by; `None` when nothing is covered.
    fn masks_of(&self, medium: Digest) -> Option<Vec<media::Mask>> {
        Some(self.masks.get(&medium)?.iter().copied().collect())
    }
}

impl Medium {
    fn cover(&mut self, made: Option<Copy>) {
        if let State::Ready(open) = &self.state {
            self.state = match made {
                Some(covered) => State::Ready(Box::new(covered)),
                None => State::Uncovered(open.clone()),
            };
        }
    }

    /// What was measured, whether or not there is a copy for judges already.
    pub(crate) fn measured(&self) -> Option<&media::Measured> {
        match &self.state {
            State::Ready(copy) | State::Uncovered(copy) => Some(&copy.measured),
            State::Waiting | State::Unreadable => None,
        }
    }
}

/// One medium, if these bytes are one.
pub(crate) fn get(db: &Connection, sha256: Digest) -> Result<Option<Medium>, StoreError> {
    let mut query = db.prepare_cached("SELECT * FROM medium WHERE sha256 = ?1")?;
    Ok(query.query_row([sha256.to_string()], read).optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Medium> {
    let state = match row.get::<_, String>("state")?.as_str() {
        "ready" => State::Ready(Box::new(Copy {
            measured: super::from_json(&row.get::<_, String>("measured")?)?,
            sha256: parsed(&row.get::<_, String>("copy_sha256")?)?,
            bytes: unsigned(row.get("copy_bytes")?),
            ending: row.get("copy_ending")?,
            how: row.get("how")?,
        })),
        "unreadable" => State::Unreadable,
        _ => State::Waiting,
    };
    Ok(Medium {
        sha256: parsed(&row.get::<_, String>("sha256")?)?,
        bytes: unsigned(row.get("bytes")?),
        state,
    })
}
