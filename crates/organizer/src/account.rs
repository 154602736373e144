//! The account of everything that was received: each mail and each file stands in it once.

use serde::Serialize;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::{attachment, filed, source};

/// Where everything went. Counts are over all that was ever received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Mails and folders.
    pub sources: Sources,
    /// The files that came with them.
    pub files: Files,
}

/// Mails and folders: `found` is the sum of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sources {
    /// How many there are.
    pub found: u64,
    /// How many gave at least one draft.
    pub with_entries: u64,
    /// How many gave none and wait, or waited, for a person.
    pub queued: u64,
    /// How many are copies of another.
    pub duplicates: u64,
    /// How many are no submission: automatic answers, notes.
    pub set_aside: u64,
}

/// Files: `found` is the sum of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Files {
    /// All of them.
    pub found: Amount,
    /// Forms, and what belongs to them.
    pub in_entries: Amount,
    /// What waits, or waited, for a person.
    pub in_queue: Amount,
    /// What was set aside, by reason.
    pub aside: Vec<Aside>,
}

/// Files of one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// The message key, for example `aside_junk`.
    pub why: String,
    /// How many, and how much.
    #[serde(flatten)]
    pub amount: Amount,
}

/// How many files, and how many bytes they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Their number.
    pub files: u64,
    /// Their length together.
    pub bytes: u64,
}

/// One mail or folder with its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceFiles {
    /// Its number.
    pub id: i64,
    /// Its file or folder name.
    pub name: String,
    /// SHA-256 of its bytes, of a folder of the list of its files; 64 hex digits.
    pub sha256: String,
    /// The Message-ID of a mail that has one.
    pub message_id: Option<String>,
    /// The subject of a mail.
    pub subject: String,
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
    /// When it was sent; RFC 3339.
    pub sent_at: Option<String>,
    /// When the mailbox took it; RFC 3339.
    pub received_at: Option<String>,
    /// The unit that the subject names.
    pub unit: Option<String>,
    /// The number of the source it is a copy of.
    pub duplicate_of: Option<i64>,
    /// Its files, those inside archives and mails included.
    pub files: Vec<FiledFile>,
}

/// One file and where it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FiledFile {
    /// The name it was sent under.
    pub name: String,
    /// SHA-256 of its bytes, 64 hex digits.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// `draft`, `queue` or `aside`.
    pub place: String,
    /// Why it is aside, as a message key; empty otherwise.
    pub why: String,
}

impl Account {
    /// Whether every mail and every byte stands in it once.
    pub fn balances(&self) -> bool {
        let sources = &self.sources;
        let told = sources.with_entries + sources.queued + sources.duplicates + sources.set_aside;
        let aside = self.files.aside.iter().map(|one| one.amount);
        let files = [self.files.in_entries, self.files.in_queue]
            .into_iter()
            .chain(aside)
            .fold(Amount::default(), Amount::plus);
        sources.found == told && self.files.found == files
    }
}

impl Amount {
    fn plus(self, other: Self) -> Self {
        Self {
            files: self.files.saturating_add(other.files),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }
}

impl Organizer {
    /// Accounts for everything that was received, from what is stored.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn account(&self) -> Result<Account, StoreError> {
        let counts = source::counts(&self.db)?;
        let mut files = Files::default();
        for sum in filed::sums(&self.db)? {
            let amount = Amount {
                files: sum.files,
                bytes: sum.bytes,
            };
            files.found = files.found.plus(amount);
            match sum.place.as_str() {
                "draft" => files.in_entries = amount,
                "queue" => files.in_queue = amount,
                "aside" => files.aside.push(Aside {
                    why: sum.why,
                    amount,
                }),
                // Never filed: left out of the parts, so that the account says it.
                _ => {}
            }
        }
        Ok(Account {
            sources: counts,
            files,
        })
    }

    /// Every source with its files, in the order they came.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn sources(&self) -> Result<Vec<SourceFiles>, StoreError> {
        let mut all = Vec::new();
        for (id, one) in source::all(&self.db)? {
            let places = filed::of_source(&self.db, id)?;
            let files = attachment::of_source(&self.db, id)?;
            let filed = |(file, (place, why)): (attachment::Attachment, _)| FiledFile {
                name: file.name,
                sha256: file.sha256.to_string(),
                bytes: file.bytes,
                place,
                why,
            };
            all.push(SourceFiles {
                id,
                name: one.name,
                sha256: one.sha256.to_string(),
                message_id: one.message_id,
                subject: one.subject,
                from_name: one.from_name,
                from_address: one.from_address,
                sent_at: one.sent_at,
                received_at: one.received_at,
                unit: one.unit,
                duplicate_of: one.duplicate_of,
                files: files.into_iter().zip(places).map(filed).collect(),
            });
        }
        Ok(all)
    }

    /// Whether the bytes of every file and every mail are kept, and are those of their hash; returns the hashes of those
    /// that are not.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn lost_bytes(&self) -> Result<Vec<String>, StoreError> {
        let mut wanted: Vec<Digest> = attachment::hashes(&self.db)?;
        wanted.extend(source::mail_hashes(&self.db)?);
        let is_lost = |digest: &Digest| {
            std::fs::File::open(self.media.path(*digest))
                .and_then(Digest::of_reader)
                .map_or(true, |(found, _)| found != *digest)
        };
        Ok(wanted
            .into_iter()
            .filter(is_lost)
            .map(|digest| digest.to_string())
            .collect())
    }
}
