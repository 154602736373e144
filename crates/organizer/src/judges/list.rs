//! A list of judges as a table: text or a workbook, with English or Chinese heads, one judge a row.

use std::collections::BTreeSet;

use contest::{Contest, JudgeId, RoundId, ThemeId};

use crate::error::JudgesError;
use crate::store::judge::Judge;

/// The columns every list of judges has, each with the other heads it goes by.
const NEEDED: [(&str, &[&str]); 4] = [
    ("id", &["编号", "评委编号"]),
    ("name", &["姓名", "评委", "评委姓名"]),
    ("unit", &["单位", "工作单位"]),
    ("email", &["邮箱", "电子邮箱", "电子邮件"]),
];
/// The columns that may be missing.
const OPTIONAL: [(&str, &[&str]); 6] = [
    ("themes", &["专题", "熟悉专题"]),
    ("max_entries", &["最多件数", "件数上限"]),
    ("max_minutes", &["最多分钟", "分钟上限"]),
    ("conflicts", &["回避", "利益冲突"]),
    ("kin", &["亲属"]),
    ("rounds", &["轮次"]),
];
/// How the pieces of one cell are set apart.
const BETWEEN: [char; 3] = [';', '；', '、'];
/// The longest list that is read, in bytes.
const LIST_MAX: usize = 16 << 20;

/// One row of a list: where it stands and what it says, or why it says nothing.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) judge: Result<Judge, JudgesError>,
}

/// The cells of a judge as they are typed, before they are read.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) unit: &'a str,
    pub(super) email: &'a str,
    pub(super) themes: &'a str,
    pub(super) max_entries: &'a str,
    pub(super) max_minutes: &'a str,
    pub(super) conflicts: &'a str,
    pub(super) kin: &'a str,
    pub(super) rounds: &'a str,
}

/// The rows of a file: a workbook's first sheet that has any, or a table of text in any charset that Chinese programs write.
pub(super) fn of_file(bytes: &[u8], contest: &Contest) -> Result<Vec<Row>, JudgesError> {
    if bytes.len() > LIST_MAX {
        return Err(JudgesError::NotATable { line: 1 });
    }
    if !bytes.starts_with(b"PK") {
        return of_text(&intake::text_of(bytes), contest);
    }
    let sheet = intake::workbook(bytes)
        .into_iter()
        .find(|rows| !rows.is_empty())
        .ok_or(JudgesError::Empty)?;
    let table = sheet.into_iter().map(|row| {
        let width = row.iter().map(|(column, _)| *column).max().unwrap_or(0);
        let mut cells = vec![String::new(); width.min(COLUMNS_MAX)];
        for (column, text) in row {
            if let Some(cell) = cells.get_mut(column.wrapping_sub(1)) {
                text.trim().clone_into(cell);
            }
        }
        cells
    });
    of_table((1..).zip(table), contest)
}

/// The most columns of a workbook that are looked at.
const COLUMNS_MAX: usize = 200;

/// The rows of a table of text.
pub(super) fn of_text(text: &str, contest: &Contest) -> Result<Vec<Row>, JudgesError> {
    // Spreadsheet programs put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut table = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| JudgesError::NotATable {
            line: error.position().map_or(0, csv::Position::line),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        table.push((line, record.iter().map(str::to_owned).collect()));
    }
    of_table(table, contest)
}

fn of_table(
    table: impl IntoIterator<Item = (u64, Vec<String>)>,
    contest: &Contest,
) -> Result<Vec<Row>, JudgesError> {
    let mut table = table.into_iter();
    let (_, header) = table.next().ok_or(JudgesError::NoColumn { column: "id" })?;
    let column = |(name, others): (&str, &[&str])| {
        let fits =
            |head: &String| head.eq_ignore_ascii_case(name) || others.contains(&head.as_str());
        header.iter().position(fits)
    };
    let mut needed = [0; NEEDED.len()];
    for (place, names) in needed.iter_mut().zip(NEEDED) {
        *place = column(names).ok_or(JudgesError::NoColumn { column: names.0 })?;
    }
    let optional = OPTIONAL.map(column);
    let mut rows = Vec::new();
    let mut ids = BTreeSet::new();
    for (line, record) in table {
        let cell = |at: usize| record.get(at).map_or("", String::as_str);
        let [id, name, unit, email] = needed.map(cell);
        let [themes, max_entries, max_minutes, conflicts, kin, rounds] =
            optional.map(|place| place.map_or("", cell));
        if record.iter().all(String::is_empty) {
            continue;
        }
        let cells = Cells {
            id,
            name,
            unit,
            email,
            themes,
            max_entries,
            max_minutes,
            conflicts,
            kin,
            rounds,
        };
        // Ids become file names, and some file systems do not tell capitals from small letters.
        let judge = if ids.insert(id.to_ascii_lowercase()) {
            cells.read(line, contest)
        } else {
            Err(wrong(line, "id", id))
        };
        rows.push(Row {
            line,
            id: short(id),
            name: short(name),
            judge,
        });
    }
    if rows.is_empty() {
        return Err(JudgesError::Empty);
    }
    Ok(rows)
}

impl Cells<'_> {
    /// The judge they say; `line` is where they stand.
    pub(super) fn read(self, line: u64, contest: &Contest) -> Result<Judge, JudgesError> {
        let wrong = |field: &'static str, found: &str| wrong(line, field, found);
        let id: JudgeId = self.id.parse().map_err(|_| wrong("id", self.id))?;
        if self.name.is_empty() {
            return Err(wrong("name", self.name));
        }
        let limit =
            |field: &'static str, text: &str| read_limit(text).ok_or_else(|| wrong(field, text));
        Ok(Judge {
            id,
            name: self.name.to_owned(),
            unit: self.unit.to_owned(),
            email: self.email.to_owned(),
            themes: read_themes(self.themes, contest)
                .ok_or_else(|| wrong("themes", self.themes))?,
            max_entries: limit("max_entries", self.max_entries)?,
            max_minutes: limit("max_minutes", self.max_minutes)?,
            conflicts: pieces(self.conflicts),
            kin: pieces(self.kin),
            rounds: read_rounds(self.rounds, contest)
                .ok_or_else(|| wrong("rounds", self.rounds))?,
        })
    }
}

fn wrong(line: u64, field: &'static str, found: &str) -> JudgesError {
    JudgesError::Line {
        line,
        field,
        found: short(found),
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// `2;4` as theme numbers of the contest, in the order given.
fn read_themes(text: &str, contest: &Contest) -> Option<Vec<ThemeId>> {
    let mut themes = Vec::new();
    for piece in text
        .split([';', '；', ' ', '、'])
        .filter(|piece| !piece.is_empty())
    {
        let theme = ThemeId::new(piece.parse().ok()?).ok()?;
        contest.theme(theme)?;
        if !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    Some(themes)
}

/// `panel;final` as rounds of the contest.
fn read_rounds(text: &str, contest: &Contest) -> Option<Vec<RoundId>> {
    let known = |piece: String| {
        contest
            .rounds
            .iter()
            .find(|round| round.id.as_str() == piece)
    };
    let rounds = pieces(text)
        .into_iter()
        .map(|piece| Some(known(piece)?.id.clone()));
    rounds.collect()
}

/// A whole number, or no limit for an empty cell.
fn read_limit(text: &str) -> Option<Option<u32>> {
    if text.is_empty() {
        return Some(None);
    }
    text.parse().ok().map(Some)
}

fn pieces(text: &str) -> Vec<String> {
    text.split(BETWEEN)
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}
