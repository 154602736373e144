//! Acceptance: a draft becomes an entry with a theme and a number, and its texts are made fit for judging.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use contest::{Contest, ThemeId};
use rand::RngCore;
use rand::seq::SliceRandom;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::alike::NEAR_DUPLICATE;
use crate::by_hand::Deed;
use crate::error::{AcceptError, StoreError};
use crate::folder::Organizer;
use crate::mended;
use crate::store::{draft, entry, finding, mend, queue_item, sent_back};
use made::Serials;

pub(crate) const POSSIBLE_DUPLICATE: &str = "possible_duplicate";

/// Which drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// Every waiting draft that needs no decision; the others are left and named.
    All,
    /// These, all or none.
    These(Vec<i64>),
}

/// Which theme each draft gets. The suggestion made at intake stands unless something here says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeChoice {
    /// The theme of particular drafts.
    pub by_draft: BTreeMap<i64, u8>,
    /// The theme of all the others.
    pub of_all: Option<u8>,
    /// What becomes of drafts whose theme only their own words suggest.
    pub from_text: FromText,
}

/// Whether a theme that was suggested by the words of the text alone is taken when all are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FromText {
    /// The draft is left for a person.
    #[default]
    Ask,
    /// The suggestion stands: a person looked at them all.
    Take,
}

/// What happens to names, phone numbers and units in the texts judges read. The form itself never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityRule {
    /// They are replaced by `××`.
    Mask,
    /// They stay, and the finding says so.
    AsIs,
}

/// How drafts are accepted.
#[derive(Clone, Copy, Debug)]
pub struct Acceptance<'a> {
    /// What happens to identities in the texts.
    pub identity: IdentityRule,
    /// Why the findings do not stand in the way; may be empty.
    pub note: &'a str,
}

/// What was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accepted {
    /// The new entries.
    pub entries: Vec<AcceptedEntry>,
    /// The drafts that wait for a decision.
    pub left: Vec<LeftDraft>,
}

/// A new entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptedEntry {
    /// The draft it was made of.
    pub draft: i64,
    /// Its number.
    pub number: String,
    /// What judges read on its slip, for example `交-017`.
    pub label: String,
    /// Its theme.
    pub theme: u8,
    /// Its title as judges read it.
    pub title: String,
    /// The codes of its findings; they do not stand in the way.
    pub findings: Vec<String>,
    /// In how many places a name, number or unit was masked.
    pub masked: usize,
}

/// A draft that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftDraft {
    /// The draft.
    pub draft: i64,
    /// Its title.
    pub title: String,
    /// Why: `theme_missing`, `theme_suggested` or `possible_duplicate`.
    pub reason: &'static str,
}

impl Organizer {
    /// Accepts drafts: each gets its theme, the next number of it drawn with `rng`, and texts without identity.
    ///
    /// Findings do not stand in the way, with two exceptions under [`Which::All`]: a draft without a theme, or with one
    /// that only its words suggest, and a possible duplicate are left for a person, who can still name them. Accepting a
    /// draft by its number settles the questions whether it is the same as, or alike to, another.
    ///
    /// # Errors
    /// A draft that does not exist or is accepted already, a theme that is missing (under [`Which::These`]) or not of
    /// this contest, a theme without free numbers. Then nothing is accepted.
    pub fn accept(
        &mut self,
        which: &Which,
        themes: &ThemeChoice,
        identity: IdentityRule,
        now: DateTime<FixedOffset>,
        rng: &mut impl RngCore,
    ) -> Result<Accepted, AcceptError> {
        let how = Acceptance { identity, note: "" };
        self.accept_with(which, themes, &how, now, rng)
    }

