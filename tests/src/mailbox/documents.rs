//! The form in documents that are no .docx: rich text, OpenDocument, a saved web page.

use std::fmt::Write as _;

use super::forms::{archive, escaped, fields};
use super::ideas::Idea;

/// Rich text as Chinese word processors write it: every character by its number.
pub(super) fn rtf(idea: &Idea) -> Vec<u8> {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg936\\uc1{\\fonttbl{\\f0 SimSun;}}\\f0 ");
    for (label, text) in fields(idea) {
        for unit in format!("{label}：{text}").encode_utf16() {
            if unit < 128 {
                let c = char::from(u8::try_from(unit).unwrap());
                out.extend(['{', '}', '\\'].contains(&c).then_some('\\'));
                out.push(c);
            } else {
                let _ = write!(out, "\\u{}?", unit.cast_signed());
            }
        }
        out.push_str("\\par\r\n");
    }
    out.push('}');
    out.into_bytes()
}

/// OpenDocument, a table of two columns.
pub(super) fn odt(idea: &Idea) -> Vec<u8> {
    let cell = |text: &str| {
        format!(
            "<table:table-cell><text:p>{}</text:p></table:table-cell>",
            escaped(text)
        )
    };
    let rows: String = fields(idea)
        .iter()
        .map(|(label, text)| {
            format!(
                "<table:table-row>{}{}</table:table-row>",
                cell(label),
                cell(text)
            )
        })
        .collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
         <office:body><office:text><table:table>{rows}</table:table></office:text></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A web page with a table.
pub(super) fn page(idea: &Idea) -> Vec<u8> {
    let rows: String = fields(idea)
        .iter()
        .map(|(label, text)| {
            format!(
                "<tr><td>{}</td><td>{}</td></tr>\r\n",
                escaped(label),
                escaped(text)
            )
        })
        .collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body><table>{rows}</table></body></html>")
        .into_bytes()
}
