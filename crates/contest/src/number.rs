//! Entry numbers: given by the organiser, the only name under which a judge knows an entry.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::ThemeId;

/// An entry number such as `XH2020-3-0001`; 1–24 ASCII capitals, digits and `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryNumber(String);

/// The text is not an entry number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an entry number: {0:?}")]
pub struct InvalidNumber(
    /// The refused text, cut to 40 characters.
    pub String,
);

impl EntryNumber {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntryNumber {
    type Err = InvalidNumber;
    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let fine = (1..=24).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-');
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidNumber(text.chars().take(40).collect()))
        }
    }
}

impl TryFrom<String> for EntryNumber {
    type Error = InvalidNumber;
    fn try_from(text: String) -> Result<Self, InvalidNumber> {
        text.parse()
    }
}

impl From<EntryNumber> for String {
    fn from(number: EntryNumber) -> String {
        number.0
    }
}

impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the next serial is chosen within its theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Draw {
    /// By lot among the free serials, so that a number tells nothing of arrival or unit.
    Random,
    /// The lowest free serial.
    Sequential,
}

/// How entry numbers look and are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// What every number of the contest begins with, for example `XH2020`.
    pub prefix: String,
    /// How many digits a serial has, 3–6.
    pub digits: u8,
    /// How the next serial is chosen.
    pub draw: Draw,
}

impl Numbering {
    /// The number of the entry with this serial, for example `XH2020-3-0001`.
    pub fn number(&self, theme: ThemeId, serial: u32) -> Result<EntryNumber, InvalidNumber> {
        format!(
            "{}-{theme}-{serial:0width$}",
            self.prefix,
            width = usize::from(self.digits)
        )
        .parse()
    }

    /// What a judge reads on the title slip, for example `交-017`.
    pub fn label(&self, theme_short: &str, serial: u32) -> String {
        format!("{theme_short}-{serial:03}")
    }

    /// The serial for the next entry of a theme, or `None` when all are used.
    ///
    /// `roll` is a number of the caller's randomness; it picks among the free serials of the smallest
    /// range (99, 999, …) that is at most half used, so numbers stay short and still tell no order.
    pub fn next_serial(&self, used: &BTreeSet<u32>, roll: u64) -> Option<u32> {
        let last = 10_u32.checked_pow(u32::from(self.digits))?.checked_sub(1)?;
        if self.draw == Draw::Sequential {
            return (1..=last).find(|serial| !used.contains(serial));
        }
        let taken = u32::try_from(used.len()).ok()?;
        let mut range = 99_u32.min(last);
        while range < last && taken.saturating_mul(2) >= range {
            range = range.saturating_mul(10).saturating_add(9).min(last);
        }
        let within = || used.range(1..=range);
        let free = range.checked_sub(u32::try_from(within().count()).ok()?)?;
        let pick = u32::try_from(roll.checked_rem(u64::from(free))?).ok()?;
        // Each serial in use up to there moves the free one up by one.
        let passed = |serial: u32, used: &u32| serial + u32::from(*used <= serial);
        Some(within().fold(pick + 1, passed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbering(draw: Draw) -> Numbering {
        Numbering {
            prefix: "XH2020".to_owned(),
            digits: 4,
            draw,
        }
    }

    #[test]
    fn a_number_names_contest_theme_and_serial() {
        let number = numbering(Draw::Sequential)
            .number(ThemeId::new(3).unwrap(), 1)
            .unwrap();
        assert_eq!(number.as_str(), "XH2020-3-0001");
    }

    #[test]
    fn a_drawn_serial_is_always_free_until_none_is_left() {
        let mut used = BTreeSet::new();
        let mut roll = 7_u64;
        let short = |draw| Numbering {
            digits: 3,
            ..numbering(draw)
        };
        for _ in 0..999 {
            roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let serial = short(Draw::Random).next_serial(&used, roll).unwrap();
            assert!(used.insert(serial));
        }
        assert_eq!(short(Draw::Random).next_serial(&used, 1), None);
        assert_eq!(short(Draw::Sequential).next_serial(&used, 1), None);
    }

    #[test]
    fn a_number_with_a_path_in_it_is_refused() {
        for bad in ["", "../x", "A/B", "a", "-1", "XH 1", "ＸＨ"] {
            assert!(bad.parse::<EntryNumber>().is_err(), "{bad:?}");
        }
    }
}
