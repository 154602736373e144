//! Finding ideas by words: by number, title, people, mail and text.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::contents::label;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::mended;
use crate::store::draft::Draft;
use crate::store::searched::{self, Column, Phrase, letters};
use crate::store::{entry, sent_back, source};

/// Most ideas that are told.
const TOLD_MAX: usize = 60;
/// Most ideas that the index is asked for at a time.
const ASKED_MAX: u32 = 120;
/// How many characters of a text are told before the words and after them.
const AROUND: usize = 12;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Ideas: those found by number first, then by title, by people, by mail and by text; within each in the order they came.
    pub hits: Vec<Hit>,
    /// Whether there are more than are told.
    pub more: bool,
}

/// One idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The draft.
    pub draft: i64,
    /// Its number, once it is accepted.
    pub number: Option<String>,
    /// What judges read on its slip, once it is accepted.
    pub label: Option<String>,
    /// Its title, as mended.
    pub title: String,
    /// Whether it was sent back, or another takes its place.
    pub sent_back: bool,
    /// Where the words stand: `number`, `title`, `people`, `mail` or `text`.
    pub place: &'static str,
    /// The words with some before and after them.
    pub excerpt: String,
}

impl Organizer {
    /// Finds ideas in which these words stand. Marks, blanks, case, width and the form of Han characters do not count, and no
    /// sign means anything but itself. Without a letter or a digit nothing is found.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn search(&self, words: &str) -> Result<Found, StoreError> {
        let Some(phrase) = Phrase::of(words) else {
            return Ok(Found::default());
        };
        let wanted = letters(words);
        let mut ids: Vec<(i64, &'static str)> = Vec::new();
        if wanted.iter().any(|letter| letter.is_numeric()) {
            ids.extend(self.numbered(&wanted)?.into_iter().map(|id| (id, "number")));
        }
        for column in Column::ALL {
            if ids.len() > TOLD_MAX {
                break;
            }
            let place = match column {
                Column::Title => "title",
                Column::People => "people",
                Column::Mail => "mail",
                Column::Text => "text",
            };
            let found = searched::with(&self.db, column, &phrase, ASKED_MAX)?;
            ids.extend(found.into_iter().map(|id| (id, place)));
        }
        let mut known = BTreeSet::new();
        ids.retain(|(id, _)| known.insert(*id));
        let mut found = Found::default();
        for (id, place) in ids {
            if found.hits.len() == TOLD_MAX {
                found.more = true;
                break;
            }
            // One that a person typed and took back is no draft any more.
            if let Some(form) = mended::draft(&self.db, id)? {
                found.hits.push(self.hit(form, place, &wanted)?);
            }
        }
        Ok(found)
    }

    /// The drafts of the entries in whose number or label the letters stand.
    fn numbered(&self, wanted: &[char]) -> Result<Vec<i64>, StoreError> {
        let stands = |text: &str| place_of(&letters(text), wanted).is_some();
        let entries = entry::heads(&self.db)?.into_iter().filter(|one| {
            stands(one.number.as_str()) || stands(&label(&self.contest, one.theme, one.serial))
        });
        Ok(entries.map(|one| one.draft).take(TOLD_MAX + 1).collect())
    }

    fn hit(&self, form: Draft, place: &'static str, wanted: &[char]) -> Result<Hit, StoreError> {
        let made = entry::of_draft(&self.db, form.id)?;
        let label = made
            .as_ref()
            .map(|made| label(&self.contest, made.theme, made.serial));
        let parts: Vec<String> = match place {
            "people" => [form.authors_raw, form.unit]
                .into_iter()
                .chain(form.phones)
                .collect(),
            "mail" => {
                let from = source::get(&self.db, form.source)?;
                let sender = [from.from_name, from.from_address];
                [from.subject]
                    .into_iter()
                    .chain(sender)
                    .chain(from.unit)
                    .collect()
            }
            "text" => vec![form.measures, form.innovation, form.effect],
            _ => Vec::new(),
        };
        Ok(Hit {
            draft: form.id,
            number: made.map(|made| made.number.to_string()),
            label,
            title: form.title,
            sent_back: sent_back::of_draft(&self.db, form.id)?.is_some(),
            place,
            excerpt: parts
                .iter()
                .find_map(|part| excerpt(part, wanted))
                .unwrap_or_default(),
        })
    }
}

/// Where the letters stand among others.
fn place_of(among: &[char], wanted: &[char]) -> Option<usize> {
    among
        .windows(wanted.len().max(1))
        .position(|window| window == wanted)
}

