//! The rubric of a theme and what a partly filled score sheet adds up to.

use std::collections::BTreeMap;

use crate::ids::CriterionId;
use crate::mark::Points;

/// One of the five named levels of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its name, for example 良好.
    pub name: String,
    /// Its English name, for example Good.
    pub name_en: String,
    /// The lowest mark of the level, in points.
    pub from: u8,
    /// The highest mark of the level, in points.
    pub to: u8,
    /// What an entry of this level looks like.
    pub descriptor: String,
}

/// One thing that is marked, with the words that anchor its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its identifier, unique in the contest.
    pub id: CriterionId,
    /// Its name, for example 可操作性.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The five levels, lowest first; together they cover 1–10 without gap or overlap.
    pub levels: [Level; 5],
}

/// A criterion and its share of the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighted {
    /// What is marked.
    pub criterion: Criterion,
    /// Its share in percent, 1–100; the shares of a rubric add up to 100.
    pub weight: u8,
}

/// What the judges of one theme mark, in the order of the score sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric {
    /// The criteria with their shares; 1–12 of them.
    pub criteria: Vec<Weighted>,
}

/// What the marks given so far add up to. Points are hundredths of a point of a total of 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Points from the marks given, 0–10,000.
    pub total: u32,
    /// The most these criteria could have brought, 0–10,000.
    pub out_of: u32,
    /// How many criteria have a mark.
    pub scored: u32,
    /// How many criteria the rubric has.
    pub criteria: u32,
}

impl Standing {
    /// Adds up criteria, each with its share in percent and its mark if there is one.
    ///
    /// A mark of *m* points on a share of *w* % brings *w* · *m* ÷ 10 points; a criterion without a mark
    /// counts neither as zero nor in [`Standing::out_of`].
    pub fn of(criteria: impl IntoIterator<Item = (u8, Option<Points>)>) -> Standing {
        let mut sum = Standing {
            total: 0,
            out_of: 0,
            scored: 0,
            criteria: 0,
        };
        for (weight, mark) in criteria {
            sum.criteria += 1;
            if let Some(mark) = mark {
                // In hundredths: weight · (halves ÷ 20) · 100.
                sum.total += u32::from(weight) * u32::from(mark.halves()) * 5;
                sum.out_of += u32::from(weight) * 100;
                sum.scored += 1;
            }
        }
        sum
    }

    /// Whether every criterion has a mark; only then is [`Standing::total`] a result.
    pub fn is_complete(self) -> bool {
        self.scored == self.criteria
    }

    /// The points of the criteria without a mark, in hundredths.
    pub fn left(self) -> u32 {
        10_000_u32.saturating_sub(self.out_of)
    }
}

impl Rubric {
    /// What the marks bring; marks for criteria the rubric does not have are ignored.
    pub fn standing(&self, marks: &BTreeMap<CriterionId, Points>) -> Standing {
        Standing::of(
            self.criteria
                .iter()
                .map(|one| (one.weight, marks.get(&one.criterion.id).copied())),
        )
    }

    /// The criterion with this identifier.
    pub fn criterion(&self, id: &CriterionId) -> Option<&Criterion> {
        self.criteria
            .iter()
            .map(|weighted| &weighted.criterion)
            .find(|criterion| &criterion.id == id)
    }
}
