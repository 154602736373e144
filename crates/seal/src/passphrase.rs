//! The passphrase of a judge pack: twenty decimal digits, printed in groups of four, typed on a number pad.
//!
//! Twenty uniform digits are 66 bits; behind scrypt 2^16 a search costs more than the content is worth.

use std::fmt;

use rand::{CryptoRng, Rng, RngCore};
use zeroize::Zeroizing;

/// Digits in a passphrase.
const DIGITS: usize = 20;
/// Digits in a printed group.
const GROUP: usize = 4;

/// Twenty decimal digits that open a judge pack. Wiped from memory when dropped; `Debug` never shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

/// What was typed cannot be a passphrase. Holds counts and places, never the typed text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPassphrase {
    /// Something else than a digit, a space or a dash.
    #[error("character {place} is not a digit")]
    NotADigit {
        /// 1-based place of the character in the typed text.
        place: usize,
    },
    /// Too few or too many digits.
    #[error("{digits} digits, a passphrase has 20")]
    WrongLength {
        /// How many digits were typed.
        digits: usize,
    },
}

impl Passphrase {
    /// Draws twenty independent uniform digits.
    pub fn generate(rng: &mut (impl CryptoRng + RngCore)) -> Passphrase {
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
        for _ in 0..DIGITS {
            digits.push(char::from(b'0'.saturating_add(rng.gen_range(0..10u8))));
        }
        Passphrase(digits)
    }

    /// Reads typed digits. Spaces, dashes of every kind and full-width digits (０–９) are accepted, since an input
    /// method may produce them.
    ///
    /// # Errors
    /// [`NotAPassphrase`] when a character is none of these or there are not exactly twenty digits.
    pub fn parse(typed: &str) -> Result<Passphrase, NotAPassphrase> {
        let mut digits = Zeroizing::new(String::with_capacity(DIGITS));
        let mut count = 0_usize;
        for (index, character) in typed.chars().enumerate() {
            let digit = match character {
                '0'..='9' => character,
                '０'..='９' => {
                    let value = u32::from(character).saturating_sub(u32::from('０'));
                    char::from_digit(value, 10).unwrap_or('0')
                }
                '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => continue,
                blank if blank.is_whitespace() || blank == '\u{FEFF}' => continue,
                _ => {
                    return Err(NotAPassphrase::NotADigit {
                        place: index.saturating_add(1),
                    });
                }
            };
            count = count.saturating_add(1);
            // Never grow past the reserved capacity: a reallocation would leave an unwiped copy behind.
            if count <= DIGITS {
                digits.push(digit);
            }
        }
        if count != DIGITS {
            return Err(NotAPassphrase::WrongLength { digits: count });
        }
        Ok(Passphrase(digits))
    }

    /// As [`Passphrase::parse`], and wipes what was typed.
    ///
    /// # Errors
    /// As there.
    pub fn parse_and_wipe(typed: String) -> Result<Passphrase, NotAPassphrase> {
        Passphrase::parse(&Zeroizing::new(typed))
    }

    /// The digits in five groups of four, to print on a sheet: `1234 5678 9012 3456 7890`.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(DIGITS.saturating_add(DIGITS / GROUP));
        for (index, digit) in self.0.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                text.push(' ');
            }
            text.push(digit);
        }
        text
    }

    /// The twenty digits without spaces: what `age` asks for.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_read_as_people_type_it() {
        let plain = Passphrase::parse("12345678901234567890").unwrap();
        for typed in [
            "1234 5678 9012 3456 7890",
            " 1234-5678-9012-3456-7890\n",
            "１２３４　５６７８　９０１２　３４５６　７８９０",
            "1234—5678–9012－3456 7890\r\n",
        ] {
            assert_eq!(Passphrase::parse(typed).unwrap(), plain, "{typed:?}");
        }
        assert_eq!(plain.grouped(), "1234 5678 9012 3456 7890");
        assert_eq!(plain.digits(), "12345678901234567890");
    }

    #[test]
    fn a_wrong_character_or_length_is_named_without_the_digits() {
        assert_eq!(
            Passphrase::parse("1234 56x8"),
            Err(NotAPassphrase::NotADigit { place: 8 })
        );
        assert_eq!(
            Passphrase::parse(""),
            Err(NotAPassphrase::WrongLength { digits: 0 })
        );
        assert_eq!(
            Passphrase::parse(&"7".repeat(21)),
            Err(NotAPassphrase::WrongLength { digits: 21 })
        );
    }

    #[test]
    fn debug_never_shows_the_digits() {
        let shown = format!("{:?}", Passphrase::parse("12345678901234567890").unwrap());
        assert!(!shown.contains('1'), "{shown}");
    }

    #[test]
    fn generated_digits_differ_and_use_all_ten() {
        let mut seen = std::collections::BTreeSet::new();
        let mut rng = rand::rngs::OsRng;
        for _ in 0..50 {
            let drawn = Passphrase::generate(&mut rng);
            assert_eq!(Passphrase::parse(&drawn.grouped()).unwrap(), drawn);
            seen.extend(drawn.digits().chars());
        }
        assert_eq!(seen.len(), 10);
    }
}
