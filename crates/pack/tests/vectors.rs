//! The published vectors: every file of `vectors/index.json` is accepted or refused as the index says, for the reason
//! that it says. A reader of these formats in another language is tested with the same files.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pack::PackError;
use pack::judge_pack::OpenPack;
use pack::score_bundle::{Expected, open_bundle};
use pack::zip::{ZipDirectory, ZipError};
use seal::{Identity, PublicKey};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn index() -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join("index.json")).unwrap()).unwrap()
}

fn identity(name: &str) -> Identity {
    Identity::parse(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

/// The name of a variant, which is the reason in the index.
fn reason(error: &impl std::fmt::Debug) -> String {
    let shown = format!("{error:?}");
    let end = shown.find(|c: char| !c.is_alphanumeric());
    shown[..end.unwrap_or(shown.len())].to_owned()
}

/// When a vector was refused and why.
type Decision = Result<(), (&'static str, String)>;

fn json(path: &Path) -> Decision {
    let checked = pack::json::check(&fs::read(path).unwrap()).map(|_| ());
    checked.map_err(|error| ("opening", reason(&error.why)))
}

fn zip(path: &Path) -> Decision {
    let bytes = fs::read(path).unwrap();
    let read = || -> Result<(), ZipError> {
        let directory = ZipDirectory::read(&bytes)?;
        for entry in directory.entries() {
            ZipDirectory::read_entry(&bytes, entry, 1 << 20)?;
        }
        Ok(())
    };
    read().map_err(|error| ("opening", reason(&error)))
}

fn judge_pack(path: &Path) -> Decision {
    let opening = |error: PackError| ("opening", reason(&error));
    let using = |error: PackError| ("using", reason(&error));
    let identity = identity("pack-test-only-identity.txt");
    let open = OpenPack::open_with_identity(path, &identity).map_err(opening)?;
    open.check(&mut |_| ControlFlow::Continue(()))
        .map_err(using)
}

fn bundle(path: &Path, record: &Value) -> Decision {
    let opening = |error: PackError| ("opening", reason(&error));
    let using = |error: PackError| ("using", reason(&error));
    let identity = identity("v1-test-only-identity.txt");
    let open = open_bundle(&fs::read(path).unwrap(), &identity).map_err(opening)?;
    let text = |key: &str| record[key].as_str().unwrap().to_owned();
    let expected = Expected {
        contest: text("contest"),
        contest_key: text("contest_key"),
        judge: text("judge").parse().unwrap(),
        manifest_sha256: text("manifest_sha256").parse().unwrap(),
    };
    let invitation = PublicKey::parse(&text("invitation_key")).unwrap();
    open.verify(&invitation, &expected)
        .map(|_| ())
        .map_err(using)
}

#[test]
fn every_vector_is_decided_as_its_index_says() {
    let index = index();
    let vectors = index["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 105, "{}", vectors.len());
    let mut wrong = Vec::new();
    for vector in vectors {
        let file = vector["file"].as_str().unwrap();
        let path = folder().join(file);
        let decision = match vector["kind"].as_str().unwrap() {
            "json" => json(&path),
            "zip" => zip(&path),
            "pack" => judge_pack(&path),
            "bundle" => bundle(&path, &index["bundle_record"]),
            other => panic!("{file} is a {other}"),
        };
        let right = match &decision {
            Ok(()) => vector["accepted"] == true,
            Err((moment, reason)) => {
                vector["accepted"] == false
                    && vector["refusal"] == reason.as_str()
                    && (vector["kind"] == "zip" || vector["moment"] == *moment)
            }
        };
        if !right {
            wrong.push(format!("{file}: {decision:?}, the index says {vector}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_index_names_every_file_and_no_other() {
    let index = index();
    let named: BTreeSet<String> = index["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| vector["file"].as_str().unwrap().to_owned())
        .collect();
    let mut found = BTreeSet::new();
    for kind in ["json", "zip", "pack", "bundle"] {
        for entry in fs::read_dir(folder().join(kind)).unwrap() {
            let name = entry.unwrap().file_name();
            found.insert(format!("{kind}/{}", name.to_str().unwrap()));
        }
    }
    assert_eq!(named, found);
}

/// Refusals that the index does not state yet are added to it, for a person to look over.
#[test]
#[ignore = "completes the index of a new version, once, when it is published"]
fn state_the_refusals_in_the_index() {
    let mut index = index();
    let record = index["bundle_record"].clone();
    for vector in index["vectors"].as_array_mut().unwrap() {
        let path = folder().join(vector["file"].as_str().unwrap());
        let decision = match vector["kind"].as_str().unwrap() {
            "json" => json(&path),
            "zip" => zip(&path),
            "pack" => judge_pack(&path),
            _ => bundle(&path, &record),
        };
        if vector.get("refusal").is_none() {
            vector["refusal"] = decision.err().map_or(Value::Null, |(_, why)| why.into());
        }
    }
    let text = serde_json::to_string_pretty(&index).unwrap();
    fs::write(folder().join("index.json"), text + "\n").unwrap();
}
