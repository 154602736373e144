//! Looking things up for a paper, and saying in words what results hold as codes.

use std::collections::BTreeMap;

use chrono::DateTime;
use contest::{AwardId, EntryNumber, GivenTo, JudgeId, RoundId, ThemeId};
use results::{
    AwardResult, By, Decided, Decision, EntryFacts, NotRanked, OpenQuestion, Outcome, RankedRound,
    Received, Recipient, RoundResult, RoundState,
};

use crate::papers::{BundleFact, Papers, Standing};
use crate::words::Words;

/// Papers with their words and an index of the entries.
pub(crate) struct Facts<'a> {
    pub(crate) papers: &'a Papers<'a>,
    pub(crate) words: Words,
    entries: BTreeMap<&'a EntryNumber, &'a EntryFacts>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(papers: &'a Papers<'a>) -> Self {
        Self {
            papers,
            words: Words::of(papers.language),
            entries: papers
                .inputs
                .entries
                .iter()
                .map(|entry| (&entry.number, entry))
                .collect(),
        }
    }

    pub(crate) fn is_final(&self) -> bool {
        self.papers.standing() == Standing::Final
    }

    pub(crate) fn title(&self, entry: &EntryNumber) -> &'a str {
        self.entries.get(entry).map_or("", |facts| &facts.title)
    }

    pub(crate) fn unit(&self, entry: &EntryNumber) -> &'a str {
        self.entries.get(entry).map_or("", |facts| &facts.unit)
    }

    pub(crate) fn theme_of(&self, entry: &EntryNumber) -> String {
        self.entries
            .get(entry)
            .map_or_else(String::new, |facts| self.theme(facts.theme))
    }

    pub(crate) fn theme(&self, id: ThemeId) -> String {
        self.papers.contest.theme(id).map_or_else(
            || id.to_string(),
            |theme| self.words.pick(&theme.name, &theme.name_en).to_owned(),
        )
    }

    pub(crate) fn authors(&self, entry: &EntryNumber) -> String {
        self.papers
            .authors
            .get(entry)
            .map_or_else(String::new, |authors| self.words.list(authors))
    }

    pub(crate) fn round(&self, id: &RoundId) -> &'a str {
        self.papers
            .results
            .rounds
            .iter()
            .find(|round| round.round == *id)
            .map(|round| round.name.as_str())
            .or_else(|| {
                self.papers
                    .contest
                    .round(id)
                    .map(|round| round.name.as_str())
            })
            .unwrap_or_default()
    }

    pub(crate) fn award(&self, id: &AwardId) -> String {
        self.papers.contest.award(id).map_or_else(
            || id.to_string(),
            |award| self.words.pick(&award.name, &award.name_en).to_owned(),
        )
    }

    pub(crate) fn judge_name(&self, id: &JudgeId) -> &'a str {
        self.papers
            .judges
            .get(id)
            .map(|judge| judge.name.as_str())
            .unwrap_or_default()
    }

    pub(crate) fn judge_unit(&self, id: &JudgeId) -> &'a str {
        self.papers
            .judges
            .get(id)
            .map(|judge| judge.unit.as_str())
            .unwrap_or_default()
    }

    /// Who receives something, as a line of text: number and title, or the unit.
    pub(crate) fn recipient(&self, recipient: &Recipient) -> String {
        match recipient {
            Recipient::Entry(entry) => self.words.fill(
                "recipient.entry",
                &[("number", entry), ("title", &self.title(entry))],
            ),
            Recipient::Unit(unit) => unit.clone(),
        }
    }

    pub(crate) fn given_to_units(&self, id: &AwardId) -> bool {
        self.papers
            .contest
            .award(id)
            .is_some_and(|award| award.given_to == GivenTo::Unit)
    }

    pub(crate) fn by(&self, received: &Received) -> String {
        self.words.say(match received.by {
            By::Ranking => "by.ranking",
            By::JudgesOrder => "by.judges_order",
            By::People => "by.people",
        })
    }

    pub(crate) fn state(&self, state: RoundState) -> String {
        self.words.say(match state {
            RoundState::NotBegun => "state.not_begun",
            RoundState::Provisional => "state.provisional",
            RoundState::Complete => "state.complete",
        })
    }

    /// The rounds that have a ranking, in order.
    pub(crate) fn ranked(&self) -> impl Iterator<Item = (&'a RoundResult, &'a RankedRound)> {
        self.papers
            .results
            .rounds
            .iter()
            .filter_map(|round| match &round.outcome {
                Outcome::Ranked(ranked) => Some((round, ranked.as_ref())),
                Outcome::NotRanked(_) => None,
            })
    }

    pub(crate) fn not_ranked(&self, why: NotRanked) -> String {
        self.words.say(match why {
            NotRanked::NoReviews => "not_ranked.no_reviews",
            NotRanked::NoVariation => "not_ranked.no_variation",
            NotRanked::EntriesReviewedOnce => "not_ranked.entries_reviewed_once",
            NotRanked::JudgesReviewOnce => "not_ranked.judges_review_once",
            NotRanked::ThemesOfOneEntry => "not_ranked.themes_of_one_entry",
            NotRanked::NoNoise => "not_ranked.no_noise",
            NotRanked::Unusable => "not_ranked.unusable",
        })
    }

    /// Why these results are not final, one sentence each; empty when they are.
    pub(crate) fn open_questions(&self) -> Vec<String> {
        let rounds = self
            .papers
            .results
            .rounds
            .iter()
            .filter(|round| round.state == RoundState::Provisional)
            .map(|round| {
                self.words.fill(
                    "open.round",
                    &[
                        ("round", &round.name),
                        ("awaited", &round.awaited.len()),
                        ("judges", &round.judges),
                    ],
                )
            });
        let awards = self.papers.results.awards.iter().flat_map(|award| {
            award.open.iter().map(|question| {
                self.words.fill(
                    "open.award",
                    &[
                        ("award", &self.award(&award.award)),
                        ("question", &self.question(award, question)),
                    ],
                )
            })
        });
        rounds.chain(awards).collect()
    }

    fn question(&self, award: &AwardResult, question: &OpenQuestion) -> String {
        let words = &self.words;
        match question {
            OpenQuestion::RoundNotBegun { round } => {
                words.fill("open.round_not_begun", &[("round", &self.round(round))])
            }
            OpenQuestion::JudgesAwaited { round, judges } => words.fill(
                "open.judges_awaited",
                &[("round", &self.round(round)), ("judges", judges)],
            ),
            OpenQuestion::NoSingleRanking { round } => {
                words.fill("open.no_single_ranking", &[("round", &self.round(round))])
            }
            OpenQuestion::AwardsOpen { awards } => words.fill(
                "open.awards_open",
                &[(
                    "awards",
                    &words.list(awards.iter().map(|award| self.award(award))),
                )],
            ),
            OpenQuestion::CountOpen => words.say("open.count"),
            OpenQuestion::Tie { places, among } => words.fill(
                "open.tie",
                &[
                    ("places", places),
                    ("count", &among.len()),
                    (
                        "among",
                        &words.list(among.iter().map(|recipient| match recipient {
                            Recipient::Entry(number) => number.as_str(),
                            Recipient::Unit(unit) => unit,
                        })),
                    ),
                ],
            ),
            OpenQuestion::PeopleDecide { places: Some(left) } => words.fill(
                "open.people_places",
                &[("places", left), ("given", &award.received.len())],
            ),
            OpenQuestion::PeopleDecide { places: None } => words.say("open.people"),
            OpenQuestion::TooFew { places } => words.fill("open.too_few", &[("places", places)]),
        }
    }

    /// A decision in a sentence, without its reason.
    pub(crate) fn decision(&self, decision: &Decision) -> String {
        let words = &self.words;
        let award_and = |key: &str, award: &AwardId, who: &Recipient| {
            words.fill(
                key,
                &[("award", &self.award(award)), ("who", &self.recipient(who))],
            )
        };
        match decision {
            Decision::JudgeExcluded { round, judge } => words.fill(
                "decision.judge_excluded",
                &[("round", &self.round(round)), ("judge", judge)],
            ),
            Decision::JudgeReadmitted { round, judge } => words.fill(
                "decision.judge_readmitted",
                &[("round", &self.round(round)), ("judge", judge)],
            ),
            Decision::CountSet { award, count } => words.fill(
                "decision.count_set",
                &[("award", &self.award(award)), ("count", count)],
            ),
            Decision::TieSettled { award, order } => words.fill(
                "decision.tie_settled",
                &[
                    ("award", &self.award(award)),
                    (
                        "order",
                        &words.list(order.iter().map(|who| self.recipient(who))),
                    ),
                ],
            ),
            Decision::Given { award, to } => award_and("decision.given", award, to),
            Decision::Withheld { award, from } => award_and("decision.withheld", award, from),
            Decision::Reopened { award, about } => award_and("decision.reopened", award, about),
        }
    }

    /// Whether a decision left out what a judge scored in a round.
    pub(crate) fn is_excluded(&self, round: &RoundId, judge: &JudgeId) -> bool {
        self.papers
            .results
            .rounds
            .iter()
            .any(|held| held.round == *round && held.excluded.contains(judge))
    }

    /// What became of a bundle, in a word.
    pub(crate) fn counted(&self, bundle: &BundleFact) -> String {
        self.words
            .say(if self.is_excluded(&bundle.round, &bundle.judge) {
                "letter.excluded"
            } else {
                "letter.counted"
            })
    }

    /// The bundles, by round and judge.
    pub(crate) fn bundles(&self) -> Vec<&'a BundleFact> {
        let mut bundles: Vec<_> = self.papers.bundles.iter().collect();
        bundles.sort_by_key(|bundle| (self.place(&bundle.round), *bundle));
        bundles
    }

    /// The place of a round in the order of the contest; `None`, which comes first, for a round it does not have.
    fn place(&self, round: &RoundId) -> Option<usize> {
        self.papers
            .results
            .rounds
            .iter()
            .position(|held| held.round == *round)
    }

    /// When something was decided, in the local time it was recorded with; as it stands when it is not RFC 3339.
    pub(crate) fn decided_at(&self, decided: &Decided) -> String {
        DateTime::parse_from_rfc3339(&decided.at).map_or_else(
            |_| decided.at.clone(),
            |at| at.format("%Y-%m-%d %H:%M").to_string(),
        )
    }
}

