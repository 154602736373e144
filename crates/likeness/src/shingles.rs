//! The shingles of a text, as numbers.

use crate::normal::{BREAK, Letter};

/// How many characters make a shingle.
pub(crate) const LENGTH: usize = 5;

/// The number of a shingle; `None` where it would go over a break.
pub(crate) fn number(shingle: &[Letter]) -> Option<u32> {
    let mut mixed = 0_u64;
    for letter in shingle {
        if letter.is == BREAK {
            return None;
        }
        mixed = mix(mixed, u64::from(u32::from(letter.is)));
    }
    u32::try_from(mixed >> 32).ok()
}

/// The numbers of all shingles, sorted, each once.
pub(crate) fn shingles(letters: &[Letter]) -> Vec<u32> {
    let mut numbers: Vec<u32> = letters.windows(LENGTH).filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A number of the whole text, by which texts are put into an order that is not that of their arrival.
pub(crate) fn whole(letters: &[Letter]) -> u64 {
    letters.iter().fold(0, |mixed, letter| {
        mix(mixed, u64::from(u32::from(letter.is)))
    })
}

/// One step of a multiplicative hash; the odd constant is 2⁶⁴ divided by the golden ratio.
fn mix(mixed: u64, next: u64) -> u64 {
    let step = (mixed.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    step ^ (step >> 29)
}
