//! The visible text of an OOXML document (ECMA-376 part 1, §17) as paragraphs and tables: what a reader would see
//! with all changes accepted. Deleted, moved-away and hidden text is not there; a text box stands once.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::html::resolve;

/// Deepest nesting of XML elements that is followed.
const DEPTH_MAX: usize = 256;

/// Deepest nesting of tables that is followed; each level is a table and a cell.
const TABLES_MAX: usize = 12;
/// Most bytes of text, and most paragraphs and cells, that are read: far beyond any form.
const TEXT_MAX: usize = 4 << 20;
const PIECES_MAX: usize = 200_000;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// One paragraph.
    Paragraph(String),
    /// The cells of a table in reading order, each with its own blocks.
    Table(Vec<Vec<Block>>),
}

/// Why a document part could not be read.
pub(crate) struct Broken(pub(crate) String);

/// Reads `word/document.xml`.
pub(crate) fn read(xml: &[u8]) -> Result<Vec<Block>, Broken> {
    let text = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut page = Page::default();
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
        if page.elements.len() > DEPTH_MAX || page.frames.len() > 2 * TABLES_MAX {
            return Err(Broken("elements or tables are nested too deep".to_owned()));
        }
        if page.written > TEXT_MAX || page.pieces > PIECES_MAX {
            return Err(Broken("there is more text than a form can hold".to_owned()));
        }
    }
    Ok(page.finish())
}

/// What an open element means for what follows inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    /// Nothing inside is visible: deleted, moved away, or a fallback of something already read.
    Skipped,
    Run,
    RunProperties,
    Control,
    ControlProperties,
    Text,
    Paragraph,
    Table,
    Cell,
    Other,
}

/// A place that collects blocks: the page, a cell, or a text box.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block>,
    /// The cells, when this frame is a table.
    cells: Vec<Vec<Block>>,
    /// The paragraph being written, if one is open.
    line: Option<String>,
}

#[derive(Default)]
struct Page {
    elements: Vec<Element>,
    frames: Vec<Frame>,
    bottom: Frame,
    /// Open elements that hide what they hold.
    skipped: usize,
    /// For every open run, whether it is hidden.
    hidden: Vec<bool>,
    /// For every open content control, whether it still shows its placeholder.
    placeholder: Vec<bool>,
    /// Bytes of text and number of paragraphs and cells so far.
    written: usize,
    pieces: usize,
}

impl Page {
    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().unwrap_or(&mut self.bottom)
    }

    fn open(&mut self, element: &BytesStart<'_>) {
        let local = element.local_name();
        let parent = self.elements.last().copied();
        if matches!(local.as_ref(), "p" | "tc") {
            self.pieces += 1;
        }
        let kind = match local.as_ref() {
            "del" | "moveFrom" | "Fallback" | "delText" | "instrText" | "delInstrText"
            | "pPrChange" | "rPrChange" => Element::Skipped,
            "r" => Element::Run,
            "rPr" if parent == Some(Element::Run) => Element::RunProperties,
            "sdt" => Element::Control,
            "sdtPr" => Element::ControlProperties,
            "t" => Element::Text,
            "p" => Element::Paragraph,
            "tbl" => Element::Table,
            "tc" => Element::Cell,
            _ => Element::Other,
        };
        match kind {
            Element::Skipped => self.skipped += 1,
            Element::Run => self.hidden.push(false),
            Element::Control => self.placeholder.push(false),
            Element::Paragraph if self.skipped == 0 => self.open_paragraph(),
            Element::Table if self.skipped == 0 => self.frames.push(Frame::default()),
            Element::Cell if self.skipped == 0 => self.frames.push(Frame::default()),
            Element::Other => match (local.as_ref(), parent) {
                ("vanish" | "webHidden", Some(Element::RunProperties)) if is_on(element) => {
                    if let Some(hidden) = self.hidden.last_mut() {
                        *hidden = true;
                    }
                }
                ("showingPlcHdr", Some(Element::ControlProperties)) if is_on(element) => {
                    if let Some(placeholder) = self.placeholder.last_mut() {
                        *placeholder = true;
                    }
                }
                ("br" | "cr", _) => self.write("\n"),
                ("tab", Some(Element::Run)) => self.write(" "),
                ("noBreakHyphen", _) => self.write("-"),
                _ => {}
            },
            _ => {}
        }
        self.elements.push(kind);
    }

    fn close(&mut self) {
        match self.elements.pop() {
            Some(Element::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(Element::Run) => {
                self.hidden.pop();
            }
            Some(Element::Control) => {
                self.placeholder.pop();
            }
            Some(Element::Paragraph) if self.skipped == 0 => self.close_paragraph(),
            Some(Element::Cell) if self.skipped == 0 => {
                if let Some(cell) = self.frames.pop() {
                    self.frame().cells.push(cell.into_blocks());
                }
            }
            Some(Element::Table) if self.skipped == 0 => {
                if let Some(table) = self.frames.pop() {
                    self.frame().blocks.push(Block::Table(table.cells));
                }
            }
            _ => {}
        }
    }

    /// A paragraph inside a paragraph stands in a text box: the outer one goes on around it.
    fn open_paragraph(&mut self) {
        let frame = self.frame();
        if let Some(line) = frame.line.take() {
            frame.blocks.push(Block::Paragraph(line));
        }
        frame.line = Some(String::new());
    }

    fn close_paragraph(&mut self) {
        let frame = self.frame();
        if let Some(line) = frame.line.take() {
            frame.blocks.push(Block::Paragraph(line));
        }
    }

    fn text(&mut self, text: &str) {
        if self.elements.last() == Some(&Element::Text) {
            self.write(text);
        }
    }

    fn write(&mut self, text: &str) {
        let unseen =
            self.skipped > 0 || self.hidden.contains(&true) || self.placeholder.contains(&true);
        if !unseen {
            self.written = self.written.saturating_add(text.len());
            self.frame().line.get_or_insert_default().push_str(text);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        // A document cut off in the middle keeps what was written so far.
        while let Some(frame) = self.frames.pop() {
            let mut rest = std::mem::take(&mut self.frame().blocks);
            rest.push(Block::Table(frame.cells.clone()));
            rest.extend(
                Frame {
                    cells: Vec::new(),
                    ..frame
                }
                .into_blocks(),
            );
            self.frame().blocks = rest;
        }
        self.bottom.into_blocks()
    }
}

impl Frame {
    fn into_blocks(mut self) -> Vec<Block> {
        if let Some(line) = self.line.take() {
            self.blocks.push(Block::Paragraph(line));
        }
        self.blocks
    }
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

    fn lines(xml: &str) -> Vec<Block> {
        read(xml.as_bytes()).unwrap_or_default()
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
        assert!(read("<a>".repeat(10_000).as_bytes()).is_err());
        assert!(read("<tbl><tr><tc>".repeat(40).as_bytes()).is_err());
        assert!(read("<p></p>".repeat(PIECES_MAX + 2).as_bytes()).is_err());
    }
}