    /// As [`Organizer::accept`], with a note that stays with the entries and in the log: why their findings do not matter.
    ///
    /// # Errors
    /// As there.
    pub fn accept_with(
        &mut self,
        which: &Which,
        themes: &ThemeChoice,
        how: &Acceptance<'_>,
        now: DateTime<FixedOffset>,
        rng: &mut impl RngCore,
    ) -> Result<Accepted, AcceptError> {
        for &theme in themes.by_draft.values().chain(&themes.of_all) {
            known_theme(&self.contest, theme)?;
        }
        let mut hand = self.hand(now)?;
        let mut accepted = Accepted {
            entries: Vec::new(),
            left: Vec::new(),
        };
        let mut without_theme = Vec::new();
        let mut serials = Serials::default();
        let mut drafts = chosen(&hand.db, which)?;
        // Numbers are drawn in an order that is by lot as well: while they are short, the first ones would tell who came first.
        drafts.shuffle(rng);
        for one in drafts {
            let theme = themes
                .by_draft
                .get(&one.id)
                .copied()
                .or(themes.of_all)
                .or(one.theme.as_ref().map(|theme| theme.0));
            let doubt = is_doubtful(&hand.db, one.id)?;
            let leave = match (which, theme) {
                (Which::All, _) if doubt => Some(POSSIBLE_DUPLICATE),
                (Which::All, Some(_)) if themes.asks_about(&one) => Some("theme_suggested"),
                (_, None) => Some("theme_missing"),
                _ => None,
            };
            match (theme, leave) {
                (Some(theme), None) => {
                    let theme = known_theme(hand.contest, theme)?;
                    let made = hand.make_entry(&one, theme, how, &mut serials, rng)?;
                    accepted.entries.push(made);
                    if matches!(which, Which::These(_)) {
                        hand.settle_of(one.id, NEAR_DUPLICATE)?;
                    }
                }
                (_, reason) => {
                    without_theme.push(one.id);
                    accepted.left.push(LeftDraft {
                        draft: one.id,
                        title: one.title,
                        reason: reason.unwrap_or("theme_missing"),
                    });
                }
            }
        }
        if matches!(which, Which::These(_)) && !without_theme.is_empty() {
            without_theme.sort_unstable();
            return Err(AcceptError::NoTheme {
                drafts: without_theme,
            });
        }
        accepted.entries.sort_by_key(|one| one.draft);
        accepted.left.sort_by_key(|one| one.draft);
        if !accepted.entries.is_empty() {
            hand.commit(Deed::Accepted, how.note)?;
        }
        Ok(accepted)
    }
}

/// Whether a draft may be another's version, and nobody has looked yet.
fn is_doubtful(db: &Connection, draft: i64) -> Result<bool, StoreError> {
    let found = finding::of_draft(db, draft)?;
    Ok(found.iter().any(|found| found.code == POSSIBLE_DUPLICATE)
        && !queue_item::is_settled(db, draft, POSSIBLE_DUPLICATE)?)
}

impl ThemeChoice {
    /// Whether nobody but the text itself has named the theme of a draft, and a person is to be asked.
    fn asks_about(&self, draft: &draft::Draft) -> bool {
        let named = self.by_draft.contains_key(&draft.id) || self.of_all.is_some();
        let from_text = draft.theme.as_ref().is_some_and(|(_, from)| from == "text");
        from_text && !named && self.from_text == FromText::Ask
    }
}

fn known_theme(contest: &Contest, theme: u8) -> Result<ThemeId, AcceptError> {
    ThemeId::new(theme)
        .ok()
        .filter(|id| contest.theme(*id).is_some())
        .ok_or(AcceptError::UnknownTheme { theme })
}

