//! A filled form: its fields, out of a document or typed text. Knows the printed labels; knows no limits and
//! judges nothing.

use std::collections::BTreeMap;

use crate::blocks::{Block, Cell, flat};
use crate::document::{self, Document};
use crate::labels::{self, Label, bare, without_hints};
use crate::{pdf, people};

/// What an author wrote into the form. White space inside long texts is the author's; the printed hints are gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// 点子标题, on one line.
    pub title: String,
    /// 作者姓名 as written.
    pub authors_raw: String,
    /// The authors, one by one.
    pub authors: Vec<String>,
    /// 联系电话, digits only, in the order written.
    pub phones: Vec<String>,
    /// 工作单位.
    pub unit: String,
    /// 主要举措.
    pub measures: String,
    /// 创新之处.
    pub innovation: String,
    /// 预期效果.
    pub effect: String,
    /// 点子编号, which the organisers give; authors leave it empty.
    pub number: String,
}

/// Why no filled form came out of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The bytes are no text document of a kind that is read.
    #[error("not a document")]
    NotADocument,
    /// The document is under a password.
    #[error("the document is encrypted")]
    Encrypted,
    /// The document is damaged.
    #[error("the document cannot be read: {why}")]
    Unreadable {
        /// What is wrong with it, in the reader's words.
        why: String,
    },
    /// The document is larger than is read.
    #[error("the document is larger than {limit} bytes when inflated")]
    TooLarge {
        /// The most that is inflated, in bytes.
        limit: u64,
    },
    /// A document, but not the form: the labels are missing.
    #[error("the document is not the form")]
    NoForm,
    /// The form, with every field empty.
    #[error("the form is empty")]
    Blank,
}

/// Reads the first filled form out of a document: see [`read_forms`].
///
/// # Errors
/// [`FormError`] says why there is none.
pub fn read_form(document: &[u8]) -> Result<Form, FormError> {
    let mut forms = read_forms(document)?.into_iter();
    forms.next().ok_or(FormError::NoForm)
}

/// Reads every filled form out of a document, in order, at least one. Read are OOXML text documents (.docx, .docm,
/// .dotx, also in one XML file), Word 97–2003 documents (.doc, and .wps and .wpt of the same kind), Rich Text,
/// OpenDocument, saved web pages, and PDFs with text; the bytes decide which, not a name. What comes out of a PDF is
/// to be compared with it by a person.
///
/// # Errors
/// [`FormError`] says why there is none.
pub fn read_forms(document: &[u8]) -> Result<Vec<Form>, FormError> {
    if document.starts_with(b"%PDF-") {
        return Ok(vec![from_pdf(document)?]);
    }
    let Document { blocks, margins } = document::read(document)?;
    all_from_blocks(&blocks, &margins)
}

fn from_pdf(bytes: &[u8]) -> Result<Form, FormError> {
    let text = pdf::text(bytes).filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| FormError::Unreadable {
        why: "the PDF has no text that can be read".to_owned(),
    })?;
    let mut form = from_text(&text)?;
    for field in [&mut form.measures, &mut form.innovation, &mut form.effect] {
        *field = pdf::unwrap_lines(field);
    }
    Ok(form)
}

/// Reads a form typed as text, one labelled paragraph after the other.
///
/// # Errors
/// [`FormError::NoForm`] or [`FormError::Blank`].
pub(crate) fn from_text(text: &str) -> Result<Form, FormError> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        // Cells that were copied out of a table are separated by tabs.
        let cells = line.split('\t').any(|cell| labels::whole(cell).is_some());
        if cells {
            blocks.extend(
                line.split('\t')
                    .map(|cell| Block::Paragraph(cell.to_owned())),
            );
        } else if let Some((label, value)) = labels::spaced(line) {
            blocks.extend([label, value].map(|text| Block::Paragraph(text.to_owned())));
        } else {
            blocks.push(Block::Paragraph(line.to_owned()));
        }
    }
    from_blocks(&blocks)
}

/// Reads the fields of the first form in some blocks.
pub(crate) fn from_blocks(blocks: &[Block]) -> Result<Form, FormError> {
    let mut forms = all_from_blocks(blocks, &[])?.into_iter();
    forms.next().ok_or(FormError::NoForm)
}