/// A number with so many digits behind the point. Minus is a real minus; what is no number is a dash.
pub(crate) fn fixed(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{value:.digits$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

/// As [`fixed`]; a dash when there is none.
pub(crate) fn fixed_or_dash(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| fixed(value, digits))
}

/// A share of draws in whole percent. Draws prove no certainty, so it never says 0 % or 100 %.
pub(crate) fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_owned();
    }
    if share < 0.01 {
        "<1%".to_owned()
    } else if share > 0.99 {
        ">99%".to_owned()
    } else {
        format!("{:.0}%", share * 100.0)
    }
}

/// A SHA-256 in hexadecimal, in four groups.
pub(crate) fn hex_groups(hash: &[u8; 32]) -> [String; 4] {
    std::array::from_fn(|group| {
        hash.iter()
            .skip(group * 8)
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_never_minus_nothing_and_a_chance_never_rounds_to_certainty() {
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(-1.25, 1), "−1.2");
        assert_eq!(fixed(f64::NAN, 1), "–");
        assert_eq!(percent(0.999_6), ">99%");
        assert_eq!(percent(1.0), ">99%");
        assert_eq!(percent(0.0), "<1%");
        assert_eq!(percent(0.000_1), "<1%");
        assert_eq!(percent(0.425), "42%");
    }
}
