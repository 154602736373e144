//! The SQLite file: how it is opened and which tables it has. One table, one file.

use std::path::Path;

use contest::RoundId;
use rusqlite::Connection;

use crate::error::StoreError;

pub(crate) mod assignment;
pub(crate) mod attachment;
pub(crate) mod bundle;
pub(crate) mod compared;
pub(crate) mod draft;
pub(crate) mod draft_attachment;
pub(crate) mod entry;
pub(crate) mod filed;
pub(crate) mod finding;
pub(crate) mod issued_entry;
pub(crate) mod issued_pack;
pub(crate) mod judge;
pub(crate) mod let_stand;
pub(crate) mod log;
pub(crate) mod masked;
pub(crate) mod medium;
pub(crate) mod mend;
pub(crate) mod plan;
pub(crate) mod plan_made;
pub(crate) mod queue_item;
pub(crate) mod redaction;
pub(crate) mod searched;
pub(crate) mod sent_back;
pub(crate) mod setting;
pub(crate) mod sheet;
pub(crate) mod source;
pub(crate) mod still;
pub(crate) mod theme_words;
pub(crate) mod tie;
pub(crate) mod typed_draft;
pub(crate) mod watched;

/// "JDof" in the file header, so that stock tools know whose file it is.
const APPLICATION_ID: i32 = 0x4a44_6f66;

/// How many statements stay prepared: those of a run that receives thousands of mails.
const STATEMENTS: usize = 64;

/// Each step leads from the version of its index to the next; a published step is never edited.
const MIGRATIONS: [&[&str]; 6] = [
    &[
        setting::TABLE,
        source::TABLE,
        attachment::TABLE,
        medium::TABLE,
        draft::TABLE,
        draft_attachment::TABLE,
        finding::TABLE,
        queue_item::TABLE,
        entry::TABLE,
        judge::TABLE,
        plan::TABLE,
        assignment::TABLE,
        issued_pack::TABLE,
        issued_entry::TABLE,
        bundle::TABLE,
        sheet::TABLE,
    ],
    &[sheet::NOT_SEEN, tie::TABLE],
    &[log::TABLE],
    &[
        plan::BY_ROUND,
        assignment::BY_ROUND,
        issued_pack::OF_ROUND,
        judge::LIMITS,
    ],
    &[
        mend::TABLE,
        sent_back::TABLE,
        redaction::TABLE,
        typed_draft::TABLE,
        entry::BY_HAND,
        filed::TABLE,
        watched::TABLE,
        draft::BY_SOURCE,
        still::TABLE,
        masked::TABLE,
        theme_words::TABLE,
        compared::TABLE,
    ],
    &[plan_made::TABLE, let_stand::TABLE, searched::TABLE],
];

/// Opens the file, brings its tables up to date and sets it to survive a power cut.
///
/// `panel` is the contest's first round. A file from before rounds were told apart knew that one alone, so what stands in it
/// is the panel's.
pub(crate) fn open(path: &Path, panel: &RoundId) -> Result<Connection, StoreError> {
    let mut db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 2000;",
    )?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(&mut db, panel)?;
    searched::fill(&mut db)?;
    Ok(db)
}

/// Opens a file that [`open`] brought up to date, for reading alone: the connection refuses to write.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 2000;",
    )?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(db)
}

/// Whether a file that was opened for reading is of this program and of a version it knows.
pub(crate) fn is_ours(db: &Connection) -> Result<bool, StoreError> {
    let number = |name| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
    let (id, version): (i64, i64) = (number("application_id")?, number("user_version")?);
    if id != i64::from(APPLICATION_ID) || version < 1 {
        return Ok(false);
    }
    if version > signed(MIGRATIONS.len() as u64) {
        return Err(StoreError::TooNew { version });
    }
    Ok(true)
}

