//! What the page of intake shows and sends.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AcceptedView, FileView, QuestionLine, ReadingView};

/// A piece of a text, and what it tells about who wrote it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PieceView {
    pub(crate) text: String,
    pub(crate) tells: Option<String>,
    pub(crate) sure: bool,
}

/// The texts that judges read.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct JudgedView {
    pub(crate) title: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
}

/// One finding, whether somebody dealt with it, and what can be done.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FoundLine {
    pub(crate) code: String,
    pub(crate) facts: BTreeMap<String, String>,
    /// `open`, `mended`, `let_stand` or `accepted`.
    pub(crate) state: String,
    pub(crate) mends: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CorrectionView {
    pub(crate) field: String,
    pub(crate) value: String,
    pub(crate) origin: String,
    pub(crate) note: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownFileView {
    pub(crate) file: FileView,
    /// The redaction that keeps it from the judges.
    pub(crate) redaction: Option<u32>,
}

/// A still picture that can be asked for by its place in the list.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StillLine {
    pub(crate) file: String,
    pub(crate) at_ms: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RedactionLine {
    pub(crate) id: u32,
    pub(crate) field: String,
    pub(crate) words: String,
}

/// Another version of the same idea.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherDraft {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) at: Option<String>,
}

/// Everything about one draft.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ShownView {
    pub(crate) form: ReadingView,
    pub(crate) typed: bool,
    pub(crate) phones_in_mail: Vec<String>,
    pub(crate) mail: Vec<PieceView>,
    pub(crate) title: Vec<PieceView>,
    pub(crate) measures: Vec<PieceView>,
    pub(crate) innovation: Vec<PieceView>,
    pub(crate) effect: Vec<PieceView>,
    pub(crate) corrections: Vec<CorrectionView>,
    pub(crate) judged: JudgedView,
    pub(crate) masked: u32,
    pub(crate) findings: Vec<FoundLine>,
    pub(crate) files: Vec<ShownFileView>,
    pub(crate) stills: Vec<StillLine>,
    pub(crate) redactions: Vec<RedactionLine>,
    /// The newest first; empty when there is no other.
    pub(crate) versions: Vec<OtherDraft>,
}

/// One open question with its mail and files.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskedView {
    pub(crate) question: QuestionLine,
    pub(crate) mail: String,
    pub(crate) files: Vec<ItemFileView>,
    /// The drafts of the same source, for giving a file.
    pub(crate) drafts: Vec<OtherDraft>,
    pub(crate) offered: Option<TypedFormView>,
    pub(crate) mends: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemFileView {
    pub(crate) position: u32,
    pub(crate) name: String,
    pub(crate) kib: u32,
    /// `video`, `audio`, `image` or `pdf`.
    pub(crate) kind: Option<String>,
}

/// A form that a person types.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TypedFormView {
    pub(crate) title: String,
    pub(crate) authors: String,
    pub(crate) phone: String,
    pub(crate) unit: String,
    pub(crate) measures: String,
    pub(crate) innovation: String,
    pub(crate) effect: String,
}

/// One field as it should read.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FieldFix {
    pub(crate) field: String,
    pub(crate) value: String,
    pub(crate) from_mail: bool,
}

/// A file or words that judges are not to see.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "what")]
pub(crate) enum TakeOut {
    Words { words: Vec<String> },
    File { name: String },
}

/// What a reply is about.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReplyingView {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) reason: Option<String>,
    pub(crate) findings: Vec<FoundLine>,
    pub(crate) deadline: String,
}

/// To whom a reply goes.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "what")]
pub(crate) enum Addressee {
    Draft { id: u32 },
    Question { id: u32 },
}

/// A reply as a person left it.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReplyText {
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// What came of accepting several drafts.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcceptedManyView {
    pub(crate) entries: Vec<AcceptedView>,
}

/// One decision about what came in.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeedLine {
    pub(crate) line: u32,
    pub(crate) at: String,
    /// The code of the deed.
    pub(crate) what: String,
    pub(crate) note: String,
    /// Titles of drafts, at most three.
    pub(crate) about: Vec<String>,
    /// How many drafts or questions it is about.
    pub(crate) count: u32,
    /// Whether it was taken back, and so stands no longer.
    pub(crate) undone: bool,
}

/// A picture as it is kept: its bytes alone cross to the window.
#[derive(Type)]
pub(crate) struct Picture(pub(crate) Vec<u8>);

impl tauri::ipc::IpcResponse for Picture {
    fn body(self) -> tauri::Result<tauri::ipc::InvokeResponseBody> {
        Ok(tauri::ipc::InvokeResponseBody::Raw(self.0))
    }
}
