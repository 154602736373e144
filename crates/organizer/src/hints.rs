//! Words in the texts of drafts that may tell who wrote them; a person looks at them.

use std::collections::BTreeSet;

use intake::identity::{self, Strength, Units};
use rusqlite::Connection;

use crate::error::{StoreError, facts};
use crate::store::{draft, finding};

pub(crate) const IDENTITY_HINT: &str = "identity_hint";
/// Most places that are told of one draft.
const PLACES_MAX: usize = 8;

/// Notes, at each new draft, what in its texts may tell who wrote it. The units of all drafts are looked for.
pub(crate) fn note(db: &Connection, new: &BTreeSet<i64>) -> Result<(), StoreError> {
    let units = draft::units(db)?;
    let units = Units::new(units.iter().map(String::as_str));
    for &id in new {
        let Some(one) = draft::get(db, id)? else {
            continue;
        };
        let who = identity::Who {
            authors: &one.authors,
            phones: &one.phones,
            unit: &one.unit,
        };
        let (mut texts, mut places, mut kinds) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (field, text) in [
            ("title", &one.title),
            ("measures", &one.measures),
            ("innovation", &one.innovation),
            ("effect", &one.effect),
        ] {
            let told = identity::told(text, &who, &units).into_iter();
            for hint in told.filter(|one| one.strength == Strength::Hint) {
                let length = hint.to - hint.from;
                let words: String = text.chars().skip(hint.from).take(length).collect();
                if !texts.contains(&words) {
                    texts.push(words);
                }
                places.push(format!("{field} {}-{}", hint.from, hint.to));
                kinds.insert(hint.kind.code());
            }
        }
        texts.truncate(PLACES_MAX);
        places.truncate(PLACES_MAX);
        if !texts.is_empty() {
            let kinds: Vec<&str> = kinds.into_iter().collect();
            let told = facts([
                ("texts", texts.join("、")),
                ("places", places.join("; ")),
                ("kinds", kinds.join(", ")),
            ]);
            finding::note(db, one.id, IDENTITY_HINT, &told)?;
        }
    }
    Ok(())
}
