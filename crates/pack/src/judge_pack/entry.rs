//! `entries.json`: the entries as a judge meets them. The types have no field for an author, a unit or a telephone
//! number, so none can be written by mistake.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{PackError, Sha256Hex, json};

/// One entry without its authors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindEntry {
    /// The entry number, for example `XH2020-3-0001`.
    pub number: String,
    /// What the judge's screen calls it, for example `交-017`.
    #[serde(deserialize_with = "json::name")]
    pub label: String,
    /// The number of its theme, 1–99.
    pub theme: u8,
    /// Its title.
    #[serde(deserialize_with = "json::name")]
    pub title: String,
    /// 主要举措, plain text; paragraphs end in line feeds.
    pub measures: String,
    /// 创新之处, likewise.
    pub innovation: String,
    /// 预期效果, likewise.
    pub effect: String,
    /// Its media, in the order of the entry.
    pub media: Vec<BlindMedia>,
}

/// One medium of an entry. The file is the copy that was made for judges; the length is that of the original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindMedia {
    /// Its file in the pack: `media/`, the SHA-256 of the file in hexadecimal, and an extension.
    pub file: String,
    /// What it is.
    pub kind: MediaKind,
    /// How long the original is, in milliseconds; it is held against the contest's limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_ms: Option<u64>,
    /// Width of the picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height of the picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Pages of a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
}

/// What a medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    /// A video, MP4 with H.264 and AAC.
    Video,
    /// A recording, AAC.
    Audio,
    /// A picture, JPEG.
    Image,
    /// A document, PDF.
    Pdf,
}

/// The file: an array with one entry a line. The bytes of an entry are those of its line without the comma.
pub(super) fn write(entries: &[BlindEntry]) -> Result<Vec<u8>, PackError> {
    let what = super::layout::ENTRIES;
    let mut bytes = b"[\n".to_vec();
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            bytes.extend_from_slice(b",\n");
        }
        serde_json::to_writer(&mut bytes, entry)
            .map_err(|error| PackError::malformed(what, error))?;
    }
    bytes.extend_from_slice(b"\n]\n");
    json::check(&bytes).map_err(|error| PackError::malformed(what, error))?;
    Ok(bytes)
}

/// The entries, each with the SHA-256 of its very bytes in the file.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<(BlindEntry, Sha256Hex)>, PackError> {
    let what = super::layout::ENTRIES;
    let raw: Vec<Box<RawValue>> = json::read(what, bytes)?;
    raw.into_iter()
        .map(|object| {
            let entry = serde_json::from_str(object.get())
                .map_err(|error| PackError::malformed(what, error))?;
            Ok((entry, Sha256Hex::of(object.get().as_bytes())))
        })
        .collect()
}
