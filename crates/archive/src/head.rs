//! `archive.json`: which contest, by whom, when.

use chrono::{DateTime, FixedOffset};
use contest::ContestId;
use pack::{PackError, json};
use serde::{Deserialize, Serialize};

use crate::error::ReadError;
use crate::layout::{FORMAT, HEAD, VERSION};

/// What an archive says about itself. Proven by the organiser's signature alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Always `jurydesk.results-archive`.
    pub format: String,
    /// Version of the format, 1.
    pub version: u32,
    /// The contest's id.
    pub contest: ContestId,
    /// The key of the contest folder: 32 lower-case hexadecimal digits, as in the packs.
    pub contest_key: String,
    /// The contest's title, one line.
    pub title: String,
    /// The key that signed the archive, `ssh-ed25519 AAAA…` without comment.
    pub organiser_key: String,
    /// When it was written. Advisory.
    pub written_at: DateTime<FixedOffset>,
    /// The program that wrote it, one line.
    pub client: String,
}

impl Head {
    /// Reads `archive.json`, of which nothing is proven yet.
    pub(crate) fn read(bytes: &[u8]) -> Result<Head, ReadError> {
        #[derive(Deserialize)]
        struct Stated {
            format: String,
            version: u32,
        }
        let text = json::check(bytes).map_err(|why| malformed(&why))?;
        let stated: Stated = serde_json::from_str(text).map_err(|why| malformed(&why))?;
        if stated.format != FORMAT {
            return Err(ReadError::NotAnArchive);
        }
        if stated.version > VERSION {
            return Err(ReadError::TooNew {
                version: stated.version,
            });
        }
        let head: Head = json::read(HEAD, bytes)?;
        let one_line = |text: &str| {
            !text
                .chars()
                .any(|c| c.is_control() || json::is_bidi_control(c))
        };
        if head.version != VERSION || !one_line(&head.title) || !one_line(&head.client) {
            return Err(malformed(
                &"a version of 0, or a name with a control character",
            ));
        }
        Ok(head)
    }
}

fn malformed(why: &impl ToString) -> ReadError {
    ReadError::Pack(PackError::Malformed {
        what: HEAD.to_owned(),
        why: why.to_string(),
    })
}