/// The drafts, as mended.
fn chosen(db: &Connection, which: &Which) -> Result<Vec<draft::Draft>, AcceptError> {
    let Which::These(ids) = which else {
        let mut mends = mend::all(db)?;
        let waiting = draft::waiting(db)?.into_iter();
        return Ok(waiting
            .map(|one| {
                let own = mends.remove(&one.id).unwrap_or_default();
                mended::with(one, own)
            })
            .collect());
    };
    let mut drafts = Vec::new();
    for id in ids.iter().copied().collect::<BTreeSet<i64>>() {
        let one = mended::draft(db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
        if let Some(already) = entry::of_draft(db, id)? {
            return Err(AcceptError::Already {
                draft: id,
                number: already.number.to_string(),
            });
        }
        if sent_back::of_draft(db, id)?.is_some() {
            return Err(AcceptError::SentBack { draft: id });
        }
        drafts.push(one);
    }
    Ok(drafts)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::digest::Digest;
    use crate::new::tests::{fresh, now, rng};
    use crate::store::source;

    /// A draft as intake would store it.
    pub(crate) fn plant(organizer: &Organizer, title: &str, unit: &str, theme: Option<u8>) -> i64 {
        let row = source::Source {
            kind: source::Kind::Mail,
            name: format!("{title}.eml"),
            sha256: Digest::of(title.as_bytes()),
            message_id: None,
            subject: String::new(),
            from_name: String::new(),
            from_address: String::new(),
            sent_at: None,
            received_at: None,
            unit: None,
            taken_at: now().to_rfc3339(),
            duplicate_of: None,
        };
        let digest = Digest::of(title.as_bytes());
        organizer
            .media
            .keep_all(&[(digest, title.as_bytes())])
            .unwrap();
        let source = source::insert(&organizer.db, &row).unwrap();
        draft::insert(
            &organizer.db,
            &draft::Draft {
                id: 0,
                source,
                form_sha256: Digest::of(title.as_bytes()),
                duplicate_key: title.to_owned(),
                title: title.to_owned(),
                authors_raw: "林舟".to_owned(),
                authors: vec!["林舟".to_owned()],
                phones: vec!["18800000101".to_owned()],
                unit: unit.to_owned(),
                measures: "由林舟牵头，在站台划线。".to_owned(),
                innovation: "少见。".to_owned(),
                effect: "缩短四分钟。".to_owned(),
                theme: theme.map(|theme| (theme, "subject".to_owned())),
            },
        )
        .unwrap()
    }

    #[test]
    fn all_takes_what_is_clear_and_leaves_the_rest_to_a_person() {
        let (_dir, mut organizer) = fresh();
        let clear = plant(&organizer, "甲", "某校", Some(2));
        let no_theme = plant(&organizer, "乙", "某校", None);
        let twice = plant(&organizer, "丙", "某校", Some(3));
        finding::note(
            &organizer.db,
            twice,
            POSSIBLE_DUPLICATE,
            &crate::error::facts([]),
        )
        .unwrap();

        let choice = ThemeChoice::default();
        let accepted = organizer
            .accept(&Which::All, &choice, IdentityRule::Mask, now(), &mut rng())
            .unwrap();
        assert_eq!(accepted.entries.len(), 1);
        assert_eq!(accepted.entries[0].draft, clear);
        assert!(accepted.entries[0].number.starts_with("XH2020-2-"));
        let left: Vec<_> = accepted
            .left
            .iter()
            .map(|left| (left.draft, left.reason))
            .collect();
        assert_eq!(
            left,
            vec![(no_theme, "theme_missing"), (twice, POSSIBLE_DUPLICATE)]
        );

        let named = organizer
            .accept(
                &Which::These(vec![twice]),
                &choice,
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        assert_eq!(named.entries.len(), 1);
    }

    #[test]
    fn a_theme_that_only_the_text_suggests_waits_for_a_person() {
        let (_dir, mut organizer) = fresh();
        let id = plant(&organizer, "甲", "某校", Some(2));
        let from_text = "UPDATE draft SET theme_from = 'text'";
        organizer.db.execute(from_text, []).unwrap();
        let accept = |organizer: &mut Organizer, from_text| {
            let choice = ThemeChoice {
                from_text,
                ..ThemeChoice::default()
            };
            organizer
                .accept(&Which::All, &choice, IdentityRule::Mask, now(), &mut rng())
                .unwrap()
        };
        let asked = accept(&mut organizer, FromText::Ask);
        assert!(asked.entries.is_empty());
        assert_eq!(
            (asked.left[0].draft, asked.left[0].reason),
            (id, "theme_suggested")
        );
        let taken = accept(&mut organizer, FromText::Take);
        assert_eq!(taken.entries[0].theme, 2);
    }

    #[test]
    fn a_name_in_the_text_is_masked_for_judges_and_kept_in_the_form() {
        let (_dir, mut organizer) = fresh();
        let id = plant(&organizer, "甲", "某校", Some(2));
        let accepted = organizer
            .accept(
                &Which::All,
                &ThemeChoice::default(),
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        assert_eq!(accepted.entries[0].masked, 1);
        assert_eq!(accepted.entries[0].findings, vec!["identity_in_text"]);
        let made = entry::of_draft(&organizer.db, id).unwrap().unwrap();
        assert_eq!(made.measures, "由××牵头，在站台划线。");
        let form = draft::get(&organizer.db, id).unwrap().unwrap();
        assert_eq!(form.measures, "由林舟牵头，在站台划线。");
    }

    #[test]
    fn without_a_theme_none_of_the_named_drafts_is_accepted() {
        let (_dir, mut organizer) = fresh();
        let clear = plant(&organizer, "甲", "某校", Some(2));
        let without = plant(&organizer, "乙", "某校", None);
        let refused = organizer.accept(
            &Which::These(vec![clear, without]),
            &ThemeChoice::default(),
            IdentityRule::Mask,
            now(),
            &mut rng(),
        );
        assert!(matches!(refused, Err(AcceptError::NoTheme { drafts }) if drafts == vec![without]));
        assert!(entry::all(&organizer.db).unwrap().is_empty());
        let wrong = ThemeChoice {
            of_all: Some(9),
            ..ThemeChoice::default()
        };
        assert!(matches!(
            organizer.accept(&Which::All, &wrong, IdentityRule::Mask, now(), &mut rng()),
            Err(AcceptError::UnknownTheme { theme: 9 })
        ));
    }
}
