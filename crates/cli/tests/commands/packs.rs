//! Plans, packs and keys.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::issued::{hand_in, issued, passphrase};
use crate::jury::{count, json, text};

#[test]
fn a_plan_that_is_out_is_extended_and_a_judge_may_have_an_invitation_file() {
    let (dir, contest, out) = issued();
    let refused = json(&["assign", text(&contest)], 3);
    assert_eq!(refused["error"]["code"], "packs_issued");
    let refused = json(&["assign", text(&contest), "--round", "last"], 3);
    assert_eq!(refused["error"]["code"], "round_unknown");
    let refused = json(&["assign", text(&contest), "--round", "final"], 3);
    assert_eq!(refused["error"]["code"], "panel_open");

    let judges = dir.path().join("more.csv");
    fs::write(&judges, "id,name,unit,email\nJ03,丙,三校,\n").unwrap();
    json(&["judges", text(&contest), text(&judges)], 0);
    json(&["judges", text(&contest), "--dropped", "J02"], 0);
    let looked = json(&["assign", text(&contest), "--extend", "--dry-run"], 0);
    assert_eq!(
        (count(&looked["kept"]), looked["done"].as_bool()),
        (2, Some(false))
    );
    let kept = json(&["assign", text(&contest), "--extend"], 0);
    assert_eq!(kept["to_issue"], serde_json::json!(["J03"]));

    let key = dir.path().join("passphrase.txt");
    let invitation = dir.path().join("J03.txt");
    let arguments = [
        "pack",
        text(&contest),
        "--out",
        text(&out),
        "--passphrase-file",
        text(&key),
        "--judge",
        "J03",
        "--invitation",
        text(&invitation),
    ];
    let issued = json(&arguments, 0);
    assert_eq!(issued["passphrases"], Value::Null);
    let file = out.join(issued["packs"][0]["file"].as_str().unwrap());
    let checked = json(
        &["check-pack", text(&file), "--identity", text(&invitation)],
        0,
    );
    assert!(checked.is_object());
}

#[test]
fn the_keys_come_back_from_their_backup_with_the_passphrase_alone() {
    let dir = tempfile::tempdir().unwrap();
    let contest = dir.path().join("c");
    json(&["new", text(&contest)], 0);
    let key = passphrase(dir.path());
    let backup = dir.path().join("keys.zip");
    json(
        &["keys", "export", text(&contest), "--out", text(&backup)],
        0,
    );
    fs::remove_dir_all(contest.join("keys")).unwrap();
    let wrong = dir.path().join("wrong.txt");
    fs::write(&wrong, "0".repeat(20)).unwrap();
    let recover = |key: &Path, code| {
        let arguments = [
            text(&contest),
            text(&backup),
            "--passphrase-file",
            text(key),
        ];
        json(&[&["keys", "recover"], &arguments[..]].concat(), code)
    };
    assert_eq!(recover(&wrong, 3)["error"]["code"], "keys_wrong_passphrase");
    assert!(!contest.join("keys").exists());
    recover(&key, 0);
    let again = json(
        &["keys", "protect", text(&contest), "--sheet", text(&wrong)],
        3,
    );
    assert_eq!(again["error"]["code"], "keys_protected");
}

#[test]
fn the_demonstration_is_made_once_and_its_passphrases_open_its_packs() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("demo");
    let made = json(&["demo", text(&place)], 0);
    let packs = made["issued"]["packs"].as_array().unwrap();
    assert_eq!(packs.len(), 4);
    let entries: u64 = packs.iter().map(|pack| count(&pack["entries"])).sum();
    assert_eq!(entries, 3 * count(&made["entries"]));
    let out = place.join("packs");
    assert!(!hand_in(&out, "J01", 7).is_empty());
    let again = json(&["demo", text(&place)], 0);
    assert_eq!(again["issued"]["packs"].as_array().unwrap().len(), 0);
    let queue = json(&["queue", text(&place)], 0);
    assert_eq!(queue["drafts"].as_array().unwrap().len(), 0);
}
