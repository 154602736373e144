//! A draft as mended: what the form says, with what people corrected in its place.

use rusqlite::Connection;

use crate::error::StoreError;
use crate::store::draft::{self, Draft, Head, Origin};
use crate::store::mend::{self, Mend};

/// What stands as the origin of a theme that a person chose.
pub(crate) const BY_PERSON: &str = "person";

/// A draft as mended; `None` when there is no such draft.
pub(crate) fn draft(db: &Connection, id: i64) -> Result<Option<Draft>, StoreError> {
    draft::get(db, id)?.map(|form| mended(db, form)).transpose()
}

/// A form with the corrections in force.
pub(crate) fn mended(db: &Connection, form: Draft) -> Result<Draft, StoreError> {
    let mends = mend::of_draft(db, form.id)?;
    Ok(with(form, mends))
}

/// A form with these corrections, its own.
pub(crate) fn with(mut form: Draft, mends: Vec<Mend>) -> Draft {
    for one in mends {
        put(&mut form, one);
    }
    form
}

/// The authors of an accepted idea as mended.
pub(crate) fn authors(of: &Origin) -> Vec<String> {
    match &of.mended_authors {
        Some(value) => intake::authors(value),
        None => of.authors.clone(),
    }
}

/// Puts the corrections of a draft that is listed without its texts in their places.
pub(crate) fn put_all(head: &mut Head, mends: &[Mend]) {
    for mend in mends {
        let value = mend.value.clone();
        match mend.field.as_str() {
            "title" => head.title = value,
            "authors" => head.authors = value,
            "unit" => head.unit = value,
            "theme" => head.theme = theme(&value),
            _ => {}
        }
    }
}

fn theme(value: &str) -> Option<(u8, String)> {
    let theme = value.parse().ok()?;
    Some((theme, BY_PERSON.to_owned()))
}

fn put(form: &mut Draft, mend: Mend) {
    let value = mend.value;
    match mend.field.as_str() {
        "title" => form.title = value,
        "authors" => {
            form.authors = intake::authors(&value);
            form.authors_raw = value;
        }
        "phone" => form.phones = intake::phones(&value),
        "unit" => form.unit = value,
        "measures" => form.measures = value,
        "innovation" => form.innovation = value,
        "effect" => form.effect = value,
        "theme" => form.theme = theme(&value),
        _ => {}
    }
}

/// What intake measures of a draft.
pub(crate) fn form_of(draft: &Draft) -> intake::Form {
    intake::Form {
        title: draft.title.clone(),
        authors_raw: draft.authors_raw.clone(),
        authors: draft.authors.clone(),
        phones: draft.phones.clone(),
        unit: draft.unit.clone(),
        measures: draft.measures.clone(),
        innovation: draft.innovation.clone(),
        effect: draft.effect.clone(),
        number: String::new(),
    }
}
