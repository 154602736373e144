//! A text as it is compared: letters, digits and Han characters in one form, each with its place in the original.

use unicode_normalization::UnicodeNormalization;

use crate::simplified::simplified;

/// Most characters of one text that are compared.
const TEXT_MAX: usize = 20_000;
/// Stands between two parts; no shingle goes over it.
pub(crate) const BREAK: char = '\0';

/// One character that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) is: char,
    /// The part of the text.
    pub(crate) part: usize,
    /// Which character of the part, from 0.
    pub(crate) at: usize,
}

/// Returns what is compared of a text's parts, in order.
pub(crate) fn letters(parts: &[impl AsRef<str>]) -> Vec<Letter> {
    let mut letters = Vec::new();
    for (part, text) in parts.iter().enumerate() {
        let room = TEXT_MAX.saturating_sub(letters.len());
        for (at, c) in text.as_ref().chars().take(room).enumerate() {
            plain(c, |is| letters.push(Letter { is, part, at }));
        }
        letters.push(Letter {
            is: BREAK,
            part,
            at: 0,
        });
    }
    letters
}

/// Gives what a character is compared as: nothing for marks and blanks, else in lower case, without full width, Han characters
/// in their simplified form. Some are several.
pub fn plain(c: char, mut give: impl FnMut(char)) {
    match c {
        '\u{4e00}'..='\u{9fff}' => give(simplified(c)),
        'a'..='z' | '0'..='9' => give(c),
        _ if c.is_whitespace() || c.is_ascii_punctuation() => {}
        _ => std::iter::once(c)
            .nfkc()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .for_each(|c| give(simplified(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_width_case_and_the_form_of_characters_do_not_count() {
        let read = |text: &str| -> String {
            let letters = letters(&[text]);
            letters.iter().map(|letter| letter.is).collect()
        };
        assert_eq!(
            read("（一）垃圾 分类，ＡＰＰ\u{3000}３６０！"),
            read("一垃圾分类app360")
        );
        assert_eq!(read("讓車輛與居民"), read("让车辆与居民"));
    }

    #[test]
    fn each_letter_knows_its_place() {
        let places: Vec<_> = letters(&["甲，乙", "㎡"])
            .iter()
            .map(|letter| (letter.is, letter.part, letter.at))
            .collect();
        let wanted = [
            ('甲', 0, 0),
            ('乙', 0, 2),
            (BREAK, 0, 0),
            ('m', 1, 0),
            ('2', 1, 0),
            (BREAK, 1, 0),
        ];
        assert_eq!(places, wanted);
    }
}
