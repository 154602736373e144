//! What a list of judges would change, row by row, before it is taken.

use std::collections::BTreeSet;

use contest::JudgeId;
use serde::Serialize;

use super::list;
use crate::error::{JudgesError, Refusal};
use crate::folder::Organizer;
use crate::merge::Reason;
use crate::store::judge::Judge;
use crate::store::{issued_pack, judge};

/// What a list would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JudgesPreview {
    /// Row by row, in the order of the file.
    pub lines: Vec<ListLine>,
    /// Judges who stay as they are because the list does not name them.
    pub kept: usize,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListLine {
    /// Its line in the file, from 1.
    pub line: u64,
    /// The judge's id as it stands there.
    pub judge: String,
    /// The judge's name as it stands there.
    pub name: String,
    /// What it would change.
    pub change: ListChange,
}

/// What one row would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListChange {
    /// A new judge.
    Added,
    /// A known judge, who would be as before but for these columns.
    Changed(Vec<ListField>),
    /// A known judge, who stays as before.
    Unchanged,
    /// It is no judge, or not one that can be taken: why. Nothing of the list is taken then.
    Wrong(Reason),
}

/// One column of a judge that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListField {
    /// The column.
    pub field: &'static str,
    /// What is on record.
    pub before: String,
    /// What the list says.
    pub after: String,
}

impl Organizer {
    /// What [`Organizer::take_judges_file`] would change; nothing is changed.
    ///
    /// # Errors
    /// A file that is no list of judges at all; wrong rows are in the answer.
    pub fn preview_judges(&self, bytes: &[u8]) -> Result<JudgesPreview, JudgesError> {
        let rows = list::of_file(bytes, &self.contest)?;
        let with_pack: BTreeSet<JudgeId> = issued_pack::all(&self.db)?
            .into_iter()
            .map(|pack| pack.judge)
            .collect();
        let before = judge::all(&self.db)?;
        let mut known = 0;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let old = before.iter().find(|old| old.id.as_str() == row.id);
            known += usize::from(old.is_some());
            let change = match (&row.judge, old) {
                (Err(why), _) => ListChange::Wrong(reason(why)),
                (Ok(_), None) => ListChange::Added,
                (Ok(new), Some(old)) if new == old => ListChange::Unchanged,
                (Ok(new), Some(old)) if old.name != new.name && with_pack.contains(&new.id) => {
                    ListChange::Wrong(reason(&JudgesError::HasPack {
                        judge: new.id.to_string(),
                        name: old.name.clone(),
                    }))
                }
                (Ok(new), Some(old)) => ListChange::Changed(differences(old, new)),
            };
            lines.push(ListLine {
                line: row.line,
                judge: row.id,
                name: row.name,
                change,
            });
        }
        Ok(JudgesPreview {
            lines,
            kept: before.len().saturating_sub(known),
        })
    }
}

fn reason(why: &JudgesError) -> Reason {
    Reason {
        code: why.code().to_owned(),
        facts: why.facts(),
    }
}

fn differences(old: &Judge, new: &Judge) -> Vec<ListField> {
    let (before, after) = (super::edit::form_of(old), super::edit::form_of(new));
    let fields = [
        ("name", before.name, after.name),
        ("unit", before.unit, after.unit),
        ("email", before.email, after.email),
        ("themes", before.themes, after.themes),
        ("max_entries", before.max_entries, after.max_entries),
        ("max_minutes", before.max_minutes, after.max_minutes),
        ("conflicts", before.conflicts, after.conflicts),
        ("kin", before.kin, after.kin),
        ("rounds", before.rounds, after.rounds),
    ];
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| ListField {
            field,
            before,
            after,
        })
        .collect()
}
