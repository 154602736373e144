//! Refusals of decisions about what came in.

use super::{AcceptError, Facts, Refusal, StoreError, facts};

/// Nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    /// See [`StoreError`].
    #[error(transparent)]
    Store(#[from] StoreError),
    /// See [`AcceptError`].
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// No entry has this number.
    #[error("there is no entry {number}")]
    NoEntry {
        /// What was given.
        number: String,
    },
    /// No open question has this number.
    #[error("there is no open item {item}")]
    NoItem {
        /// The number.
        item: i64,
    },
    /// The question is not one that is answered this way.
    #[error("item {item} waits because of {reason}")]
    OtherKind {
        /// The number.
        item: i64,
        /// Why it waits.
        reason: String,
    },
    /// Judges have the entry, so its copy stays as it is.
    #[error("a pack with entry {number} is out")]
    Issued {
        /// The entry.
        number: String,
    },
    /// The entry has its place in a plan.
    #[error("entry {number} is in a plan")]
    Planned {
        /// The entry.
        number: String,
    },
    /// Packs are out, so numbers stay.
    #[error("{packs} packs are out")]
    PacksOut {
        /// How many.
        packs: usize,
    },
    /// Numbers were drawn anew before.
    #[error("numbers were drawn in line {line}")]
    NumbersDrawn {
        /// The line of the log.
        line: u32,
    },
    /// Nothing would change.
    #[error("nothing would change")]
    NoChange,
    /// A value that the field cannot have.
    #[error("{field} cannot be this")]
    BadValue {
        /// The field's code.
        field: &'static str,
    },
    /// A text longer than is kept.
    #[error("the {what} has more than {max} characters")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// The most characters.
        max: usize,
    },
    /// The source has no mail that could be read.
    #[error("draft {draft} came in no mail")]
    NoMail {
        /// The draft.
        draft: i64,
    },
    /// The mail names no mobile number, or several.
    #[error("the mail names {found:?}")]
    PhoneUnclear {
        /// The numbers.
        found: Vec<String>,
    },
    /// The words are in none of the texts.
    #[error("the words are not in the text")]
    WordsNotThere {
        /// The words.
        words: String,
    },
    /// The draft has no such file.
    #[error("draft {draft} has no file {name:?}")]
    NoFile {
        /// The draft.
        draft: i64,
        /// What was given.
        name: String,
    },
    /// The draft has this file already.
    #[error("draft {draft} has the file {name:?} already")]
    FileThere {
        /// The draft.
        draft: i64,
        /// The file.
        name: String,
    },
    /// The file has no such moment or part, or it is not measured yet.
    #[error("{name:?} has no such part to cover")]
    MaskMisfit {
        /// The file.
        name: String,
    },
    /// There is no such redaction in force.
    #[error("there is no redaction {redaction}")]
    NoRedaction {
        /// The number.
        redaction: i64,
    },
    /// A draft cannot take its own place.
    #[error("draft {draft} cannot take its own place")]
    OwnPlace {
        /// The draft.
        draft: i64,
    },
    /// The sender left no address that a reply can go to.
    #[error("draft {draft} has no address to reply to")]
    NoAddress {
        /// The draft.
        draft: i64,
    },
    /// The sender of a question left no address that a reply can go to.
    #[error("item {item} has no address to reply to")]
    NoAddressOfItem {
        /// The question.
        item: i64,
    },
    /// There is nothing to take back.
    #[error("there is nothing to take back")]
    NothingToUndo,
    /// The log has no such line, or it is not a decision about what came in.
    #[error("line {line} is no decision about what came in")]
    NotUndoable {
        /// The line.
        line: u32,
    },
    /// The decision was taken back before.
    #[error("line {line} was taken back in line {by}")]
    Undone {
        /// The line.
        line: u32,
        /// Where it was taken back.
        by: u32,
    },
    /// Later decisions rest on this one.
    #[error("line {by} rests on line {line}")]
    RestedOn {
        /// The line.
        line: u32,
        /// The last of the later ones.
        by: u32,
    },
    /// Another entry has the number by now.
    #[error("another entry has {number} by now")]
    NumberTaken {
        /// The number.
        number: String,
    },
}

impl Refusal for HandError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Accept(inner) => inner.code(),
            Self::NoEntry { .. } => "no_such_entry",
            Self::NoItem { .. } => "no_such_item",
            Self::OtherKind { .. } => "item_of_other_kind",
            Self::Issued { .. } => "entry_in_pack",
            Self::Planned { .. } => "entry_in_plan",
            Self::PacksOut { .. } => "numbers_are_out",
            Self::NumbersDrawn { .. } => "numbers_drawn_already",
            Self::NoChange => "nothing_to_change",
            Self::BadValue { .. } => "field_cannot_be",
            Self::TooLong { .. } => "text_too_long",
            Self::NoMail { .. } => "draft_without_mail",
            Self::PhoneUnclear { .. } => "phone_in_mail_unclear",
            Self::WordsNotThere { .. } => "words_not_there",
            Self::NoFile { .. } => "no_such_file_of_draft",
            Self::FileThere { .. } => "file_of_draft_already",
            Self::MaskMisfit { .. } => "mask_misfit",
            Self::NoRedaction { .. } => "no_such_redaction",
            Self::OwnPlace { .. } => "own_place",
            Self::NoAddress { .. } => "no_reply_address",
            Self::NoAddressOfItem { .. } => "no_reply_address_of_item",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NotUndoable { .. } => "line_not_undoable",
            Self::Undone { .. } => "line_undone_already",
            Self::RestedOn { .. } => "line_rested_on",
            Self::NumberTaken { .. } => "number_taken",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(inner) => inner.facts(),
            Self::Accept(inner) => inner.facts(),
            Self::NoEntry { number }
            | Self::Issued { number }
            | Self::Planned { number }
            | Self::NumberTaken { number } => facts([("number", number.clone())]),
            Self::NoItem { item } | Self::NoAddressOfItem { item } => {
                facts([("item", item.to_string())])
            }
            Self::OtherKind { item, reason } => {
                facts([("item", item.to_string()), ("reason", reason.clone())])
            }
            Self::PacksOut { packs } => facts([("packs", packs.to_string())]),
            Self::NumbersDrawn { line } | Self::NotUndoable { line } => {
                facts([("line", line.to_string())])
            }
            Self::NoChange | Self::NothingToUndo => Facts::new(),
            Self::BadValue { field } => facts([("field", (*field).to_owned())]),
            Self::TooLong { what, max } => {
                facts([("field", (*what).to_owned()), ("max", max.to_string())])
            }
            Self::NoMail { draft } | Self::OwnPlace { draft } | Self::NoAddress { draft } => {
                facts([("draft", draft.to_string())])
            }
            Self::PhoneUnclear { found } => facts([
                ("count", found.len().to_string()),
                ("found", super::listed_or_none(found)),
            ]),
            Self::WordsNotThere { words } => facts([("words", words.clone())]),
            Self::NoFile { draft, name } | Self::FileThere { draft, name } => {
                facts([("draft", draft.to_string()), ("name", name.clone())])
            }
            Self::MaskMisfit { name } => facts([("name", name.clone())]),
            Self::NoRedaction { redaction } => facts([("redaction", redaction.to_string())]),
            Self::Undone { line, by } | Self::RestedOn { line, by } => {
                facts([("line", line.to_string()), ("by", by.to_string())])
            }
        }
    }
}
