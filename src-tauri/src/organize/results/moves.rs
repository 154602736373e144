//! What moves, as lines.

use results::{Differences, Moved, Recipient};

use super::super::views::count;
use super::facts::Names;
use crate::wire::{MoveLine, MovesView};

/// The most ranks that are listed.
const RANKS: usize = 30;

pub(super) fn moves(moves: &Differences, names: &Names) -> MovesView {
    let coded = |kind: &str, moved: Moved| MoveLine {
        code: match moved {
            Moved::In => format!("{kind}In"),
            Moved::Out => format!("{kind}Out"),
        },
        ..MoveLine::default()
    };
    let awards = moves.awards.iter().map(|one| MoveLine {
        award: Some(one.award.to_string()),
        to: Some(names.taker(&one.to)),
        ..coded("award", one.moved)
    });
    let questions = moves.questions.iter().map(|one| MoveLine {
        award: Some(one.award.to_string()),
        question: Some(names.question(&one.question)),
        ..coded("question", one.moved)
    });
    let shortlists = moves.shortlists.iter().map(|one| MoveLine {
        round: Some(one.round.to_string()),
        to: Some(names.entry(&one.entry)),
        ..coded("shortlist", one.moved)
    });
    let ranks = moves.ranks.iter().take(RANKS).map(|one| MoveLine {
        code: "rank".to_owned(),
        round: Some(one.round.to_string()),
        to: Some(names.entry(&one.entry)),
        before: one.before,
        after: one.after,
        ..MoveLine::default()
    });
    let units = moves.units.iter().map(|one| MoveLine {
        code: "unit".to_owned(),
        to: Some(names.taker(&Recipient::Unit(one.unit.clone()))),
        before: one.before,
        after: one.after,
        ..MoveLine::default()
    });
    MovesView {
        lines: awards
            .chain(questions)
            .chain(shortlists)
            .chain(ranks)
            .chain(units)
            .collect(),
        more: count(moves.ranks.len().saturating_sub(RANKS)),
    }
}
