//! A unit's summary sheet (.xlsx): which theme it gives to which title. Reads the cells' text and nothing else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive;
use crate::html::resolve;
use crate::labels::{bare, squeeze};

/// Most cells that are read of one workbook.
const CELLS_MAX: usize = 200_000;

/// One line of a summary sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The title for comparing: see [`bare`].
    pub(crate) title: String,
    /// What the theme column says.
    pub(crate) theme: String,
}

/// Returns the lines of a workbook's first sheets that name a title and a theme; empty when there is no such table.
pub(crate) fn lines(xlsx: &[u8]) -> Vec<Line> {
    let Some(mut archive) = archive::open(xlsx) else {
        return Vec::new();
    };
    let shared = archive::member(&mut archive, "xl/sharedStrings.xml")
        .map(|xml| shared_strings(&xml))
        .unwrap_or_default();
    let mut found = Vec::new();
    for number in 1..=4 {
        if let Some(xml) =
            archive::member(&mut archive, &format!("xl/worksheets/sheet{number}.xml"))
        {
            found.extend(table(&rows(&xml, &shared)));
        }
    }
    found
}

/// Finds the heading with a title and a theme column and reads what stands below.
fn table(rows: &[Vec<(usize, String)>]) -> Vec<Line> {
    let column = |row: &[(usize, String)], wanted: &[&str]| {
        row.iter()
            .find(|(_, text)| wanted.iter().any(|word| squeeze(text).contains(word)))
            .map(|(column, _)| *column)
    };
    let heading = rows.iter().enumerate().find_map(|(index, row)| {
        let title = column(row, &["标题", "点子名称", "题目"])?;
        let theme = column(row, &["主题", "专题", "类别"])?;
        Some((index, title, theme))
    });
    let Some((index, title, theme)) = heading else {
        return Vec::new();
    };
    let cell = |row: &[(usize, String)], wanted: usize| {
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

/// Calls `visit` for every event; a broken part is read as far as it goes.
fn each(xml: &[u8], mut visit: impl FnMut(Event<'_>)) {
    let text = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => visit(event),
        }
    }
}

/// Appends the text an event carries.
fn push_text(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(name) => out.extend(resolve(name)),
        _ => {}
    }
}

fn shared_strings(xml: &[u8]) -> Vec<String> {
    let mut strings: Vec<String> = Vec::new();
    let mut in_text = false;
    each(xml, |event| match &event {
        Event::Start(element) => match element.local_name().as_ref() {
            "si" if strings.len() < CELLS_MAX => strings.push(String::new()),
            "t" => in_text = true,
            // The reading aid beside a word is not part of it.
            "rPh" => in_text = false,
            _ => {}
        },
        Event::End(element) if element.local_name().as_ref() == "t" => in_text = false,
        _ if in_text => {
            if let Some(last) = strings.last_mut() {
                push_text(last, &event);
            }
        }
        _ => {}
    });
    strings
}

fn rows(xml: &[u8], shared: &[String]) -> Vec<Vec<(usize, String)>> {
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    let mut cells = 0;
    let mut value = String::new();
    let mut is_shared = false;
    let mut column = 0;
    let mut in_value = false;
    each(xml, |event| match &event {
        Event::Start(element) => match element.local_name().as_ref() {
            "row" => rows.push(Vec::new()),
            "c" => {
                value.clear();
                is_shared = attribute(element, "t").as_deref() == Some("s");
                column = attribute(element, "r").map_or(column + 1, |place| column_of(&place));
            }
            "v" | "t" => in_value = true,
            _ => {}
        },
        Event::End(element) => match element.local_name().as_ref() {
            "v" | "t" => in_value = false,
            "c" if cells < CELLS_MAX => {
                cells += 1;
                let text = if is_shared {
                    value
                        .trim()
                        .parse()
                        .ok()
                        .and_then(|index: usize| shared.get(index))
                        .cloned()
                } else {
                    Some(value.clone())
                };
                if let (Some(row), Some(text)) = (rows.last_mut(), text) {
                    row.push((column, text));
                }
            }
            _ => {}
        },
        _ if in_value => push_text(&mut value, &event),
        _ => {}
    });
    rows
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

/// `AB12` stands in column 28.
fn column_of(place: &str) -> usize {
    place
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .take(3)
        .fold(0, |column, letter| {
            column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
        })
}
