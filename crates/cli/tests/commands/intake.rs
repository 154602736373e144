//! Mails become drafts.

use std::fs;

use serde_json::Value;

use crate::jury::{count, fixtures, json, text};

#[test]
fn every_sample_mail_ends_as_drafts_or_in_the_queue_as_expected() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    json(&["new", text(&contest)], 0);
    let received = json(
        &["intake", text(&contest), text(&fixtures().join("eml"))],
        0,
    );
    assert_eq!(count(&received["sources"]), 23);
    let covered = received["lines"].as_array().unwrap().iter().filter(|line| {
        count(&line["entries"]) > 0 || count(&line["queue"]) > 0 || line["state"] == "duplicate"
    });
    assert_eq!(covered.count(), 23);
    assert_eq!(count(&received["media"]["waiting"]), 0);

    let queue = json(&["queue", text(&contest)], 0);
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(fixtures().join("expected.json")).unwrap())
            .unwrap();
    let drafts = queue["drafts"].as_array().unwrap();
    let items = queue["items"].as_array().unwrap();
    assert_eq!(count(&received["entries"]), drafts.len() as u64);
    let mut checked = 0;
    for source in expected["sources"].as_array().unwrap() {
        let Some(name) = source["source"].as_str().unwrap().strip_prefix("eml/") else {
            continue;
        };
        checked += 1;
        let found: Vec<&Value> = drafts
            .iter()
            .filter(|draft| draft["source"] == name)
            .collect();
        let wanted = source["entries"].as_array().unwrap();
        // A .wps file may be read or queued.
        let wps = name.starts_with("22");
        if !wps {
            assert_eq!(found.len(), wanted.len(), "{name}");
        }
        for (draft, entry) in found.iter().zip(wanted) {
            assert_eq!(
                squeezed(&draft["title"]),
                squeezed(&entry["title"]),
                "{name}"
            );
            let mut codes: Vec<&str> = draft["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["code"].as_str().unwrap())
                // A note beside the findings: the list of the samples does not look into the files.
                .filter(|code| *code != "identity_in_file")
                .collect();
            let mut right: Vec<&str> = entry["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_str().unwrap())
                .collect();
            codes.sort_unstable();
            right.sort_unstable();
            assert_eq!(codes, right, "{name}");
            for medium in entry["media"].as_array().unwrap() {
                check_length(name, draft, medium);
            }
        }
        let mut reasons: Vec<&str> = items
            .iter()
            .filter(|item| item["source"] == name)
            .map(|item| item["reason"].as_str().unwrap())
            .collect();
        let mut right: Vec<&str> = source["needs_human"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["reason"].as_str().unwrap())
            .collect();
        reasons.sort_unstable();
        right.sort_unstable();
        if !wps {
            assert_eq!(reasons, right, "{name}");
        }
    }
    assert_eq!(checked, 23);

    let again = json(
        &["intake", text(&contest), text(&fixtures().join("eml"))],
        0,
    );
    assert_eq!(
        (count(&again["duplicates"]), count(&again["entries"])),
        (23, 0)
    );
}

fn squeezed(text: &Value) -> String {
    text.as_str().unwrap().split_whitespace().collect()
}

/// The measured length is the played one, within 0.1 s.
fn check_length(source: &str, draft: &Value, medium: &Value) {
    let one = draft["media"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| {
            one["name"]
                .as_str()
                .unwrap()
                .ends_with(medium["name"].as_str().unwrap())
        })
        .unwrap_or_else(|| panic!("{source}: {medium}"));
    if medium["readable"] == false {
        assert_eq!(one["state"], "unreadable", "{source}");
        return;
    }
    let played = medium["played_s"].as_f64().unwrap();
    let measured = one["length_ms"].as_f64().unwrap() / 1000.0;
    assert!(
        (measured - played).abs() < 0.1,
        "{source}: {measured} s, not {played} s"
    );
    if let Some(width) = medium["shown_width"].as_u64() {
        assert_eq!(count(&one["width"]), width, "{source}");
    }
}
