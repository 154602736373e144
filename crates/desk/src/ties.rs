//! Comparing within a theme and deciding ties: the pure part is [`crate::compare`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, FixedOffset};
use contest::CommentPolicy;
use pack::score_bundle::TieOrder;

use crate::compare::{Comparison, ScoredEntry, compare};
use crate::error::DeskError;
use crate::session::{Session, stamp};
use crate::sheet::Status;
use crate::store::{DecidedTie, Desk, Turned};

/// A tie whose order the judge has not decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTie {
    /// The number of the theme.
    pub theme: u8,
    /// The entries of equal total, in the judge's order of entries.
    pub numbers: Vec<String>,
}

/// The ties of all themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Those with an order, as they go into a bundle.
    pub decided: Vec<TieOrder>,
    /// Those without.
    pub open: Vec<OpenTie>,
}

impl Session {
    /// One theme compared.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn comparison(&self, desk: &Desk, theme: u8) -> Result<Comparison, DeskError> {
        let orders = desk.tie_orders(self.id())?;
        self.compared(desk, theme, &orders)
    }

    fn compared(
        &self,
        desk: &Desk,
        theme: u8,
        orders: &[DecidedTie],
    ) -> Result<Comparison, DeskError> {
        let scored = self.scored_in(desk, theme)?;
        let orders: Vec<Vec<String>> = orders
            .iter()
            .filter(|tie| tie.theme == theme)
            .map(|tie| tie.numbers.clone())
            .collect();
        Ok(compare(&scored, &orders))
    }

    /// The scored entries of a theme in the order in which each was first completed.
    fn scored_in(&self, desk: &Desk, theme: u8) -> Result<Vec<ScoredEntry>, DeskError> {
        let rule = &self.view().comment;
        let asks = rule.policy != CommentPolicy::Off && rule.minimum > 0;
        let mut scored = Vec::new();
        for (place, entry) in self.entries().into_iter().enumerate() {
            if entry.theme != theme {
                continue;
            }
            let at = self.sheet(&entry.number)?;
            if at.status != Status::Scored {
                continue;
            }
            let (_, rubric) = self.entry(&entry.number)?;
            let different: BTreeSet<_> = at.sheet.marks.values().collect();
            scored.push(ScoredEntry {
                number: entry.number.clone(),
                total: at.sheet.standing(rubric).total,
                place,
                equal_marks: at.sheet.marks.len() > 1 && different.len() == 1,
                flagged: at.sheet.flagged,
                comment_missing: asks && at.sheet.comment_characters() == 0,
            });
        }
        let wanted: BTreeSet<&str> = scored.iter().map(|entry| entry.number.as_str()).collect();
        let completed = desk.first_completed(self.id(), &wanted, &|number, sheet| {
            self.entry(number)
                .is_ok_and(|(_, rubric)| sheet.status(self.view(), rubric) == Status::Scored)
        })?;
        let place: HashMap<&str, usize> = completed
            .iter()
            .enumerate()
            .map(|(place, number)| (number.as_str(), place))
            .collect();
        let last = completed.len();
        scored.sort_by_key(|entry| place.get(entry.number.as_str()).copied().unwrap_or(last));
        Ok(scored)
    }

    /// Every tie of the pack, decided or open.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn ties(&self, desk: &Desk) -> Result<Ties, DeskError> {
        let orders = desk.tie_orders(self.id())?;
        let mut found = Ties::default();
        for theme in self.view().themes.iter().map(|theme| theme.id) {
            for tie in self.compared(desk, theme, &orders)?.ties {
                let entries = tie.numbers;
                if tie.decided {
                    found.decided.push(TieOrder { theme, entries });
                } else {
                    let numbers = entries;
                    found.open.push(OpenTie { theme, numbers });
                }
            }
        }
        Ok(found)
    }

    /// Records the judge's order within a tie, the best first. No mark and no rank changes. The order holds while
    /// exactly these entries share a total.
    ///
    /// # Errors
    /// [`DeskError::NotTied`] unless the numbers are those of one whole tie of the theme, or what the disk says.
    pub fn set_tie_order(
        &mut self,
        desk: &mut Desk,
        theme: u8,
        numbers: &[String],
        now: DateTime<FixedOffset>,
    ) -> Result<(), DeskError> {
        let wanted: BTreeSet<&String> = numbers.iter().collect();
        let ties = self.comparison(desk, theme)?.ties;
        let same = |tie: &&crate::compare::Tie| {
            tie.numbers.len() == numbers.len()
                && tie.numbers.iter().collect::<BTreeSet<_>>() == wanted
        };
        let tie = ties.iter().find(same).ok_or(DeskError::NotTied)?;
        if tie.decided && tie.numbers == numbers {
            return Ok(());
        }
        let decided = DecidedTie {
            theme,
            numbers: numbers.to_vec(),
            decided_at: stamp(now),
        };
        desk.save_tie_order(self.id(), &decided)?;
        self.note_saved(decided.decided_at);
        Ok(())
    }

    /// Takes the last order within a tie back; the theme it was about, or `None` when there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn undo_tie_order(&self, desk: &Desk) -> Result<Option<u8>, DeskError> {
        desk.turn_tie_order(self.id(), Turned::Back)
    }

    /// Takes an order within a tie forward again that was taken back; `None` when there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn redo_tie_order(&self, desk: &Desk) -> Result<Option<u8>, DeskError> {
        desk.turn_tie_order(self.id(), Turned::Forward)
    }
}

/// The entries whose order within a tie is not what it was.
pub(crate) fn changed_ties<'a>(before: &'a [TieOrder], now: &'a [TieOrder]) -> BTreeSet<&'a str> {
    let place = |ties: &'a [TieOrder]| -> BTreeMap<&'a str, &'a TieOrder> {
        ties.iter()
            .flat_map(|tie| tie.entries.iter().map(move |entry| (entry.as_str(), tie)))
            .collect()
    };
    let (before, now) = (place(before), place(now));
    before
        .keys()
        .chain(now.keys())
        .filter(|entry| before.get(*entry) != now.get(*entry))
        .copied()
        .collect()
}
