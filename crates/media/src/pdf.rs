//! PDF: counted, and written anew without anything that tells who made it or that does something when opened.
//!
//! Pages, fonts, pictures, bookmarks and links inside the document stay as they are. Document information, XMP, private data of
//! editing programs, the names of commenters, embedded files, scripts, actions that leave the document, form logic and
//! the structure tree (where word processors keep the paths of inserted pictures) go.

mod clean;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use lopdf::{Document, LoadOptions, ObjectId};

use crate::error::MediaError;
use crate::measure::Measured;
use crate::normalise::How;
use crate::sniff::Kind;
use clean::clean;

/// The most bytes of a document.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// The most pages.
const MOST_PAGES: u64 = 3000;
/// The most objects.
const MOST_OBJECTS: u64 = 1_000_000;
/// The most bytes that one compressed stream of objects may grow to.
const MOST_INFLATED: usize = 64 * 1024 * 1024;
/// The parser of the library recurses; a document nested on purpose gets this much stack and no more.
const STACK: usize = 64 * 1024 * 1024;

/// Counts the pages.
pub(crate) fn measure(path: &Path) -> Result<Measured, MediaError> {
    let pages = apart(path, |document| Ok(pages_of(&document)?.len()))?;
    Ok(Measured {
        kind: Kind::Pdf,
        container: "pdf".to_owned(),
        video_codec: None,
        audio_codec: None,
        shown_width: None,
        shown_height: None,
        rotation: 0,
        duration_ms: None,
        played_ms: None,
        length_doubt: None,
        longest_wait: 0,
        pages: u32::try_from(pages).ok(),
    })
}

/// Writes the clean document to `out`.
pub(crate) fn rewrite(path: &Path, out: &Path) -> Result<How, MediaError> {
    let bytes = apart(path, |mut document| {
        pages_of(&document)?;
        clean(&mut document);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes)?;
        Ok(bytes)
    })?;
    let mut file = BufWriter::new(File::create(out)?);
    file.write_all(&bytes)?;
    file.flush()?;
    Ok(How::Rewritten)
}

/// Loads the document and works on it in a thread of its own: the parser recurses, and should it meet a document it was
/// not written for and panic, that is an unreadable document and not the end of the program.
fn apart<T: Send>(
    path: &Path,
    work: impl FnOnce(Document) -> Result<T, MediaError> + Send,
) -> Result<T, MediaError> {
    let size = std::fs::metadata(path)?.len();
    if size > MOST_BYTES {
        return Err(MediaError::TooLarge {
            what: "bytes",
            found: size,
            limit: MOST_BYTES,
        });
    }
    let bytes = std::fs::read(path)?;
    if deeply_nested(&bytes) {
        return Err(MediaError::unreadable("nested too deeply"));
    }
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, move || work(load(&bytes)?))?
            .join()
            .unwrap_or_else(|_| Err(MediaError::unreadable("the document is malformed")))
    })
}

fn load(bytes: &[u8]) -> Result<Document, MediaError> {
    let options = LoadOptions {
        max_decompressed_size: Some(MOST_INFLATED),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options)
        .map_err(|error| MediaError::unreadable(&error.to_string()))?;
    if document.is_encrypted() {
        return Err(MediaError::unreadable("the document is encrypted"));
    }
    let objects = document.objects.len() as u64;
    if objects > MOST_OBJECTS {
        return Err(MediaError::TooLarge {
            what: "objects",
            found: objects,
            limit: MOST_OBJECTS,
        });
    }
    Ok(document)
}

fn pages_of(document: &Document) -> Result<Vec<ObjectId>, MediaError> {
    let most = usize::try_from(MOST_PAGES).unwrap_or(usize::MAX);
    let pages: Vec<ObjectId> = document.page_iter().take(most.saturating_add(1)).collect();
    if pages.is_empty() {
        return Err(MediaError::unreadable("the document has no pages"));
    }
    if pages.len() > most {
        return Err(MediaError::TooLarge {
            what: "pages",
            found: pages.len() as u64,
            limit: MOST_PAGES,
        });
    }
    Ok(pages)
}

