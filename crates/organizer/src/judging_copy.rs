//! The texts as judges read them: a pure function of the form as mended, the rule on identities, and what people took out.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::Serialize;

use crate::accept::IdentityRule;
use crate::blind::{Identity, MASK};
use crate::error::StoreError;
use crate::mended;
use crate::plain;
use crate::store::draft::Draft;
use crate::store::entry;
use crate::store::redaction::{self, What};

/// What judges read of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// The title.
    pub title: String,
    /// Main measures.
    pub measures: String,
    /// What is new.
    pub innovation: String,
    /// The expected effect.
    pub effect: String,
}

/// A judging copy, and where the form names its authors.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) texts: Texts,
    /// The fields in which an identity stood.
    pub(crate) fields: BTreeSet<&'static str>,
    /// `author`, `phone`, `unit`.
    pub(crate) kinds: BTreeSet<&'static str>,
    /// In how many places.
    pub(crate) places: usize,
}

impl Texts {
    /// The text of a field, if judges read it.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        match field {
            "title" => Some(&self.title),
            "measures" => Some(&self.measures),
            "innovation" => Some(&self.innovation),
            "effect" => Some(&self.effect),
            _ => None,
        }
    }

    /// The texts of a form before anything is taken out.
    pub(crate) fn plain(form: &Draft) -> Texts {
        Texts {
            title: plain::one_line(&form.title),
            measures: plain::paragraphs(&form.measures),
            innovation: plain::paragraphs(&form.innovation),
            effect: plain::paragraphs(&form.effect),
        }
    }
}

/// The judging copy of a form that was mended already.
pub(crate) fn judged(
    db: &Connection,
    form: &Draft,
    rule: IdentityRule,
) -> Result<Judged, StoreError> {
    let mut taken_out: Vec<(String, String)> = redaction::of_draft(db, form.id)?
        .into_iter()
        .filter_map(|one| match one.what {
            What::Words { field, words } => Some((field, words)),
            What::File(_) | What::Part(..) => None,
        })
        .collect();
    // Longer words go first, so that no part of one is left.
    taken_out.sort_by_key(|(_, words)| std::cmp::Reverse(words.chars().count()));
    let who = Identity {
        authors: &form.authors,
        phones: &form.phones,
        unit: &form.unit,
    };
    let plain = Texts::plain(form);
    let mut made = Judged {
        texts: Texts::default(),
        fields: BTreeSet::new(),
        kinds: BTreeSet::new(),
        places: 0,
    };
    let mut field = |name: &'static str, text: &str| {
        let of_field = taken_out.iter().filter(|(field, _)| field == name);
        let text = of_field.fold(text.to_owned(), |text, (_, words)| {
            text.replace(words, MASK)
        });
        let masked = who.mask(&text);
        if masked.places > 0 {
            made.fields.insert(name);
            made.kinds.extend(masked.kinds);
            made.places += masked.places;
        }
        match rule {
            IdentityRule::Mask => masked.text,
            IdentityRule::AsIs => text,
        }
    };
    let texts = Texts {
        title: field("title", &plain.title),
        measures: field("measures", &plain.measures),
        innovation: field("innovation", &plain.innovation),
        effect: field("effect", &plain.effect),
    };
    made.texts = texts;
    Ok(made)
}

/// What the judges of an accepted draft would read now; `None` when it is no entry.
pub(crate) fn of_entry(db: &Connection, draft: i64) -> Result<Option<Texts>, StoreError> {
    let (Some(entry), Some(form)) = (entry::of_draft(db, draft)?, mended::draft(db, draft)?) else {
        return Ok(None);
    };
    Ok(Some(judged(db, &form, entry.identity)?.texts))
}