fn migrate(db: &mut Connection, panel: &RoundId) -> Result<(), StoreError> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let have = usize::try_from(version).map_err(|_| StoreError::damaged("user_version"))?;
    if have > MIGRATIONS.len() {
        return Err(StoreError::TooNew { version });
    }
    if have == MIGRATIONS.len() {
        return Ok(());
    }
    // The steps are fixed texts; what they need to know of the contest stands in a table of this connection alone.
    db.execute_batch("CREATE TEMP TABLE panel (id TEXT NOT NULL);")?;
    db.execute("INSERT INTO temp.panel (id) VALUES (?1)", [panel.as_str()])?;
    for (from, step) in MIGRATIONS.iter().enumerate().skip(have) {
        let change = db.transaction()?;
        for table in *step {
            change.execute_batch(table)?;
        }
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", signed(from as u64 + 1))?;
        change.commit()?;
    }
    db.execute_batch("DROP TABLE temp.panel;")?;
    Ok(())
}

/// Lists and maps are kept as JSON text in one column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::damaged("json"))
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A column whose text must parse: an id, a hash, a date.
pub(crate) fn parsed<T>(text: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

/// A count or an index; SQLite has signed numbers only.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> RoundId {
        "panel".parse().unwrap()
    }

    #[test]
    fn a_file_of_a_later_version_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contest.sqlite");
        drop(open(&path, &panel()).unwrap());
        Connection::open(&path)
            .unwrap()
            .pragma_update(None, "user_version", 99)
            .unwrap();
        assert!(matches!(
            open(&path, &panel()),
            Err(StoreError::TooNew { version: 99 })
        ));
    }

    #[test]
    fn opening_twice_changes_nothing_and_every_table_is_strict() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contest.sqlite");
        drop(open(&path, &panel()).unwrap());
        let db = open(&path, &panel()).unwrap();
        let loose: i64 = db
            .query_row("SELECT count(*) FROM pragma_table_list WHERE schema='main' AND type='table' AND strict=0 AND name NOT LIKE 'sqlite_%'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(loose, 0);
    }

    #[test]
    fn what_a_file_without_rounds_holds_is_the_panels() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("contest.sqlite");
        let old = Connection::open(&path).unwrap();
        for table in MIGRATIONS.iter().take(3).copied().flatten() {
            old.execute_batch(table).unwrap();
        }
        old.execute_batch(
            "PRAGMA user_version = 3;
             INSERT INTO source (id, kind, name, sha256, subject, from_name, from_address, taken_at)
                 VALUES (1, 'mail', '', '', '', '', '', '');
             INSERT INTO draft (id, source, form_sha256, duplicate_key, title, authors_raw, authors, phones, unit, measures, innovation, effect)
                 VALUES (1, 1, '', '', '', '', '[]', '[]', '', '', '', '');
             INSERT INTO entry (number, draft, theme, serial, title, measures, innovation, effect, accepted_at)
                 VALUES ('XH2020-2-0001', 1, 2, 1, '', '', '', '', '');
             INSERT INTO judge (id, name, unit, email, themes) VALUES ('J01', '甲', '', '', '[2]');
             INSERT INTO plan (only, reviews, seed, made_at) VALUES (1, 3, '41', '2020-08-02T09:00:00+08:00');
             INSERT INTO assignment (judge, entry) VALUES ('J01', 'XH2020-2-0001');",
        )
        .unwrap();
        let manifest = crate::digest::Digest::of(b"manifest").to_string();
        old.execute(
            "INSERT INTO issued_pack (judge, version, manifest_sha256, invitation_key, file_name, file_sha256, bytes, issued_at)
             VALUES ('J01', 1, ?1, '', '', ?1, 1, '')",
            [manifest],
        )
        .unwrap();
        drop(old);

        let first: RoundId = "first".parse().unwrap();
        let db = open(&path, &first).unwrap();
        let plan = plan::get(&db, &first).unwrap().unwrap();
        assert_eq!((plan.reviews, plan.seed, plan.shortlist), (3, 41, None));
        assert_eq!(assignment::of_round(&db, &first).unwrap().len(), 1);
        assert_eq!(issued_pack::all(&db).unwrap()[0].round, first);
        let judges = judge::all(&db).unwrap();
        assert_eq!((judges[0].max_entries, judges[0].kin.len()), (None, 0));
    }
}
