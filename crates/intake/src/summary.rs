//! A unit's summary sheet: which theme it gives to which title. A workbook, a table in a text document, or a text with
//! a column for each field.

use crate::blocks::{Block, flat};
use crate::labels::{bare, squeeze};
use crate::{archive, charset, document, sheet};

/// One row of a table: the cells that are there, each with its column.
pub(crate) type Row = Vec<(usize, String)>;

/// Most cells that are read of a text with columns.
const CELLS_MAX: usize = 200_000;
/// Longest text with columns that is read, in bytes.
const TEXT_MAX: usize = 8 << 20;

/// One line of a summary sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The title for comparing: see [`bare`].
    pub(crate) title: String,
    /// What the theme column says.
    pub(crate) theme: String,
}

/// Returns the lines of a file that name a title and a theme; empty when it holds no such table.
pub(crate) fn lines(bytes: &[u8]) -> Vec<Line> {
    let tables = if archive::open(bytes).is_some_and(|zip| archive::has(&zip, "xl/workbook.xml")) {
        sheet::workbook(bytes)
    } else if let Ok(document) = document::read(bytes) {
        let mut tables = Vec::new();
        gather(&document.blocks, &mut tables);
        tables
    } else {
        vec![columns(bytes)]
    };
    tables.iter().flat_map(|rows| table(rows)).collect()
}

/// Finds the heading with a title and a theme column and reads what stands below.
fn table(rows: &[Row]) -> Vec<Line> {
    let column = |row: &Row, wanted: &[&str]| {
        row.iter()
            .find(|(_, text)| wanted.iter().any(|word| squeeze(text).contains(word)))
            .map(|(column, _)| *column)
    };
    let heading = rows.iter().enumerate().find_map(|(index, row)| {
        let title = column(row, &["标题", "点子名称", "题目"])?;
        let theme = column(row, &["主题", "专题", "类别"])?;
        (title != theme).then_some((index, title, theme))
    });
    let Some((index, title, theme)) = heading else {
        return Vec::new();
    };
    let cell = |row: &Row, wanted: usize| {
        row.iter()
            .find(|(column, _)| *column == wanted)
            .map(|(_, text)| text.clone())
            .unwrap_or_default()
    };
    rows.iter()
        .skip(index + 1)
        .map(|row| Line {
            title: bare(&cell(row, title)),
            theme: cell(row, theme),
        })
        .filter(|line| !line.title.is_empty() && !line.theme.is_empty())
        .collect()
}

/// Collects the tables of a document, those inside others too.
fn gather(blocks: &[Block], tables: &mut Vec<Vec<Row>>) {
    for block in blocks {
        let Block::Table(cells) = block else { continue };
        let mut rows: Vec<Row> = Vec::new();
        let mut at = None;
        for cell in cells {
            if at != Some(cell.row) {
                at = Some(cell.row);
                rows.push(Row::new());
            }
            if let Some(row) = rows.last_mut() {
                row.push((row.len(), flat(&cell.blocks)));
            }
            gather(&cell.blocks, tables);
        }
        tables.push(rows);
    }
}

/// Reads a text with columns (RFC 4180), divided by whichever of comma, tab and semicolon its first line has most of.
fn columns(bytes: &[u8]) -> Vec<Row> {
    if bytes.len() > TEXT_MAX || bytes.starts_with(b"PK") {
        return Vec::new();
    }
    let text = charset::guess(bytes, None);
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|b| *b == mark).count();
    let divider = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|mark| count(*mark));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(divider.filter(|mark| count(*mark) > 0).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells: usize = 0;
    for record in reader.records() {
        let Ok(record) = record else { break };
        cells = cells.saturating_add(record.len());
        if cells > CELLS_MAX {
            break;
        }
        rows.push(record.iter().map(str::to_owned).enumerate().collect());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> Vec<(String, String)> {
        lines(bytes)
            .into_iter()
            .map(|line| (line.title, line.theme))
            .collect()
    }

    #[test]
    fn a_text_with_columns_is_a_sheet() {
        let wanted = [
            ("会变色的灯".to_owned(), "城市交通问题".to_owned()),
            ("一条河".to_owned(), "环境".to_owned()),
        ];
        let text = "湖墅学院汇总\n序号,点子标题,作者,专题\n1,\"会变色的“灯”\",程野,城市交通问题\n2,一条河,,环境\n3,,,\n";
        assert_eq!(told(text.as_bytes()), wanted);
        let text = text.replacen("湖墅学院汇总\n", "", 1).replace(',', "\t");
        assert_eq!(told(&encoding_rs::GB18030.encode(&text).0), wanted);
        let wide: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(told(&wide), wanted);
        assert!(told("他说，标题和主题都要写".as_bytes()).is_empty());
    }

    #[test]
    fn a_table_in_a_document_is_a_sheet() {
        let html =
            "<html><table><tr><td>序号<td>点子标题<td>所属专题<tr><td>1<td>一条河<td>环境</table>";
        assert_eq!(
            told(html.as_bytes()),
            [("一条河".to_owned(), "环境".to_owned())]
        );
    }
}
