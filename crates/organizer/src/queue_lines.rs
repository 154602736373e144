//! The queue as a list of any length shows it: a line for each draft, with no more than its marks.

use serde::Serialize;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::mended;
use crate::queue::{QueuedItem, queued};
use crate::store::{draft, finding, mend, queue_item};

/// What waits, line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueLines {
    /// Drafts nobody has accepted or sent back yet, first come first.
    pub drafts: Vec<QueueLine>,
    /// Open questions, first come first.
    pub items: Vec<QueuedItem>,
}

/// A draft that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueueLine {
    /// Its number.
    pub id: i64,
    /// The title, as mended; the name of the source when it has none.
    pub title: String,
    /// The suggested theme.
    pub theme: Option<u8>,
    /// The unit, as mended; may be empty.
    pub unit: String,
    /// The codes of its findings, each once.
    pub codes: Vec<String>,
}

impl Organizer {
    /// Lists what waits for a person, without facts and media.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn queue_lines(&self) -> Result<QueueLines, StoreError> {
        let mends = mend::all(&self.db)?;
        let mut found = finding::codes_of_waiting(&self.db)?;
        let looked_at = finding::drafts_looked_at(&self.db)?;
        let mut drafts = Vec::new();
        for mut one in draft::waiting_heads(&self.db)? {
            let mends = mends.get(&one.id).map(Vec::as_slice).unwrap_or_default();
            mended::put_all(&mut one, mends);
            let mut codes = if looked_at.contains(&one.id) {
                let findings = self.findings_of(one.id)?.into_iter();
                findings.map(|one| one.code).collect()
            } else {
                found.remove(&one.id).unwrap_or_default()
            };
            codes.dedup();
            let title = if one.title.is_empty() {
                one.source
            } else {
                one.title
            };
            drafts.push(QueueLine {
                id: one.id,
                title,
                theme: one.theme.map(|theme| theme.0),
                unit: one.unit,
                codes,
            });
        }
        let items = queue_item::open_with_sources(&self.db)?.into_iter();
        Ok(QueueLines {
            drafts,
            items: items.map(|(item, from)| queued(item, from)).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::accept::tests::plant;
    use crate::by_hand::{Field, Fix, Origin};
    use crate::error::facts;
    use crate::new::tests::{fresh, now, rng};
    use crate::store::finding;

    #[test]
    fn the_lines_say_what_the_queue_says() {
        let (_dir, mut organizer) = fresh();
        let ids = ["甲", "乙", "丙"].map(|title| plant(&organizer, title, "某校", None));
        for code in ["title_over_20", "identity_hint"] {
            finding::note(&organizer.db, ids[1], code, &facts([])).unwrap();
        }
        for (draft, field, value) in [
            (ids[1], Field::Title, "短名"),
            (ids[2], Field::Theme, "3"),
            (ids[0], Field::Unit, "别校"),
        ] {
            let fix = Fix {
                field,
                value: value.to_owned(),
                origin: Origin::Typed,
            };
            organizer.fix(draft, &[fix], "", now(), &mut rng()).unwrap();
        }
        let (whole, lines) = (organizer.queue().unwrap(), organizer.queue_lines().unwrap());
        assert_eq!(whole.items, lines.items);
        let of_whole: Vec<_> = whole
            .drafts
            .into_iter()
            .map(|one| {
                let codes: Vec<String> = one.findings.into_iter().map(|one| one.code).collect();
                (one.id, one.title, one.theme, codes, one.unit)
            })
            .collect();
        let of_lines: Vec<_> = lines
            .drafts
            .into_iter()
            .map(|one| (one.id, one.title, one.theme, one.codes, one.unit))
            .collect();
        assert_eq!(of_whole, of_lines);
        assert_eq!(of_lines[1].3, ["identity_hint"]);
        assert_eq!(of_lines[2].2, Some(3));
        assert_eq!([&of_lines[0].4, &of_lines[1].4], ["别校", "某校"]);
    }
}
