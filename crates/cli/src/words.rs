//! The words, in Chinese and English, with places to fill.

use std::collections::BTreeMap;

use crate::args::Lang;

const ZH: [&str; 3] = [
    include_str!("../../../assets/messages/cli.zh-CN.json"),
    include_str!("../../../assets/messages/errors.zh-CN.json"),
    include_str!("../../../assets/messages/zh-CN.json"),
];
const EN: [&str; 3] = [
    include_str!("../../../assets/messages/cli.en.json"),
    include_str!("../../../assets/messages/errors.en.json"),
    include_str!("../../../assets/messages/en.json"),
];

/// The words of one language. The command line's own come first, then the refusals that
/// both programs speak; what is left is taken from the window's.
pub(crate) struct Words {
    layers: Vec<BTreeMap<String, String>>,
}

/// A value to fill in, by name.
pub(crate) type Facts = BTreeMap<String, String>;

impl Words {
    pub(crate) fn of(lang: Lang) -> Self {
        let files = match lang {
            Lang::Zh => ZH,
            Lang::En => EN,
        };
        let layers = files
            .into_iter()
            .map(|text| {
                serde_json::from_str(text).expect("the embedded words are checked by a test")
            })
            .collect();
        Self { layers }
    }

    /// The words under a key; the key itself when there are none.
    pub(crate) fn say(&self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }

    /// The words under a key with the facts filled in.
    pub(crate) fn fill(&self, key: &str, facts: &Facts) -> String {
        fill(self.find(key).unwrap_or(key), facts)
    }

    /// As [`Words::fill`], with facts given in place.
    pub(crate) fn with<const N: usize>(
        &self,
        key: &str,
        facts: [(&str, &dyn ToString); N],
    ) -> String {
        let facts = facts
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .collect();
        self.fill(key, &facts)
    }

    /// What is wrong, safe and to do about a code; a code nobody has words for is named.
    pub(crate) fn error(&self, code: &str, facts: &Facts) -> [String; 3] {
        ["what", "safe", "do"].map(|part| match self.find(&format!("error.{code}.{part}")) {
            Some(text) => fill(text, facts),
            None => {
                let mut facts = facts.clone();
                facts.insert("code".to_owned(), code.to_owned());
                self.fill(&format!("error.unknown.{part}"), &facts)
            }
        })
    }

    /// A finding in words: the numbers in its code are facts, so `title_over_20` is said as `title_over`.
    pub(crate) fn finding(&self, code: &str, facts: &Facts) -> String {
        let kind = match code.rsplit_once('_') {
            Some((kind, number)) if number.trim_end_matches('s').parse::<u32>().is_ok() => kind,
            _ => code,
        };
        let mut facts = facts.clone();
        for (ms, seconds) in [("ms", "seconds"), ("limit_ms", "limit_seconds")] {
            if let Some(value) = facts.get(ms).and_then(|text| text.parse::<u64>().ok()) {
                facts.insert(
                    seconds.to_owned(),
                    format!("{}.{}", value / 1000, value % 1000 / 100),
                );
            }
        }
        match self.find(&format!("finding.{kind}")) {
            Some(text) => fill(text, &facts),
            None => code.to_owned(),
        }
    }

    fn find(&self, key: &str) -> Option<&str> {
        self.layers
            .iter()
            .find_map(|layer| layer.get(key))
            .map(String::as_str)
    }
}

/// Replaces `{name}`; a value is never looked through for places.
fn fill(text: &str, facts: &Facts) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((place, tail)) if said(place, facts).is_some() => {
                out.push_str(said(place, facts).unwrap_or_default());
                rest = tail;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What stands in a place: the fact of its name, or of `n|entry|entries` the word that fits the number `n`.
fn said<'a>(place: &'a str, facts: &'a Facts) -> Option<&'a str> {
    let mut parts = place.split('|');
    let fact = facts.get(parts.next()?)?;
    match (parts.next(), parts.next()) {
        (None, _) => Some(fact),
        (Some(one), Some(other)) => Some(if fact == "1" { one } else { other }),
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name)
            .filter(|name| !name.contains('|'))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_places() {
        let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
        let (zh, en) = (&zh.layers[0], &en.layers[0]);
        assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
        for (key, text) in zh {
            assert_eq!(places(text), places(&en[key]), "{key}");
        }
    }

    #[test]
    fn every_error_says_what_happened_what_is_safe_and_what_to_do() {
        for lang in [Lang::Zh, Lang::En] {
            let words = Words::of(lang);
            for key in words.layers[0]
                .keys()
                .filter(|key| key.starts_with("error."))
            {
                let code = key.split('.').nth(1).unwrap();
                for part in ["what", "safe", "do"] {
                    assert!(
                        words.find(&format!("error.{code}.{part}")).is_some(),
                        "{code}.{part}"
                    );
                }
            }
        }
    }

    #[test]
    fn english_words_follow_their_number() {
        let of = |n: &str| {
            let facts = Facts::from([("n".to_owned(), n.to_owned())]);
            fill("{n} {n|entry|entries} {m|a|b}", &facts)
        };
        assert_eq!(of("1"), "1 entry {m|a|b}");
        assert_eq!(of("0"), "0 entries {m|a|b}");
        assert_eq!(of("21"), "21 entries {m|a|b}");
    }

    #[test]
    fn a_value_with_braces_is_printed_as_it_is() {
        let facts = Facts::from([
            ("a".to_owned(), "{b}".to_owned()),
            ("b".to_owned(), "x".to_owned()),
        ]);
        assert_eq!(fill("<{a}> {b} {c} {", &facts), "<{b}> x {c} {");
    }

    #[test]
    fn a_finding_is_said_without_its_number_in_the_code() {
        let words = Words::of(Lang::En);
        let facts = Facts::from([
            ("zi".to_owned(), "23".to_owned()),
            ("limit".to_owned(), "20".to_owned()),
        ]);
        assert!(words.finding("title_over_20", &facts).contains("23"));
        let facts = Facts::from([
            ("ms".to_owned(), "200010".to_owned()),
            ("limit_ms".to_owned(), "180000".to_owned()),
        ]);
        assert!(words.finding("video_over_180s", &facts).contains("200.0"));
    }
}
