//! Who takes part: the accepted entries, and the units that sent ideas.

use std::collections::{BTreeMap, BTreeSet};

use results::{EntryFacts, UnitFacts, Video};

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::roster::bare;
use crate::store::{draft, entry, medium};

impl Organizer {
    /// The entries, and the units that sent ideas.
    ///
    /// An idea came from the unit its mail names in the subject, else from the one in its form. Names that differ in blanks
    /// alone are one unit, under the first of them by bytes. Forms that are copies or versions of one another count as one
    /// idea sent, as does a form and the one that a person put in its place; what was sent back was sent.
    pub(crate) fn takers(&self) -> Result<(Vec<EntryFacts>, Vec<UnitFacts>), StoreError> {
        let senders = draft::senders(&self.db)?;
        let videos = medium::videos_of_entries(&self.db)?;
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut unit_of: BTreeMap<i64, String> = BTreeMap::new();
        for one in &senders {
            let named = one.of_mail.as_ref().filter(|unit| !unit.trim().is_empty());
            let name = named.unwrap_or(&one.unit).trim().to_owned();
            let key = bare(&name);
            let shown = names.entry(key.clone()).or_insert_with(|| name.clone());
            if name < *shown {
                *shown = name;
            }
            unit_of.insert(one.draft, key);
        }
        let shown = |key: &str| names.get(key).cloned().unwrap_or_default();
        let mut facts = Vec::new();
        let mut accepted: BTreeMap<&str, u32> = BTreeMap::new();
        for one in entry::heads(&self.db)? {
            let key = unit_of.get(&one.draft).map_or("", String::as_str);
            *accepted.entry(key).or_default() += 1;
            facts.push(EntryFacts {
                number: one.number,
                theme: one.theme,
                title: one.title,
                unit: shown(key),
                video: self.video(videos.get(&one.draft)),
            });
        }
        let mut sent: BTreeMap<&str, u32> = BTreeMap::new();
        for one in ideas(&senders) {
            let key = unit_of.get(&one.draft).map_or("", String::as_str);
            *sent.entry(key).or_default() += 1;
        }
        let units = names
            .iter()
            .filter(|(key, _)| !key.is_empty())
            .map(|(key, name)| {
                let accepted = accepted.get(key.as_str()).copied().unwrap_or(0);
                let sent = sent.get(key.as_str()).copied().unwrap_or(0);
                UnitFacts {
                    unit: name.clone(),
                    // Two versions of one idea may both have been accepted; then both were sent.
                    sent: sent.max(accepted),
                    accepted,
                }
            });
        let units = units.filter(|unit| unit.sent > 0).collect();
        Ok((facts, units))
    }

    /// Whether an entry with these videos has one, and one within the limit.
    fn video(&self, videos: Option<&Vec<media::Measured>>) -> Video {
        let Some(videos) = videos else {
            return Video::None;
        };
        let too_long = |one: &media::Measured| {
            let length = one.length_ms().unwrap_or(0);
            self.contest.media.over_ms(length) > 0
        };
        if videos.iter().any(too_long) {
            Video::TooLong
        } else {
            Video::WithinLimit
        }
    }
}

/// One draft for each idea: the first of those with one form or one key.
fn ideas(senders: &[draft::Sender]) -> impl Iterator<Item = &draft::Sender> {
    let (mut forms, mut keys) = (BTreeSet::new(), BTreeSet::new());
    senders.iter().filter(move |one| {
        let fresh_form = forms.insert(one.form_sha256);
        let fresh_key = one.duplicate_key.is_empty() || keys.insert(one.duplicate_key.as_str());
        fresh_form && fresh_key
    })
}

#[cfg(test)]
mod tests {
    use results::UnitFacts;

    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    #[test]
    fn units_are_told_apart_by_name_and_not_by_blanks() {
        let (_dir, mut organizer) = fresh();
        for (title, unit, theme) in [
            ("甲", "某大学 环境学院", Some(2)),
            ("乙", "某大学环境学院", Some(2)),
            ("丙", "某公司", None),
            ("丁", "", Some(2)),
        ] {
            plant(&organizer, title, unit, theme);
        }
        organizer
            .accept(
                &Which::All,
                &ThemeChoice::default(),
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        let inputs = organizer.inputs().unwrap();
        let unit = |unit: &str, sent, accepted| UnitFacts {
            unit: unit.to_owned(),
            sent,
            accepted,
        };
        assert_eq!(
            inputs.units,
            [unit("某公司", 1, 0), unit("某大学 环境学院", 2, 2)]
        );
        assert_eq!((inputs.entries.len(), inputs.rounds.len()), (3, 0));
        assert!(inputs.entries.iter().any(|entry| entry.unit.is_empty()));
    }
}
