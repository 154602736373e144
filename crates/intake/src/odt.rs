//! The visible text of an OpenDocument text (OASIS ODF 1.3, part 3) as paragraphs and tables. Deleted text, comments and
//! hidden text are left out.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::blocks::{Block, Builder, Overflow};
use crate::charset;
use crate::docx::{Broken, value};
use crate::html::resolve;

/// Deepest nesting of XML elements that is followed.
const DEPTH_MAX: usize = 256;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    /// Nothing inside is text that a reader sees.
    Skipped,
    Paragraph,
    /// Inside a paragraph, where text stands.
    Inline,
    Table,
    Row,
    Cell,
    Other,
}

/// Reads `content.xml`.
pub(crate) fn read(xml: &[u8]) -> Result<Vec<Block>, Broken> {
    let text = charset::guess(xml, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut page = Page::default();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| Broken(error.to_string()))?;
        match event {
            Event::Start(element) => page.open(&element),
            Event::Empty(element) => {
                page.open(&element);
                page.close();
            }
            Event::End(_) => page.close(),
            Event::Text(text) => page.text(&text.into_inner()),
            Event::CData(text) => page.text(&text.into_inner()),
            Event::GeneralRef(name) => {
                if let Some(c) = resolve(&name) {
                    page.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if page.elements.len() > DEPTH_MAX {
            return Err(Overflow::TooDeep.into());
        }
        page.blocks.check().map_err(Broken::from)?;
    }
    Ok(page.blocks.finish())
}

#[derive(Default)]
struct Page {
    elements: Vec<Element>,
    skipped: usize,
    blocks: Builder,
}

impl Page {
    fn open(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        let kind = match local.as_ref() {
            "tracked-changes" | "annotation" | "note" | "hidden-text" | "ruby-text" | "forms"
            | "automatic-styles" | "desc" | "title" | "sequence-decls" => Element::Skipped,
            "hidden-paragraph" if is_true(element, "is-hidden") => Element::Skipped,
            "section" if value(element, "display").as_deref() == Some("none") => Element::Skipped,
            "p" | "h" => Element::Paragraph,
            "span" | "a" | "ruby" | "ruby-base" | "meta" | "text-input" | "placeholder" => {
                Element::Inline
            }
            // A field shows what it stands for.
            "date" | "time" | "author-name" | "user-defined" | "drop-down" => Element::Inline,
            "table" => Element::Table,
            "table-row" => Element::Row,
            "table-cell" => Element::Cell,
            _ => Element::Other,
        };
        if self.skipped == 0 {
            match kind {
                Element::Paragraph => self.blocks.open_paragraph(),
                Element::Table => self.blocks.open_table(),
                Element::Row => self.blocks.next_row(),
                Element::Cell => self.blocks.open_cell(),
                Element::Other => match local.as_ref() {
                    "s" => self.blanks(element),
                    "tab" => self.blocks.write(" "),
                    "line-break" => self.blocks.write("\n"),
                    _ => {}
                },
                _ => {}
            }
        }
        self.skipped += usize::from(kind == Element::Skipped);
        self.elements.push(kind);
    }

    fn blanks(&mut self, element: &BytesStart<'_>) {
        let count = value(element, "c").and_then(|count| count.parse().ok());
        self.blocks.write(&" ".repeat(count.unwrap_or(1).min(100)));
    }

    fn close(&mut self) {
        match self.elements.pop() {
            Some(Element::Skipped) => self.skipped -= 1,
            Some(_) if self.skipped > 0 => {}
            Some(Element::Paragraph) => self.blocks.close_paragraph(),
            Some(Element::Table) => self.blocks.close_table(),
            Some(Element::Cell) => self.blocks.close_cell(),
            _ => {}
        }
    }

    /// Text counts directly inside a paragraph only; line ends in it are blanks.
    fn text(&mut self, text: &str) {
        let inside = matches!(
            self.elements.last(),
            Some(Element::Paragraph | Element::Inline)
        );
        if inside && self.skipped == 0 {
            self.blocks.write(&text.replace(['\r', '\n', '\t'], " "));
        }
    }
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    value(element, name).as_deref() == Some("true")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::flat;

    #[test]
    fn paragraphs_tables_and_boxes_are_read_and_changes_are_not() {
        let xml = "<office:text><text:tracked-changes><text:p>old</text:p></text:tracked-changes>\
            <text:h>a<text:s text:c=\"2\"/><text:span>b</text:span></text:h>\
            <table:table><table:table-row><table:table-cell><text:p>c<text:line-break/>d</text:p></table:table-cell>\
            <table:covered-table-cell/><table:table-cell><text:p>e<office:annotation><text:p>n</text:p></office:annotation></text:p></table:table-cell></table:table-row></table:table>\
            <text:p><draw:frame><draw:text-box><text:p>&#x7bb1;</text:p></draw:text-box></draw:frame></text:p></office:text>";
        let blocks = read(xml.as_bytes()).unwrap_or_default();
        assert_eq!(blocks[0], Block::Paragraph("a  b".into()));
        assert_eq!(flat(&blocks[1..2]), "c\nd\ne");
        assert_eq!(flat(&blocks[2..]).trim(), "箱");
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read("<text:p>".repeat(5_000).as_bytes()).is_err());
        assert!(read("<table:table><table:table-cell>".repeat(40).as_bytes()).is_err());
    }
}
