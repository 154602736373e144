//! What crosses between shell and window: plain shapes, from which `ui/src/bindings.ts` is generated.
//!
//! Both desks share what stands here; what only one of them shows is in its own module.
//!
//! Times are RFC 3339 text, lengths milliseconds, sizes KiB, marks half points (16 is 8 points).

mod found;
mod import;
mod intake;
mod judge;
mod judges;
mod media;
mod organizer;
mod packs;
mod results;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use found::*;
pub(crate) use import::*;
pub(crate) use intake::*;
pub(crate) use judge::*;
pub(crate) use judges::*;
pub(crate) use media::*;
pub(crate) use organizer::*;
pub(crate) use packs::*;
pub(crate) use results::*;

/// A refusal: a message key and the facts to fill in.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) facts: BTreeMap<String, String>,
}

/// How far a long work is.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WorkProgress {
    pub(crate) kib_done: u32,
    pub(crate) kib_total: u32,
}

/// Which desk the window opens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DeskKind {
    Judge,
    Organizer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Look {
    Light,
    Dark,
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TextSize {
    /// 16 px, the smallest there is.
    M,
    /// 18 px.
    L,
    /// 20 px.
    Xl,
    /// 22 px.
    Xxl,
}

/// How the window looks and speaks; kept between runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Preferences {
    pub(crate) language: Language,
    pub(crate) look: Look,
    pub(crate) text_size: TextSize,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Start {
    pub(crate) desk: DeskKind,
    pub(crate) preferences: Preferences,
    pub(crate) recent: Vec<RecentPack>,
    /// A pack given when the program was started.
    pub(crate) waiting: Option<PackFile>,
    /// The passphrase of the demonstration pack; never set for any other.
    pub(crate) shown_passphrase: Option<String>,
    pub(crate) version: String,
}

/// Six groups of five digits.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fingerprint {
    pub(crate) groups: [String; 6],
}

/// Files were dropped on the window.
#[derive(Clone, Debug, Serialize, Deserialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilesDropped {
    pub(crate) paths: Vec<String>,
}

/// The open pack could not be read for the player: why, as the code of a refusal.
#[derive(Clone, Debug, Serialize, Deserialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PackLost {
    pub(crate) code: String,
}

/// Files are being dragged over the window, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize, Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DropHover {
    pub(crate) over: bool,
}
