//! The cells of a workbook (.xlsx): their text and nothing else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::archive;
use crate::html::resolve;
use crate::summary::Row;

/// Most cells that are read of one workbook.
const CELLS_MAX: usize = 200_000;

/// Returns the rows of a workbook's first sheets, each cell with its column from 1; empty when there is none.
pub fn workbook(xlsx: &[u8]) -> Vec<Vec<Row>> {
    let Some(mut archive) = archive::open(xlsx) else {
        return Vec::new();
    };
    let shared = archive::member(&mut archive, "xl/sharedStrings.xml")
        .map(|xml| shared_strings(&xml))
        .unwrap_or_default();
    (1..=4)
        .filter_map(|number| {
            archive::member(&mut archive, &format!("xl/worksheets/sheet{number}.xml"))
        })
        .map(|xml| rows(&xml, &shared))
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

fn rows(xml: &[u8], shared: &[String]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut cells = 0;
    let mut value = String::new();
    let mut is_shared = false;
    let mut column = 0;
    let mut in_value = false;
    each(xml, |event| match &event {
        Event::Start(element) => match element.local_name().as_ref() {
            "row" => {
                rows.push(Vec::new());
                column = 0;
            }
            "c" => {
                value.clear();
                is_shared = attribute(element, "t").as_deref() == Some("s");
                column = attribute(element, "r").map_or(column + 1, |place| column_of(&place));
            }
            "v" | "t" => in_value = true,
            _ => {}
        },
        // A cell without a place stands beside the one before, and an empty one takes its place too.
        Event::Empty(element) if element.local_name().as_ref() == "c" => {
            column = attribute(element, "r").map_or(column + 1, |place| column_of(&place));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_without_a_place_stand_beside_the_one_before_in_every_row() {
        let xml = "<worksheet><sheetData>\
            <row><c t=\"inlineStr\"><is><t>甲</t></is></c><c/><c t=\"inlineStr\"><is><t>乙</t></is></c></row>\
            <row><c><v>1</v></c><c r=\"E2\"><v>2</v></c><c><v>3</v></c></row></sheetData></worksheet>";
        let cell = |column, text: &str| (column, text.to_owned());
        assert_eq!(
            rows(xml.as_bytes(), &[]),
            [
                vec![cell(1, "甲"), cell(3, "乙")],
                vec![cell(1, "1"), cell(5, "2"), cell(6, "3")]
            ]
        );
    }
}
