//! What people decided and what left the house, line by line, each chained to the one before by its hash: a line that was
//! changed, taken out or put in afterwards is seen at the next reading.
//!
//! The hash of a line is the SHA-256 of `jurydesk log v1`, its number, its time, what it says and the hash of the line
//! before (64 zeros for the first), each followed by a line feed, so `sqlite3` and `sha256sum` check it without this
//! program. Nothing shows that lines are missing at the end, except the last hash noted elsewhere.

use chrono::{DateTime, FixedOffset};
use contest::{JudgeId, RoundId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::by_hand::{Change, Deed};
use crate::digest::Digest;
use crate::error::StoreError;
use crate::sent::SentBy;

use super::{from_json, parsed, to_json};

pub(super) const TABLE: &str = "CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE
) STRICT;";

/// One thing that was decided or done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// The private keys went under a passphrase.
    KeysProtected,
    /// The private keys were put back from a backup.
    KeysRecovered,
    /// The whole folder was written into one file, which was read back.
    BackedUp {
        /// Where to.
        file: String,
        /// SHA-256 of the list of hashes in it, hexadecimal.
        sums_sha256: String,
        /// How many mails and folders had been received.
        sources: u32,
        /// How many score bundles had been received.
        bundles: u32,
    },
    /// This folder was made of a backup.
    Restored {
        /// SHA-256 of the list of hashes in the backup, hexadecimal.
        sums_sha256: String,
        /// When the backup was made; RFC 3339.
        made_at: String,
    },
    /// A judge pack left the house.
    PackIssued {
        /// For whom.
        judge: JudgeId,
        /// 1 for the judge's first pack.
        version: u32,
        /// SHA-256 of its manifest, hexadecimal.
        manifest_sha256: String,
    },
    /// A person compared the fingerprint of a bundle with the judge: it is the judge's own. Its key is the judge's key, and
    /// of several contents of its revision it is the one that counts.
    Confirmed {
        /// The judge.
        judge: JudgeId,
        /// The version of the pack it answers.
        version: u32,
        /// Its revision.
        sequence: u32,
        /// SHA-256 of the signed bytes, hexadecimal.
        content_sha256: String,
        /// The OpenSSH line of the key that signed it.
        judge_key: String,
        /// The six groups that were compared.
        fingerprint: String,
    },
    /// A bundle that came late does not count.
    LateLeftOut {
        /// The judge.
        judge: JudgeId,
        /// SHA-256 of the signed bytes, hexadecimal.
        content_sha256: String,
        /// Its six groups.
        fingerprint: String,
    },
    /// A judge was taken off the list.
    JudgeRemoved {
        /// The judge.
        judge: JudgeId,
        /// The judge's name.
        name: String,
    },
    /// A person says how a pack went to its judge.
    PackSent {
        /// The judge.
        judge: JudgeId,
        /// The version of the pack.
        version: u32,
        /// How.
        how: SentBy,
        /// On which day, `2020-08-26`.
        on: String,
    },
    /// A person says that a judge was reminded.
    Reminded {
        /// The judge.
        judge: JudgeId,
        /// Of which round.
        round: RoundId,
        /// On which day, `2020-08-26`.
        on: String,
    },
    /// What a person said of a pack or a reminder is taken back.
    MarkTakenBack {
        /// The line that said it.
        line: u32,
    },
    /// A judge dropped out: nothing more is expected from them, and what was not scored goes to others.
    JudgeDropped {
        /// The judge.
        judge: JudgeId,
    },
    /// A judge who dropped out judges again.
    JudgeBack {
        /// The judge.
        judge: JudgeId,
    },
    /// People decided something that results follow from.
    Decided {
        /// What, why and who was present.
        decided: results::Decided,
    },
    /// A person decided about what came in.
    Intake {
        /// What.
        what: Deed,
        /// What the person said about it; may be empty.
        note: String,
        /// What changed by it.
        changes: Vec<Change>,
    },
    /// A decision about what came in was taken back.
    IntakeUndone {
        /// The line of that decision.
        line: u32,
        /// What it was.
        what: Deed,
    },
    /// People looked at what would follow if one thing were otherwise. Nothing follows from this line.
    Analysed {
        /// What would be otherwise.
        change: results::Change,
        /// Who would gain or lose an award.
        awards: Vec<results::AwardMoved>,
        /// How many entries would have another rank.
        ranks: u32,
        /// How many entries would go into or out of a later round.
        shortlists: u32,
        /// How many units would have another rank.
        units: u32,
    },
    /// A bundle that came late counts after all.
    LateTaken {
        /// The judge.
        judge: JudgeId,
        /// SHA-256 of the signed bytes, hexadecimal.
        content_sha256: String,
        /// Its six groups.
        fingerprint: String,
    },
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// From 1, without gaps.
    pub seq: u32,
    /// When; RFC 3339.
    pub at: String,
    /// What.
    #[serde(flatten)]
    pub act: Act,
    /// Its hash, hexadecimal.
    pub sha256: String,
}

