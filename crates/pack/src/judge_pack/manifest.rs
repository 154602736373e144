//! `manifest.json`: what the organiser signs.

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use serde::{Deserialize, Serialize};

use crate::{Sha256Hex, json};

/// The signed statement of a pack: whose it is, for whom, and the hash of everything in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `jurydesk.judge-pack`.
    pub format: String,
    /// Version of the format, 1.
    pub version: u32,
    /// The contest's id, for example `westlake-2020`.
    pub contest: String,
    /// 32 random hexadecimal digits of the organiser's contest folder, so that two contests of one id differ.
    pub contest_key: String,
    /// The contest's title, for people.
    #[serde(deserialize_with = "json::name")]
    pub title: String,
    /// The round's id.
    #[serde(deserialize_with = "json::name")]
    pub round: String,
    /// The judge for whom the pack is.
    pub judge: JudgeId,
    /// 1 for the judge's first pack, then counting up over all rounds.
    pub pack_version: u32,
    /// When the organiser issued it.
    pub issued_at: DateTime<FixedOffset>,
    /// Until when the organiser takes bundles, if that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<DateTime<FixedOffset>>,
    /// The organiser's public key, as an OpenSSH line without comment; the signature must be of this key.
    pub organiser_key: String,
    /// The age recipient (`age1…`) to which the judge encrypts the bundle.
    pub reply_to: String,
    /// The public half of `invitation.key`, as an OpenSSH line without comment.
    pub invitation_key: String,
    /// How many entries the pack holds.
    pub entries: u32,
    /// Bytes that one hash of `segments.bin` covers, always 1,048,576.
    pub segment_bytes: u32,
    /// SHA-256 of `segments.bin`.
    pub segments_sha256: Sha256Hex,
    /// Every file of the archive after `segments.bin`, in the archive's order.
    pub files: Vec<FileFact>,
}

/// One file of the pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileFact {
    /// Its name in the archive.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of all of it.
    pub sha256: Sha256Hex,
}
