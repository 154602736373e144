//! One thing a judge does, as the child announces it and the parent expects it.

use contest::Points;
use desk::{Recusal, RecusalKind, Sheet};
use rand::Rng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

/// One change to one sheet, a step back, or an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A mark in half points for a criterion.
    Mark(String, u8),
    /// A mark taken away.
    Clear(String),
    /// The comment.
    Comment(String),
    /// The flag.
    Flag(bool),
    /// A recusal.
    Recuse,
    /// The recusal withdrawn.
    Return,
    /// The last step taken back, whichever sheet it was on.
    Undo,
    /// A signed bundle in the folder for bundles.
    Export,
}

impl Step {
    /// Something a judge might do next on a sheet like this; so many per cent of the steps are exports.
    pub fn draw(dice: &mut StdRng, exports: u32, sheet: &Sheet, criteria: &[String]) -> Step {
        let criterion = || criteria[0].clone();
        if dice.gen_ratio(exports, 100) {
            return Step::Export;
        }
        match dice.gen_range(2..100) {
            2..8 => Step::Undo,
            8..12 if sheet.recusal.is_some() => Step::Return,
            8..10 => Step::Recuse,
            10..18 => Step::Flag(!sheet.flagged),
            18..30 => Step::Comment(format!("评语 {}，可试点。", dice.r#gen::<u32>())),
            30..34 => Step::Clear(criterion()),
            _ if sheet.recusal.is_some() => Step::Return,
            _ => {
                let at = dice.gen_range(0..criteria.len());
                Step::Mark(criteria[at].clone(), dice.gen_range(1..=10) * 2)
            }
        }
    }

    /// The sheet after this step; `None` for a step that is not about this sheet's own content.
    pub fn after(&self, sheet: &Sheet) -> Option<Sheet> {
        let mut next = sheet.clone();
        match self {
            Step::Mark(criterion, halves) => {
                let points = Points::from_halves(*halves).expect("drawn in range");
                next.marks
                    .insert(criterion.parse().expect("a criterion"), points);
            }
            Step::Clear(criterion) => {
                next.marks.remove(&criterion.parse().expect("a criterion"));
            }
            Step::Comment(text) => next.comment.clone_from(text),
            Step::Flag(flagged) => next.flagged = *flagged,
            Step::Recuse => next.recusal = Some(recusal()),
            Step::Return => next.recusal = None,
            Step::Undo | Step::Export => return None,
        }
        Some(next)
    }
}

/// The recusal every drawn step uses.
pub(super) fn recusal() -> Recusal {
    Recusal {
        kind: RecusalKind::Other,
        note: "做过这一项".to_owned(),
    }
}
