//! What is signed of a bundle, and what may be left out of it.
//!
//! Marks are published and comments, as a rule, are not. So `bundle.json`, which the judge signs, has no comment in it, only
//! the SHA-256 of `comments.json`. That file carries 32 random bytes beside the texts: without them whoever has the hash
//! could try short comments until one fits.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use rand::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};

use super::{
    BUNDLE, COMMENTS, COMMENTS_FORMAT, Mark, Recusal, RecusalKind, ScoreBundle, SheetRecord,
    SheetStatus, TieOrder, VERSION, rules,
};
use crate::{PackError, Sha256Hex, json};

/// `bundle.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    format: String,
    version: u32,
    contest: String,
    contest_key: String,
    #[serde(deserialize_with = "json::name")]
    title: String,
    manifest_sha256: Sha256Hex,
    judge: JudgeId,
    sequence: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous_sha256: Option<Sha256Hex>,
    judge_key: String,
    #[serde(deserialize_with = "json::name")]
    client: String,
    exported_at: DateTime<FixedOffset>,
    comments_sha256: Sha256Hex,
    sheets: Vec<SignedSheet>,
    ties: Vec<TieOrder>,
}

/// A sheet of `bundle.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedSheet {
    entry: String,
    entry_sha256: Sha256Hex,
    status: SheetStatus,
    marks: BTreeMap<String, Mark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recusal: Option<RecusalKind>,
    not_seen: Vec<String>,
}

/// `comments.json`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comments {
    format: String,
    version: u32,
    salt: Sha256Hex,
    comments: BTreeMap<String, String>,
    recusal_notes: BTreeMap<String, String>,
}

/// The two files as they are written.
pub(super) struct Split {
    pub(super) bundle_json: Vec<u8>,
    pub(super) comments_json: Vec<u8>,
}

/// Writes a bundle as its two files.
pub(super) fn split(
    bundle: &ScoreBundle,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Split, PackError> {
    rules::bundle(bundle)?;
    let mut salt = [0; 32];
    rng.fill_bytes(&mut salt);
    let texts = |text: fn(&SheetRecord) -> Option<&String>| {
        let of = |sheet: &SheetRecord| Some((sheet.entry.clone(), text(sheet)?.clone()));
        let texts = bundle.sheets.iter().filter_map(of);
        texts.filter(|(_, text)| !text.is_empty()).collect()
    };
    let comments = Comments {
        format: COMMENTS_FORMAT.to_owned(),
        version: VERSION,
        salt: Sha256Hex(salt),
        comments: texts(|sheet| Some(&sheet.comment)),
        recusal_notes: texts(|sheet| Some(&sheet.recusal.as_ref()?.note)),
    };
    let comments_json = json::write(COMMENTS, &comments)?;
    let signed = Signed {
        format: bundle.format.clone(),
        version: bundle.version,
        contest: bundle.contest.clone(),
        contest_key: bundle.contest_key.clone(),
        title: bundle.title.clone(),
        manifest_sha256: bundle.manifest_sha256,
        judge: bundle.judge.clone(),
        sequence: bundle.sequence,
        previous_sha256: bundle.previous_sha256,
        judge_key: bundle.judge_key.clone(),
        client: bundle.client.clone(),
        exported_at: bundle.exported_at,
        comments_sha256: Sha256Hex::of(&comments_json),
        sheets: bundle.sheets.iter().map(without_texts).collect(),
        ties: bundle.ties.clone(),
    };
    let split = Split {
        bundle_json: json::write(BUNDLE, &signed)?,
        comments_json,
    };
    // Nothing is signed that the organiser's reader would refuse.
    join(&split.bundle_json, Some(&split.comments_json))?;
    Ok(split)
}

fn without_texts(sheet: &SheetRecord) -> SignedSheet {
    SignedSheet {
        entry: sheet.entry.clone(),
        entry_sha256: sheet.entry_sha256,
        status: sheet.status,
        marks: sheet.marks.clone(),
        recusal: sheet.recusal.as_ref().map(|recusal| recusal.kind),
        not_seen: sheet.not_seen.clone(),
    }
}

/// Reads both files as the one bundle they are, by every rule of the format. Without `comments_json` the comments were left
/// out, and all texts come back empty.
///
/// It verifies no signature: that of `bundle_json` must be known to hold, which makes this what a judge's desk reads its own
/// records with.
///
/// # Errors
/// [`PackError::Altered`] when `comments_json` is not the file whose hash was signed, [`PackError::Malformed`].
pub fn join(bundle_json: &[u8], comments_json: Option<&[u8]>) -> Result<ScoreBundle, PackError> {
    let signed: Signed = json::read(BUNDLE, bundle_json)?;
    let (mut comments, mut notes) = match comments_json {
        Some(bytes) => read_comments(bytes, &signed)?,
        None => (BTreeMap::new(), BTreeMap::new()),
    };
    let with_texts = |sheet: SignedSheet| SheetRecord {
        comment: comments.remove(&sheet.entry).unwrap_or_default(),
        recusal: sheet.recusal.map(|kind| Recusal {
            kind,
            note: notes.remove(&sheet.entry).unwrap_or_default(),
        }),
        entry: sheet.entry,
        entry_sha256: sheet.entry_sha256,
        status: sheet.status,
        marks: sheet.marks,
        not_seen: sheet.not_seen,
    };
    let bundle = ScoreBundle {
        format: signed.format,
        version: signed.version,
        contest: signed.contest,
        contest_key: signed.contest_key,
        title: signed.title,
        manifest_sha256: signed.manifest_sha256,
        judge: signed.judge,
        sequence: signed.sequence,
        previous_sha256: signed.previous_sha256,
        judge_key: signed.judge_key,
        client: signed.client,
        exported_at: signed.exported_at,
        sheets: signed.sheets.into_iter().map(with_texts).collect(),
        ties: signed.ties,
    };
    rules::bundle(&bundle)?;
    Ok(bundle)
}

type Texts = BTreeMap<String, String>;

/// The comments and the notes of recusals, each under an entry that has the sheet for it.
fn read_comments(bytes: &[u8], signed: &Signed) -> Result<(Texts, Texts), PackError> {
    if Sha256Hex::of(bytes) != signed.comments_sha256 {
        return Err(PackError::Altered {
            file: COMMENTS.to_owned(),
        });
    }
    let read: Comments = json::read(COMMENTS, bytes)?;
    if read.format != COMMENTS_FORMAT || read.version != VERSION {
        return Err(PackError::malformed(COMMENTS, "another format or version"));
    }
    let all: BTreeSet<&str> = signed.sheets.iter().map(|s| s.entry.as_str()).collect();
    let recused: BTreeSet<&str> = signed
        .sheets
        .iter()
        .filter(|sheet| sheet.recusal.is_some())
        .map(|sheet| sheet.entry.as_str())
        .collect();
    for (texts, entries, why) in [
        (
            &read.comments,
            all,
            "a comment for an entry without a sheet",
        ),
        (
            &read.recusal_notes,
            recused,
            "a note for an entry that is not recused",
        ),
    ] {
        if !texts.keys().all(|entry| entries.contains(entry.as_str())) {
            return Err(PackError::malformed(COMMENTS, why));
        }
        // An absent text is the one way to write an empty one.
        if texts.values().any(String::is_empty) {
            return Err(PackError::malformed(COMMENTS, "an empty text"));
        }
    }
    Ok((read.comments, read.recusal_notes))
}

impl fmt::Debug for Comments {
    /// Texts of judges do not belong into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Comments(of {} entries)", self.comments.len())
    }
}
