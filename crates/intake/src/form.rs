//! A filled form: its fields, out of a document or typed text. Knows the printed labels; knows no limits and
//! judges nothing.

use std::collections::BTreeMap;

use crate::archive;
use crate::doc::{self, Unread};
use crate::docx::{self, Block};
use crate::labels::{self, Label, bare, without_hints};
use crate::{pdf, people, sniff};

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

/// Reads a filled form out of a .docx, a Word 97–2003 document (.doc, and .wps of the same kind) or a PDF with text;
/// the bytes decide which, not a name. What comes out of a PDF is to be compared with it by a person.
///
/// # Errors
/// [`FormError`] says why there is none.
pub fn read_form(document: &[u8]) -> Result<Form, FormError> {
    if sniff::is_encrypted(document) {
        return Err(FormError::Encrypted);
    }
    if sniff::is_ole(document) {
        return match doc::read(document) {
            Ok(blocks) => from_blocks(&blocks),
            Err(Unread::Encrypted) => Err(FormError::Encrypted),
            Err(Unread::NotADocument) => Err(FormError::NotADocument),
            Err(Unread::Damaged) => Err(FormError::Unreadable {
                why: "the binary document is damaged".to_owned(),
            }),
        };
    }
    if document.starts_with(b"%PDF-") {
        return from_pdf(document);
    }
    if !document.starts_with(b"PK") {
        return Err(FormError::NotADocument);
    }
    let Some(mut archive) = archive::open(document) else {
        return Err(FormError::Unreadable {
            why: "the archive is damaged or has too many members".to_owned(),
        });
    };
    let claimed = archive.by_name("word/document.xml").map(|file| file.size());
    let Ok(claimed) = claimed else {
        return Err(FormError::NotADocument);
    };
    if claimed > archive::MEMBER_MAX {
        return Err(FormError::TooLarge {
            limit: archive::MEMBER_MAX,
        });
    }
    let xml = archive::member(&mut archive, "word/document.xml").ok_or_else(|| {
        FormError::Unreadable {
            why: "the text part is damaged".to_owned(),
        }
    })?;
    let blocks = docx::read(&xml).map_err(|broken| FormError::Unreadable { why: broken.0 })?;
    from_blocks(&blocks)
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
    let blocks: Vec<Block> = text
        .lines()
        .map(|line| Block::Paragraph(line.to_owned()))
        .collect();
    from_blocks(&blocks)
}

/// Reads the fields out of a document's blocks.
pub(crate) fn from_blocks(blocks: &[Block]) -> Result<Form, FormError> {
    let mut reading = Reading::default();
    reading.blocks(blocks);
    let fields = reading.fields;
    let known = fields.keys().filter(|label| **label != Label::Note).count();
    let has_section = [Label::Measures, Label::Innovation, Label::Effect]
        .iter()
        .any(|label| fields.contains_key(label));
    if !fields.contains_key(&Label::Title) || !has_section || known < 3 {
        return Err(FormError::NoForm);
    }
    let form = assemble(&fields);
    if form == Form::default() {
        return Err(FormError::Blank);
    }
    Ok(form)
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
}

impl Reading {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.paragraph(text),
                Block::Table(cells) => cells.iter().for_each(|cell| self.cell(cell)),
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

    /// Opens a field. A second copy of a label does not empty the first.
    fn start(&mut self, label: Label, origin: Origin) {
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

/// Whether a cell is laid out as a form of its own: a table inside it has labels, or two of its paragraphs begin
/// with different ones.
fn holds_labels(blocks: &[Block]) -> bool {
    let mut seen: Option<Label> = None;
    for block in blocks {
        match block {
            Block::Table(cells) => {
                let labelled = cells
                    .iter()
                    .any(|cell| labels::whole(&flat(cell)).is_some() || holds_labels(cell));
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

/// Returns all text of a cell, paragraph by paragraph.
fn flat(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Paragraph(text) => text.clone(),
            Block::Table(cells) => cells
                .iter()
                .map(|cell| flat(cell))
                .collect::<Vec<_>>()
                .join("\n"),
        };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&text);
    }
    out
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
        let cell = |text: &str| vec![Block::Paragraph(text.to_owned())];
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
