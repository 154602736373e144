//! Names that cross every boundary: parsed once, safe to print, to compare and to put in a file name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The text is not an identifier: empty, too long, or with a character outside ASCII letters, digits and `-`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: {0:?}")]
pub struct InvalidId(
    /// The refused text, cut to 40 characters.
    pub String,
);

fn parse_id(text: &str, longest: usize) -> Result<String, InvalidId> {
    let fine = !text.is_empty()
        && text.len() <= longest
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if fine {
        Ok(text.to_owned())
    } else {
        Err(InvalidId(text.chars().take(40).collect()))
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $longest:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_id(text, $longest).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// Which contest, for example `westlake-2020`; 1–40 ASCII letters, digits, `-` and `_`.
    ContestId,
    40
);
identifier!(
    /// Which judge, for example `J07`; 1–16 ASCII letters, digits, `-` and `_`.
    JudgeId,
    16
);
identifier!(
    /// Which criterion of a rubric, for example `practicable`; 1–32 ASCII letters, digits, `-` and `_`.
    CriterionId,
    32
);
identifier!(
    /// Which round of judging, for example `final`; 1–32 ASCII letters, digits, `-` and `_`.
    RoundId,
    32
);
identifier!(
    /// Which award, for example `gold`; 1–32 ASCII letters, digits, `-` and `_`.
    AwardId,
    32
);

/// Which theme: the number the call gives it, 1–99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ThemeId(u8);

impl ThemeId {
    /// The theme with this number; refused outside 1–99.
    pub fn new(number: u8) -> Result<Self, InvalidId> {
        if (1..=99).contains(&number) {
            Ok(Self(number))
        } else {
            Err(InvalidId(number.to_string()))
        }
    }

    /// The number, 1–99.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for ThemeId {
    type Error = InvalidId;
    fn try_from(number: u8) -> Result<Self, InvalidId> {
        Self::new(number)
    }
}

impl From<ThemeId> for u8 {
    fn from(id: ThemeId) -> u8 {
        id.0
    }
}

impl fmt::Display for ThemeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_never_carries_a_path_or_a_blank() {
        for bad in ["", "a/b", "..", ".a", "J 1", "评委", "-x", "a\\b", "a\0"] {
            assert!(bad.parse::<JudgeId>().is_err(), "{bad:?}");
        }
        assert_eq!("J07".parse::<JudgeId>().unwrap().as_str(), "J07");
        assert!("J0123456789012345".parse::<JudgeId>().is_err());
    }
}
