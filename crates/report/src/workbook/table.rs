//! One table on one sheet: heads that stay, a filter, widths for Han characters, and a page setup.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Chart, ChartLine, Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::facts::Facts;

/// A4 in the numbering of the format.
const A4: u8 = 9;
/// The longest text a cell can hold, in characters.
const LONGEST: usize = 32_767;

/// How wide a column of broken texts becomes at most, in digits.
const LONG: usize = 64;
/// The height of one line, in points.
const LINE: f64 = 15.0;
/// The same in pixels.
const ROW_PIXELS: u32 = 20;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A text that is broken into lines.
    Long,
    Whole,
    /// Two digits behind the point.
    Points,
    /// A share 0–1, shown in percent.
    Chance,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Blank,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::Blank
        }
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}

/// A table before it is written.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// How many columns are printed on paper; `None` is all of them.
    pub(super) printed: Option<u16>,
}

impl Table {
    /// The number of rows below the head.
    pub(super) fn height(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }
}

/// The workbook as far as it is written.
pub(super) struct Sheets<'a, 'p> {
    book: &'a mut Workbook,
    pub(super) facts: &'a Facts<'p>,
    taken: BTreeSet<String>,
    pictures: Vec<Picture>,
}

/// A picture drawn from the columns of a table, and how high it is in pixels.
pub(super) struct Picture {
    pub(super) chart: Chart,
    pub(super) height: u32,
}

impl<'a, 'p> Sheets<'a, 'p> {
    pub(super) fn new(book: &'a mut Workbook, facts: &'a Facts<'p>) -> Self {
        Self {
            book,
            facts,
            taken: BTreeSet::new(),
            pictures: Vec::new(),
        }
    }

    /// Keeps a picture for the sheet of pictures.
    pub(super) fn draw(&mut self, picture: Picture) {
        self.pictures.push(picture);
    }

    /// Writes the pictures, one below the other, on a sheet of their own; none, no sheet.
    pub(super) fn write_pictures(&mut self) -> Result<(), XlsxError> {
        if self.pictures.is_empty() {
            return Ok(());
        }
        let name = sheet_name(&self.facts.words.say("sheet.charts"), &mut self.taken);
        let facts = self.facts;
        let sheet = self.book.add_worksheet();
        sheet.set_name(&name)?;
        let mut row = 1_u32;
        let mut breaks = Vec::new();
        for picture in self.pictures.drain(..) {
            if row > 1 {
                breaks.push(row.saturating_sub(1));
            }
            sheet.insert_chart(row, 0, &picture.chart)?;
            row = row.saturating_add(picture.height / ROW_PIXELS + 2);
        }
        sheet.set_page_breaks(&breaks)?;
        print_setup(sheet, facts);
        Ok(())
    }

    /// Writes a table on a sheet of its own, and says under which name.
    pub(super) fn write(&mut self, table: &Table) -> Result<String, XlsxError> {
        let name = sheet_name(&table.name, &mut self.taken);
        let facts = self.facts;
        let sheet = self.book.add_worksheet();
        sheet.set_name(&name)?;
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00EF_ECE6))
            .set_border_bottom(FormatBorder::Thin);
        let formats = table
            .columns
            .iter()
            .map(|(_, kind)| format(*kind))
            .collect::<Vec<_>>();
        sheet.set_row_height(0, 32)?;
        for (column, (label, kind)) in (0_u16..).zip(&table.columns) {
            sheet.write_string_with_format(0, column, label, &head)?;
            let texts = table
                .rows
                .iter()
                .filter_map(|row| row.get(usize::from(column)));
            sheet.set_column_width(column, width(label, *kind, texts))?;
        }
        for (row, cells) in (1_u32..).zip(&table.rows) {
            let lines = lines(&table.columns, cells);
            if lines > 1 {
                sheet.set_row_height(row, LINE * f64::from(lines))?;
            }
            for ((column, cell), format) in (0_u16..).zip(cells).zip(&formats) {
                match cell {
                    Cell::Text(text) => {
                        let text: String = text.chars().take(LONGEST).collect();
                        sheet.write_string_with_format(row, column, text, format)?
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, column, *number, format)?
                    }
                    Cell::Blank => sheet.write_blank(row, column, format)?,
                };
            }
        }
        let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, table.height(), last)?;
        sheet.set_freeze_panes(1, 0)?;
        let printed = table
            .printed
            .map_or(last, |columns| columns.saturating_sub(1));
        if printed < last {
            sheet.set_print_area(0, 0, table.height(), printed)?;
        }
        sheet.set_repeat_rows(0, 0)?;
        if printed > 5 {
            sheet.set_landscape();
        }
        print_setup(sheet, facts);
        Ok(name)
    }
}

