//! The table of scores: `judge,entry,criterion,score`, one line for each mark.

use std::path::{Path, PathBuf};

use ranking::Review;

use super::csv_file::{self, Need};
use super::names::Names;
use super::refused::ScoresError;

/// One mark: what one judge gives one entry for one criterion.
#[derive(Debug, Clone, Copy)]
struct Mark {
    entry: usize,
    judge: usize,
    criterion: usize,
    score: f64,
    line: u64,
}

/// A table of scores without repetitions. Judges, entries and criteria are numbered in the order of their names.
#[derive(Debug)]
pub(crate) struct Scores {
    file: PathBuf,
    pub(crate) judges: Vec<String>,
    pub(crate) entries: Vec<String>,
    pub(crate) criteria: Vec<String>,
    /// By entry, judge and criterion.
    marks: Vec<Mark>,
}

impl Scores {
    /// Reads the table.
    ///
    /// # Errors
    /// [`ScoresError::Table`], and [`ScoresError::Twice`] with the two lines.
    pub(crate) fn read(file: &Path) -> Result<Self, ScoresError> {
        let columns = ["judge", "entry", "criterion", "score"].map(|name| (name, Need::Filled));
        let (mut judges, mut entries, mut criteria) =
            (Names::default(), Names::default(), Names::default());
        let mut marks = Vec::new();
        csv_file::read(file, &columns, |row| {
            marks.push(Mark {
                judge: judges.number(row.text(0)),
                entry: entries.number(row.text(1)),
                criterion: criteria.number(row.text(2)),
                score: row.number(3)?,
                line: row.line,
            });
            Ok::<_, ScoresError>(())
        })?;
        let ((judges, judge_at), (entries, entry_at), (criteria, criterion_at)) =
            (judges.sorted(), entries.sorted(), criteria.sorted());
        for mark in &mut marks {
            mark.judge = judge_at[mark.judge];
            mark.entry = entry_at[mark.entry];
            mark.criterion = criterion_at[mark.criterion];
        }
        marks.sort_unstable_by_key(|mark| (mark.entry, mark.judge, mark.criterion, mark.line));
        let twice = marks
            .chunk_by(|a, b| (a.entry, a.judge, a.criterion) == (b.entry, b.judge, b.criterion))
            .filter_map(|same| Some((same.first()?, same.get(1)?)))
            .min_by_key(|(_, again)| again.line);
        if let Some((first, again)) = twice {
            return Err(ScoresError::Twice {
                file: file.to_owned(),
                line: again.line,
                first: first.line,
                judge: judges[again.judge].clone(),
                entry: entries[again.entry].clone(),
                criterion: criteria[again.criterion].clone(),
            });
        }
        Ok(Self {
            file: file.to_owned(),
            judges,
            entries,
            criteria,
            marks,
        })
    }

    /// The reviews by entry and judge. The score of one is the mean of its marks by the weights of the criteria, of which at
    /// least one is above 0.
    ///
    /// # Errors
    /// [`ScoresError::Incomplete`] for the first review in the file that misses a criterion of a weight above 0.
    pub(crate) fn reviews(&self, weights: &[f64]) -> Result<Vec<Review>, ScoresError> {
        let sheets = || {
            self.marks
                .chunk_by(|a, b| (a.entry, a.judge) == (b.entry, b.judge))
        };
        let missing = |sheet: &[Mark]| {
            (0..self.criteria.len()).find(|&criterion| {
                weights[criterion] > 0.0 && sheet.iter().all(|mark| mark.criterion != criterion)
            })
        };
        let gap = sheets()
            .filter(|sheet| sheet.len() < self.criteria.len())
            .filter_map(|sheet| {
                let line = sheet.iter().map(|mark| mark.line).min()?;
                Some((line, sheet.first()?, missing(sheet)?))
            })
            .min_by_key(|(line, ..)| *line);
        if let Some((line, review, missing)) = gap {
            return Err(ScoresError::Incomplete {
                file: self.file.clone(),
                line,
                judge: self.judges[review.judge].clone(),
                entry: self.entries[review.entry].clone(),
                criterion: self.criteria[missing].clone(),
            });
        }
        // Dividing last keeps the mean of equal marks what the marks are.
        let all: f64 = weights.iter().sum();
        let review = |sheet: &[Mark]| {
            let sum: f64 = sheet
                .iter()
                .map(|mark| weights[mark.criterion] * mark.score)
                .sum();
            Review {
                entry: sheet[0].entry,
                judge: sheet[0].judge,
                score: sum / all,
            }
        };
        Ok(sheets().map(review).collect())
    }

    /// The marks as entries × criteria × judges; nothing when a mark is missing.
    pub(crate) fn cube(&self) -> Option<Vec<Vec<Vec<f64>>>> {
        let sizes = [self.entries.len(), self.criteria.len(), self.judges.len()];
        let cells = sizes
            .iter()
            .try_fold(1_usize, |all, &size| all.checked_mul(size))?;
        if cells != self.marks.len() {
            return None;
        }
        let mut cube = vec![vec![vec![0.0; sizes[2]]; sizes[1]]; sizes[0]];
        for mark in &self.marks {
            cube[mark.entry][mark.criterion][mark.judge] = mark.score;
        }
        Some(cube)
    }
}
