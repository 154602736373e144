//! PDF: counted, and written anew without anything that tells who made it or that does something when opened.
//!
//! Pages, fonts, pictures, bookmarks and links inside the document stay as they are. Document information, XMP, private data of
//! editing programs, the names of commenters, embedded files, scripts, actions that leave the document, form logic and
//! the structure tree (where word processors keep the paths of inserted pictures) go.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::error::MediaError;
use crate::jpeg::{self, Profile};
use crate::measure::Measured;
use crate::normalise::How;
use crate::sniff::Kind;

/// The most bytes of a document.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// The most pages.
const MOST_PAGES: u64 = 3000;
/// The most objects.
const MOST_OBJECTS: u64 = 1_000_000;
/// The most bytes that one compressed stream of objects may grow to.
const MOST_INFLATED: usize = 64 * 1024 * 1024;
/// How deep arrays and dictionaries may stand in each other. Real files stay below ten.
const DEEPEST: u32 = 200;
/// The parser of the library recurses; a document nested on purpose gets this much stack and no more.
const STACK: usize = 64 * 1024 * 1024;

/// Entries of any dictionary that go: metadata, private data, actions on events, attached files, times, makers.
const PRIVATE: [&[u8]; 11] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"AA",
    b"OpenAction",
    b"EF",
    b"AF",
    b"CreatorInfo",
    b"StructParent",
    b"StructParents",
    b"OPI",
];

/// Entries of the catalogue that stay.
const CATALOGUE: [&[u8]; 10] = [
    b"Type",
    b"Version",
    b"Pages",
    b"PageLabels",
    b"PageLayout",
    b"PageMode",
    b"Names",
    b"Dests",
    b"Outlines",
    b"OCProperties",
];

/// Entries of a comment or link that go: its author, times, name, subject, rich text, and the window beside the page.
const OF_ANNOTATION: [&[u8]; 8] = [
    b"T",
    b"CreationDate",
    b"M",
    b"NM",
    b"Subj",
    b"RC",
    b"Popup",
    b"IRT",
];

/// Comments that are files, players or windows beside the page, not marks on it.
const FOREIGN: [&[u8]; 8] = [
    b"FileAttachment",
    b"Popup",
    b"Sound",
    b"Movie",
    b"Screen",
    b"RichMedia",
    b"3D",
    b"TrapNet",
];

/// Actions that stay in the document.
const INNER_ACTIONS: [&[u8]; 2] = [b"GoTo", b"Named"];

/// Actions that leave it, run something or fetch something.
const OUTER_ACTIONS: [&[u8]; 15] = [
    b"URI",
    b"JavaScript",
    b"Launch",
    b"GoToR",
    b"GoToE",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"RichMediaExecute",
    b"GoTo3DView",
    b"SetOCGState",
    b"Thread",
];

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

fn clean(document: &mut Document) {
    document.trailer = {
        let mut trailer = Dictionary::new();
        if let Ok(root) = document.trailer.get(b"Root") {
            trailer.set("Root", root.clone());
        }
        trailer
    };
    if let Ok(catalogue) = document.catalog_mut() {
        retain(catalogue, |key| CATALOGUE.contains(&key));
    }
    keep_only_destinations(document);
    for object in document.objects.values_mut() {
        clean_object(object, 0);
    }
    for page in document.page_iter().collect::<Vec<_>>() {
        clean_annotations(document, page);
    }
    document.prune_objects();
    document.renumber_objects();
}

fn retain(dictionary: &mut Dictionary, keep: impl Fn(&[u8]) -> bool) {
    let going: Vec<Vec<u8>> = dictionary
        .iter()
        .map(|(key, _)| key.clone())
        .filter(|key| !keep(key))
        .collect();
    for key in going {
        dictionary.remove(&key);
    }
}

