//! Names for what results hold as identifiers.

use std::collections::BTreeMap;

use contest::EntryNumber;
use organizer::Organizer;
use results::{Inputs, OpenQuestion, Recipient};

use crate::wire::{Failure, QuestionView, Taker};

/// The entries by label and title.
pub(super) struct Names {
    entries: BTreeMap<EntryNumber, (String, String)>,
}

impl Names {
    pub(super) fn of(organizer: &Organizer, inputs: &Inputs) -> Result<Names, Failure> {
        let mut labels = organizer
            .entry_labels()
            .map_err(|error| Failure::of(&error))?;
        let entries = inputs.entries.iter().map(|entry| {
            let label = labels.remove(&entry.number).unwrap_or_default();
            (entry.number.clone(), (label, entry.title.clone()))
        });
        Ok(Names {
            entries: entries.collect(),
        })
    }

    pub(super) fn entry(&self, number: &EntryNumber) -> Taker {
        let (label, title) = self.entries.get(number).cloned().unwrap_or_default();
        Taker {
            id: number.to_string(),
            label,
            title,
        }
    }

    pub(super) fn taker(&self, recipient: &Recipient) -> Taker {
        match recipient {
            Recipient::Entry(number) => self.entry(number),
            Recipient::Unit(unit) => Taker {
                id: unit.clone(),
                label: String::new(),
                title: unit.clone(),
            },
        }
    }

    pub(super) fn question(&self, open: &OpenQuestion) -> QuestionView {
        let coded = |code: &str| QuestionView {
            code: code.to_owned(),
            ..QuestionView::default()
        };
        match open {
            OpenQuestion::RoundNotBegun { round } => QuestionView {
                round: Some(round.to_string()),
                ..coded("roundNotBegun")
            },
            OpenQuestion::JudgesAwaited { round, judges } => QuestionView {
                round: Some(round.to_string()),
                judges: Some(*judges),
                ..coded("judgesAwaited")
            },
            OpenQuestion::NoSingleRanking { round } => QuestionView {
                round: Some(round.to_string()),
                ..coded("noSingleRanking")
            },
            OpenQuestion::AwardsOpen { awards } => QuestionView {
                awards: awards.iter().map(ToString::to_string).collect(),
                ..coded("awardsOpen")
            },
            OpenQuestion::CountOpen => coded("countOpen"),
            OpenQuestion::Tie { places, among } => QuestionView {
                places: Some(*places),
                among: among.iter().map(|one| self.taker(one)).collect(),
                ..coded("tie")
            },
            OpenQuestion::PeopleDecide { places } => QuestionView {
                places: *places,
                ..coded("peopleDecide")
            },
            OpenQuestion::TooFew { places } => QuestionView {
                places: Some(*places),
                ..coded("tooFew")
            },
        }
    }
}

/// Two decimals.
pub(super) fn points(value: f64) -> String {
    format!("{value:.2}")
}

/// A chance in whole percent. Draws prove no certainty, so it is 1 to 99.
pub(super) fn percent(chance: f64) -> u32 {
    (1..99)
        .find(|whole| chance * 100.0 < f64::from(*whole) + 0.5)
        .unwrap_or(99)
}