/// The lines behind a picture.
pub(super) fn faint() -> ChartLine {
    ChartLine::new()
        .set_color(Color::RGB(0x00D9_D4CB))
        .set_width(0.5)
        .clone()
}

fn print_setup(sheet: &mut Worksheet, facts: &Facts<'_>) {
    // In headers & begins a code; a plain one is written twice.
    let plain = |text: &str| text.replace('&', "&&");
    let mark = if facts.is_final() {
        String::new()
    } else {
        format!("&R&K{}{}", "A3231B", plain(&facts.words.say("draft.mark")))
    };
    sheet
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3)
        .set_header(format!(
            "&L{}&C&A{mark}",
            plain(&facts.papers.contest.title)
        ))
        .set_footer(format!("&C{}", facts.words.say("print.page")));
}

fn format(kind: Kind) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match kind {
        Kind::Text => format.set_indent(1),
        Kind::Long => format.set_indent(1).set_text_wrap(),
        Kind::Whole => format.set_num_format("#,##0"),
        Kind::Points => format.set_num_format("0.00"),
        Kind::Chance => format.set_num_format("0.0%"),
    }
}

/// How wide a column is, in digits of the standard face: a Han character takes two.
fn width<'c>(label: &str, kind: Kind, cells: impl Iterator<Item = &'c Cell>) -> f64 {
    // Heads may be broken into two lines; the arrow of the filter needs room.
    let head = cells_of(label).div_ceil(2).max(4) + 6;
    let content = match kind {
        Kind::Text | Kind::Long => {
            let longest = if kind == Kind::Long { LONG } else { 44 };
            let widest = cells.map(|cell| match cell {
                Cell::Text(text) => cells_of(text),
                Cell::Number(_) | Cell::Blank => 0,
            });
            widest.max().unwrap_or(0).min(longest) + 3
        }
        Kind::Whole | Kind::Points | Kind::Chance => 9,
    };
    f64::from(u32::try_from(head.max(content)).unwrap_or(60))
}

/// How many lines a row needs for its broken texts.
fn lines(columns: &[(String, Kind)], cells: &[Cell]) -> u32 {
    let of_cell = |((_, kind), cell): (&(String, Kind), &Cell)| match cell {
        Cell::Text(text) if *kind == Kind::Long => cells_of(text).div_ceil(LONG - 2),
        Cell::Text(_) | Cell::Number(_) | Cell::Blank => 1,
    };
    let most = columns.iter().zip(cells).map(of_cell).max().unwrap_or(1);
    // A row is 409 points high at most.
    u32::try_from(most.min(27)).unwrap_or(1)
}

fn cells_of(text: &str) -> usize {
    text.chars()
        .map(|character| if character < '\u{2e80}' { 1 } else { 2 })
        .sum()
}

/// A name a sheet can have: at most 31 UTF-16 units, without the characters the format forbids, unlike any other.
fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut clean: String = wanted
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .collect();
    if clean.trim().is_empty() {
        clean = "–".to_owned();
    }
    // Excel keeps this name for itself.
    if clean.eq_ignore_ascii_case("history") {
        clean.push('_');
    }
    let mut number = 1_u32;
    loop {
        let tail = if number == 1 {
            String::new()
        } else {
            format!(" {number}")
        };
        let mut name = clean.clone();
        while name.encode_utf16().count() + tail.len() > 31 {
            name.pop();
        }
        name.push_str(&tail);
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number = number.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_of_any_name_gets_a_sheet_of_its_own() {
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("终审", &mut taken), "终审");
        assert_eq!(sheet_name("终审", &mut taken), "终审 2");
        assert_eq!(sheet_name("a/b:c?'", &mut taken), "abc");
        assert_eq!(sheet_name("[]", &mut taken), "–");
        assert_eq!(sheet_name("History", &mut taken), "History_");
        let long = "城".repeat(40);
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), 31);
        assert_eq!(sheet_name(&long, &mut taken).chars().count(), 31);
        assert_eq!(sheet_name(&"😀".repeat(20), &mut taken).chars().count(), 15);
    }
}
