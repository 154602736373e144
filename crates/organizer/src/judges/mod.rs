//! The list of judges: from a table, one by one, and who is on it.

use std::collections::BTreeSet;

use contest::JudgeId;
use serde::Serialize;

use crate::error::JudgesError;
use crate::folder::Organizer;
use crate::store::{issued_pack, judge};

mod edit;
mod list;
mod preview;

pub use edit::{JudgeForm, OneJudge};
pub use preview::{JudgesPreview, ListChange, ListField, ListLine};

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
    /// Takes a list of judges: CSV in UTF-8 with the header `id,name,unit,email` and, where wanted,
    ///
    /// - `themes`: theme numbers, the best known first, `2;4`; empty is no theme in particular;
    /// - `max_entries`, `max_minutes`: the most of a round; empty is no limit;
    /// - `conflicts`: entry numbers and units whose entries the judge must not see, set apart by `;`;
    /// - `kin`: names whose entries the judge must not see, set apart by `;`;
    /// - `rounds`: the rounds the judge takes part in, set apart by `;`; empty is all of them.
    ///
    /// A judge with a known id is replaced; judges who are not in the list stay. While packs are out judges can still be
    /// added, and everything of a judge changed but the name of one who has a pack: an id stays one person's.
    ///
    /// # Errors
    /// The first wrong line, with its number; [`JudgesError::HasPack`]. Then nothing is changed.
    pub fn take_judges(&mut self, table: &str) -> Result<JudgesTaken, JudgesError> {
        let listed = list::of_text(table, &self.contest)?;
        self.take_listed(listed)
    }

    /// Takes a list of judges from a file: CSV as for [`Organizer::take_judges`], in UTF-8 or the charset of Chinese
    /// spreadsheet programs, or the first sheet of an .xlsx workbook. Heads may be Chinese.
    ///
    /// # Errors
    /// As for [`Organizer::take_judges`].
    pub fn take_judges_file(&mut self, bytes: &[u8]) -> Result<JudgesTaken, JudgesError> {
        let listed = list::of_file(bytes, &self.contest)?;
        self.take_listed(listed)
    }

    fn take_listed(&mut self, listed: Vec<list::Row>) -> Result<JudgesTaken, JudgesError> {
        let listed: Vec<judge::Judge> = listed
            .into_iter()
            .map(|row| row.judge)
            .collect::<Result<_, _>>()?;
        let with_pack: BTreeSet<JudgeId> = issued_pack::all(&self.db)?
            .into_iter()
            .map(|pack| pack.judge)
            .collect();
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
                Some(old) if old.name != new.name && with_pack.contains(&new.id) => {
                    return Err(JudgesError::HasPack {
                        judge: new.id.to_string(),
                        name: old.name.clone(),
                    });
                }
                Some(_) => taken.replaced += 1,
            }
            judge::put(&change, new)?;
        }
        taken.judges = before.len() + taken.added;
        change.commit().map_err(crate::StoreError::from)?;
        Ok(taken)
    }
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
            (
                "id,name,unit,email,rounds\nJ01,甲,,,panel;last\n",
                2,
                "rounds",
            ),
            (
                "id,name,unit,email,max_entries\nJ01,甲,,,many\n",
                2,
                "max_entries",
            ),
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

    #[test]
    fn the_first_theme_of_a_list_stays_first_and_cells_hold_several_names() {
        let (_dir, mut organizer) = fresh();
        let list = "id,name,unit,email,themes,max_entries,max_minutes,conflicts,kin\n\
                    J01,甲,某大学,,4;2;4,30,,XH2020-2-0001；某公司,乙、丙\n";
        organizer.take_judges(list).unwrap();
        let judge = judge::all(&organizer.db).unwrap().remove(0);
        let themes: Vec<u8> = judge.themes.iter().map(|theme| theme.get()).collect();
        assert_eq!(themes, [4, 2]);
        assert_eq!((judge.max_entries, judge.max_minutes), (Some(30), None));
        assert_eq!(judge.conflicts, ["XH2020-2-0001", "某公司"]);
        assert_eq!(judge.kin, ["乙", "丙"]);
    }
}
