//! Drafts whose texts are alike: with each other and with those of an earlier contest. A person looks at them; nothing is
//! refused for being alike.

mod told;

use std::collections::BTreeSet;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use likeness::{Alike, Place};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::{AlikeError, StoreError};
use crate::folder::Organizer;
use crate::store::{compared, draft, finding, queue_item};
use crate::watch::{Step, Watch};
use crate::{hints, previous, same_file};
use told::{strongest, told};

pub(crate) const NEAR_DUPLICATE: &str = "near_duplicate";
const NEAR_DUPLICATE_PREVIOUS: &str = "near_duplicate_previous";
/// The sections that are compared, as facts name them.
const FIELDS: [&str; 3] = ["measures", "innovation", "effect"];

/// Two drafts that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikePair {
    /// How much of the lighter text is in the other, in percent; words that many entries use count less.
    pub share: u8,
    /// The draft of this contest; of two, the one that came first.
    pub one: AlikeDraft,
    /// The other.
    pub other: AlikeDraft,
    /// The longest passages in the same words, the longest first.
    pub passages: Vec<AlikePassage>,
}

/// One of two drafts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikeDraft {
    /// Its number in its contest.
    pub draft: i64,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is of the earlier contest.
    pub previous: bool,
}

/// Words that stand in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlikePassage {
    /// The words, as the first of the two has them.
    pub text: String,
    /// Where they stand in the first.
    pub one: AlikePlace,
    /// Where they stand in the other.
    pub other: AlikePlace,
}

/// A place in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AlikePlace {
    /// `measures`, `innovation` or `effect`.
    pub field: &'static str,
    /// The first character, from 0.
    pub from: usize,
    /// The character after the last.
    pub to: usize,
}

/// The drafts that are compared. Their texts stay in the database.
struct Compared<'a> {
    own: &'a Connection,
    previous: Option<&'a Connection>,
    /// The drafts in the order they came, those of an earlier contest last.
    drafts: Vec<draft::Known>,
    /// How many of them are of this contest.
    of_own: usize,
}

/// Why texts could not be compared.
enum Failed {
    Store(StoreError),
    Scratch(io::Error),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Scratch(error)
    }
}

impl Organizer {
    /// Compares all drafts with each other, or with those of the contest folder `previous`, which is read and never
    /// written. What is alike to an earlier contest is noted as a finding of the draft. `None` when `watch` asked to stop.
    ///
    /// # Errors
    /// A folder that is no contest, is open elsewhere or was written by a later version; a database that cannot be read.
    pub fn alike(
        &mut self,
        previous: Option<&Path>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Vec<AlikePair>>, AlikeError> {
        let previous = previous
            .map(|folder| previous::open(folder, &self.folder))
            .transpose()?;
        let compared = Compared::new(&self.db, previous.as_ref())?;
        let Some(found) = self.compare(&compared, None, watch)? else {
            return Ok(None);
        };
        let pairs = found
            .iter()
            .map(|found| compared.pair(found))
            .collect::<Result<Vec<_>, _>>()?;
        if previous.is_some() {
            let change = self.db.unchecked_transaction().map_err(StoreError::from)?;
            for pair in strongest(&pairs, |pair| pair.one.draft) {
                let told = told(pair, &pair.one, &pair.other);
                finding::note(&change, pair.one.draft, NEAR_DUPLICATE_PREVIOUS, &told)?;
            }
            change.commit().map_err(StoreError::from)?;
        }
        Ok(Some(pairs))
    }

    /// Compares the drafts that have not been compared with all the others, and notes what is alike; `false` when `watch`
    /// asked to stop, and the next run does it.
    pub(crate) fn compare_new(&mut self, watch: &mut Watch<'_>) -> Result<bool, StoreError> {
        let new = compared::missing(&self.db)?;
        if new.is_empty() {
            return Ok(true);
        }
        let compared = Compared::new(&self.db, None)?;
        let Some(found) = self.compare(&compared, Some(&new), watch)? else {
            return Ok(false);
        };
        let change = self.db.unchecked_transaction()?;
        same_file::note(&change, &new)?;
        hints::note(&change, &new)?;
        for found in strongest(&found, |found| found.other) {
            let pair = compared.pair(found)?;
            let (one, other) = (&pair.one, &pair.other);
            finding::note(&change, one.draft, NEAR_DUPLICATE, &told(&pair, one, other))?;
            finding::note(
                &change,
                other.draft,
                NEAR_DUPLICATE,
                &told(&pair, other, one),
            )?;
            if let Some(known) = compared.drafts.get(found.other) {
                let about = format!("{} ≈ {}", other.title, one.title);
                queue_item::note(
                    &change,
                    known.source,
                    Some(other.draft),
                    NEAR_DUPLICATE,
                    &about,
                )?;
            }
        }
        compared::mark_all(&change)?;
        change.commit()?;
        Ok(true)
    }

    /// The pairs that are alike and no resubmissions; with `new`, those that one of these drafts is in.
    fn compare(
        &self,
        compared: &Compared<'_>,
        new: Option<&BTreeSet<i64>>,
        watch: &mut Watch<'_>,
    ) -> Result<Option<Vec<Alike>>, StoreError> {
        let mut read = |at: usize| Ok::<_, Failed>(Vec::from(compared.texts(at)?.sections));
        let asked = |one: usize, other: usize| compared.is_asked(one, other, new);
        let mut tell = |done: usize, total: usize| -> ControlFlow<()> {
            watch(Step::Comparing {
                done: done as u64,
                total: total as u64,
            })
        };
        let of_folder = |error| StoreError::file(&self.folder, error);
        let scratch = tempfile::tempfile_in(&self.folder).map_err(of_folder)?;
        let count = compared.drafts.len();
        likeness::alike(count, &mut read, &asked, scratch, &mut tell).map_err(|failed| match failed
        {
            Failed::Store(error) => error,
            Failed::Scratch(error) => of_folder(error),
        })
    }
}

impl<'a> Compared<'a> {
    fn new(own: &'a Connection, previous: Option<&'a Connection>) -> Result<Self, StoreError> {
        let mut drafts = draft::known(own)?;
        let of_own = drafts.len();
        if let Some(previous) = previous {
            drafts.extend(draft::known(previous)?);
        }
        Ok(Self {
            own,
            previous,
            drafts,
            of_own,
        })
    }

