//! Acceptance: a draft becomes an entry with a theme and a number, and its texts are made fit for judging.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use contest::{Contest, ThemeId};
use rand::RngCore;
use rusqlite::Connection;
use serde::Serialize;

use crate::blind::Identity;
use crate::error::{AcceptError, StoreError, facts};
use crate::folder::Organizer;
use crate::plain;
use crate::store::{draft, entry, finding, queue_item};

const POSSIBLE_DUPLICATE: &str = "possible_duplicate";
const IDENTITY: &str = "identity_in_text";

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
}

/// What happens to names, phone numbers and units in the texts judges read. The form itself never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityRule {
    /// They are replaced by `××`.
    Mask,
    /// They stay, and the finding says so.
    AsIs,
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
    /// Why: `theme_missing` or `possible_duplicate`.
    pub reason: &'static str,
}

impl Organizer {
    /// Accepts drafts: each gets its theme, the next number of it drawn with `rng`, and texts without identity.
    ///
    /// Findings do not stand in the way, with two exceptions under [`Which::All`]: a draft without a theme and a
    /// possible duplicate are left for a person, who can still name them. Accepting a possible duplicate by its number
    /// settles the question in the queue.
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
        for &theme in themes.by_draft.values().chain(&themes.of_all) {
            known_theme(&self.contest, theme)?;
        }
        let change = self.db.transaction().map_err(StoreError::from)?;
        let mut accepted = Accepted {
            entries: Vec::new(),
            left: Vec::new(),
        };
        let mut without_theme = Vec::new();
        for one in chosen(&change, which)? {
            let theme = themes
                .by_draft
                .get(&one.id)
                .copied()
                .or(themes.of_all)
                .or(one.theme.as_ref().map(|theme| theme.0));
            let doubt = finding::of_draft(&change, one.id)?
                .iter()
                .any(|found| found.code == POSSIBLE_DUPLICATE);
            let leave = match (which, theme) {
                (Which::All, _) if doubt => Some(POSSIBLE_DUPLICATE),
                (_, None) => Some("theme_missing"),
                _ => None,
            };
            match (theme, leave) {
                (Some(theme), None) => {
                    let theme = known_theme(&self.contest, theme)?;
                    let made = make_entry(&change, &self.contest, &one, theme, identity, now, rng)?;
                    accepted.entries.push(made);
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
            return Err(AcceptError::NoTheme {
                drafts: without_theme,
            });
        }
        change.commit().map_err(StoreError::from)?;
        Ok(accepted)
    }
}

fn known_theme(contest: &Contest, theme: u8) -> Result<ThemeId, AcceptError> {
    ThemeId::new(theme)
        .ok()
        .filter(|id| contest.theme(*id).is_some())
        .ok_or(AcceptError::UnknownTheme { theme })
}

fn chosen(db: &Connection, which: &Which) -> Result<Vec<draft::Draft>, AcceptError> {
    let Which::These(ids) = which else {
        return Ok(draft::waiting(db)?);
    };
    let mut drafts = Vec::new();
    for id in ids.iter().copied().collect::<BTreeSet<i64>>() {
        let one = draft::get(db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
        if let Some(already) = entry::of_draft(db, id)? {
            return Err(AcceptError::Already {
                draft: id,
                number: already.number.to_string(),
            });
        }
        drafts.push(one);
    }
    Ok(drafts)
}

fn make_entry(
    db: &Connection,
    contest: &Contest,
    draft: &draft::Draft,
    theme: ThemeId,
    rule: IdentityRule,
    now: DateTime<FixedOffset>,
    rng: &mut impl RngCore,
) -> Result<AcceptedEntry, AcceptError> {
    let no_serial = || AcceptError::NoSerial { theme: theme.get() };
    let used = entry::serials(db, theme)?;
    let serial = contest
        .numbering
        .next_serial(&used, rng.next_u64())
        .ok_or_else(no_serial)?;
    let number = contest
        .numbering
        .number(theme, serial)
        .map_err(|_| no_serial())?;
    let short = contest
        .theme(theme)
        .map_or("", |theme| theme.short.as_str());

    let who = Identity {
        authors: &draft.authors,
        phones: &draft.phones,
        unit: &draft.unit,
    };
    let mut fields = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    let mut places = 0;
    let mut judged = |field: &'static str, text: &str| {
        let masked = who.mask(text);
        if masked.places > 0 {
            fields.insert(field);
            kinds.extend(masked.kinds);
            places += masked.places;
        }
        match rule {
            IdentityRule::Mask => masked.text,
            IdentityRule::AsIs => text.to_owned(),
        }
    };
    let made = entry::Entry {
        number,
        draft: draft.id,
        theme,
        serial,
        title: judged("title", &plain::one_line(&draft.title)),
        measures: judged("measures", &plain::paragraphs(&draft.measures)),
        innovation: judged("innovation", &plain::paragraphs(&draft.innovation)),
        effect: judged("effect", &plain::paragraphs(&draft.effect)),
        accepted_at: now.to_rfc3339(),
    };
    entry::insert(db, &made)?;
    if places > 0 {
        let list = |words: &BTreeSet<&str>| words.iter().copied().collect::<Vec<_>>().join(", ");
        let told = facts([
            ("fields", list(&fields)),
            ("kinds", list(&kinds)),
            ("places", places.to_string()),
            ("masked", (rule == IdentityRule::Mask).to_string()),
        ]);
        finding::note(db, draft.id, IDENTITY, &told)?;
    }
    queue_item::settle_draft(db, draft.id, POSSIBLE_DUPLICATE, &made.accepted_at)?;
    Ok(AcceptedEntry {
        draft: draft.id,
        number: made.number.to_string(),
        label: contest.numbering.label(short, serial),
        theme: theme.get(),
        title: made.title,
        findings: finding::of_draft(db, draft.id)?
            .into_iter()
            .map(|found| found.code)
            .collect(),
        masked: if rule == IdentityRule::Mask {
            places
        } else {
            0
        },
    })
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
        finding::note(&organizer.db, twice, POSSIBLE_DUPLICATE, &facts([])).unwrap();

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
        assert_eq!(accepted.entries[0].findings, vec![IDENTITY]);
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
