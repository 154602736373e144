//! Files that came with more than one idea, byte for byte.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::error::{StoreError, facts};
use crate::store::{attachment, draft, draft_attachment, finding};

const SAME_FILE: &str = "same_file_elsewhere";
/// A file of more drafts than this is a unit's emblem or a sheet of the organisers, and tells nothing.
const DRAFTS_MAX: usize = 10;

/// Notes, at each new draft, the files that another source sent with another idea, and the same at the other.
pub(crate) fn note(db: &Connection, new: &BTreeSet<i64>) -> Result<(), StoreError> {
    for &id in new {
        let Some(own) = draft::get(db, id)? else {
            continue;
        };
        for (_, sha256) in draft_attachment::named(db, id)? {
            let mut others = BTreeSet::new();
            for place in attachment::with_bytes(db, sha256)? {
                if place.source != own.source {
                    others.extend(draft_attachment::drafts_with(
                        db,
                        place.source,
                        place.position,
                    )?);
                }
            }
            if others.len() > DRAFTS_MAX {
                continue;
            }
            for other in others {
                let Some(other) = draft::get(db, other)? else {
                    continue;
                };
                let same_key =
                    !own.duplicate_key.is_empty() && own.duplicate_key == other.duplicate_key;
                if same_key || own.form_sha256 == other.form_sha256 {
                    continue;
                }
                for (at, of) in [(&own, &other), (&other, &own)] {
                    let files = draft_attachment::named(db, at.id)?;
                    let same = files.into_iter().find(|(_, bytes)| *bytes == sha256);
                    let told = facts([
                        ("of", of.id.to_string()),
                        ("title", of.title.clone()),
                        ("unit", of.unit.clone()),
                        ("name", same.map_or_else(String::new, |(name, _)| name)),
                    ]);
                    finding::note(db, at.id, SAME_FILE, &told)?;
                }
            }
        }
    }
    Ok(())
}
