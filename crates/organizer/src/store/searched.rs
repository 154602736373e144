//! Where words stand: an index over what people look for, kept in step with the drafts in the same transactions.
//!
//! Chinese has no blanks between words, and most words that are looked for have two characters. So a text is kept as all its
//! pairs of neighbouring letters, marks and blanks left out (`likeness::plain`), the last letter alone at the end: two letters
//! are one word of the index, more are a phrase, and one is the beginning of a word.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;

use super::{from_json, mend};

/// Nothing of the texts is stored a second time.
pub(super) const TABLE: &str = "CREATE VIRTUAL TABLE searched USING fts5 (
    title, people, mail, text,
    content = '', contentless_delete = 1, tokenize = 'unicode61'
);";

/// Stands between two texts, so that nothing is found across them. It is of no alphabet, so nobody can ask for it.
const GAP: char = '\u{e000}';
/// Most letters that are looked for.
const LETTERS_MAX: usize = 64;
/// How many drafts are entered at a time into the index of a folder from before there was one.
const FILLED: u32 = 2_000;

/// Where words can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// Titles, of the form and as mended.
    Title,
    /// Authors, telephone numbers, units.
    People,
    /// Subject and sender of the mail.
    Mail,
    /// Measures, innovation, effect.
    Text,
}

impl Column {
    pub(crate) const ALL: [Column; 4] = [Self::Title, Self::People, Self::Mail, Self::Text];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::People => "people",
            Self::Mail => "mail",
            Self::Text => "text",
        }
    }
}

/// What is asked of the index. It is made of letters and digits alone, so no sign in it means anything.
#[derive(Clone, Debug)]
pub(crate) struct Phrase(String);

impl Phrase {
    /// `None` when there is no letter and no digit in the text.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let letters: Vec<char> = letters(text).into_iter().take(LETTERS_MAX).collect();
        match letters.as_slice() {
            [] => None,
            [one] => Some(Self(format!("\"{one}\" *"))),
            many => {
                let pairs: Vec<String> = many.windows(2).map(String::from_iter).collect();
                Some(Self(format!("\"{}\"", pairs.join(" "))))
            }
        }
    }
}

/// What is compared of a text.
pub(crate) fn letters(text: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for c in text.chars() {
        likeness::plain(c, |is| letters.push(is));
    }
    letters
}

/// The drafts in which the phrase stands in a column, the lowest numbers first.
pub(crate) fn with(
    db: &Connection,
    column: Column,
    phrase: &Phrase,
    most: u32,
) -> Result<Vec<i64>, StoreError> {
    let mut query = db.prepare_cached(
        "SELECT rowid FROM searched WHERE searched MATCH ?1 ORDER BY rowid LIMIT ?2",
    )?;
    let asked = format!("{} : {}", column.name(), phrase.0);
    let rows = query.query_map(params![asked, most], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Enters a draft, or enters it anew.
pub(crate) fn put(db: &Connection, draft: i64) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM searched WHERE rowid = ?1")?
        .execute([draft])?;
    enter(db, draft)
}

/// Enters the drafts of a folder from before there was an index.
pub(super) fn fill(db: &mut Connection) -> Result<(), StoreError> {
    loop {
        let change = db.transaction()?;
        let missing: Vec<i64> = change
            .prepare(
                "SELECT id FROM draft WHERE id > (SELECT coalesce(max(id), 0) FROM searched_docsize)
                 ORDER BY id LIMIT ?1",
            )?
            .query_map([FILLED], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if missing.is_empty() {
            return Ok(());
        }
        for draft in missing {
            enter(&change, draft)?;
        }
        change.commit()?;
    }
}

fn enter(db: &Connection, draft: i64) -> Result<(), StoreError> {
    let found = db
        .prepare_cached(
            "SELECT d.title, d.authors_raw, d.phones, d.unit, d.measures, d.innovation, d.effect,
                s.subject, s.from_name, s.from_address, s.unit
             FROM draft AS d JOIN source AS s ON s.id = d.source WHERE d.id = ?1",
        )?
        .query_row([draft], |row| {
            let phones: Vec<String> = from_json(&row.get::<_, String>(2)?)?;
            let mut people = vec![row.get(1)?, row.get(3)?];
            people.extend(phones);
            Ok([
                vec![row.get::<_, String>(0)?],
                people,
                vec![
                    row.get(7)?,
                    row.get(8)?,
                    row.get(9)?,
                    row.get::<_, Option<String>>(10)?.unwrap_or_default(),
                ],
                vec![row.get(4)?, row.get(5)?, row.get(6)?],
            ])
        })
        .optional()?;
    let Some([mut title, mut people, mail, mut text]) = found else {
        return Ok(());
    };
    for one in mend::of_draft(db, draft)? {
        match one.field.as_str() {
            "title" => title.push(one.value),
            "authors" | "phone" | "unit" => people.push(one.value),
            "measures" | "innovation" | "effect" => text.push(one.value),
            _ => {}
        }
    }
    db.prepare_cached(
        "INSERT INTO searched (rowid, title, people, mail, text) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        draft,
        pairs(&title),
        pairs(&people),
        pairs(&mail),
        pairs(&text)
    ])?;
    Ok(())
}

/// Texts as the index keeps them.
fn pairs(texts: &[String]) -> String {
    let mut kept = String::new();
    for text in texts {
        let letters = letters(text);
        for pair in letters.windows(2) {
            kept.extend(pair);
            kept.push(' ');
        }
        kept.extend(letters.last());
        kept.push(' ');
        kept.push(GAP);
        kept.push(' ');
    }
    kept
}
