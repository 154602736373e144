//! The documents for people: what they show is there, small, and in their own words.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::fs;

use whole::documents::{PICTURE_LIMIT, pictures_shown};
use whole::programs::root;

#[test]
fn every_picture_a_document_shows_is_there_and_small() {
    let shown = pictures_shown();
    assert!(shown.len() > 5, "{shown:?}");
    for name in shown {
        let file = root().join("docs/pictures").join(&name);
        let size = fs::metadata(&file)
            .unwrap_or_else(|error| panic!("{}: {error}; `cargo xtask pictures`", file.display()))
            .len();
        assert!(size <= PICTURE_LIMIT, "{name} has {size} bytes");
    }
}

#[test]
fn no_picture_lies_there_that_nothing_shows() {
    let shown = pictures_shown();
    for file in fs::read_dir(root().join("docs/pictures"))
        .unwrap()
        .flatten()
    {
        let name = file.file_name().to_string_lossy().into_owned();
        assert!(shown.contains(&name), "no document shows {name}");
    }
}

#[test]
fn the_judges_guide_speaks_of_nothing_but_what_a_judge_sees() {
    let guide = fs::read_to_string(root().join("docs/guide-judge.zh-CN.md")).unwrap();
    for word in [
        "SQLite",
        "ed25519",
        "SHA-256",
        "JSON",
        "WebDriver",
        "加密算法",
        "！",
        "![",
    ] {
        let at = guide.matches(word).count();
        let pictures = guide.matches("](pictures/").count();
        assert_eq!(at, if word == "![" { pictures } else { 0 }, "{word}");
    }
}
