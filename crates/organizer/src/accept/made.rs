//! One draft becomes an entry: its number is drawn and its judging copy written.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use contest::ThemeId;
use rand::RngCore;
use rusqlite::Connection;

use super::{Acceptance, AcceptedEntry, IdentityRule, POSSIBLE_DUPLICATE};
use crate::by_hand::{Change, Hand};
use crate::contents::label;
use crate::error::{AcceptError, StoreError, facts};
use crate::findings::{self, FindingState};
use crate::judging_copy::{self, Judged};
use crate::store::{draft, entry};

const IDENTITY: &str = "identity_in_text";

/// The serials in use, of the themes that were asked for.
#[derive(Default)]
pub(super) struct Serials(BTreeMap<ThemeId, BTreeSet<u32>>);

impl Serials {
    fn of(&mut self, db: &Connection, theme: ThemeId) -> Result<&mut BTreeSet<u32>, StoreError> {
        Ok(match self.0.entry(theme) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(entry::serials(db, theme)?),
        })
    }
}

impl Hand<'_> {
    pub(super) fn make_entry(
        &mut self,
        draft: &draft::Draft,
        theme: ThemeId,
        how: &Acceptance<'_>,
        serials: &mut Serials,
        rng: &mut impl RngCore,
    ) -> Result<AcceptedEntry, AcceptError> {
        let no_serial = || AcceptError::NoSerial { theme: theme.get() };
        let contest = self.contest;
        let used = serials.of(&self.db, theme)?;
        let serial = contest
            .numbering
            .next_serial(used, rng.next_u64())
            .ok_or_else(no_serial)?;
        used.insert(serial);
        let number = contest
            .numbering
            .number(theme, serial)
            .map_err(|_| no_serial())?;
        let Judged {
            texts,
            fields,
            kinds,
            places,
        } = judging_copy::judged(&self.db, draft, how.identity)?;
        let made = entry::Entry {
            number: number.clone(),
            draft: draft.id,
            theme,
            serial,
            title: texts.title,
            measures: texts.measures,
            innovation: texts.innovation,
            effect: texts.effect,
            accepted_at: self.at(),
            identity: how.identity,
            note: how.note.to_owned(),
        };
        entry::insert(&self.db, &made)?;
        self.make(Change::EntryMade {
            draft: draft.id,
            number,
        })?;
        if places > 0 {
            let list =
                |words: &BTreeSet<&str>| words.iter().copied().collect::<Vec<_>>().join(", ");
            let told = facts([
                ("fields", list(&fields)),
                ("kinds", list(&kinds)),
                ("places", places.to_string()),
                ("masked", (how.identity == IdentityRule::Mask).to_string()),
            ]);
            self.find(draft.id, IDENTITY, told)?;
        }
        self.settle_of(draft.id, POSSIBLE_DUPLICATE)?;
        Ok(AcceptedEntry {
            draft: draft.id,
            number: made.number.to_string(),
            label: label(contest, theme, serial),
            theme: theme.get(),
            title: made.title,
            findings: findings::of_draft(&self.db, contest, draft.id)?
                .into_iter()
                .filter(|found| found.state != FindingState::Mended)
                .map(|found| found.code)
                .collect(),
            masked: if how.identity == IdentityRule::Mask {
                places
            } else {
                0
            },
        })
    }
}