/// Brackets opened and not closed, counted over the raw bytes; text in strings only ever makes the answer stricter.
fn deeply_nested(bytes: &[u8]) -> bool {
    let mut depth = 0_u32;
    let mut previous = 0_u8;
    for &byte in bytes {
        match byte {
            b'[' => depth = depth.saturating_add(1),
            b'<' if previous == b'<' => depth = depth.saturating_add(1),
            b']' => depth = depth.saturating_sub(1),
            b'>' if previous == b'>' => depth = depth.saturating_sub(1),
            // Between objects everything is closed, and compressed bytes in between must not add up.
            b'j' if previous == b'b' => depth = 0,
            b'm' if previous == b'a' => depth = 0,
            _ => {}
        }
        if depth > 100_000 {
            return true;
        }
        previous = byte;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Object, Stream, dictionary};

    const NAME: &str = "Lisi Li";

    fn telling_document() -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let pages = document.new_object_id();
        let text =
            document.add_object(Stream::new(dictionary! {}, b"BT (page one) Tj ET".to_vec()));
        let file = document.add_object(Stream::new(
            dictionary! {"Type" => "EmbeddedFile"},
            NAME.as_bytes().to_vec(),
        ));
        let script = document
            .add_object(dictionary! {"S" => "JavaScript", "JS" => Object::string_literal(NAME)});
        let link = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(); 4],
            "A" => dictionary! {"S" => "URI", "URI" => Object::string_literal(format!("https://{NAME}.example"))},
        });
        let remark = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Highlight", "Rect" => vec![0.into(); 4],
            "T" => Object::string_literal(NAME), "M" => Object::string_literal("D:20200701"),
        });
        let attachment = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "FileAttachment", "Contents" => Object::string_literal(NAME),
        });
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => text,
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 200.into()],
            "Annots" => vec![link.into(), remark.into(), attachment.into()],
            "LastModified" => Object::string_literal(NAME),
            "AA" => dictionary! {"O" => script},
        });
        document.set_object(
            pages,
            dictionary! {"Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1},
        );
        let metadata = document.add_object(Stream::new(
            dictionary! {"Type" => "Metadata", "Subtype" => "XML"},
            format!("<dc:creator>{NAME}</dc:creator>").into_bytes(),
        ));
        let catalogue = document.add_object(dictionary! {
            "Type" => "Catalog", "Pages" => pages, "Metadata" => metadata, "OpenAction" => script,
            "Names" => dictionary! {
                "EmbeddedFiles" => dictionary! {"Names" => vec![Object::string_literal(NAME), Object::Dictionary(dictionary! {
                    "Type" => "Filespec", "F" => Object::string_literal(NAME), "EF" => dictionary! {"F" => file},
                })]},
                "JavaScript" => dictionary! {"Names" => vec![Object::string_literal(NAME), script.into()]},
            },
        });
        let info = document.add_object(dictionary! {"Author" => Object::string_literal(NAME)});
        document.trailer.set("Root", catalogue);
        document.trailer.set("Info", info);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn holds(bytes: &[u8], needle: &str) -> bool {
        bytes
            .windows(needle.len())
            .any(|window| window == needle.as_bytes())
    }

    #[test]
    fn a_rewritten_document_keeps_its_pages_and_names_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let (path, out) = (folder.path().join("in"), folder.path().join("out"));
        std::fs::write(&path, telling_document()).unwrap();
        rewrite(&path, &out).unwrap();
        let bytes = std::fs::read(&out).unwrap();
        for needle in [
            NAME,
            "JavaScript",
            "URI",
            "EmbeddedFile",
            "Metadata",
            "D:2020",
        ] {
            assert!(!holds(&bytes, needle), "{needle}");
        }
        assert!(holds(&bytes, "page one"));
        assert!(holds(&bytes, "Highlight"));
        assert_eq!(measure(&out).unwrap().pages, Some(1));
    }

    #[test]
    fn a_document_that_is_cut_or_nested_on_purpose_is_refused_without_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in");
        let whole = telling_document();
        for length in (8..whole.len()).step_by(97) {
            std::fs::write(&path, &whole[..length]).unwrap();
            let _ = measure(&path);
        }
        let mut nested = b"%PDF-1.7\n1 0 obj\n".to_vec();
        nested.extend(vec![b'['; 2_000_000]);
        std::fs::write(&path, nested).unwrap();
        assert!(measure(&path).is_err());
    }
}