/// Reads the fields of every form in a document's blocks. What its headers and footers say fills the fields that a
/// single form leaves empty.
fn all_from_blocks(blocks: &[Block], margins: &[Vec<Block>]) -> Result<Vec<Form>, FormError> {
    let mut reading = Reading::default();
    reading.blocks(blocks);
    let mut pages = reading.done;
    pages.push(reading.fields);
    if let [only] = pages.as_mut_slice() {
        for margin in margins {
            let mut beside = Reading::default();
            beside.blocks(margin);
            for (label, text) in beside.fields {
                let field = only.entry(label).or_default();
                if field.is_empty() {
                    *field = text;
                }
            }
        }
    }
    let is_form = |fields: &BTreeMap<Label, String>| {
        let known = fields.keys().filter(|label| **label != Label::Note).count();
        fields.contains_key(&Label::Title) && has_section(fields) && known >= 3
    };
    let mut forms: Vec<Form> = Vec::new();
    let mut blank = false;
    for fields in pages.iter().filter(|fields| is_form(fields)) {
        let form = assemble(fields);
        blank |= form == Form::default();
        if form != Form::default() {
            forms.push(form);
        }
    }
    match (forms.is_empty(), blank) {
        (false, _) => Ok(forms),
        (true, true) => Err(FormError::Blank),
        (true, false) => Err(FormError::NoForm),
    }
}

fn has_section(fields: &BTreeMap<Label, String>) -> bool {
    [Label::Measures, Label::Innovation, Label::Effect]
        .iter()
        .any(|label| fields.contains_key(label))
}

fn assemble(fields: &BTreeMap<Label, String>) -> Form {
    let text = |label: Label| {
        fields
            .get(&label)
            .map(|text| without_hints(text))
            .unwrap_or_default()
    };
    let line = |label: Label| text(label).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut phones = people::phones(&text(Label::Phones));
    let cell = text(Label::Authors);
    let authors_raw = people::without_phones(&cell)
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '，' | ',' | '、'))
        .to_owned();
    // Some write their number beside their name.
    if phones.is_empty() {
        phones = people::phones(&cell);
    }
    Form {
        title: line(Label::Title),
        authors: people::authors(&authors_raw),
        authors_raw,
        phones,
        unit: line(Label::Unit),
        measures: text(Label::Measures),
        innovation: text(Label::Innovation),
        effect: text(Label::Effect),
        number: line(Label::Number),
    }
}

/// Where the field that is being filled was opened: text below a table does not go on with its last cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Cell,
    Paragraph,
}

#[derive(Default)]
struct Reading {
    fields: BTreeMap<Label, String>,
    current: Option<(Label, Origin)>,
    /// The forms before the one that is being read.
    done: Vec<BTreeMap<Label, String>>,
}

/// Most forms that are read out of one document.
const FORMS_MAX: usize = 200;

impl Reading {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.paragraph(text),
                // A list of many ideas is no form, although its heading has the same words.
                Block::Table(cells) if is_list(cells) => self.current = None,
                Block::Table(cells) => cells.iter().for_each(|cell| self.cell(&cell.blocks)),
            }
        }
    }

    fn paragraph(&mut self, text: &str) {
        if let Some((label, value)) = labels::leading(text) {
            self.start(label, Origin::Paragraph);
            self.append(value);
        } else if let Some(label) = labels::whole(text) {
            self.start(label, Origin::Paragraph);
        } else if matches!(self.current, Some((_, Origin::Paragraph))) {
            self.append(text);
        }
    }

    fn cell(&mut self, blocks: &[Block]) {
        if holds_labels(blocks) {
            self.blocks(blocks);
            return;
        }
        let text = flat(blocks);
        if let Some(label) = labels::whole(&text) {
            self.start(label, Origin::Cell);
        } else if let Some((label, value)) = labels::leading(&text) {
            self.start(label, Origin::Cell);
            self.append(value);
        } else if self.current.is_some() {
            self.append(&text);
        }
    }

    /// Opens a field. A second copy of a label does not empty the first; the title or number of another form begins
    /// that form.
    fn start(&mut self, label: Label, origin: Origin) {
        let begins = matches!(label, Label::Title | Label::Number)
            && self.fields.contains_key(&label)
            && has_section(&self.fields)
            && self.done.len() < FORMS_MAX;
        if begins {
            self.done.push(std::mem::take(&mut self.fields));
        }
        self.fields.entry(label).or_default();
        self.current = Some((label, origin));
    }

    fn append(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some((label, _)) = self.current {
            let field = self.fields.entry(label).or_default();
            if !field.is_empty() {
                field.push('\n');
            }
            field.push_str(text);
        }
    }
}

