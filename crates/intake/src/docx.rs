//! The visible text of an OOXML document (ECMA-376 part 1, §17) as paragraphs and tables: what a reader would see
//! with all changes accepted. Deleted, moved-away and hidden text is not there; a text box stands once.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::blocks::{Block, Builder, Overflow};
use crate::charset;
use crate::html::resolve;

/// Deepest nesting of XML elements that is followed.
const DEPTH_MAX: usize = 256;

/// Why a document part could not be read.
pub(crate) struct Broken(pub(crate) String);

impl From<Overflow> for Broken {
    fn from(overflow: Overflow) -> Self {
        let why = match overflow {
            Overflow::TooDeep => "elements or tables are nested too deep",
            Overflow::TooMuch => "there is more text than a form can hold",
        };
        Self(why.to_owned())
    }
}

/// What one part of a document holds.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// Its paragraphs and tables.
    pub(crate) blocks: Vec<Block>,
    /// The relationships of foreign documents that stand in it (`w:altChunk`).
    pub(crate) chunks: Vec<String>,
}

/// Reads a text part: `word/document.xml`, a header, a footer. `hidden` are the styles whose text is hidden.
pub(crate) fn read(xml: &[u8], hidden: &BTreeSet<String>) -> Result<Part, Broken> {
    let text = charset::guess(xml, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut page = Page {
        hidden,
        elements: Vec::new(),
        blocks: Builder::default(),
        veils: 0,
        chunks: Vec::new(),
    };
    loop {
        match reader
            .read_event()
            .map_err(|error| Broken(error.to_string()))?
        {
            Event::Start(element) => {
                page.open(&element);
            }
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
        let overflow = if page.elements.len() > DEPTH_MAX {
            Err(Overflow::TooDeep)
        } else {
            page.blocks.check()
        };
        overflow.map_err(Broken::from)?;
    }
    Ok(Part {
        blocks: page.blocks.finish(),
        chunks: page.chunks,
    })
}

/// Returns the styles that hide their text, out of `word/styles.xml`; a broken part is read as far as it goes.
pub(crate) fn hidden_styles(xml: &[u8]) -> BTreeSet<String> {
    let text = charset::guess(xml, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut hidden = BTreeSet::new();
    let mut style = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "style" => style = value(&element, "styleId").unwrap_or_default(),
                "vanish" if is_on(&element) && !style.is_empty() => {
                    hidden.insert(style.clone());
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    hidden
}

/// What an open element means for what follows inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    /// Nothing inside is visible: deleted, moved away, or a fallback of something already read.
    Skipped,
    Run,
    Control,
    Text,
    Paragraph,
    Table,
    Row,
    Cell,
    /// The properties of what stands around it.
    Properties,
    Other,
}

struct Page<'a> {
    /// The styles whose text is hidden.
    hidden: &'a BTreeSet<String>,
    /// Every open element, and whether its content is not to be seen.
    elements: Vec<(Element, bool)>,
    /// How many open elements hide what they hold.
    veils: usize,
    blocks: Builder,
    chunks: Vec<String>,
}

/// Most foreign documents that are read into one.
const CHUNKS_MAX: usize = 20;

impl Page<'_> {
    fn open(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        let name = local.as_ref();
        let in_properties = matches!(self.elements.last(), Some((Element::Properties, _)));
        let kind = match name {
            // A row that was deleted says so among its properties.
            "del" if in_properties => Element::Other,
            "del" | "moveFrom" | "Fallback" | "delText" | "instrText" | "delInstrText"
            | "pPrChange" | "rPrChange" | "rt" => Element::Skipped,
            "r" => Element::Run,
            "rPr" | "pPr" | "trPr" | "sdtPr" => Element::Properties,
            "sdt" => Element::Control,
            "t" => Element::Text,
            "p" => Element::Paragraph,
            "tbl" => Element::Table,
            "tr" => Element::Row,
            "tc" => Element::Cell,
            _ => Element::Other,
        };
        let seen = self.veils == 0;
        match kind {
            Element::Skipped => self.veils += 1,
            Element::Paragraph if seen => self.blocks.open_paragraph(),
            Element::Table if seen => self.blocks.open_table(),
            Element::Row if seen => self.blocks.next_row(),
            Element::Cell if seen => self.blocks.open_cell(),
            Element::Other if in_properties => self.property(name, element),
            Element::Other => match name {
                "br" | "cr" => self.write("\n"),
                "tab" => self.write(" "),
                "noBreakHyphen" => self.write("-"),
                "altChunk" if self.chunks.len() < CHUNKS_MAX => {
                    self.chunks.extend(value(element, "id"));
                }
                _ => {}
            },
            _ => {}
        }
        self.elements.push((kind, kind == Element::Skipped));
    }

    /// Hides what a property says is hidden.
    fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        // The properties belong to the element around them.
        let owner = self.elements.len().checked_sub(2);
        let owner = owner.and_then(|at| Some((at, self.elements.get(at)?.0)));
        let hides = match (name, owner) {
            ("vanish" | "webHidden", Some((_, Element::Run))) => is_on(element),
            ("rStyle", Some((_, Element::Run))) | ("pStyle", Some((_, Element::Paragraph))) => {
                value(element, "val").is_some_and(|style| self.hidden.contains(&style))
            }
            ("showingPlcHdr", Some((_, Element::Control))) => is_on(element),
            ("hidden" | "del", Some((_, Element::Row))) => is_on(element),
            _ => false,
        };
        if let Some((at, _)) = owner.filter(|_| hides)
            && let Some((_, veiled)) = self.elements.get_mut(at).filter(|(_, veiled)| !veiled)
        {
            *veiled = true;
            self.veils += 1;
        }
    }

    fn close(&mut self) {
        let Some((kind, veiled)) = self.elements.pop() else {
            return;
        };
        // What a veil came down on was opened as if it were seen, and is closed so.
        self.veils -= usize::from(veiled);
        match kind {
            Element::Paragraph if self.veils == 0 => self.blocks.close_paragraph(),
            Element::Cell if self.veils == 0 => self.blocks.close_cell(),
            Element::Table if self.veils == 0 => self.blocks.close_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if matches!(self.elements.last(), Some((Element::Text, _))) {
            self.write(text);
        }
    }

    fn write(&mut self, text: &str) {
        if self.veils == 0 {
            self.blocks.write(text);
        }
    }
}

/// Returns an attribute by its name, whatever its prefix.
pub(crate) fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.into_owned())
}

