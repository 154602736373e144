//! What one judge's pack holds: the contest as the judge sees it, the blind entries, their order, the media copies.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use contest::{Contest, EntryNumber, JudgeId, OrderPolicy, Round, ThemeId};
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
use crate::pack_order::Volumes;
use crate::store::{entry, medium};

/// A pack that is about to be written.
pub(crate) struct Ticket<'a> {
    pub(crate) judge: &'a JudgeId,
    pub(crate) round: &'a Round,
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
        let order = presentation(contest, ticket, &blind);
        Ok(PackContents {
            contest: contest.id.to_string(),
            contest_key: self.contest_key.clone(),
            title: contest.title.clone(),
            round: ticket.round.id.to_string(),
            judge: ticket.judge.clone(),
            pack_version: ticket.version,
            issued_at: ticket.now,
            closes_at: ticket.round.closes_at,
            reply_to: self.public.reply_to.clone(),
            view: view(contest, ticket.round, &blind, order),
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
        for one in medium::shown_of_draft(&self.db, entry.draft)? {
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
/// videos in front when the contest wants that. Where a round sets themes against each other their order is by lot too, for
/// what comes early is marked otherwise than what comes late. The lot depends on the plan's seed and the judge alone.
fn presentation(contest: &Contest, ticket: &Ticket<'_>, entries: &[BlindEntry]) -> Vec<String> {
    let (seed, judge) = (ticket.seed, ticket.judge);
    let lot = format!("jurydesk order v1\n{seed}\n{judge}\n");
    let mut lot = ChaCha20Rng::from_seed(Digest::of(lot.as_bytes()).0);
    let mut themes: Vec<u8> = contest.themes.iter().map(|theme| theme.id.get()).collect();
    if ticket.round.kind.compares_themes() {
        themes.shuffle(&mut lot);
    }
    let mut order = Vec::with_capacity(entries.len());
    for theme in themes {
        let mut group: Vec<&BlindEntry> = entries
            .iter()
            .filter(|entry| entry.theme == theme)
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

/// The contest with the themes this judge has entries of, in the order in which the judge meets them, under the rubrics of the
/// round. A later round says its name above everything else, so that nobody takes its pack for the one they know.
fn view(contest: &Contest, round: &Round, entries: &[BlindEntry], order: Vec<String>) -> JudgeView {
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let first = |theme: &contest::Theme| {
        let of_theme = entries.iter().filter(|entry| entry.theme == theme.id.get());
        let numbers: BTreeSet<&str> = of_theme.map(|entry| entry.number.as_str()).collect();
        order
            .iter()
            .position(|number| numbers.contains(number.as_str()))
    };
    let mut themes: Vec<(usize, &contest::Theme)> = contest
        .themes
        .iter()
        .filter_map(|theme| Some((first(theme)?, theme)))
        .collect();
    themes.sort_by_key(|(first, _)| *first);
    let subtitle = if round.id == contest.panel().id {
        contest.subtitle.clone()
    } else {
        format!("{} · {}", round.name, contest.subtitle)
    };
    JudgeView {
        title: contest.title.clone(),
        subtitle,
        organiser: contest.organiser.clone(),
        hand_in: contest.hand_in.clone(),
        themes: themes
            .into_iter()
            .map(|(_, theme)| ThemeSheet {
                id: theme.id.get(),
                name: theme.name.clone(),
                short: theme.short.clone(),
                name_en: named(&theme.name_en),
                short_en: None,
                criteria: contest
                    .rubric(round, theme.id)
                    .unwrap_or(&theme.rubric)
                    .criteria
                    .iter()
                    .map(criterion_sheet)
                    .collect(),
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

/// The entries of a plan, judge by judge.
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
        let order_in = |round: &Round, judge: &str| {
            let ticket = Ticket {
                judge: &judge.parse().unwrap(),
                round,
                version: 1,
                now: crate::new::tests::now(),
                seed: 5,
                volumes: Volumes::Whole,
            };
            presentation(&contest, &ticket, &entries)
        };
        let order = |judge: &str| order_in(contest.panel(), judge);
        let one = order("J01");
        assert_eq!(one, order("J01"));
        assert_ne!(one, order("J02"));
        assert_eq!(one.len(), 20);
        assert!(one[..8].iter().all(|number| number.starts_with("A-1-")));
        let films: BTreeSet<&str> = one[8..11].iter().map(String::as_str).collect();
        assert_eq!(films, BTreeSet::from(["A-2-0", "A-2-4", "A-2-8"]));
        // In a final the themes are by lot as well.
        let firsts = (0..20).map(|at| {
            let order = order_in(&contest.rounds[1], &format!("J{at}"));
            order[0].chars().take(4).collect::<String>()
        });
        assert_eq!(firsts.collect::<BTreeSet<_>>().len(), 2);
    }
}
