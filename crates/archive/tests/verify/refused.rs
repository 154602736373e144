//! Archives that somebody else signed, that cannot be read, or that are of another contest.

use archive::Difference;
use seal::SigningKey;

use crate::common::{Scene, edit, file, files, sign_again, zip};
use crate::hands::{by_organiser, by_stranger, codes, verify};

#[test]
fn a_stranger_cannot_sign_for_the_organiser() {
    let scene = Scene::new();
    let mut all = files(&scene.write().unwrap());
    let stranger = SigningKey::generate(&mut rand::rngs::OsRng);
    sign_again(&mut all, &stranger);
    let found = verify(&zip(&all));
    assert!(matches!(
        &found.differences[..],
        [Difference::OtherSigner { .. }]
    ));
    assert_eq!(found.signer, Some(stranger.public()));

    let found = by_stranger(&scene, |files| file(files, "README.txt").push(b'x'));
    assert!(
        matches!(&found.differences[..], [Difference::FileChanged { name }] if name == "README.txt")
    );
    let found = by_stranger(&scene, |files| file(files, "SHA256SUMS").push(b'\n'));
    assert_eq!(codes(&found)[0], "signature");
    let found = by_stranger(&scene, |files| file(files, "SHA256SUMS.sig").push(b'\n'));
    assert_eq!(codes(&found), ["signature"]);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let scene = Scene::new();
    for name in ["contest.toml", "packs.json", "inputs.json", "results.json"] {
        let found = by_organiser(&scene, |files| file(files, name).extend_from_slice(b"{"));
        assert!(
            matches!(&found.differences[..], [Difference::Unreadable { name: told, .. }] if told == name),
            "{:?}",
            found.differences
        );
        assert!(!found.recomputed);
    }
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"seed\"", "\"seed\": 1, \"seed\"");
    });
    assert_eq!(codes(&found), ["unreadable"]);
}

#[test]
fn inputs_that_contradict_themselves_are_told_of() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(files, "inputs.json", "\"draws\": 200", "\"draws\": 0");
    });
    assert_eq!(codes(&found), ["inputs"]);
}

#[test]
fn the_archive_of_another_contest_is_not_this_ones() {
    let scene = Scene::new();
    let found = by_organiser(&scene, |files| {
        edit(
            files,
            "archive.json",
            "\"contest\": \"westlake-2020\"",
            "\"contest\": \"westlake-2021\"",
        );
    });
    assert_eq!(codes(&found), ["other_contest"]);
}