/// An on/off property is on unless it says otherwise (ECMA-376 part 1, §17.17.4).
fn is_on(element: &BytesStart<'_>) -> bool {
    !element
        .attributes()
        .with_checks(false)
        .flatten()
        .any(|attribute| {
            let off = matches!(attribute.value.as_ref(), "0" | "false" | "off");
            attribute.key.local_name().as_ref() == "val" && off
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::flat;

    fn read_part(xml: &[u8]) -> Result<Part, Broken> {
        let styles = b"<w:styles><w:style w:styleId=\"Gone\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId=\"Here\"/></w:styles>";
        read(xml, &hidden_styles(styles))
    }

    fn lines(xml: &str) -> Vec<Block> {
        read_part(xml.as_bytes()).unwrap_or_default().blocks
    }

    #[test]
    fn what_a_reader_does_not_see_is_not_read() {
        let xml = "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>\
            <w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
            <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>&amp;&#x4e2d;</w:t></w:r></w:p>";
        assert_eq!(lines(xml), [Block::Paragraph("new&中".into())]);
    }

    #[test]
    fn a_text_box_stored_twice_is_read_once() {
        let xml = "<w:p><w:r><AlternateContent><Choice><txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></txbxContent></Choice>\
            <Fallback><txbxContent><w:p><w:r><w:t>a</w:t></w:r></w:p></txbxContent></Fallback></AlternateContent></w:r></w:p>";
        let text: Vec<Block> = lines(xml)
            .into_iter()
            .filter(|block| *block != Block::Paragraph(String::new()))
            .collect();
        assert_eq!(text, [Block::Paragraph("a".into())]);
    }

    #[test]
    fn a_placeholder_is_empty_and_a_control_is_transparent() {
        let xml = "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>click</w:t></w:r></w:sdtContent></w:sdt>\
            <w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>kept</w:t></w:r></w:sdtContent></w:sdt></w:p>";
        assert_eq!(lines(xml), [Block::Paragraph("kept".into())]);
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(read_part("<a>".repeat(10_000).as_bytes()).is_err());
        assert!(read_part("<tbl><tr><tc>".repeat(40).as_bytes()).is_err());
        assert!(read_part("<p></p>".repeat(crate::blocks::PIECES_MAX + 2).as_bytes()).is_err());
    }

    #[test]
    fn styles_rows_and_ruby_hide_what_they_hide() {
        let run = |style: &str, text: &str| {
            format!("<w:r><w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr><w:t>{text}</w:t></w:r>")
        };
        let xml = format!(
            "<w:p>{}{}</w:p><w:p><w:pPr><w:pStyle w:val=\"Gone\"/></w:pPr>{}</w:p>",
            run("Gone", "a"),
            run("Here", "b"),
            run("Here", "c")
        );
        assert_eq!(flat(&lines(&xml)).trim(), "b");
        let row = |properties: &str, text: &str| {
            format!(
                "<w:tr><w:trPr>{properties}</w:trPr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
            )
        };
        let xml = format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row("<w:hidden/>", "a"),
            row("<w:del w:id=\"1\"/>", "b"),
            row("<w:cantSplit/>", "c")
        );
        assert_eq!(flat(&lines(&xml)), "c");
        let ruby = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>hang</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>杭</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
        assert_eq!(flat(&lines(ruby)), "杭");
    }

    #[test]
    fn a_control_around_rows_is_transparent() {
        let xml = "<w:tbl><w:sdt><w:sdtPr/><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>";
        let blocks = lines(xml);
        let [Block::Table(cells)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        assert_eq!(flat(&cells[0].blocks), "a");
    }

    #[test]
    fn a_document_in_utf16_and_one_with_its_own_entities_are_read() {
        let xml = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:p><w:r><w:t>湖&x;</w:t></w:r></w:p>";
        assert_eq!(flat(&lines(xml)), "湖");
        let wide: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(xml.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(flat(&read_part(&wide).unwrap_or_default().blocks), "湖");
    }
}
