//! The parts of an OOXML text document (ECMA-376 part 2): which part holds the text, which hold its headers, its styles
//! and the documents that were pasted in whole. Programs name them as they like; the relationships tell.

use std::collections::BTreeSet;
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::archive;
use crate::blocks::Block;
use crate::document::{self, Document};
use crate::docx;
use crate::form::FormError;

/// Most relationships of one part, and most headers and footers, that are read.
const RELATIONSHIPS_MAX: usize = 2_000;
const MARGINS_MAX: usize = 12;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A relationship of a part.
struct Relationship {
    id: String,
    /// The last piece of its type, the same in the transitional and the strict variant: `header`, `aFChunk`.
    kind: String,
    target: String,
}

/// Returns the name of the part that holds the text; `None` when the archive is no text document.
pub(crate) fn text_part(archive: &mut Archive<'_>) -> Option<String> {
    let usual = "word/document.xml";
    if archive::has(archive, usual) {
        return Some(usual.to_owned());
    }
    let named = relationships(archive, "_rels/.rels")
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map(|relation| resolved("", &relation.target));
    // Some programs separate folders with backslashes, or lose the relationships.
    let is_text = |name: &str| {
        let name = name.replace('\\', "/").to_ascii_lowercase();
        name.starts_with("word/document") && name.ends_with(".xml")
    };
    named
        .filter(|name| is_text(name) && archive::has(archive, name))
        .or_else(|| {
            let names = archive.file_names().flatten();
            names
                .map(|name| name.into_owned())
                .find(|name| is_text(name))
        })
}

/// Reads a text document. `depth` says how many documents it stands in.
pub(crate) fn read(archive: &mut Archive<'_>, depth: usize) -> Result<Document, FormError> {
    let unreadable = |why: &str| FormError::Unreadable {
        why: why.to_owned(),
    };
    let text = text_part(archive).ok_or(FormError::NotADocument)?;
    let claimed = archive.by_name(&text).map(|file| file.size());
    if claimed.is_ok_and(|size| size > archive::MEMBER_MAX) {
        return Err(FormError::TooLarge {
            limit: archive::MEMBER_MAX,
        });
    }
    let xml =
        archive::member(archive, &text).ok_or_else(|| unreadable("the text part is damaged"))?;
    let (folder, file) = text.rsplit_once('/').unwrap_or(("", &text));
    let relations = relationships(archive, &format!("{folder}/_rels/{file}.rels"));
    let part_of = |relation: &Relationship| resolved(folder, &relation.target);
    let hidden: BTreeSet<String> = relations
        .iter()
        .find(|relation| relation.kind == "styles")
        .and_then(|styles| archive::member(archive, &part_of(styles)))
        .map(|xml| docx::hidden_styles(&xml))
        .unwrap_or_default();
    let part = docx::read(&xml, &hidden).map_err(|broken| unreadable(&broken.0))?;
    let mut blocks = part.blocks;
    for id in &part.chunks {
        let chunk = relations.iter().find(|relation| relation.id == *id);
        let bytes = chunk.and_then(|chunk| archive::member(archive, &part_of(chunk)));
        if let Some(Ok(inner)) = bytes.map(|bytes| document::read_inside(&bytes, depth + 1)) {
            blocks.extend(inner.blocks);
        }
    }
    let margins: Vec<Vec<Block>> = relations
        .iter()
        .filter(|relation| matches!(relation.kind.as_str(), "header" | "footer"))
        .take(MARGINS_MAX)
        .filter_map(|relation| archive::member(archive, &part_of(relation)))
        .filter_map(|xml| docx::read(&xml, &hidden).ok())
        .map(|part| part.blocks)
        .collect();
    Ok(Document { blocks, margins })
}

/// The place of a target: from the root when it begins with a slash, else from its folder.
fn resolved(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

fn relationships(archive: &mut Archive<'_>, part: &str) -> Vec<Relationship> {
    let Some(xml) = archive::member(archive, part) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&xml);
    let mut reader = Reader::from_str(&text);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) | Event::Empty(element) if found.len() < RELATIONSHIPS_MAX => {
                let of = |name: &str| docx::value(&element, name).unwrap_or_default();
                if element.local_name().as_ref() == "Relationship" {
                    let kind = of("Type");
                    found.push(Relationship {
                        id: of("Id"),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target: of("Target"),
                    });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}
