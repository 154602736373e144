//! The invitation file: an age identity file that opens one judge's packs, handed over instead of twenty digits.
//!
//! It is what `age-keygen` writes, so that stock `age -d -i` opens a pack with it. Its comments say for whom it is and
//! whose packs it opens; they are for people and prove nothing.

use std::fmt;

use zeroize::Zeroizing;

use crate::{Identity, PublicKey, Recipient, SealError};

/// Longest accepted file in bytes; ours have about 500.
const LONGEST: usize = 16 * 1024;
/// Longest text of a comment in characters.
const LONGEST_COMMENT: usize = 200;

const CONTEST: &str = "# contest: ";
const JUDGE: &str = "# judge: ";
const ORGANISER: &str = "# organiser: ";
const RECIPIENT: &str = "# public key: ";

/// An identity for one judge, with what its file says about it. Wiped from memory when dropped; `Debug` shows no secret.
#[derive(Clone)]
pub struct InvitationFile {
    identity: Identity,
    contest: Option<String>,
    judge: Option<String>,
    organiser: Option<String>,
}

impl InvitationFile {
    /// Makes a new identity for a judge. What cannot stand in one line of a comment is left out of the texts.
    pub fn generate(contest: &str, judge: &str, organiser: &PublicKey) -> InvitationFile {
        InvitationFile {
            identity: Identity::generate(),
            contest: one_line(contest),
            judge: one_line(judge),
            organiser: Some(organiser.fingerprint().to_string()),
        }
    }

    /// Reads an invitation file, or any age identity file with one identity; the comments may be missing.
    ///
    /// # Errors
    /// [`SealError::NotAKey`] for another file, one with several identities, or one of more than 16 KiB.
    pub fn parse(text: &str) -> Result<InvitationFile, SealError> {
        if text.len() > LONGEST {
            return Err(SealError::NotAKey {
                expected: "an age identity",
            });
        }
        let comment = |key: &str| {
            text.lines()
                .find_map(|line| line.trim_end().strip_prefix(key))
                .and_then(one_line)
        };
        Ok(InvitationFile {
            identity: Identity::parse(text)?,
            contest: comment(CONTEST),
            judge: comment(JUDGE),
            organiser: comment(ORGANISER),
        })
    }

    /// The file: comments, then the secret line, as `age -i` reads it.
    pub fn to_text(&self) -> Zeroizing<String> {
        let lines = [
            (CONTEST, self.contest.as_deref()),
            (JUDGE, self.judge.as_deref()),
            (ORGANISER, self.organiser.as_deref()),
        ];
        let recipient = self.recipient().to_string();
        let secret = self.identity.to_secret_string();
        // Reserved at once: a buffer that grew would leave copies of the secret behind.
        let mut text = Zeroizing::new(String::with_capacity(LONGEST));
        for (key, value) in lines {
            if let Some(value) = value {
                text.push_str(key);
                text.push_str(value);
                text.push('\n');
            }
        }
        for part in [RECIPIENT, recipient.as_str(), "\n", secret.as_str(), "\n"] {
            text.push_str(part);
        }
        text
    }

    /// What opens the packs.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// To whom the organiser seals the packs.
    pub fn recipient(&self) -> Recipient {
        self.identity.to_recipient()
    }

    /// The contest, as the file says.
    pub fn contest(&self) -> Option<&str> {
        self.contest.as_deref()
    }

    /// The judge's id, as the file says.
    pub fn judge(&self) -> Option<&str> {
        self.judge.as_deref()
    }

    /// The fingerprint of the organiser's signing key, as the file says: six groups of five digits.
    pub fn organiser(&self) -> Option<&str> {
        self.organiser.as_deref()
    }
}

impl fmt::Debug for InvitationFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationFile")
            .field("identity", &self.identity)
            .field("contest", &self.contest)
            .field("judge", &self.judge)
            .field("organiser", &self.organiser)
            .finish()
    }
}

/// A text that stays inside its comment; `None` when nothing of it is left.
fn one_line(text: &str) -> Option<String> {
    let plain = text.chars().filter(|character| !character.is_control());
    let plain: String = plain.take(LONGEST_COMMENT).collect();
    let plain = plain.trim();
    (!plain.is_empty()).then(|| plain.to_owned())
}
