//! A table in a file: CSV (RFC 4180) with a head, in UTF-8 with or without a byte order mark, or in GB18030 as spreadsheet
//! programs on Chinese Windows write it. Lines end in LF, CRLF or CR; the columns stand in any order, others are passed over,
//! and lines without a value are too.
//!
//! Every complaint names the file, the line (the head is usually line 1) and the column.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::refused::{TableError, TableFault};

/// The largest file, in bytes.
const LARGEST_FILE: u64 = 200_000_000;

/// The most lines below the head.
const MOST_ROWS: usize = 5_000_000;

/// The largest magnitude of a number: squares and sums of it stay finite, and no rubric comes near it.
const LARGEST_NUMBER: f64 = 1e12;

/// Whether a value can be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// There is a value in every line.
    Filled,
    /// The column is there, a value may be missing.
    MayBeEmpty,
    /// The column itself may be missing.
    MayBeAbsent,
}

/// A column by its name in the head.
pub(crate) type Column = (&'static str, Need);

/// One line of a table. Values are asked for by the place of their column in the list that was read with.
pub(crate) struct Row<'a> {
    file: &'a Path,
    /// The line it starts on, from 1.
    pub(crate) line: u64,
    columns: &'a [Column],
    places: &'a [Option<usize>],
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    /// The value without blanks around it; empty when there is none.
    pub(crate) fn text(&self, column: usize) -> &str {
        let place = self.places.get(column).copied().flatten();
        place
            .and_then(|at| self.record.get(at))
            .map_or("", str::trim)
    }

    /// The value as a number within ±1e12.
    ///
    /// # Errors
    /// [`TableFault::BadNumber`].
    pub(crate) fn number(&self, column: usize) -> Result<f64, TableError> {
        let text = self.text(column);
        match text.parse::<f64>() {
            Ok(number) if number.abs() <= LARGEST_NUMBER => Ok(number),
            _ => Err(self.wrong(column, |column, found| TableFault::BadNumber {
                column,
                found,
            })),
        }
    }

    /// The value as a whole number from 0, or nothing.
    ///
    /// # Errors
    /// [`TableFault::BadCount`].
    pub(crate) fn count(&self, column: usize) -> Result<Option<u32>, TableError> {
        match self.text(column) {
            "" => Ok(None),
            text => match text.parse() {
                Ok(count) => Ok(Some(count)),
                Err(_) => Err(self.wrong(column, |column, found| TableFault::BadCount {
                    column,
                    found,
                })),
            },
        }
    }

    fn wrong(
        &self,
        column: usize,
        fault: impl FnOnce(&'static str, String) -> TableFault,
    ) -> TableError {
        let name = self.columns.get(column).map_or("", |(name, _)| name);
        self.refuse(fault(name, excerpt(self.text(column))))
    }

    /// A complaint about this line.
    pub(crate) fn refuse(&self, fault: TableFault) -> TableError {
        TableError {
            file: self.file.to_owned(),
            line: self.line,
            fault,
        }
    }
}

/// Reads a file line by line.
///
/// # Errors
/// The first wrong line as a [`TableError`], or what `take` says of one.
pub(crate) fn read<E: From<TableError>>(
    file: &Path,
    columns: &[Column],
    mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let refuse = |line, fault| TableError {
        file: file.to_owned(),
        line,
        fault,
    };
    let text = decode(load(file)?).map_err(|line| refuse(line, TableFault::Encoding))?;
    let mut lines = Lines::new(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut head: Option<(Vec<Option<usize>>, usize)> = None;
    let mut rows = 0_usize;
    loop {
        let line = lines.of(reader.position().byte());
        let more = reader
            .read_record(&mut record)
            .map_err(|_| refuse(line, TableFault::LineBreak))?;
        if !more {
            break;
        }
        if record.iter().any(|value| value.contains(['\n', '\r'])) {
            return Err(refuse(line, TableFault::LineBreak).into());
        }
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        let Some((places, width)) = &head else {
            let places = find_columns(&record, columns).map_err(|fault| refuse(line, fault))?;
            head = Some((places, record.len()));
            continue;
        };
        rows += 1;
        if rows > MOST_ROWS {
            return Err(refuse(line, TableFault::TooManyRows { most: MOST_ROWS }).into());
        }
        let row = Row {
            file,
            line,
            columns,
            places,
            record: &record,
        };
        if let Some(extra) = record.iter().skip(*width).find(|v| !v.trim().is_empty()) {
            let fault = TableFault::ExtraValue {
                found: excerpt(extra.trim()),
                width: *width,
            };
            return Err(refuse(line, fault).into());
        }
        for (at, (column, need)) in columns.iter().enumerate() {
            if *need == Need::Filled && row.text(at).is_empty() {
                return Err(refuse(line, TableFault::MissingValue { column }).into());
            }
        }
        take(&row)?;
    }
    if rows == 0 {
        return Err(refuse(lines.last, TableFault::Empty).into());
    }
    Ok(())
}

/// The bytes of a file that is not too large.
fn load(file: &Path) -> Result<Vec<u8>, TableError> {
    let refuse = |fault| TableError {
        file: file.to_owned(),
        line: 0,
        fault,
    };
    let unreadable = |why: std::io::Error| refuse(TableFault::Unreadable(why));
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|opened| opened.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(refuse(TableFault::TooLarge { most: LARGEST_FILE }));
    }
    Ok(bytes)
}

/// The text of a file, or the first line that is neither UTF-8 nor GB18030.
fn decode(bytes: Vec<u8>) -> Result<String, u64> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(text)
        }
        Err(error) => {
            let upto = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // The mark says UTF-8, so that nothing else is guessed.
            let marked = bytes.starts_with("\u{feff}".as_bytes());
            let text = encoding_rs::GB18030
                .decode_without_bom_handling_and_without_replacement(&bytes)
                .filter(|_| !marked);
            let before = bytes.get(..upto).unwrap_or_default();
            let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
            text.map(Cow::into_owned).ok_or(line)
        }
    }
}

/// Where each wanted column stands.
fn find_columns(
    head: &csv::StringRecord,
    columns: &[Column],
) -> Result<Vec<Option<usize>>, TableFault> {
    let find = |&(name, need): &Column| {
        let mut places = head
            .iter()
            .enumerate()
            .filter(|(_, found)| found.trim().eq_ignore_ascii_case(name));
        let place = places.next().map(|(at, _)| at);
        if places.next().is_some() {
            return Err(TableFault::ColumnTwice { column: name });
        }
        if place.is_none() && need != Need::MayBeAbsent {
            return Err(TableFault::NoColumn {
                column: name,
                found: excerpt(&head.iter().map(str::trim).collect::<Vec<_>>().join(",")),
            });
        }
        Ok(place)
    };
    columns.iter().map(find).collect()
}

/// The beginning of a value.
fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Line numbers by place in a text, asked for in rising order. The CSV reader's own count is off where lines end in CRLF or are
/// empty.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    last: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            last: 1,
        }
    }

    /// The line of the first byte from `from` on that ends no line.
    fn of(&mut self, from: u64) -> u64 {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        while let Some(&byte) = self.text.get(self.at) {
            let ends = matches!(byte, b'\n' | b'\r');
            if self.at >= from && !ends {
                break;
            }
            let next = self.at.saturating_add(1);
            let pair = byte == b'\r' && self.text.get(next) == Some(&b'\n');
            if ends && !pair {
                self.last = self.last.saturating_add(1);
            }
            self.at = next;
        }
        self.last
    }
}