/// The hash before the first line.
const NOTHING: Digest = Digest([0; 32]);

fn chained(seq: u32, at: &str, what: &str, previous: Digest) -> Digest {
    Digest::of(format!("jurydesk log v1\n{seq}\n{at}\n{what}\n{previous}\n").as_bytes())
}

/// Adds a line.
pub(crate) fn append(
    db: &Connection,
    now: DateTime<FixedOffset>,
    act: &Act,
) -> Result<(), StoreError> {
    let last = db
        .query_row(
            "SELECT seq, sha256 FROM log ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get::<_, u32>(0)?, parsed(&row.get::<_, String>(1)?)?)),
        )
        .optional()?;
    let (seq, previous) = last.unwrap_or((0, NOTHING));
    let seq = seq.saturating_add(1);
    let (at, what) = (now.to_rfc3339(), to_json(act)?);
    let sha256 = chained(seq, &at, &what, previous);
    db.execute(
        "INSERT INTO log (seq, at, what, previous_sha256, sha256) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, at, what, previous.to_string(), sha256.to_string()],
    )?;
    Ok(())
}

/// Every line, first to last, after checking the chain.
///
/// # Errors
/// [`StoreError::LogBroken`] at the first line that is not as it was written.
pub(crate) fn all(db: &Connection) -> Result<Vec<LogLine>, StoreError> {
    let mut query =
        db.prepare_cached("SELECT seq, at, what, previous_sha256, sha256 FROM log ORDER BY seq")?;
    let mut rows = query.query([])?;
    let mut previous = NOTHING;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let expected = u32::try_from(lines.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let broken = || StoreError::LogBroken { seq: expected };
        let seq: u32 = row.get(0)?;
        let (at, what): (String, String) = (row.get(1)?, row.get(2)?);
        let (before, stored): (String, String) = (row.get(3)?, row.get(4)?);
        let sha256 = chained(seq, &at, &what, previous);
        if seq != expected || before != previous.to_string() || stored != sha256.to_string() {
            return Err(broken());
        }
        let act = from_json(&what).map_err(|_| broken())?;
        lines.push(LogLine {
            seq,
            at,
            act,
            sha256: stored,
        });
        previous = sha256;
    }
    Ok(lines)
}

/// The last line of an act, by its name: when, what, and how many lines came after it. The chain is not checked.
pub(crate) fn last(db: &Connection, act: &str) -> Result<Option<(String, Act, u32)>, StoreError> {
    let found = db
        .query_row(
            "SELECT at, what, (SELECT count(*) FROM log AS later WHERE later.seq > log.seq)
             FROM log WHERE what LIKE '{\"act\":\"' || ?1 || '\"%' ORDER BY seq DESC LIMIT 1",
            [act],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)),
        )
        .optional()?;
    found
        .map(|(at, what, since)| Ok((at, from_json(&what)?, since)))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::new::tests::now;

    fn three() -> (tempfile::TempDir, Connection) {
        let dir = tempfile::tempdir().unwrap();
        let db =
            crate::store::open(&dir.path().join("l.sqlite"), &"panel".parse().unwrap()).unwrap();
        for version in 1..=3 {
            let act = Act::PackIssued {
                judge: "J01".parse().unwrap(),
                version,
                manifest_sha256: NOTHING.to_string(),
            };
            append(&db, now(), &act).unwrap();
        }
        (dir, db)
    }

    #[test]
    fn a_line_changed_removed_or_put_in_afterwards_is_seen() {
        for (change, seq) in [
            (
                "UPDATE log SET at = '2020-01-01T00:00:00+08:00' WHERE seq = 2",
                2,
            ),
            (
                "UPDATE log SET what = replace(what, 'J01', 'J02') WHERE seq = 1",
                1,
            ),
            (
                "UPDATE log SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x') WHERE seq = 3",
                3,
            ),
            ("DELETE FROM log WHERE seq = 1", 1),
            ("DELETE FROM log WHERE seq = 2", 2),
            (
                "INSERT INTO log SELECT 4, at, what, sha256, 'x' FROM log WHERE seq = 3",
                4,
            ),
        ] {
            let (_dir, db) = three();
            assert_eq!(all(&db).unwrap().len(), 3);
            db.execute(change, []).unwrap();
            match all(&db) {
                Err(StoreError::LogBroken { seq: at }) => assert_eq!(at, seq, "{change}"),
                other => panic!("{change}: {other:?}"),
            }
        }
    }

    #[test]
    fn the_published_chain_never_changes() {
        let (_dir, db) = three();
        // printf '%s\n' 'jurydesk log v1' SEQ AT WHAT PREVIOUS | sha256sum
        assert_eq!(
            all(&db).unwrap()[0].sha256,
            "1fdb2ebc1ebae423a24a393313cf9dc52c45ce2b689b3893accce27e5f748a3e"
        );
    }
}
