//! The words of the papers, in Chinese and English, with places to fill.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

use crate::papers::Language;

const ZH: &str = include_str!("../../../assets/messages/papers.zh-CN.json");
const EN: &str = include_str!("../../../assets/messages/papers.en.json");

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Words {
    pub(crate) fn of(language: Language) -> Self {
        let text = match language {
            Language::Chinese => ZH,
            Language::English => EN,
        };
        Self {
            language,
            texts: serde_json::from_str(text).expect("the embedded words are checked by a test"),
        }
    }

    /// The language as the templates name it.
    pub(crate) fn code(&self) -> &'static str {
        match self.language {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// All of them, for the templates.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The words under a key; the key itself when there are none.
    pub(crate) fn say(&self, key: &str) -> String {
        self.texts.get(key).map_or(key, String::as_str).to_owned()
    }

    /// The words under a key with `{name}` replaced by the fact of that name, and `{n|entry|entries}` by the word that fits the
    /// number `n`. What a fact says is never searched for places.
    pub(crate) fn fill(&self, key: &str, facts: &[(&str, &dyn Display)]) -> String {
        let text = self.texts.get(key).map_or(key, String::as_str);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match said(name, facts) {
                Some(value) => out.push_str(&value),
                None => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// The contest's own name of something in this language. An empty English name falls back to the Chinese one.
    pub(crate) fn pick<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::English if !en.is_empty() => en,
            Language::English | Language::Chinese => zh,
        }
    }

    /// A list of names on one line.
    pub(crate) fn list<T: Display>(&self, items: impl IntoIterator<Item = T>) -> String {
        let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
        items.join(&self.say("joint"))
    }

    /// A day in digits, such as 2020年12月10日.
    pub(crate) fn day(&self, day: NaiveDate) -> String {
        match self.language {
            Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            Language::English => day.format("%-d %B %Y").to_string(),
        }
    }

    /// A day for a certificate, such as 二〇二〇年十二月十日.
    pub(crate) fn solemn_day(&self, day: NaiveDate) -> String {
        match self.language {
            Language::Chinese => format!(
                "{}年{}月{}日",
                day.year()
                    .to_string()
                    .chars()
                    .map(han_digit)
                    .collect::<String>(),
                han_number(day.month()),
                han_number(day.day())
            ),
            Language::English => self.day(day),
        }
    }

    /// The number of a section: 一, 二 … or 1, 2 ….
    pub(crate) fn ordinal(&self, number: u32) -> String {
        match self.language {
            Language::Chinese => han_number(number),
            Language::English => number.to_string(),
        }
    }
}

fn han_digit(digit: char) -> char {
    digit
        .to_digit(10)
        .and_then(|value| "〇一二三四五六七八九".chars().nth(value as usize))
        .unwrap_or(digit)
}

/// A number below 100 in Han characters, as it is counted: 十, 二十一. Others stay in digits.
fn han_number(number: u32) -> String {
    let unit = |value: u32| char::from_digit(value, 10).map_or('〇', han_digit);
    match (number / 10, number % 10) {
        (0, low) => unit(low).to_string(),
        (1, 0) => "十".to_owned(),
        (1, low) => format!("十{}", unit(low)),
        (tens @ 2..=9, 0) => format!("{}十", unit(tens)),
        (tens @ 2..=9, low) => format!("{}十{}", unit(tens), unit(low)),
        _ => number.to_string(),
    }
}

/// What stands in a place.
fn said(place: &str, facts: &[(&str, &dyn Display)]) -> Option<String> {
    let mut parts = place.split('|');
    let name = parts.next()?;
    let (_, value) = facts.iter().find(|(known, _)| *known == name)?;
    let value = value.to_string();
    match (parts.next(), parts.next()) {
        (Some(one), Some(other)) => Some(if value == "1" { one } else { other }.to_owned()),
        _ => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_a_certificate_writes_it() {
        let words = Words::of(Language::Chinese);
        let day = |month, day| NaiveDate::from_ymd_opt(2020, month, day).unwrap();
        assert_eq!(words.solemn_day(day(12, 10)), "二〇二〇年十二月十日");
        assert_eq!(words.solemn_day(day(1, 31)), "二〇二〇年一月三十一日");
        assert_eq!(words.day(day(2, 20)), "2020年2月20日");
        assert_eq!(han_number(20), "二十");
        assert_eq!(
            Words::of(Language::English).day(day(12, 1)),
            "1 December 2020"
        );
    }

    #[test]
    fn a_fact_with_braces_in_it_is_not_filled_again() {
        let words = Words {
            language: Language::Chinese,
            texts: [("k".to_owned(), "{a}与{b}，{c}".to_owned())].into(),
        };
        assert_eq!(
            words.fill("k", &[("a", &"{b}"), ("b", &"乙")]),
            "{b}与乙，{c}"
        );
    }

    #[test]
    fn an_english_word_follows_its_number() {
        let words = Words {
            language: Language::English,
            texts: [("k".to_owned(), "{n} {n|entry|entries}".to_owned())].into(),
        };
        assert_eq!(words.fill("k", &[("n", &1)]), "1 entry");
        assert_eq!(words.fill("k", &[("n", &0)]), "0 entries");
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_places() {
        let (zh, en) = (Words::of(Language::Chinese), Words::of(Language::English));
        let places = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
                .filter(|name| !name.contains('|'))
                .collect();
            names.sort();
            names
        };
        assert_eq!(
            zh.texts.keys().collect::<Vec<_>>(),
            en.texts.keys().collect::<Vec<_>>()
        );
        for (key, text) in &zh.texts {
            assert_eq!(places(text), places(&en.texts[key]), "{key}");
        }
    }
}
