//! The documents for people: what they show is there, small, and in their own words.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::collections::BTreeMap;
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

#[test]
fn the_organisers_guide_names_buttons_and_pages_as_the_window_does() {
    let guide = fs::read_to_string(root().join("docs/guide-organiser.zh-CN.md")).unwrap();
    let mut said = Vec::new();
    for book in ["zh-CN.json", "errors.zh-CN.json", "papers.zh-CN.json"] {
        let text = fs::read_to_string(root().join("assets/messages").join(book)).unwrap();
        let book: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        said.extend(book.into_values());
    }
    let quoted = guide
        .split('“')
        .skip(1)
        .map(|rest| rest.split_once('”').unwrap().0);
    let unsaid: Vec<&str> = quoted
        .filter(|words| {
            let of_button = |message: &str| message.split('（').next() == Some(words);
            !said
                .iter()
                .any(|message| says(message, words) || of_button(message))
        })
        .collect();
    assert_eq!(unsaid, Vec::<&str>::new());
}

/// Whether these are the words of a message, with whatever stands for its facts, or all of it up to one.
fn says(message: &str, words: &str) -> bool {
    let mut rest = words;
    for (at, part) in message.split('{').enumerate() {
        let words = if at == 0 {
            part
        } else {
            part.split_once('}').map_or(part, |(_, words)| words)
        };
        if at == 0 {
            match rest.strip_prefix(words.trim_end()) {
                Some(after) => rest = after,
                None => return false,
            }
            if rest.is_empty() && !words.is_empty() {
                return true;
            }
        } else if words.is_empty() {
            return true;
        } else {
            match rest.split_once(words) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    rest.is_empty()
}

#[test]
fn the_organisers_guide_needs_no_command_line() {
    let guide = fs::read_to_string(root().join("docs/guide-organiser.zh-CN.md")).unwrap();
    for word in ["SQLite", "SHA-256", "JSON", "jury", "命令行", "```", "！"] {
        let at = guide.replace("![", "").matches(word).count();
        assert_eq!(at, 0, "{word}");
    }
}