/// The name tree also holds embedded files and scripts that run on opening.
fn keep_only_destinations(document: &mut Document) {
    let Ok(names) = document
        .catalog()
        .and_then(|catalogue| catalogue.get_deref(b"Names", document))
        .and_then(Object::as_dict)
    else {
        return;
    };
    let mut kept = Dictionary::new();
    if let Ok(destinations) = names.get(b"Dests") {
        kept.set("Dests", destinations.clone());
    }
    if let Ok(catalogue) = document.catalog_mut() {
        catalogue.set("Names", kept);
    }
}

fn clean_object(object: &mut Object, depth: u32) {
    if depth > DEEPEST {
        *object = Object::Null;
        return;
    }
    match object {
        Object::Array(items) => {
            for item in items {
                clean_object(item, depth.saturating_add(1));
            }
        }
        Object::Dictionary(dictionary) => clean_dictionary(dictionary, depth),
        Object::Stream(stream) => {
            let hidden = stream.dict.has_type(b"Metadata")
                || stream.dict.has_type(b"EmbeddedFile")
                || stream.dict.get(b"JS").is_ok();
            if hidden {
                *object = Object::Null;
                return;
            }
            clean_dictionary(&mut stream.dict, depth);
            // Scanners and phones leave their notes in the pictures of a page too.
            let is_jpeg = matches!(stream.filters().as_deref(), Ok([b"DCTDecode"]));
            if is_jpeg && let Some(plain) = jpeg::strip(&stream.content, Profile::Keep) {
                stream.set_content(plain);
            }
        }
        _ => {}
    }
}

fn clean_dictionary(dictionary: &mut Dictionary, depth: u32) {
    let leaves = dictionary
        .get(b"S")
        .and_then(Object::as_name)
        .is_ok_and(|action| OUTER_ACTIONS.contains(&action));
    let attaches = dictionary.has_type(b"Filespec")
        || dictionary.has_type(b"F")
        || dictionary.has(b"EF")
        || dictionary.has(b"JS");
    if leaves || attaches {
        *dictionary = Dictionary::new();
        return;
    }
    retain(dictionary, |key| !PRIVATE.contains(&key));
    for (_, value) in dictionary.iter_mut() {
        clean_object(value, depth.saturating_add(1));
    }
}

/// Comments keep their mark on the page and lose who wrote them; files, players and windows go with their references.
fn clean_annotations(document: &mut Document, page: ObjectId) {
    let listed = document
        .get_dictionary(page)
        .and_then(|page| page.get_deref(b"Annots", document))
        .and_then(Object::as_array)
        .cloned()
        .unwrap_or_default();
    if listed.is_empty() {
        if let Ok(page) = document.get_dictionary_mut(page) {
            page.remove(b"Annots");
        }
        return;
    }
    let mut kept = Vec::new();
    for item in listed {
        let annotation = match &item {
            Object::Reference(id) => document.get_dictionary(*id).cloned().ok(),
            Object::Dictionary(direct) => Some(direct.clone()),
            _ => None,
        };
        let Some(mut annotation) = annotation else {
            continue;
        };
        let foreign = annotation
            .get(b"Subtype")
            .and_then(Object::as_name)
            .map_or(true, |subtype| FOREIGN.contains(&subtype));
        if foreign {
            continue;
        }
        for key in OF_ANNOTATION {
            annotation.remove(key);
        }
        // The words of a text box are on the page; those of any other comment are beside it.
        if !annotation
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|subtype| subtype == b"FreeText")
        {
            annotation.remove(b"Contents");
        }
        if let Ok(action) = annotation.get_deref(b"A", document)
            && !stays_inside(action)
        {
            annotation.remove(b"A");
        }
        match item {
            Object::Reference(id) => {
                document.set_object(id, annotation);
                kept.push(Object::Reference(id));
            }
            _ => kept.push(Object::Dictionary(annotation)),
        }
    }
    if let Ok(page) = document.get_dictionary_mut(page) {
        page.set("Annots", kept);
    }
}

fn stays_inside(action: &Object) -> bool {
    action
        .as_dict()
        .and_then(|action| action.get(b"S"))
        .and_then(Object::as_name)
        .is_ok_and(|kind| INNER_ACTIONS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

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
