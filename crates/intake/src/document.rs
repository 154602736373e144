//! From the bytes of a document to its blocks: the bytes decide the format, not a name. Owns which formats are read.

use crate::blocks::Block;
use crate::doc::{self, Unread};
use crate::form::FormError;
use crate::{archive, charset, docx, header, html_form, mail, odt, package, rtf, sniff};

/// Most documents inside each other that are read.
const DEPTH_MAX: usize = 2;
/// How far into a file the marks of its format are looked for, in bytes.
const HEAD: usize = 4 << 10;

/// The text of a document.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The text itself.
    pub(crate) blocks: Vec<Block>,
    /// Headers and footers: what stands there belongs to the form where the text says nothing.
    pub(crate) margins: Vec<Vec<Block>>,
}

impl From<Vec<Block>> for Document {
    fn from(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            margins: Vec::new(),
        }
    }
}

/// Reads a document of any kind but PDF.
pub(crate) fn read(bytes: &[u8]) -> Result<Document, FormError> {
    read_inside(bytes, 0)
}

/// Reads a document that stands inside `depth` others.
pub(crate) fn read_inside(bytes: &[u8], depth: usize) -> Result<Document, FormError> {
    let unreadable = |why: &str| FormError::Unreadable {
        why: why.to_owned(),
    };
    if depth > DEPTH_MAX {
        return Err(unreadable("documents are nested too deep"));
    }
    if sniff::is_encrypted(bytes) {
        return Err(FormError::Encrypted);
    }
    if sniff::is_ole(bytes) {
        return match doc::read(bytes) {
            Ok(blocks) => Ok(blocks.into()),
            Err(Unread::Encrypted) => Err(FormError::Encrypted),
            Err(Unread::NotADocument) => Err(FormError::NotADocument),
            Err(Unread::Damaged) => Err(unreadable("the binary document is damaged")),
        };
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(rtf::read(bytes).into());
    }
    if bytes.starts_with(b"PK") {
        return zipped(bytes, depth);
    }
    marked_up(bytes).ok_or(FormError::NotADocument)
}

fn zipped(bytes: &[u8], depth: usize) -> Result<Document, FormError> {
    let unreadable = |why: &str| FormError::Unreadable {
        why: why.to_owned(),
    };
    let Some(mut archive) = archive::open(bytes) else {
        return Err(unreadable("the archive is damaged or has too many members"));
    };
    if package::text_part(&mut archive).is_some() {
        return package::read(&mut archive, depth);
    }
    if !archive::has(&archive, "content.xml") {
        return Err(FormError::NotADocument);
    }
    let manifest = archive::member(&mut archive, "META-INF/manifest.xml").unwrap_or_default();
    if holds(&manifest, b"encryption-data") {
        return Err(FormError::Encrypted);
    }
    let xml = archive::member(&mut archive, "content.xml")
        .ok_or_else(|| unreadable("the text part is damaged"))?;
    match odt::read(&xml) {
        Ok(blocks) => Ok(blocks.into()),
        Err(broken) => Err(unreadable(&broken.0)),
    }
}

/// Reads what word processors and web pages save as one text file: HTML, MHTML, and the XML of Word 2003 and later.
fn marked_up(bytes: &[u8]) -> Option<Document> {
    if header::looks_like_mail(bytes) {
        let html = mail::html_in(bytes)?;
        return Some(html_form::blocks(&html).into());
    }
    let head = charset::guess(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default(), None);
    let head = head.trim_start().to_ascii_lowercase();
    if !head.starts_with('<') || u64::try_from(bytes.len()).ok()? > archive::MEMBER_MAX {
        return None;
    }
    if head.contains("w:worddocument") || head.contains("pkg:package") {
        return Some(docx::read(bytes, &Default::default()).ok()?.blocks.into());
    }
    let is_page = ["<html", "<!doctype html", "<body", "<table", "<meta"]
        .iter()
        .any(|mark| head.contains(mark));
    is_page.then(|| html_form::blocks(&charset::guess(bytes, None)).into())
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|piece| piece == wanted)
}
