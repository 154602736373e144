//! What stands of the decisions: a later word on the same thing has replaced an earlier one.

use std::collections::{BTreeMap, BTreeSet};

use contest::{AwardId, JudgeId, RoundId};

use crate::decision::{Decided, Decision, Recipient};

/// The decisions that stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rulings<'a> {
    excluded: BTreeMap<&'a RoundId, BTreeSet<&'a JudgeId>>,
    awards: BTreeMap<&'a AwardId, AwardRulings<'a>>,
}

/// The decisions about one award that stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct AwardRulings<'a> {
    /// How many are to be given.
    pub(crate) count: Option<u32>,
    /// About whom, in the order of the log.
    words: Vec<Word<'a>>,
}

/// A word on who receives an award.
#[derive(Clone, Debug)]
enum Word<'a> {
    Given(&'a Recipient),
    Withheld(&'a Recipient),
    Settled(&'a [Recipient]),
}

impl Word<'_> {
    /// Whether this word is about whether this one receives the award.
    fn concerns(&self, one: &Recipient) -> bool {
        match self {
            Self::Given(to) => *to == one,
            Self::Withheld(from) => *from == one,
            Self::Settled(order) => order.contains(one),
        }
    }
}

impl<'a> Rulings<'a> {
    /// Reads the log from its beginning.
    pub(crate) fn of(log: &'a [Decided]) -> Self {
        let mut rulings = Self::default();
        for decided in log {
            rulings.hear(&decided.decision);
        }
        rulings
    }

    fn hear(&mut self, decision: &'a Decision) {
        match decision {
            Decision::JudgeExcluded { round, judge } => {
                self.exclude(round, judge);
            }
            Decision::JudgeReadmitted { round, judge } => {
                self.excluded.entry(round).or_default().remove(judge);
            }
            Decision::CountSet { award, count } => {
                self.awards.entry(award).or_default().count = Some(*count);
            }
            Decision::TieSettled { award, order } => {
                self.awards.entry(award).or_default().settle(order);
            }
            Decision::Given { award, to } => {
                self.awards.entry(award).or_default().say(to, Word::Given);
            }
            Decision::Withheld { award, from } => {
                let about = self.awards.entry(award).or_default();
                about.say(from, Word::Withheld);
            }
            Decision::Reopened { award, about } => {
                self.awards.entry(award).or_default().reopen(about);
            }
        }
    }

    /// A judge's sheets of a round do not count.
    pub(crate) fn exclude(&mut self, round: &'a RoundId, judge: &'a JudgeId) {
        self.excluded.entry(round).or_default().insert(judge);
    }

    /// The judges whose sheets of a round do not count.
    pub(crate) fn excluded(&self, round: &RoundId) -> BTreeSet<&'a JudgeId> {
        self.excluded.get(round).cloned().unwrap_or_default()
    }

    /// What was decided about an award.
    pub(crate) fn award(&self, award: &AwardId) -> AwardRulings<'a> {
        self.awards.get(award).cloned().unwrap_or_default()
    }
}

impl<'a> AwardRulings<'a> {
    fn say(&mut self, about: &'a Recipient, word: impl Fn(&'a Recipient) -> Word<'a>) {
        self.words
            .retain(|earlier| matches!(earlier, Word::Settled(_)) || !earlier.concerns(about));
        self.words.push(word(about));
    }

    fn settle(&mut self, order: &'a [Recipient]) {
        let named: BTreeSet<&Recipient> = order.iter().collect();
        self.words.retain(|earlier| match earlier {
            Word::Settled(before) => before.iter().collect::<BTreeSet<_>>() != named,
            Word::Given(_) | Word::Withheld(_) => true,
        });
        self.words.push(Word::Settled(order));
    }

    fn reopen(&mut self, about: &Recipient) {
        if let Some(last) = self.words.iter().rposition(|word| word.concerns(about)) {
            self.words.remove(last);
        }
    }

    /// Those to whom people gave it, in the order of the log.
    pub(crate) fn given(&self) -> impl Iterator<Item = &'a Recipient> {
        self.words.iter().filter_map(|word| match word {
            Word::Given(to) => Some(*to),
            Word::Withheld(_) | Word::Settled(_) => None,
        })
    }

    /// Whether people said that this one does not receive it.
    pub(crate) fn withholds(&self, from: &Recipient) -> bool {
        self.words
            .iter()
            .any(|word| matches!(word, Word::Withheld(one) if *one == from))
    }

    /// The order in which people put all of these: the last that names every one of them.
    pub(crate) fn order_of(&self, among: &[Recipient]) -> Option<Vec<Recipient>> {
        self.words.iter().rev().find_map(|word| match word {
            Word::Settled(order) if among.iter().all(|one| order.contains(one)) => {
                let of_these = order.iter().filter(|one| among.contains(one));
                Some(of_these.cloned().collect())
            }
            Word::Given(_) | Word::Withheld(_) | Word::Settled(_) => None,
        })
    }
}
