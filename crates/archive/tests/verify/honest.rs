//! Archives as an organiser writes them.

use archive::{Difference, read};
use pack::PackError;

use crate::common::{CONTEST, Scene, edit};
use crate::hands::{by_organiser, codes, verify};

#[test]
fn honest_results_are_accepted_and_everything_was_looked_at() {
    let scene = Scene::new();
    let bytes = scene.write().unwrap();
    let open = read(&bytes).unwrap();
    assert_eq!(open.head().contest.as_str(), "westlake-2020");
    let found = open.verify();
    assert!(found.holds(), "{:?}", found.differences);
    assert!(found.recomputed);
    assert_eq!(found.signer, Some(scene.organiser.public()));
    let checked = found.checked;
    assert_eq!(
        (checked.bundles, checked.entries, checked.decisions),
        (8, 12, 1)
    );
    assert_eq!(checked.scored, 5 * 12 - 1 + 3 * 4);
    assert_eq!(checked.files, 7 + 8 * 4);
    assert_eq!(checked.ranks, 12 + 4);
    assert!(checked.awards >= 3 && checked.marks > 300, "{checked:?}");
}

#[test]
fn the_same_contents_give_the_same_bytes() {
    let scene = Scene::new();
    assert_eq!(scene.write().unwrap(), scene.write().unwrap());
}

#[test]
fn comments_are_in_it_only_where_authors_read_them() {
    let scene = Scene::new();
    let words = "可以试行。".as_bytes();
    let has_words = |bytes: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    assert!(!has_words(&scene.write().unwrap()));
    let open = Scene::of(&CONTEST.replacen("readers = \"organizer\"", "readers = \"authors\"", 1));
    let bytes = open.write().unwrap();
    assert!(has_words(&bytes));
    assert!(verify(&bytes).holds());

    let found = by_organiser(&open, |files| {
        edit(
            files,
            "contest.toml",
            "readers = \"authors\"",
            "readers = \"organizer\"",
        );
    });
    assert_eq!(codes(&found), ["comments"]);
    let found = by_organiser(&open, |files| {
        edit(files, "bundles/J01-1/comments.json", "可以", "不可以");
    });
    assert!(matches!(
        &found.differences[..],
        [Difference::BundleRefused { why: PackError::Altered { file }, .. }] if file == "comments.json"
    ));
}
