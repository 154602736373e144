//! The texts that judges read: what surely tells who wrote them is masked.

use std::collections::BTreeSet;

use intake::identity::{self, Strength};

/// What stands where an identity stood.
pub(crate) const MASK: &str = "××";

/// What the form says about who wrote it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity<'a> {
    pub(crate) authors: &'a [String],
    pub(crate) phones: &'a [String],
    pub(crate) unit: &'a str,
}

/// A text without identity, and what was taken out: `author`, `phone`, `unit`, `email`, `account`, `id_number`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masked {
    pub(crate) text: String,
    pub(crate) kinds: BTreeSet<&'static str>,
    /// How many places.
    pub(crate) places: usize,
}

impl Identity<'_> {
    /// Masks every place that surely tells who wrote the text. What only may tell stays, for a person to look at.
    pub(crate) fn mask(&self, text: &str) -> Masked {
        let who = identity::Who {
            authors: self.authors,
            phones: self.phones,
            unit: self.unit,
        };
        let told = identity::told(text, &who, &identity::Units::default());
        let mut masked = Masked {
            text: String::with_capacity(text.len()),
            kinds: BTreeSet::new(),
            places: 0,
        };
        let mut letters = text.chars();
        let mut at = 0;
        for one in told.iter().filter(|one| one.strength == Strength::Sure) {
            masked
                .text
                .extend(letters.by_ref().take(one.from.saturating_sub(at)));
            masked.text.push_str(MASK);
            letters.by_ref().take(one.to - one.from).for_each(drop);
            at = one.to;
            masked.kinds.insert(one.kind.code());
            masked.places += 1;
        }
        masked.text.extend(letters);
        masked
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
