//! What goes from a document, and what stays.

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::jpeg::{self, Profile};

/// How deep arrays and dictionaries may stand in each other. Real files stay below ten.
const DEEPEST: u32 = 200;

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

/// Takes out everything that tells who made the document or that does something when it is opened.
pub(super) fn clean(document: &mut Document) {
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