/// Whether a table is a list with a column for each field: three labels stand side by side in one row.
fn is_list(cells: &[Cell]) -> bool {
    let mut run = 0;
    let mut row = None;
    cells.iter().any(|cell| {
        let is_label = labels::whole(&flat(&cell.blocks)).is_some();
        run = if is_label && (row == Some(cell.row) || run == 0) {
            run + 1
        } else {
            usize::from(is_label)
        };
        row = Some(cell.row);
        run >= 3
    })
}

/// Whether a cell is laid out as a form of its own: a table inside it has labels, or two of its paragraphs begin
/// with different ones.
fn holds_labels(blocks: &[Block]) -> bool {
    let mut seen: Option<Label> = None;
    for block in blocks {
        match block {
            Block::Table(cells) => {
                let labelled = cells.iter().any(|cell| {
                    labels::whole(&flat(&cell.blocks)).is_some() || holds_labels(&cell.blocks)
                });
                if labelled {
                    return true;
                }
            }
            Block::Paragraph(text) => {
                if let Some((label, _)) = labels::leading(text) {
                    if seen.is_some_and(|other| other != label) {
                        return true;
                    }
                    seen = Some(label);
                }
            }
        }
    }
    false
}

/// Returns a key that is the same for two forms that are probably one idea sent twice: the title and the first
/// author without marks, blanks and letter case. Empty when the form has no title.
pub fn duplicate_key(form: &Form) -> String {
    let title = bare(&form.title);
    if title.is_empty() {
        return String::new();
    }
    let author = form
        .authors
        .first()
        .map(|name| bare(name))
        .unwrap_or_default();
    format!("{title}/{author}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_typed_as_text_gives_its_fields() {
        let form = from_text("您好\n点子标题：灯\n作者：林舟 18800000101\n单位：某校\n主要举措：一、\n二、\n创新之处：新\n预期效果：好\n\n谢谢").unwrap();
        assert_eq!(form.title, "灯");
        assert_eq!(form.authors, ["林舟"]);
        assert_eq!(form.phones, ["18800000101"]);
        assert_eq!(form.measures, "一、\n二、");
    }

    #[test]
    fn prose_is_no_form_and_labels_alone_are_a_blank_one() {
        assert_eq!(from_text("请问主要举措：怎么写"), Err(FormError::NoForm));
        assert_eq!(
            from_text("点子标题：（不超过 20 个字）\n作者姓名：\n主要举措：\n创新之处："),
            Err(FormError::Blank)
        );
    }

    #[test]
    fn the_note_below_the_table_is_in_no_field() {
        let cell = |text: &str| Cell {
            row: 0,
            blocks: vec![Block::Paragraph(text.to_owned())],
        };
        let table = ["点子标题", "灯", "主要举措", "做", "预期效果", "好"]
            .map(cell)
            .to_vec();
        let form = from_blocks(&[
            Block::Table(table),
            Block::Paragraph("备注：发送".into()),
            Block::Paragraph("尾".into()),
        ])
        .unwrap();
        assert_eq!(form.effect, "好");
    }

    #[test]
    fn two_copies_of_one_idea_have_one_key() {
        let form = |title: &str, author: &str| Form {
            title: title.into(),
            authors: vec![author.into()],
            ..Form::default()
        };
        assert_eq!(
            duplicate_key(&form("让噪声“看得见”", "程野")),
            duplicate_key(&form(" 让噪声看得见", "程野"))
        );
        assert_ne!(
            duplicate_key(&form("甲", "程野")),
            duplicate_key(&form("甲", "程舟"))
        );
    }
}
