//! The tables of entries and judges as a problem to be planned.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use assign::{Expert, ExpertProblem, ExpertiseCosts, Work};

use super::refused::PlanRefused;
use crate::tables::csv_file::{self, Need};
use crate::tables::names::Names;
use crate::tables::refused::{TableError, TableFault};

/// One review in twenty crosses the themes on purpose, so that leniency can be told from merit.
const BRIDGES_PER_MILLE: u32 = 50;

/// The most pairs of entry and judge: a plan keeps some bytes for each.
const MOST_PAIRS: usize = 10_000_000;

/// A contest from tables. Entries and judges are numbered in the order of their names.
#[derive(Debug)]
pub(super) struct Contest {
    pub(super) entries: Vec<String>,
    pub(super) judges: Vec<String>,
    pub(super) problem: ExpertProblem,
    /// Themes that judges list and no entry has, in the order of their names.
    pub(super) unknown_themes: Vec<String>,
}

#[derive(Debug)]
struct EntryRow {
    line: u64,
    theme: usize,
    unit: String,
    minutes: u32,
}

#[derive(Debug)]
struct JudgeRow {
    line: u64,
    unit: String,
    max: Option<u32>,
    themes: Vec<usize>,
    max_minutes: Option<u32>,
}

impl Contest {
    /// Reads both tables.
    ///
    /// An entry and a judge of units that bear the same name, blanks aside, must not meet; a unit that is not given meets
    /// everybody.
    ///
    /// # Errors
    /// [`PlanRefused::Table`] for the first wrong line, [`PlanRefused::TooMany`], [`PlanRefused::TooFewJudges`].
    pub(super) fn read(
        entries: &Path,
        judges: &Path,
        reviews: u32,
        costs: ExpertiseCosts,
    ) -> Result<Self, PlanRefused> {
        let mut themes = Names::default();
        let (entry_names, entry_rows) = by_name(read_entries(entries, &mut themes)?);
        let known = themes.len();
        let (judge_names, judge_rows) = by_name(read_judges(judges, &mut themes)?);
        let pairs = entry_names.len().checked_mul(judge_names.len());
        if pairs.is_none_or(|pairs| pairs > MOST_PAIRS) {
            return Err(PlanRefused::TooMany {
                entries: entry_names.len(),
                judges: judge_names.len(),
            });
        }
        let barred = barred(&entry_rows, &judge_rows);
        enough_judges(&entry_names, judge_names.len(), reviews, &barred)?;
        let (theme_names, places) = themes.sorted();
        let mut unknown_themes: Vec<String> = (known..places.len())
            .map(|theme| theme_names[places[theme]].clone())
            .collect();
        unknown_themes.sort_unstable();
        let problem = ExpertProblem {
            barred,
            entries: entry_rows
                .iter()
                .map(|row| Work {
                    theme: places[row.theme],
                    minutes: row.minutes,
                })
                .collect(),
            judges: judge_rows
                .iter()
                .map(|row| Expert {
                    themes: row.themes.iter().map(|&theme| places[theme]).collect(),
                    min: 0,
                    max: row.max,
                    max_minutes: row.max_minutes,
                })
                .collect(),
            reviews,
            costs,
            bridges_per_mille: BRIDGES_PER_MILLE,
            ..ExpertProblem::default()
        };
        Ok(Self {
            entries: entry_names,
            judges: judge_names,
            problem,
            unknown_themes,
        })
    }
}

fn read_entries(file: &Path, themes: &mut Names) -> Result<HashMap<String, EntryRow>, TableError> {
    let columns = [
        ("entry", Need::Filled),
        ("theme", Need::Filled),
        ("unit", Need::MayBeEmpty),
        ("minutes", Need::MayBeAbsent),
    ];
    let mut rows: HashMap<String, EntryRow> = HashMap::new();
    csv_file::read(file, &columns, |row| {
        let entry = row.text(0);
        if let Some(first) = rows.get(entry) {
            return Err(row.refuse(twice("entry", entry, first.line)));
        }
        let new = EntryRow {
            line: row.line,
            theme: themes.number(row.text(1)),
            unit: bare(row.text(2)),
            minutes: row.count(3)?.unwrap_or(0),
        };
        rows.insert(entry.to_owned(), new);
        Ok(())
    })?;
    Ok(rows)
}

fn read_judges(file: &Path, themes: &mut Names) -> Result<HashMap<String, JudgeRow>, TableError> {
    let columns = [
        ("judge", Need::Filled),
        ("unit", Need::MayBeEmpty),
        ("max_load", Need::MayBeEmpty),
        ("themes", Need::MayBeEmpty),
        ("max_minutes", Need::MayBeAbsent),
    ];
    let mut rows: HashMap<String, JudgeRow> = HashMap::new();
    csv_file::read(file, &columns, |row| {
        let judge = row.text(0);
        if let Some(first) = rows.get(judge) {
            return Err(row.refuse(twice("judge", judge, first.line)));
        }
        let mut known = Vec::new();
        for theme in row.text(3).split([';', '；']).map(str::trim) {
            if !theme.is_empty() {
                let theme = themes.number(theme);
                if !known.contains(&theme) {
                    known.push(theme);
                }
            }
        }
        let new = JudgeRow {
            line: row.line,
            unit: bare(row.text(1)),
            max: row.count(2)?,
            themes: known,
            max_minutes: row.count(4)?,
        };
        rows.insert(judge.to_owned(), new);
        Ok(())
    })?;
    Ok(rows)
}

fn twice(column: &'static str, found: &str, first: u64) -> TableFault {
    TableFault::Twice {
        column,
        found: found.to_owned(),
        first,
    }
}

/// Rows in the order of their names.
fn by_name<R>(rows: HashMap<String, R>) -> (Vec<String>, Vec<R>) {
    let mut rows: Vec<(String, R)> = rows.into_iter().collect();
    rows.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    rows.into_iter().unzip()
}

/// A unit's name without blanks.
fn bare(unit: &str) -> String {
    unit.chars().filter(|c| !c.is_whitespace()).collect()
}

fn barred(entries: &[EntryRow], judges: &[JudgeRow]) -> HashSet<(usize, usize)> {
    let mut of_unit: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, judge) in judges.iter().enumerate() {
        if !judge.unit.is_empty() {
            of_unit.entry(&judge.unit).or_default().push(at);
        }
    }
    let own = |(at, entry): (usize, &EntryRow)| {
        let judges = of_unit
            .get(entry.unit.as_str())
            .cloned()
            .unwrap_or_default();
        judges.into_iter().map(move |judge| (at, judge))
    };
    entries.iter().enumerate().flat_map(own).collect()
}

/// Whether every entry has as many judges it may meet as it is to have reviews.
fn enough_judges(
    entries: &[String],
    judges: usize,
    reviews: u32,
    barred: &HashSet<(usize, usize)>,
) -> Result<(), PlanRefused> {
    let mut able = vec![judges; entries.len()];
    for &(entry, _) in barred {
        able[entry] -= 1;
    }
    let short: Vec<String> = entries
        .iter()
        .zip(able)
        .filter(|(_, able)| *able < reviews as usize)
        .map(|(entry, able)| format!("{entry} ({able})"))
        .collect();
    if short.is_empty() {
        Ok(())
    } else {
        Err(PlanRefused::TooFewJudges {
            needed: reviews,
            entries: short,
        })
    }
}
