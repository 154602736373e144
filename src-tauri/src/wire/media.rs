//! The files of a draft, as a person looks at them and as judges get them.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One file of a draft.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DraftMedium {
    /// The name it was sent under.
    pub(crate) name: String,
    /// `video`, `audio`, `image` or `pdf`; nothing of what is no medium, or not measured yet.
    pub(crate) kind: Option<String>,
    pub(crate) ms: Option<u32>,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    /// Where the upright copy plays, with nothing covered.
    pub(crate) whole: Option<String>,
    /// Where the copy plays that judges get.
    pub(crate) judged: Option<String>,
    /// The redaction that keeps the whole file from judges.
    pub(crate) redaction: Option<u32>,
    pub(crate) masks: Vec<MaskLine>,
    /// Whether nothing is to be covered, or all of it is.
    pub(crate) covered: bool,
}

/// One thing that is covered.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MaskLine {
    /// Its number, for taking it back.
    pub(crate) redaction: u32,
    pub(crate) mask: MaskView,
}

/// What is covered of a medium.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "covers")]
pub(crate) enum MaskView {
    /// A part of the picture: left, top, width and height in thousandths; from one millisecond to another, or throughout.
    Picture {
        region: [u16; 4],
        span: Option<[u32; 2]>,
    },
    /// The sound, from one millisecond to another.
    Sound { span: [u32; 2] },
}
