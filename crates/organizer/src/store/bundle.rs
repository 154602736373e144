//! Every score bundle that was received, by the hash of the file. What it counts for is never stored: the ledger works it
//! out from all rows each time.

use std::collections::BTreeSet;

use contest::{JudgeId, RoundId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::digest::Digest;
use crate::error::{Facts, StoreError};

use super::{from_json, parsed, signed, to_json, unsigned};

pub(super) const TABLE: &str = "CREATE TABLE bundle (
    receipt INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    file_name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    judge TEXT,
    held_code TEXT,
    held_facts TEXT,
    version INTEGER,
    sequence INTEGER,
    content_sha256 TEXT,
    previous_sha256 TEXT,
    judge_key TEXT,
    fingerprint TEXT,
    CHECK ((held_code IS NULL) = (content_sha256 IS NOT NULL))
) STRICT;
CREATE INDEX bundle_judge ON bundle (judge);";

/// What opening and verifying a received file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It did not pass; why, and whose it claims to be if it could be opened that far.
    Refused {
        code: String,
        facts: Facts,
        claimed: Option<JudgeId>,
    },
    /// Every signature and every rule held.
    Verified(Signed),
}

/// What a verified bundle says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) judge: JudgeId,
    /// The round of the pack it answers.
    pub(crate) round: RoundId,
    /// The version of the judge's pack it answers.
    pub(crate) version: u32,
    pub(crate) sequence: u32,
    /// The hash of the signed bytes, whatever they were sealed in.
    pub(crate) content: Digest,
    pub(crate) previous: Option<Digest>,
    /// The OpenSSH line of the key that signed it.
    pub(crate) judge_key: String,
    /// Six groups of five digits of the signed bytes.
    pub(crate) fingerprint: String,
}

/// One received file.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    /// Rises with every file received.
    pub(crate) receipt: i64,
    pub(crate) sha256: Digest,
    pub(crate) file_name: String,
    pub(crate) bytes: u64,
    /// RFC 3339.
    pub(crate) received_at: String,
    pub(crate) opened: Opened,
}

/// Stores a received file; the number of the receipt is given here.
pub(crate) fn insert(db: &Connection, bundle: &Bundle) -> Result<i64, StoreError> {
    let (judge, code, facts, signed_part) = match &bundle.opened {
        Opened::Refused {
            code,
            facts,
            claimed,
        } => (claimed.as_ref(), Some(code), Some(to_json(facts)?), None),
        Opened::Verified(part) => (Some(&part.judge), None, None, Some(part)),
    };
    let mut insert = db.prepare_cached(
        "INSERT INTO bundle (sha256, file_name, bytes, received_at, judge, held_code, held_facts, version, sequence, content_sha256, previous_sha256, judge_key, fingerprint)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    insert.execute(params![
        bundle.sha256.to_string(),
        bundle.file_name,
        signed(bundle.bytes),
        bundle.received_at,
        judge.map(JudgeId::as_str),
        code,
        facts,
        signed_part.map(|part| part.version),
        signed_part.map(|part| part.sequence),
        signed_part.map(|part| part.content.to_string()),
        signed_part
            .and_then(|part| part.previous)
            .map(|digest| digest.to_string()),
        signed_part.map(|part| part.judge_key.as_str()),
        signed_part.map(|part| part.fingerprint.as_str()),
    ])?;
    Ok(db.last_insert_rowid())
}

/// All received files, first to last; the round of each is that of its pack.
pub(crate) fn all(db: &Connection) -> Result<Vec<Bundle>, StoreError> {
    let mut query = db.prepare(
        "SELECT bundle.*, (SELECT round FROM issued_pack
             WHERE issued_pack.judge = bundle.judge AND issued_pack.version = bundle.version) AS round
         FROM bundle ORDER BY receipt",
    )?;
    let rows = query.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The hash of every received file.
pub(crate) fn hashes(db: &Connection) -> Result<BTreeSet<Digest>, StoreError> {
    let mut query = db.prepare("SELECT sha256 FROM bundle")?;
    let rows = query.query_map([], |row| parsed(&row.get::<_, String>(0)?))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The receipt of the file with exactly these bytes.
pub(crate) fn by_bytes(db: &Connection, sha256: Digest) -> Result<Option<i64>, StoreError> {
    let mut query = db.prepare_cached("SELECT receipt FROM bundle WHERE sha256 = ?1")?;
    Ok(query
        .query_row([sha256.to_string()], |row| row.get(0))
        .optional()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Bundle> {
    let judge = row
        .get::<_, Option<String>>("judge")?
        .map(|text| parsed::<JudgeId>(&text))
        .transpose()?;
    let opened = match (row.get::<_, Option<String>>("held_code")?, judge) {
        (None, Some(judge)) => Opened::Verified(Signed {
            judge,
            round: parsed(&row.get::<_, String>("round")?)?,
            version: row.get("version")?,
            sequence: row.get("sequence")?,
            content: parsed(&row.get::<_, String>("content_sha256")?)?,
            previous: row
                .get::<_, Option<String>>("previous_sha256")?
                .map(|text| parsed(&text))
                .transpose()?,
            judge_key: row.get("judge_key")?,
            fingerprint: row.get("fingerprint")?,
        }),
        (code, claimed) => Opened::Refused {
            code: code.unwrap_or_default(),
            facts: row
                .get::<_, Option<String>>("held_facts")?
                .map(|text| from_json(&text))
                .transpose()?
                .unwrap_or_default(),
            claimed,
        },
    };
    Ok(Bundle {
        receipt: row.get("receipt")?,
        sha256: parsed(&row.get::<_, String>("sha256")?)?,
        file_name: row.get("file_name")?,
        bytes: unsigned(row.get("bytes")?),
        received_at: row.get("received_at")?,
        opened,
    })
}
