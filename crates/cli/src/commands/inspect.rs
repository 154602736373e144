//! `jury inspect`

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use archive::ReadError;
use contest::Contest;
use pack::inspect::{Inspected, Kind, SignedClaim, inspect};
use pack::judge_pack::{Manifest, OpenPack};
use pack::score_bundle::open_bundle;
use pack::{PackError, Sha256Hex};
use seal::{Identity, InvitationFile, Outline, PublicKey};
use serde_json::{Map, Value, json};

use crate::args::FileKey;
use crate::failure::Failure;
use crate::output::Report;
use crate::sealed;
use crate::table::tame;
use crate::words::Words;

/// Largest file that is read as a bundle, in bytes: a bundle holds 64 MiB at most.
const LARGEST_BUNDLE: u64 = 65 << 20;

/// What is said about a file.
struct Said {
    /// The kind, a key of the words.
    kind: &'static str,
    /// Whether the file is whole, as far as that can be known.
    whole: Whole,
    /// What else is known, in the order in which it is printed; keys of the words.
    facts: Vec<(&'static str, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// Proven with a key, or by a signature.
    Yes,
    /// Certainly not.
    No,
    /// Nothing speaks against it.
    Perhaps,
    /// The question makes no sense.
    Open,
}

pub(crate) fn run(file: &Path, key: &FileKey, words: &Words) -> Result<Report, Failure> {
    let found = inspect(file).map_err(|why| Failure::unreadable(file, &why))?;
    let mut said = match &found.kind {
        Kind::Age(outline) => sealed(file, outline, key, words)?,
        Kind::OtherArchive { files } => other_archive(file, *files)?,
        other => open(other),
    };
    let mut facts = vec![("bytes", found.bytes.to_string())];
    facts.extend(volumes(&found, &mut said.whole));
    facts.append(&mut said.facts);
    said.facts = facts;
    Ok(report(&said, words))
}

/// How many volumes lie there, and whether one between them is missing.
fn volumes(found: &Inspected, whole: &mut Whole) -> Vec<(&'static str, String)> {
    let Some(last) = found.volumes.last() else {
        return Vec::new();
    };
    let mut facts = vec![("volumes", found.volumes.len().to_string())];
    let absent: Vec<String> = (1..*last)
        .filter(|number| !found.volumes.contains(number))
        .map(|number| format!(".{number:03}"))
        .collect();
    if !absent.is_empty() {
        *whole = Whole::No;
        facts.push(("absent", absent.join(" ")));
    }
    facts
}

/// A sealed file: from outside, or with a key from inside.
fn sealed(file: &Path, outline: &Outline, key: &FileKey, words: &Words) -> Result<Said, Failure> {
    let refused = |error: PackError| sealed::failure(file, &error);
    if let Some(path) = &key.identity {
        let identity = sealed::identity(path, key, words)?;
        return match OpenPack::open_with_identity(file, &identity) {
            Ok(pack) => Ok(judge_pack(&pack)),
            Err(PackError::NotAPack) => bundle(file, &identity),
            Err(error) => Err(refused(error)),
        };
    }
    if key.passphrase_file.is_some() {
        return Ok(judge_pack(&sealed::open_pack(file, key, words)?));
    }
    let mut facts = Vec::new();
    facts.extend(
        outline
            .content
            .map(|content| ("content_bytes", content.to_string())),
    );
    let kind = match outline.passphrase {
        Some(work) => {
            facts.push(("work", work.to_string()));
            "sealed_to_digits"
        }
        None => {
            facts.push(("recipients", outline.recipients.to_string()));
            "sealed_to_key"
        }
    };
    let whole = match outline.content {
        Some(_) => Whole::Perhaps,
        None => Whole::No,
    };
    Ok(Said { kind, whole, facts })
}

fn bundle(file: &Path, identity: &Identity) -> Result<Said, Failure> {
    let refused = |error: PackError| sealed::failure(file, &error);
    let unreadable = |why| Failure::unreadable(file, &why);
    if fs::metadata(file).map_err(unreadable)?.len() > LARGEST_BUNDLE {
        return Err(refused(PackError::NotAPack));
    }
    let bytes = fs::read(file).map_err(unreadable)?;
    let signed = open_bundle(&bytes, identity).and_then(|open| open.signed());
    Ok(score_bundle("score_bundle", &signed.map_err(refused)?))
}

fn judge_pack(pack: &OpenPack) -> Said {
    let mut said = manifest("judge_pack", pack.manifest(), pack.organiser());
    let name = Sha256Hex(pack.manifest_sha256());
    said.facts.push(("manifest_sha256", name.to_string()));
    said
}

fn manifest(kind: &'static str, manifest: &Manifest, signer: &PublicKey) -> Said {
    let bytes = manifest.files.iter();
    let bytes = bytes.fold(0_u64, |sum, file| sum.saturating_add(file.bytes));
    let mut facts = vec![
        ("contest", manifest.contest.clone()),
        ("title", manifest.title.clone()),
        ("judge", manifest.judge.to_string()),
        ("round", manifest.round.clone()),
        ("version", manifest.pack_version.to_string()),
        ("entries", manifest.entries.to_string()),
        ("files", manifest.files.len().to_string()),
        ("content_bytes", bytes.to_string()),
        ("issued", manifest.issued_at.to_rfc3339()),
    ];
    facts.extend(manifest.closes_at.map(|at| ("closes", at.to_rfc3339())));
    facts.push(("signer", signer.fingerprint().to_string()));
    Said {
        kind,
        whole: Whole::Yes,
        facts,
    }
}

fn score_bundle(kind: &'static str, signed: &SignedClaim) -> Said {
    let claim = &signed.claim;
    Said {
        kind,
        whole: Whole::Yes,
        facts: vec![
            ("contest", claim.contest.clone()),
            ("title", claim.title.clone()),
            ("judge", claim.judge.to_string()),
            ("revision", signed.sequence.to_string()),
            ("sheets", signed.sheets.to_string()),
            ("fingerprint", signed.fingerprint.to_string()),
            ("signer", signed.judge_key.fingerprint().to_string()),
            ("invitation", signed.invitation.fingerprint().to_string()),
            ("manifest_sha256", claim.manifest_sha256.to_string()),
        ],
    }
}

/// An archive that is neither a pack nor a bundle: published results, or none of ours.
fn other_archive(file: &Path, files: usize) -> Result<Said, Failure> {
    let source = fs::File::open(file).map_err(|why| Failure::unreadable(file, &why))?;
    let open = match archive::read(&source) {
        Ok(open) => open,
        Err(ReadError::NotAnArchive) => {
            return Ok(Said {
                kind: "other_archive",
                whole: Whole::Open,
                facts: vec![("files", files.to_string())],
            });
        }
        Err(why) => {
            return Ok(Said {
                kind: "refused_archive",
                whole: Whole::No,
                facts: vec![("why", why.to_string())],
            });
        }
    };
    let head = open.head();
    let mut facts = vec![
        ("contest", head.contest.to_string()),
        ("title", head.title.clone()),
        ("bundles", open.bundles().to_string()),
        ("written", head.written_at.to_rfc3339()),
    ];
    let signer = open.signer();
    facts.extend(signer.map(|key| ("signer", key.fingerprint().to_string())));
    Ok(Said {
        kind: "results_archive",
        whole: if signer.is_some() {
            Whole::Yes
        } else {
            Whole::No
        },
        facts,
    })
}

/// A file that is not encrypted, or not whole enough to be looked into.
fn open(kind: &Kind) -> Said {
    let plain = |kind, facts| Said {
        kind,
        whole: Whole::Open,
        facts,
    };
    let key = |key: &PublicKey| ("signer", key.fingerprint().to_string());
    match kind {
        Kind::PackArchive(found, signer) => manifest("pack_archive", found, signer),
        Kind::BundleArchive(signed) => score_bundle("bundle_archive", signed),
        Kind::BrokenAge(why) => Said {
            kind: "sealed_broken",
            whole: Whole::No,
            facts: vec![("why", why.to_string())],
        },
        Kind::RefusedArchive(why) => Said {
            kind: "refused_archive",
            whole: Whole::No,
            facts: vec![("why", why.to_string())],
        },
        Kind::LaterVolume(number) => Said {
            kind: "later_volume",
            whole: Whole::No,
            facts: vec![("volume", number.to_string())],
        },
        Kind::Invitation(file) => invitation(file),
        Kind::PrivateKey { public, encrypted } => {
            let kind = if *encrypted {
                "private_key_locked"
            } else {
                "private_key"
            };
            plain(kind, vec![key(public)])
        }
        Kind::PublicKey(public) => plain("public_key", vec![key(public)]),
        Kind::Signature(signer) => plain("signature", vec![key(signer)]),
        Kind::Text(text) => match Contest::parse(text) {
            Ok(contest) => plain(
                "contest_file",
                vec![
                    ("contest", contest.id.to_string()),
                    ("title", contest.title),
                ],
            ),
            Err(_) => plain("unknown", Vec::new()),
        },
        // A sealed file and published results are looked at elsewhere, and later kinds are unknown here.
        Kind::Age(_) | Kind::OtherArchive { .. } | Kind::Unknown => plain("unknown", Vec::new()),
    }
}

fn invitation(file: &InvitationFile) -> Said {
    let mut facts = Vec::new();
    let comments = [
        ("contest", file.contest()),
        ("judge", file.judge()),
        ("signer", file.organiser()),
    ];
    for (key, value) in comments {
        facts.extend(value.map(|value| (key, value.to_owned())));
    }
    facts.push(("recipient", file.recipient().to_string()));
    let kind = match file.judge() {
        Some(_) => "invitation_file",
        None => "identity_file",
    };
    Said {
        kind,
        whole: Whole::Open,
        facts,
    }
}

fn report(said: &Said, words: &Words) -> Report {
    let kind = words.say(&format!("inspect.kind.{}", said.kind));
    let (whole, sentence) = match said.whole {
        Whole::Yes => (json!(true), Some("inspect.whole.yes")),
        Whole::No => (json!(false), Some("inspect.whole.no")),
        Whole::Perhaps => (Value::Null, Some("inspect.whole.perhaps")),
        Whole::Open => (Value::Null, None),
    };
    let mut text = format!("{kind}\n");
    if let Some(sentence) = sentence {
        let _ = writeln!(text, "{}", words.say(sentence));
    }
    let mut facts = Map::new();
    for (key, value) in &said.facts {
        let label = words.say(&format!("inspect.fact.{key}"));
        let _ = writeln!(text, "  {label}: {}", tame(value));
        facts.insert((*key).to_owned(), json!(value));
    }
    let value = json!({"kind": said.kind, "whole": whole, "facts": facts});
    let mut report = Report::new(&value, text);
    report.attention = said.whole == Whole::No || said.kind == "unknown";
    report
}
