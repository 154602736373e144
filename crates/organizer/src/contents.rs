//! What one judge's pack holds: the contest as the judge sees it, the blind entries, their order, the media copies.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use contest::{Contest, EntryNumber, JudgeId, OrderPolicy, ThemeId};
use media::Kind;
use pack::judge_pack::{
    BlindEntry, BlindMedia, CommentSheet, CriterionSheet, JudgeView, LevelSheet, MediaKind,
    MediaSource, OrderSheet, PackContents, ThemeSheet,
};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::issue::Volumes;
use crate::store::{entry, medium};

/// A pack that is about to be written.
pub(crate) struct Ticket<'a> {
    pub(crate) judge: &'a JudgeId,
    pub(crate) version: u32,
    pub(crate) now: DateTime<FixedOffset>,
    /// The seed of the plan; the order is drawn from it.
    pub(crate) seed: u64,
    /// The largest file that the place takes.
    pub(crate) volumes: Volumes,
}

impl Organizer {
    /// Puts together what goes into a pack. Entries stand in order of their number, so the file tells nothing of
    /// arrival; the judge meets them in the drawn order.
    pub(crate) fn contents(
        &self,
        ticket: &Ticket<'_>,
        entries: &[&entry::Entry],
    ) -> Result<PackContents, StoreError> {
        let mut blind = Vec::with_capacity(entries.len());
        let mut sources = BTreeMap::new();
        for entry in entries {
            blind.push(self.blind(entry, &mut sources)?);
        }
        let contest = &self.contest;
        let order = presentation(contest, &blind, ticket.seed, ticket.judge);
        Ok(PackContents {
            contest: contest.id.to_string(),
            contest_key: self.contest_key.clone(),
            title: contest.title.clone(),
            round: contest
                .rounds
                .first()
                .map_or_else(String::new, |round| round.id.clone()),
            judge: ticket.judge.clone(),
            pack_version: ticket.version,
            issued_at: ticket.now,
            closes_at: contest.rounds.first().and_then(|round| round.closes_at),
            reply_to: self.public.reply_to.clone(),
            view: view(contest, &blind, order),
            entries: blind,
            media: sources.into_values().collect(),
        })
    }

    fn blind(
        &self,
        entry: &entry::Entry,
        sources: &mut BTreeMap<String, MediaSource>,
    ) -> Result<BlindEntry, StoreError> {
        let mut shown = Vec::new();
        for one in medium::of_draft(&self.db, entry.draft)? {
            let medium::State::Ready(copy) = one.state else {
                continue;
            };
            let file = format!("media/{}.{}", copy.sha256, copy.ending);
            let path = self.media.path(copy.sha256);
            sources.insert(
                file.clone(),
                MediaSource {
                    file: file.clone(),
                    path,
                },
            );
            let measured = copy.measured;
            shown.push(BlindMedia {
                file,
                kind: match measured.kind {
                    Kind::Video => MediaKind::Video,
                    Kind::Audio => MediaKind::Audio,
                    Kind::Image => MediaKind::Image,
                    Kind::Pdf => MediaKind::Pdf,
                },
                length_ms: measured.length_ms(),
                width: measured.shown_width,
                height: measured.shown_height,
                pages: measured.pages,
            });
        }
        let short = self
            .contest
            .theme(entry.theme)
            .map_or("", |theme| theme.short.as_str());
        Ok(BlindEntry {
            number: entry.number.to_string(),
            label: self.contest.numbering.label(short, entry.serial),
            theme: entry.theme.get(),
            title: entry.title.clone(),
            measures: entry.measures.clone(),
            innovation: entry.innovation.clone(),
            effect: entry.effect.clone(),
            media: shown,
        })
    }
}

/// The order in which a judge meets the entries: theme by theme as the call lists them, within a theme by lot, with the
/// videos in front when the contest wants that. The lot depends on the plan's seed and the judge alone.
fn presentation(
    contest: &Contest,
    entries: &[BlindEntry],
    seed: u64,
    judge: &JudgeId,
) -> Vec<String> {
    let ticket = format!("jurydesk order v1\n{seed}\n{judge}\n");
    let mut lot = ChaCha20Rng::from_seed(Digest::of(ticket.as_bytes()).0);
    let mut order = Vec::with_capacity(entries.len());
    for theme in &contest.themes {
        let mut group: Vec<&BlindEntry> = entries
            .iter()
            .filter(|entry| entry.theme == theme.id.get())
            .collect();
        group.shuffle(&mut lot);
        if contest.order == OrderPolicy::VideosFirst {
            // The sort is stable, so each half stays as it was shuffled.
            group.sort_by_key(|entry| !has_video(entry));
        }
        order.extend(group.iter().map(|entry| entry.number.clone()));
    }
    order
}

