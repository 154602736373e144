//! What a person keeps from the judges: words of the texts, whole files, moments and parts of media. The form and the files
//! stay as they are.
//!
//! It works until a pack with the entry is out. What judges have is not changed behind their backs.

use chrono::{DateTime, FixedOffset};
use media::Mask;
use serde::Serialize;

use super::{Change, Deed, Field, Hand, note};
use crate::digest::Digest;
use crate::error::{AcceptError, HandError};
use crate::folder::Organizer;
use crate::judging_copy::Texts;
use crate::mended;
use crate::store::redaction::{self, Redaction, What};
use crate::store::{draft_attachment, medium};

/// The most characters that are taken out at a time.
const WORDS_MAX: usize = 500;
/// The most words of one decision.
const EACH_MAX: usize = 100;

/// What judges are not to see.
#[derive(Clone, Copy, Debug)]
pub enum Withhold<'a> {
    /// Every occurrence of these words; in all texts when no field is named.
    Words {
        /// The text.
        field: Option<Field>,
        /// The words.
        words: &'a str,
    },
    /// Every occurrence of each of these, in all texts.
    EachOf(&'a [String]),
    /// A file of the draft, by the name it was sent under or the last part of it.
    File(&'a str),
    /// Moments or parts of a film, a sound or a picture. The copy in which it is covered is made by
    /// [`Organizer::cover`]; until then no pack with the entry is written.
    Parts {
        /// The file, named as above.
        file: &'a str,
        /// What is covered.
        masks: &'a [Mask],
    },
}

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Redacted {
    /// The draft.
    pub draft: i64,
    /// The numbers of the redactions, for taking one back.
    pub redactions: Vec<i64>,
    /// In how many places the words stood; for a file or a part of one, how many files of the draft have the name.
    pub places: usize,
}

/// A file that judges are not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedactedFile {
    /// The number of the redaction.
    pub redaction: i64,
    /// Why.
    pub reason: String,
}

impl Organizer {
    /// Takes words, a file or a part of one out of the judging copy of a draft, accepted or not.
    ///
    /// # Errors
    /// No such draft, words that stand nowhere, a file that is not the draft's; [`HandError::MaskMisfit`] when the file has no
    /// such part or is not measured yet; [`HandError::NoChange`] when it is taken out already; [`HandError::Issued`].
    pub fn redact(
        &mut self,
        draft: i64,
        what: Withhold<'_>,
        reason: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<Redacted, HandError> {
        let reason = note(reason)?;
        let mut hand = self.hand(now)?;
        let form = mended::draft(&hand.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
        let (wanted, places) = match what {
            Withhold::Words { field, words } => in_texts(&Texts::plain(&form), field, words)?,
            Withhold::EachOf(all) => {
                let texts = Texts::plain(&form);
                let mut wanted = (Vec::new(), 0);
                for words in all.iter().take(EACH_MAX) {
                    let (found, places) = in_texts(&texts, None, words)?;
                    wanted.0.extend(found);
                    wanted.1 += places;
                }
                wanted
            }
            Withhold::File(name) => {
                let files = files_named(&hand, draft, name)?;
                (
                    files.iter().map(|one| What::File(*one)).collect(),
                    files.len(),
                )
            }
            Withhold::Parts { file, masks } => {
                let files = files_named(&hand, draft, file)?;
                for one in &files {
                    let medium = medium::get(&hand.db, *one)?;
                    let measured = medium.as_ref().and_then(medium::Medium::measured);
                    let fit = |measured| masks.iter().all(|mask| mask.fits(measured));
                    if !measured.is_some_and(fit) {
                        return Err(HandError::MaskMisfit {
                            name: file.to_owned(),
                        });
                    }
                }
                let mut parts = Vec::new();
                for one in &files {
                    parts.extend(masks.iter().map(|mask| What::Part(*one, *mask)));
                }
                (parts, files.len())
            }
        };
        let in_force = redaction::of_draft(&hand.db, draft)?;
        let mut redactions = Vec::new();
        for what in wanted {
            if in_force.iter().any(|one| one.what == what) {
                continue;
            }
            let row = Redaction {
                id: 0,
                draft,
                what,
                reason: reason.clone(),
                made_at: hand.at(),
                in_force: false,
            };
            let redaction = redaction::insert(&hand.db, &row)?;
            hand.make(Change::Redacted { draft, redaction })?;
            redactions.push(redaction);
        }
        if redactions.is_empty() {
            return Err(HandError::NoChange);
        }
        hand.record(Deed::Redacted, &reason)?;
        Ok(Redacted {
            draft,
            redactions,
            places,
        })
    }

    /// Puts back what a redaction took out; returns the draft.
    ///
    /// # Errors
    /// [`HandError::NoRedaction`], [`HandError::Issued`].
    pub fn unredact(
        &mut self,
        redaction: i64,
        now: DateTime<FixedOffset>,
    ) -> Result<i64, HandError> {
        let mut hand = self.hand(now)?;
        let one = redaction::get(&hand.db, redaction)?
            .filter(|one| one.in_force)
            .ok_or(HandError::NoRedaction { redaction })?;
        let draft = one.draft;
        if matches!(one.what, What::File(_) | What::Part(..)) {
            hand.refuse_issued(draft)?;
        }
        hand.make(Change::Unredacted { draft, redaction })?;
        hand.record(Deed::Unredacted, "")?;
        Ok(draft)
    }
}

/// The files of a draft with this name, as long as no judge has them.
fn files_named(hand: &Hand<'_>, draft: i64, name: &str) -> Result<Vec<Digest>, HandError> {
    let named = draft_attachment::named(&hand.db, draft)?.into_iter();
    let files: Vec<Digest> = named
        .filter(|(file, _)| file == name || last_part(file) == name)
        .map(|(_, sha256)| sha256)
        .collect();
    if files.is_empty() {
        return Err(HandError::NoFile {
            draft,
            name: name.to_owned(),
        });
    }
    hand.refuse_issued(draft)?;
    Ok(files)
}

/// The fields that have the words, and in how many places.
fn in_texts(
    texts: &Texts,
    field: Option<Field>,
    words: &str,
) -> Result<(Vec<What>, usize), HandError> {
    if words.trim().is_empty() {
        return Err(HandError::BadValue { field: "words" });
    }
    if words.chars().count() > WORDS_MAX {
        return Err(HandError::TooLong {
            what: "words",
            max: WORDS_MAX,
        });
    }
    let fields = Field::READ
        .into_iter()
        .filter(|one| field.is_none_or(|field| field == *one));
    let mut places = 0;
    let mut found = Vec::new();
    for one in fields {
        let count = texts
            .of(one.code())
            .unwrap_or_default()
            .matches(words)
            .count();
        if count > 0 {
            places += count;
            found.push(What::Words {
                field: one.code().to_owned(),
                words: words.to_owned(),
            });
        }
    }
    if found.is_empty() {
        return Err(HandError::WordsNotThere {
            words: words.to_owned(),
        });
    }
    Ok((found, places))
}

/// The last part of a name that may have folders in it.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
