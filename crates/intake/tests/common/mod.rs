//! What the flow tests share: the fixtures and what a right import of them yields.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::path::PathBuf;

use chrono::DateTime;
use intake::{Draft, Form, Limits, Vocabulary};
use serde_json::Value;

pub(crate) fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).unwrap()
}

pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures"))
}

pub(crate) fn expected() -> Value {
    serde_json::from_slice(&fixture("expected.json")).unwrap()
}

/// The object of one source.
pub(crate) fn source(expected: &Value, name: &str) -> Value {
    let sources = expected["sources"].as_array().unwrap();
    sources
        .iter()
        .find(|source| source["source"] == name)
        .unwrap()
        .clone()
}

/// The limits of the sample contest.
pub(crate) fn limits() -> Limits {
    let themes = [
        ("城市流动人口问题", "流动人口"),
        ("城市交通问题", "交通"),
        ("城市教育问题", "教育"),
        ("城市卫生健康问题", "卫生健康"),
        ("城市土地与住房问题", "土地与住房"),
        ("城市文化遗产保护问题", "文化遗产"),
        ("城市环境问题", "环境"),
    ];
    Limits {
        title_max: 20,
        measures: (200, 500),
        innovation_max: 200,
        effect_max: 200,
        deadline: DateTime::parse_from_rfc3339("2020-07-31T23:59:59+08:00").unwrap(),
        subject_mark: "西湖金奖进青年".to_owned(),
        themes: (1..)
            .zip(themes)
            .map(|(number, (name, short))| (number, name.to_owned(), short.to_owned()))
            .collect(),
        vocabulary: Vocabulary::default(),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect()
}

/// Compares a form with an expected entry, field by field; white space does not count, the quotation marks only
/// when `loose` is not asked for.
pub(crate) fn assert_form(form: &Form, entry: &Value, of: &str) {
    let loose = entry["text_compare"].is_string();
    let plain = |text: &str| {
        let text = squeeze(text);
        if loose {
            text.replace(['“', '”'], "")
        } else {
            text
        }
    };
    let fields = [
        ("title", &form.title),
        ("authors_raw", &form.authors_raw),
        ("unit", &form.unit),
        ("number", &form.number),
        ("measures", &form.measures),
        ("innovation", &form.innovation),
        ("effect", &form.effect),
    ];
    for (name, got) in fields {
        assert_eq!(
            plain(got),
            plain(entry[name].as_str().unwrap()),
            "{name} of {of}"
        );
    }
    assert_eq!(form.authors, strings(&entry["authors"]), "authors of {of}");
    assert_eq!(form.phones, strings(&entry["phones"]), "phones of {of}");
    if !loose {
        let counted = [
            ("title", &form.title),
            ("measures", &form.measures),
            ("innovation", &form.innovation),
            ("effect", &form.effect),
        ];
        for (name, got) in counted {
            assert_eq!(
                u64::from(intake::zi(got)),
                entry["counts"][name]["zi"].as_u64().unwrap(),
                "字 of {name} of {of}"
            );
            assert_eq!(
                u64::from(intake::characters(got)),
                entry["counts"][name]["chars_no_space"].as_u64().unwrap(),
                "characters of {name} of {of}"
            );
        }
    }
}

/// The findings that the form and the mail alone can show.
pub(crate) fn assert_findings(draft: &Draft, entry: &Value, of: &str) {
    let elsewhere = ["possible_duplicate", "media_unreadable", "video_over_180s"];
    let mut wanted = strings(&entry["findings"]);
    wanted.retain(|code| !elsewhere.contains(&code.as_str()));
    let got: Vec<String> = draft.findings.iter().map(intake::Finding::code).collect();
    assert_eq!(got, wanted, "findings of {of}");
}