    /// A form that came again, or one of the same title and author, is asked about as a resubmission.
    fn is_asked(&self, one: usize, other: usize, new: Option<&BTreeSet<i64>>) -> bool {
        if self.previous.is_some() {
            return (one < self.of_own) != (other < self.of_own);
        }
        let (Some(one), Some(other)) = (self.drafts.get(one), self.drafts.get(other)) else {
            return false;
        };
        let is_resubmission = one.form == other.form || (one.key.is_some() && one.key == other.key);
        !is_resubmission && new.is_none_or(|new| new.contains(&one.id) || new.contains(&other.id))
    }

    /// The texts of a draft, by its place among those that are compared.
    fn texts(&self, at: usize) -> Result<draft::Texts, StoreError> {
        let known = self.drafts.get(at).ok_or(StoreError::damaged("draft"))?;
        let db = match self.previous {
            Some(previous) if at >= self.of_own => previous,
            _ => self.own,
        };
        draft::texts(db, known.id)
    }

    fn about(&self, at: usize, texts: &draft::Texts) -> AlikeDraft {
        AlikeDraft {
            draft: texts.id,
            title: texts.title.clone(),
            unit: texts.unit.clone(),
            previous: at >= self.of_own,
        }
    }

    /// A pair with the words that show it.
    fn pair(&self, found: &Alike) -> Result<AlikePair, StoreError> {
        let (one, other) = (self.texts(found.one)?, self.texts(found.other)?);
        let passages = likeness::passages(&one.sections, &other.sections);
        let told = |passage: likeness::Passage| {
            Some(AlikePassage {
                text: words(one.sections.get(passage.one.part)?, passage.one),
                one: place(passage.one)?,
                other: place(passage.other)?,
            })
        };
        Ok(AlikePair {
            share: found.share,
            one: self.about(found.one, &one),
            other: self.about(found.other, &other),
            passages: passages.into_iter().filter_map(told).collect(),
        })
    }
}

fn words(text: &str, place: Place) -> String {
    let length = place.to.saturating_sub(place.from);
    text.chars().skip(place.from).take(length).collect()
}

fn place(place: Place) -> Option<AlikePlace> {
    Some(AlikePlace {
        field: FIELDS.get(place.part)?,
        from: place.from,
        to: place.to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::tests::plant;
    use crate::new::tests::fresh;
    use std::fs;

    const TEXT: &str = "在早晚高峰最拥挤的三十个站台划出圆形候车区，每区可站六人，圆心贴二维码，乘客扫码即登记要坐的线路和换乘站。\
                        调度中心每十分钟汇总一次各站台候车人数，超过四十人时从附近首末站加发区间车。";

    /// A draft with these measures.
    fn written(organizer: &Organizer, title: &str, unit: &str, measures: &str) -> i64 {
        let id = plant(organizer, title, unit, Some(2));
        organizer
            .db
            .execute(
                "UPDATE draft SET measures = ?2 WHERE id = ?1",
                rusqlite::params![id, measures],
            )
            .unwrap();
        id
    }

    fn go(_: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn codes(organizer: &Organizer, draft: i64) -> Vec<(String, String)> {
        let found = organizer.findings_of(draft).unwrap();
        found
            .into_iter()
            .map(|one| (one.code, one.facts["of"].clone()))
            .collect()
    }

    #[test]
    fn drafts_that_are_alike_are_noted_at_both_and_asked_about_once() {
        let (_dir, mut organizer) = fresh();
        let one = written(&organizer, "甲", "一校", TEXT);
        let longer = format!("我们另有一段不同的话写在前面。{TEXT}后面也有一段不同的话。");
        let other = written(&organizer, "乙", "二校", &longer);
        let alone = written(&organizer, "丙", "二校", &"不同".repeat(80));
        for _ in 0..2 {
            assert!(organizer.compare_new(&mut go).unwrap());
            let code = NEAR_DUPLICATE.to_owned();
            assert_eq!(codes(&organizer, one), [(code.clone(), other.to_string())]);
            assert_eq!(codes(&organizer, other), [(code, one.to_string())]);
            assert!(codes(&organizer, alone).is_empty());
            let asked = organizer.queue().unwrap().items;
            assert_eq!(asked.len(), 1);
            assert_eq!(
                (asked[0].draft, asked[0].about.as_str()),
                (Some(other), "乙 ≈ 甲")
            );
        }
        let facts = &organizer.findings_of(other).unwrap()[0].facts;
        assert_eq!(facts["field"], "measures");
        assert_eq!(
            (facts["from"].as_str(), facts["share"].as_str()),
            ("15", "100")
        );
        let pairs = organizer.alike(None, &mut go).unwrap().unwrap();
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].passages[0].other.from, 15);
    }

    #[test]
    fn a_resubmission_is_not_asked_about_a_second_time() {
        let (_dir, mut organizer) = fresh();
        for unit in ["一校", "二校"] {
            let id = written(&organizer, unit, unit, TEXT);
            let key = "同一标题/林舟";
            organizer
                .db
                .execute(
                    "UPDATE draft SET duplicate_key = ?2 WHERE id = ?1",
                    rusqlite::params![id, key],
                )
                .unwrap();
        }
        assert!(organizer.compare_new(&mut go).unwrap());
        assert!(organizer.queue().unwrap().items.is_empty());
    }

    #[test]
    fn what_was_stopped_is_compared_by_the_next_run() {
        let (_dir, mut organizer) = fresh();
        written(&organizer, "甲", "一校", TEXT);
        let other = written(&organizer, "乙", "二校", TEXT);
        let mut stop = |_: Step<'_>| ControlFlow::Break(());
        assert!(!organizer.compare_new(&mut stop).unwrap());
        assert!(codes(&organizer, other).is_empty());
        assert!(organizer.compare_new(&mut go).unwrap());
        assert_eq!(codes(&organizer, other).len(), 1);
    }

    #[test]
    fn an_earlier_contest_is_read_and_not_a_byte_of_it_is_written() {
        let (earlier, old) = fresh();
        written(&old, "旧", "一校", TEXT);
        let folder = old.folder().to_owned();
        drop(old);
        let (_dir, mut organizer) = fresh();
        let new = written(&organizer, "新", "二校", TEXT);
        let listing = || -> Vec<(String, Vec<u8>)> {
            let mut files: Vec<_> = fs::read_dir(&folder)
                .unwrap()
                .map(|one| one.unwrap().path())
                .filter(|path| path.is_file())
                .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
                .collect();
            files.sort();
            files
        };
        let before = listing();
        let pairs = organizer.alike(Some(&folder), &mut go).unwrap().unwrap();
        assert_eq!(listing(), before);
        assert_eq!(pairs.len(), 1);
        assert!(pairs[0].other.previous && !pairs[0].one.previous);
        assert_eq!(codes(&organizer, new)[0].0, NEAR_DUPLICATE_PREVIOUS);
        let own = organizer.folder().to_owned();
        let nothing = organizer.alike(Some(&own), &mut go);
        assert!(matches!(nothing, Err(AlikeError::PreviousIsOwn { .. })));
        let nothing = organizer.alike(Some(earlier.path()), &mut go);
        assert!(matches!(nothing, Err(AlikeError::NotAContest { .. })));
        let foreign = earlier.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join("contest.sqlite"), b"SQLite format 3\0nonsense").unwrap();
        let nothing = organizer.alike(Some(&foreign), &mut go);
        assert!(matches!(nothing, Err(AlikeError::NotAContest { .. })));
    }
}