/// The letters as they stand in a text, with what is around them.
fn excerpt(text: &str, wanted: &[char]) -> Option<String> {
    let (mut plain, mut places) = (Vec::new(), Vec::new());
    for (at, c) in text.chars().enumerate() {
        likeness::plain(c, |is| {
            plain.push(is);
            places.push(at);
        });
    }
    let first = place_of(&plain, wanted)?;
    let from = *places.get(first)?;
    let to = *places.get(first + wanted.len() - 1)?;
    let start = from.saturating_sub(AROUND);
    let length = (to - start).saturating_add(1 + AROUND);
    let words: String = text.chars().skip(start).take(length).collect();
    Some(crate::plain::one_line(&words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::by_hand::{Field, Fix, Origin};
    use crate::new::tests::{fresh, now, rng};

    fn found(organizer: &Organizer, words: &str) -> Vec<(i64, &'static str)> {
        let hits = organizer.search(words).unwrap().hits.into_iter();
        hits.map(|hit| (hit.draft, hit.place)).collect()
    }

    #[test]
    fn one_two_and_many_characters_are_found_wherever_they_stand() {
        let (_dir, organizer) = fresh();
        let one = plant(&organizer, "垃圾分类积分", "某大学环境学院", Some(2));
        let other = plant(
            &organizer,
            "把「垃」「圾」桶换成智能的 APP",
            "某校",
            Some(3),
        );
        assert_eq!(
            found(&organizer, "垃圾"),
            [(one, "title"), (other, "title")]
        );
        assert_eq!(found(&organizer, "圾分类"), [(one, "title")]);
        assert_eq!(found(&organizer, "分"), [(one, "title"), (other, "text")]);
        assert_eq!(found(&organizer, "类积分"), [(one, "title")]);
        assert_eq!(found(&organizer, "ａｐｐ"), [(other, "title")]);
        assert_eq!(found(&organizer, "環境學院"), [(one, "people")]);
        assert_eq!(
            found(&organizer, "8800000101"),
            [(one, "people"), (other, "people")]
        );
        assert_eq!(found(&organizer, "站台划线").len(), 2);
        let hit = &organizer.search("在站台").unwrap().hits[0];
        assert_eq!(
            (hit.place, hit.excerpt.as_str()),
            ("text", "由林舟牵头，在站台划线。")
        );
        // Nothing is found across two texts: the measures end in 划线, what is new begins with 少见.
        assert!(found(&organizer, "划线少见").is_empty());
    }

    #[test]
    fn no_sign_means_anything() {
        let (_dir, organizer) = fresh();
        let one = plant(&organizer, "near \"the\" gate* OR-else", "某校", Some(2));
        plant(&organizer, "别的", "某校", Some(2));
        for words in [
            "",
            "*",
            "\"",
            "' OR 1=1 --",
            "title:别",
            "{title}",
            "^",
            "(",
            "NEAR(别)",
            "别的 AND 某校",
            "%",
            "_",
            "\u{0}",
            "\u{e000}",
            "-",
            "AND",
            "NOT",
        ] {
            let hits = organizer.search(words).unwrap().hits.len();
            assert!(hits == 0, "{words}: {hits}");
        }
        assert_eq!(found(&organizer, "NEAR \"the\""), [(one, "title")]);
        assert_eq!(found(&organizer, "gate* or"), [(one, "title")]);
        assert!(
            organizer
                .search(&"长".repeat(100_000))
                .unwrap()
                .hits
                .is_empty()
        );
    }

    #[test]
    fn an_entry_is_found_by_its_number_and_a_correction_in_both_forms() {
        let (_dir, mut organizer) = fresh();
        let id = plant(&organizer, "旧名", "某校", Some(2));
        let fix = Fix {
            field: Field::Title,
            value: "新名".to_owned(),
            origin: Origin::Typed,
        };
        organizer.fix(id, &[fix], "", now(), &mut rng()).unwrap();
        assert_eq!(found(&organizer, "新名"), [(id, "title")]);
        organizer
            .accept(
                &Which::All,
                &ThemeChoice::default(),
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        let hit = organizer.search("旧名").unwrap().hits.remove(0);
        let (number, label) = (hit.number.unwrap(), hit.label.unwrap());
        assert_eq!(found(&organizer, &number), [(id, "number")]);
        assert_eq!(found(&organizer, &label), [(id, "number")]);
        assert_eq!(found(&organizer, &label.replace('-', "")), [(id, "number")]);
    }
}
