//! How often the words of a form speak for the right theme, with the words of the shipped contest file.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]

mod common;

use std::collections::BTreeSet;

use common::{expected, fixtures};
use contest::Contest;
use intake::{Form, Passage, ThemeWords, Vocabulary, read_form};

const WESTLAKE: &str = include_str!("../../../assets/contests/westlake-2020.toml");

fn vocabulary() -> Vocabulary {
    let contest = Contest::parse(WESTLAKE).unwrap();
    let texts: Vec<(u8, Vec<String>)> = contest
        .themes
        .into_iter()
        .map(|theme| {
            let texts = [vec![theme.name], theme.asks, theme.words].concat();
            (theme.id.get(), texts)
        })
        .collect();
    let texts: Vec<(u8, Vec<&str>)> = texts
        .iter()
        .map(|(theme, texts)| (*theme, texts.iter().map(String::as_str).collect()))
        .collect();
    let words: Vec<ThemeWords<'_>> = texts
        .iter()
        .map(|(theme, texts)| ThemeWords {
            theme: *theme,
            texts,
        })
        .collect();
    Vocabulary::new(&words)
}

/// The entries of the samples and of the demonstration, each once: title, sections and theme.
fn forms() -> Vec<(Form, u8)> {
    let mut forms = Vec::new();
    let all = expected();
    for source in all["sources"].as_array().unwrap() {
        for entry in source["entries"].as_array().into_iter().flatten() {
            let text = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
            let form = Form {
                title: text("title"),
                measures: text("measures"),
                innovation: text("innovation"),
                effect: text("effect"),
                ..Form::default()
            };
            if let Some(theme) = entry["theme_for_reference"].as_u64() {
                forms.push((form, u8::try_from(theme).unwrap()));
            }
        }
    }
    let demo = fixtures().join("../../assets/demo");
    let list = std::fs::read_to_string(demo.join("demo.toml")).unwrap();
    for entry in list.split("[[entry]]").skip(1) {
        let of = |key: &str| {
            let line = entry.lines().find(|line| line.starts_with(key)).unwrap();
            line.split_once('=').unwrap().1.trim().trim_matches('"')
        };
        let form = demo.join("entries").join(of("folder")).join("form.docx");
        let form = read_form(&std::fs::read(form).unwrap()).unwrap();
        forms.push((form, of("theme").parse().unwrap()));
    }
    let mut seen = BTreeSet::new();
    forms.retain(|(form, _)| seen.insert(form.title.clone()));
    forms
}

#[test]
fn the_words_of_a_form_speak_for_its_theme_or_for_none() {
    let vocabulary = vocabulary();
    let (mut right, mut wrong, mut none) = (0, Vec::new(), Vec::new());
    for (form, theme) in forms() {
        let found = vocabulary.suggest(&[
            Passage::Title(&form.title),
            Passage::Text(&form.measures),
            Passage::Text(&form.innovation),
            Passage::Text(&form.effect),
        ]);
        match found {
            Some(found) if found.theme == theme => right += 1,
            Some(found) => wrong.push((form.title, theme, found)),
            None => none.push((form.title, theme)),
        }
    }
    println!(
        "{right} right, {} without: {none:?}, {} wrong: {wrong:?}",
        none.len(),
        wrong.len()
    );
    assert!(right >= 22 && wrong.len() <= 1);
}
