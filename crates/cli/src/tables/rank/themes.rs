//! The table of themes: `entry,theme`, one line for each entry.

use std::collections::HashMap;
use std::path::Path;

use crate::tables::csv_file::{self, Need};
use crate::tables::names::Names;
use crate::tables::refused::{ScoresError, TableFault};

/// The theme of every entry that has scores.
#[derive(Debug)]
pub(crate) struct Themes {
    /// The themes in the order of their names; none when there is no table, and all entries are of one.
    pub(crate) names: Vec<String>,
    /// For each entry the theme.
    pub(crate) of_entry: Vec<usize>,
    /// The entries of the table that have no score, in order of their names.
    pub(crate) unscored: Vec<String>,
}

impl Themes {
    /// One theme for all.
    pub(crate) fn one(entries: usize) -> Self {
        Self {
            names: Vec::new(),
            of_entry: vec![0; entries],
            unscored: Vec::new(),
        }
    }

    /// Reads the table.
    ///
    /// # Errors
    /// [`ScoresError::Table`], and [`ScoresError::NoTheme`] for one of `entries` that is not in it.
    pub(crate) fn read(file: &Path, entries: &[String]) -> Result<Self, ScoresError> {
        let columns = ["entry", "theme"].map(|name| (name, Need::Filled));
        let mut names = Names::default();
        let mut lines: HashMap<String, (u64, usize)> = HashMap::new();
        csv_file::read(file, &columns, |row| {
            let entry = row.text(0);
            if let Some(&(first, _)) = lines.get(entry) {
                return Err(row
                    .refuse(TableFault::Twice {
                        column: "entry",
                        found: entry.to_owned(),
                        first,
                    })
                    .into());
            }
            let theme = names.number(row.text(1));
            lines.insert(entry.to_owned(), (row.line, theme));
            Ok::<_, ScoresError>(())
        })?;
        let (names, places) = names.sorted();
        let theme_of = |entry: &String| match lines.remove(entry) {
            Some((_, theme)) => Ok(places[theme]),
            None => Err(ScoresError::NoTheme {
                file: file.to_owned(),
                entry: entry.clone(),
            }),
        };
        let of_entry = entries.iter().map(theme_of).collect::<Result<_, _>>()?;
        let mut unscored: Vec<String> = lines.into_keys().collect();
        unscored.sort_unstable();
        Ok(Self {
            names,
            of_entry,
            unscored,
        })
    }
}
