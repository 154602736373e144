//! Identity in texts: what in an entry's own words would tell a judge who wrote it.
//!
//! Looks for what the form itself names: authors, phone numbers, the unit. It does not guess at other names.

use std::collections::BTreeSet;

/// What stands where an identity stood.
const MASK: &str = "××";
/// The least letters of a name that is looked for; a single character stands in too many words.
const NAME_MIN: usize = 2;
/// The least characters of a unit that is looked for.
const UNIT_MIN: usize = 4;
/// The least digits of a phone number that is looked for.
const PHONE_MIN: usize = 7;

/// What the form says about who wrote it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity<'a> {
    pub(crate) authors: &'a [String],
    pub(crate) phones: &'a [String],
    pub(crate) unit: &'a str,
}

/// A text without identity, and what was taken out: `author`, `phone`, `unit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masked {
    pub(crate) text: String,
    pub(crate) kinds: BTreeSet<&'static str>,
    /// How many places.
    pub(crate) places: usize,
}

impl Identity<'_> {
    /// Masks every occurrence. Longer names go first, so that no part of one is left.
    pub(crate) fn mask(&self, text: &str) -> Masked {
        let mut masked = Masked {
            text: text.to_owned(),
            kinds: BTreeSet::new(),
            places: 0,
        };
        let unit = self.unit.trim();
        if unit.chars().count() >= UNIT_MIN {
            masked.take_out(unit, "unit");
        }
        let mut authors: Vec<&str> = self.authors.iter().map(|name| name.trim()).collect();
        authors.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
        for name in authors {
            if name.chars().count() >= NAME_MIN {
                masked.take_out(name, "author");
            }
        }
        for phone in self.phones {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= PHONE_MIN {
                masked.take_out_number(&digits);
            }
        }
        masked
    }
}

impl Masked {
    fn take_out(&mut self, name: &str, kind: &'static str) {
        let places = self.text.matches(name).count();
        if places > 0 {
            self.text = self.text.replace(name, MASK);
            self.kinds.insert(kind);
            self.places += places;
        }
    }

    /// Takes out a number however its digits are grouped: blanks, dashes and dots between them are passed over.
    fn take_out_number(&mut self, digits: &str) {
        let characters: Vec<char> = self.text.chars().collect();
        let mut out = String::with_capacity(self.text.len());
        let mut rest = characters.as_slice();
        while let Some((first, after)) = rest.split_first() {
            if let Some(length) = number_at(rest, digits) {
                out.push_str(MASK);
                self.kinds.insert("phone");
                self.places += 1;
                rest = rest.get(length..).unwrap_or_default();
            } else {
                out.push(*first);
                rest = after;
            }
        }
        self.text = out;
    }
}

/// How many characters the number takes at the front, with what stands between its digits.
fn number_at(text: &[char], digits: &str) -> Option<usize> {
    let mut wanted = digits.chars();
    let mut next = wanted.next()?;
    for (at, character) in text.iter().enumerate() {
        let digit = full_width_digit(*character);
        if digit == Some(next) {
            match wanted.next() {
                Some(following) => next = following,
                None => return Some(at + 1),
            }
        } else if at == 0
            || digit.is_some()
            || !matches!(character, ' ' | '-' | '.' | '－' | '\u{3000}')
        {
            return None;
        }
    }
    None
}

/// The ASCII digit of an ASCII or full-width one.
fn full_width_digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_digit(u32::from(character).checked_sub(u32::from('０'))?, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_units_are_masked_and_counted() {
        let authors = ["林舟".to_owned(), "欧阳林舟".to_owned(), "王".to_owned()];
        let phones = ["18800000101".to_owned()];
        let identity = Identity {
            authors: &authors,
            phones: &phones,
            unit: "钱潮理工大学",
        };
        let masked = identity.mask(
            "欧阳林舟和林舟（钱潮理工大学）电话188 0000-0101或１８８０００００１０１，王者。",
        );
        assert_eq!(masked.text, "××和××（××）电话××或××，王者。");
        assert_eq!(masked.kinds, BTreeSet::from(["author", "phone", "unit"]));
        assert_eq!(masked.places, 5);
    }

    #[test]
    fn a_text_without_identity_is_left_as_it_is() {
        let identity = Identity {
            authors: &[],
            phones: &["18800000101".to_owned()],
            unit: "",
        };
        let text = "先试行 3 个月，1880000010 不是号码。";
        let masked = identity.mask(text);
        assert_eq!((masked.text.as_str(), masked.places), (text, 0));
    }
}
