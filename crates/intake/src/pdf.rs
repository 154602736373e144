//! The text of a PDF, line by line, as far as its fonts tell it. A scan has none. Quotation marks may move, so what
//! is read here must be compared with the page by a person.

use lopdf::{Document, LoadOptions};

/// Largest PDF that is looked into, in bytes; a form without pictures is far smaller.
const PDF_MAX: usize = 16 << 20;
/// Most bytes that one stream or page may inflate to.
const INFLATED_MAX: usize = 32 << 20;
/// Most pages that are read; the form has one or two.
const PAGES_MAX: usize = 8;

/// Returns the text of the first pages, or `None` when it cannot be read.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    if bytes.len() > PDF_MAX {
        return None;
    }
    // The reader is a foreign one and the bytes are a stranger's: a panic there is one unreadable file here.
    std::panic::catch_unwind(|| {
        let options = LoadOptions {
            max_decompressed_size: Some(INFLATED_MAX),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options).ok()?;
        let pages: Vec<u32> = (1..)
            .zip(document.page_iter().take(PAGES_MAX))
            .map(|(number, _)| number)
            .collect();
        document.extract_text_with_limit(&pages, INFLATED_MAX).ok()
    })
    .ok()
    .flatten()
}

/// Undoes the line breaks of the page: lines of Chinese go on without a blank, words of other scripts with one.
pub(crate) fn unwrap_lines(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let joins_words = out.ends_with(|c: char| c.is_ascii_alphanumeric())
            && line.starts_with(|c: char| c.is_ascii_alphanumeric());
        if joins_words {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_page_become_one_text() {
        assert_eq!(
            unwrap_lines("学校却走不\n动。用 PDF\nfile 传"),
            "学校却走不动。用 PDF file 传"
        );
        assert_eq!(text(b"%PDF-1.4 nothing"), None);
    }
}
