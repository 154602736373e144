//! The list of judges, from a table.

use std::collections::BTreeSet;

use contest::{JudgeId, ThemeId};
use serde::Serialize;

use crate::error::JudgesError;
use crate::folder::Organizer;
use crate::store::{issued_pack, judge};

/// The columns a list of judges has; `themes` may be missing.
const COLUMNS: [&str; 5] = ["id", "name", "unit", "email", "themes"];

/// How many judges were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgesTaken {
    /// New ones.
    pub added: usize,
    /// Known ones whose line now says something else.
    pub replaced: usize,
    /// Known ones whose line says what it said.
    pub unchanged: usize,
    /// How many judges the contest has now.
    pub judges: usize,
}

impl Organizer {
    /// Takes a list of judges: CSV with the header `id,name,unit,email,themes`, in UTF-8. `themes` may be missing or
    /// empty (the judge takes every theme) and otherwise lists theme numbers, `2;4`. A judge with a known id is replaced;
    /// judges who are not in the list stay.
    ///
    /// # Errors
    /// The first wrong line, with its number; [`JudgesError::Issued`] once packs are out. Then nothing is changed.
    pub fn take_judges(&mut self, table: &str) -> Result<JudgesTaken, JudgesError> {
        let packs = issued_pack::all(&self.db)?.len();
        if packs > 0 {
            return Err(JudgesError::Issued { packs });
        }
        let known_themes: Vec<ThemeId> = self.contest.themes.iter().map(|t| t.id).collect();
        let listed = read_table(table, &known_themes)?;
        let change = self.db.transaction().map_err(crate::StoreError::from)?;
        let before = judge::all(&change)?;
        let mut taken = JudgesTaken {
            added: 0,
            replaced: 0,
            unchanged: 0,
            judges: 0,
        };
        for new in &listed {
            match before.iter().find(|old| old.id == new.id) {
                None => taken.added += 1,
                Some(old) if old == new => taken.unchanged += 1,
                Some(_) => taken.replaced += 1,
            }
            judge::put(&change, new)?;
        }
        taken.judges = before.len() + taken.added;
        change.commit().map_err(crate::StoreError::from)?;
        Ok(taken)
    }
}

fn read_table(text: &str, themes: &[ThemeId]) -> Result<Vec<judge::Judge>, JudgesError> {
    // Spreadsheet programs put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|_| JudgesError::NotATable { line: 1 })?
        .clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|head| head.eq_ignore_ascii_case(name))
    };
    let mut places = [None; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        *place = column(name);
        if place.is_none() && name != "themes" {
            return Err(JudgesError::NoColumn { column: name });
        }
    }
    let mut judges = Vec::new();
    let mut ids = BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(|error| JudgesError::NotATable {
            line: error.position().map_or(0, csv::Position::line),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let [id, name, unit, email, wanted] =
            places.map(|place| place.and_then(|at| record.get(at)).unwrap_or_default());
        if record.iter().all(str::is_empty) {
            continue;
        }
        let wrong = |field: &'static str, found: &str| JudgesError::Line {
            line,
            field,
            found: found.chars().take(60).collect(),
        };
        let parsed: JudgeId = id.parse().map_err(|_| wrong("id", id))?;
        // Ids become file names, and some file systems do not tell capitals from small letters.
        if !ids.insert(parsed.as_str().to_ascii_lowercase()) {
            return Err(wrong("id", id));
        }
        if name.is_empty() {
            return Err(wrong("name", name));
        }
        judges.push(judge::Judge {
            id: parsed,
            name: name.to_owned(),
            unit: unit.to_owned(),
            email: email.to_owned(),
            themes: read_themes(wanted, themes).ok_or_else(|| wrong("themes", wanted))?,
        });
    }
    if judges.is_empty() {
        return Err(JudgesError::Empty);
    }
    Ok(judges)
}

/// `2;4` as theme numbers of the contest.
fn read_themes(text: &str, known: &[ThemeId]) -> Option<Vec<ThemeId>> {
    let mut themes = BTreeSet::new();
    for piece in text
        .split([';', '；', ' ', '、'])
        .filter(|piece| !piece.is_empty())
    {
        let theme = ThemeId::new(piece.parse().ok()?).ok()?;
        if !known.contains(&theme) {
            return None;
        }
        themes.insert(theme);
    }
    Some(themes.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::new::tests::fresh;

    #[test]
    fn a_list_taken_twice_changes_nothing_the_second_time() {
        let (_dir, mut organizer) = fresh();
        let list =
            "\u{feff}id,name,unit,email,themes\nJ01,甲,某大学,a@b.example,2;4\nJ02,乙,,,\n\n";
        let first = organizer.take_judges(list).unwrap();
        assert_eq!((first.added, first.judges), (2, 2));
        let second = organizer.take_judges(list).unwrap();
        assert_eq!((second.unchanged, second.judges), (2, 2));
        let third = organizer
            .take_judges("id,name,unit,email\nJ02,丙,,\n")
            .unwrap();
        assert_eq!((third.replaced, third.judges), (1, 2));
    }

    #[test]
    fn a_wrong_line_is_named_and_nothing_is_taken() {
        let (_dir, mut organizer) = fresh();
        for (list, line, field) in [
            ("id,name,unit,email\nJ01,甲,,\n../x,乙,,\n", 3, "id"),
            ("id,name,unit,email\nJ01,甲,,\nj01,乙,,\n", 3, "id"),
            ("id,name,unit,email\nJ01,,,\n", 2, "name"),
            ("id,name,unit,email,themes\nJ01,甲,,,2;9\n", 2, "themes"),
        ] {
            match organizer.take_judges(list) {
                Err(JudgesError::Line {
                    line: at,
                    field: what,
                    ..
                }) => {
                    assert_eq!((at, what), (line, field));
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(matches!(
            organizer.take_judges("id,name\nJ01,甲\n"),
            Err(JudgesError::NoColumn { column: "unit" })
        ));
        assert!(judge::all(&organizer.db).unwrap().is_empty());
    }
}
