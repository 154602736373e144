//! What somebody could change in published results who holds the organiser's own key: each change is signed anew, so that
//! nothing but the judges' signatures and the recomputation can find it.

use std::fs::{self, File};
use std::io::Read;

use pack::Sha256Hex;
use pack::zip::ZipWriter;
use seal::{Passphrase, SigningKey};
use serde_json::Value;
use whole::programs::jury_json;

use super::{Stage, text};

/// The files of an archive, in their order.
type Files = Vec<(String, Vec<u8>)>;

/// Changes an archive in each of the ways that matter; `jury verify` refuses each and says what differs.
pub(super) fn every_change_is_found(stage: &Stage) {
    let whole = unpack(stage);
    refused(stage, "untouched", whole.clone(), &[]);

    let mut marked = whole.clone();
    let (_, bundle) = first(&mut marked, "/bundle.json");
    *bundle = change_a_mark(bundle);
    refused(stage, "mark", marked, &["bundle_"]);

    let mut dropped = whole.clone();
    let name = first(&mut dropped, "/bundle.json").0.clone();
    let folder = name.trim_end_matches("bundle.json");
    let judge = folder
        .trim_start_matches("bundles/")
        .split('-')
        .next()
        .unwrap();
    dropped.retain(|(name, _)| !name.starts_with(folder));
    let (_, hashes) = first(&mut dropped, "hashes.txt");
    let listed = String::from_utf8(hashes.clone()).unwrap();
    let mut lines: Vec<&str> = listed.lines().collect();
    let at = lines.iter().position(|line| line.contains(judge)).unwrap();
    lines.remove(at);
    *hashes = (lines.join("\n") + "\n").into_bytes();
    refused(stage, "dropped", dropped, &["bundle_missing"]);

    let mut swapped = whole.clone();
    let (_, results) = first(&mut swapped, "results.json");
    *results = swap_gold(results);
    refused(stage, "swapped", swapped, &["award"]);

    let mut seeded = whole;
    let (_, inputs) = first(&mut seeded, "inputs.json");
    let text = String::from_utf8(inputs.clone()).unwrap();
    let seed = serde_json::from_slice::<Value>(inputs).unwrap()["seed"].clone();
    let other = (seed.as_u64().unwrap() + 1) % 1_000_000;
    let changed = text.replacen(
        &format!("\"seed\": {seed}"),
        &format!("\"seed\": {other}"),
        1,
    );
    assert_ne!(changed, text);
    *inputs = changed.into_bytes();
    refused(stage, "seed", seeded, &["figure"]);
}

fn unpack(stage: &Stage) -> Files {
    let file = File::open(stage.at("RESULTS.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut member = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            (member.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The first file whose name ends so.
fn first<'a>(files: &'a mut Files, end: &str) -> (String, &'a mut Vec<u8>) {
    let found = files.iter_mut().find(|(name, _)| name.ends_with(end));
    let (name, bytes) = found.unwrap();
    (name.clone(), bytes)
}

/// The first mark of the bundle becomes another, as long as it.
fn change_a_mark(bundle: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bundle.to_vec()).unwrap();
    let marks = text.find("\"marks\"").unwrap();
    let digit = marks + text[marks..].find(|c: char| c.is_ascii_digit()).unwrap();
    // The digits of a criterion's name come before a colon; the mark comes after one.
    let colon = marks + 8 + text[marks + 8..].find(':').unwrap();
    let at = digit.max(colon + 1);
    let at = at + text[at..].find(|c: char| c.is_ascii_digit()).unwrap();
    let mut changed = text.into_bytes();
    changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
    changed
}

/// The gold award and the first of the nominees change places.
fn swap_gold(results: &[u8]) -> Vec<u8> {
    let value: Value = serde_json::from_slice(results).unwrap();
    let name = |award: usize| {
        let to = &value["results"]["awards"][award]["received"][0]["to"]["entry"];
        to.as_str().unwrap().to_owned()
    };
    let (gold, nominee) = (name(0), name(1));
    let text = String::from_utf8(results.to_vec()).unwrap();
    let (before, awards) = text.split_at(text.find("\"awards\"").unwrap());
    let awards = awards
        .replacen(&gold, "the other", 1)
        .replacen(&nominee, &gold, 1)
        .replacen("the other", &nominee, 1);
    format!("{before}{awards}").into_bytes()
}

/// Signs the files anew as the organiser and has the archive verified.
fn refused(stage: &Stage, name: &str, mut files: Files, codes: &[&str]) {
    files.retain(|(name, _)| !name.starts_with("SHA256SUMS"));
    let sums: String = files
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", Sha256Hex::of(bytes)))
        .collect();
    let key = fs::read_to_string(stage.at("contest").join("keys/organiser")).unwrap();
    let digits = fs::read_to_string(&stage.passphrase).unwrap();
    let digits = Passphrase::parse(&digits).unwrap();
    let key = SigningKey::from_openssh_encrypted(&key, &digits).unwrap();
    let signature = key.sign(archive::NAMESPACE, sums.as_bytes()).unwrap();
    files.push(("SHA256SUMS".to_owned(), sums.into_bytes()));
    files.push(("SHA256SUMS.sig".to_owned(), signature.into_bytes()));
    let mut zip = ZipWriter::new(Vec::new());
    for (name, bytes) in &files {
        zip.add(name, bytes).unwrap();
    }
    let place = stage.at(&format!("{name}.zip"));
    fs::write(&place, zip.finish().unwrap().0).unwrap();

    let code = if codes.is_empty() { 0 } else { 3 };
    let verified = jury_json(&["verify", &text(&place)], code);
    assert_eq!(verified["good"], codes.is_empty(), "{name}: {verified:#}");
    for wanted in codes {
        let found = verified["differences"].as_array().unwrap();
        let says = |one: &Value| one["code"].as_str().unwrap().starts_with(wanted);
        assert!(found.iter().any(says), "{name}: {verified:#}");
    }
}
