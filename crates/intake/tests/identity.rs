//! What is found in the texts of the samples and of the demonstration, which tell of nobody but where they were made to.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]

mod common;

use common::{expected, fixtures};
use intake::identity::{Strength, Units, Who, told};
use intake::{Form, read_form};

fn forms() -> Vec<Form> {
    let mut forms = Vec::new();
    let all = expected();
    for source in all["sources"].as_array().unwrap() {
        for entry in source["entries"].as_array().into_iter().flatten() {
            let text = |field: &str| entry[field].as_str().unwrap_or_default().to_owned();
            let list = |field: &str| -> Vec<String> {
                let list = entry[field].as_array().into_iter().flatten();
                list.map(|one| one.as_str().unwrap().to_owned()).collect()
            };
            forms.push(Form {
                title: text("title"),
                authors: list("authors"),
                phones: list("phones"),
                unit: text("unit"),
                measures: text("measures"),
                innovation: text("innovation"),
                effect: text("effect"),
                ..Form::default()
            });
        }
    }
    for folder in std::fs::read_dir(fixtures().join("../../assets/demo/entries")).unwrap() {
        let form = std::fs::read(folder.unwrap().path().join("form.docx")).unwrap();
        forms.push(read_form(&form).unwrap());
    }
    forms
}

#[test]
fn the_samples_raise_few_false_alarms() {
    let forms = forms();
    let units = Units::new(forms.iter().map(|form| form.unit.as_str()));
    let (mut sure, mut hints) = (Vec::new(), Vec::new());
    for form in &forms {
        let who = Who {
            authors: &form.authors,
            phones: &form.phones,
            unit: &form.unit,
        };
        for text in [&form.title, &form.measures, &form.innovation, &form.effect] {
            for one in told(text, &who, &units) {
                let from = one.from.saturating_sub(6);
                let words: String = text
                    .chars()
                    .skip(one.from)
                    .take(one.to - one.from)
                    .collect();
                let around: String = text.chars().skip(from).take(one.to - from + 6).collect();
                match one.strength {
                    Strength::Sure => sure.push((words, around)),
                    Strength::Hint => hints.push((words, around)),
                }
            }
        }
    }
    println!("{} forms; sure: {sure:?}; hints: {hints:?}", forms.len());
    assert!(forms.len() >= 30 && sure.is_empty() && hints.len() <= 1);
}