fn has_video(entry: &BlindEntry) -> bool {
    entry.media.iter().any(|one| one.kind == MediaKind::Video)
}

/// The contest with the themes this judge has entries of.
fn view(contest: &Contest, entries: &[BlindEntry], order: Vec<String>) -> JudgeView {
    let present: BTreeSet<u8> = entries.iter().map(|entry| entry.theme).collect();
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let themes = contest
        .themes
        .iter()
        .filter(|theme| present.contains(&theme.id.get()));
    JudgeView {
        title: contest.title.clone(),
        subtitle: contest.subtitle.clone(),
        organiser: contest.organiser.clone(),
        hand_in: contest.hand_in.clone(),
        themes: themes
            .map(|theme| ThemeSheet {
                id: theme.id.get(),
                name: theme.name.clone(),
                short: theme.short.clone(),
                name_en: named(&theme.name_en),
                short_en: None,
                criteria: theme.rubric.criteria.iter().map(criterion_sheet).collect(),
            })
            .collect(),
        step: contest.step,
        comment: CommentSheet {
            policy: contest.comment.policy,
            minimum: contest.comment.minimum,
            readers: contest.comment.readers,
        },
        media_limit_ms: contest.media.longest_ms,
        media_grace_ms: contest.media.grace_ms,
        order: OrderSheet {
            policy: contest.order,
            entries: order,
        },
    }
}

fn criterion_sheet(weighted: &contest::Weighted) -> CriterionSheet {
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let criterion = &weighted.criterion;
    CriterionSheet {
        id: criterion.id.to_string(),
        name: criterion.name.clone(),
        name_en: named(&criterion.name_en),
        weight: weighted.weight,
        levels: criterion
            .levels
            .iter()
            .map(|level| LevelSheet {
                name: level.name.clone(),
                name_en: named(&level.name_en),
                from: level.from,
                to: level.to,
                descriptor: level.descriptor.clone(),
            })
            .collect(),
    }
}

/// The entries of the plan, judge by judge.
pub(crate) fn by_judge<'a>(
    pairs: &[(JudgeId, EntryNumber)],
    entries: &'a [entry::Entry],
) -> BTreeMap<JudgeId, Vec<&'a entry::Entry>> {
    let by_number: BTreeMap<&EntryNumber, &entry::Entry> =
        entries.iter().map(|entry| (&entry.number, entry)).collect();
    let mut loads: BTreeMap<JudgeId, Vec<&entry::Entry>> = BTreeMap::new();
    for (judge, number) in pairs {
        if let Some(entry) = by_number.get(number) {
            loads.entry(judge.clone()).or_default().push(entry);
        }
    }
    for load in loads.values_mut() {
        load.sort_by_key(|entry| (entry.theme, entry.serial));
    }
    loads
}

/// The label of an entry on its slip.
pub(crate) fn label(contest: &Contest, theme: ThemeId, serial: u32) -> String {
    let short = contest
        .theme(theme)
        .map_or("", |theme| theme.short.as_str());
    contest.numbering.label(short, serial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::new::tests::CONTEST;

    fn entry(number: &str, theme: u8, video: bool) -> BlindEntry {
        let film = BlindMedia {
            file: String::new(),
            kind: MediaKind::Video,
            length_ms: None,
            width: None,
            height: None,
            pages: None,
        };
        BlindEntry {
            number: number.to_owned(),
            label: String::new(),
            theme,
            title: String::new(),
            measures: String::new(),
            innovation: String::new(),
            effect: String::new(),
            media: if video { vec![film] } else { Vec::new() },
        }
    }

    #[test]
    fn videos_stand_first_in_each_theme_and_each_judge_has_an_own_order() {
        let contest = Contest::parse(CONTEST).unwrap();
        let mut entries: Vec<BlindEntry> = (0..12)
            .map(|at| entry(&format!("A-2-{at}"), 2, at % 4 == 0))
            .collect();
        entries.extend((0..8).map(|at| entry(&format!("A-1-{at}"), 1, false)));
        let order = |judge: &str| presentation(&contest, &entries, 5, &judge.parse().unwrap());
        let one = order("J01");
        assert_eq!(one, order("J01"));
        assert_ne!(one, order("J02"));
        assert_eq!(one.len(), 20);
        assert!(one[..8].iter().all(|number| number.starts_with("A-1-")));
        let films: BTreeSet<&str> = one[8..11].iter().map(String::as_str).collect();
        assert_eq!(films, BTreeSet::from(["A-2-0", "A-2-4", "A-2-8"]));
    }
}
