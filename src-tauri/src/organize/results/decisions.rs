//! What people decided, as lines.

use results::{Decided, Decision};

use super::facts::Names;
use crate::wire::{DecisionLine, Resolution};

/// The decisions, the last first. Of those about one thing only the last can be taken back.
pub(super) fn told(all: &[Decided], names: &Names) -> Vec<DecisionLine> {
    let mut spoken = Vec::new();
    let last_first = all.iter().rev().map(|decided| {
        let mut line = line(decided, names);
        let takes_back = matches!(
            decided.decision,
            Decision::Reopened { .. } | Decision::JudgeReadmitted { .. }
        );
        let subject = line.undo.take();
        let is_last_word = subject.as_ref().is_some_and(|one| !spoken.contains(one));
        spoken.extend(subject.clone());
        line.undo = subject.filter(|_| is_last_word && !takes_back);
        line
    });
    last_first.collect()
}

/// A decision with what would take it back, whether that is still possible or not.
fn line(decided: &Decided, names: &Names) -> DecisionLine {
    let mut line = DecisionLine {
        at: decided.at.clone(),
        reason: decided.reason.clone(),
        present: decided.present.clone(),
        code: String::new(),
        award: None,
        round: None,
        judge: None,
        count: None,
        about: Vec::new(),
        undo: None,
    };
    match &decided.decision {
        Decision::JudgeExcluded { round, judge } | Decision::JudgeReadmitted { round, judge } => {
            let (round, judge) = (round.to_string(), judge.to_string());
            (line.round, line.judge) = (Some(round.clone()), Some(judge.clone()));
            let excluded = matches!(decided.decision, Decision::JudgeExcluded { .. });
            line.code = if excluded { "excluded" } else { "readmitted" }.to_owned();
            line.undo = Some(Resolution::Readmit { round, judge });
        }
        Decision::CountSet { award, count } => {
            line.code = "count".to_owned();
            (line.award, line.count) = (Some(award.to_string()), Some(*count));
        }
        Decision::TieSettled { award, order } => {
            line.code = "tie".to_owned();
            line.award = Some(award.to_string());
            line.about = order.iter().map(|one| names.taker(one)).collect();
            line.undo = line.about.first().map(|first| Resolution::Reopen {
                award: award.to_string(),
                about: first.id.clone(),
            });
        }
        Decision::Given { award, to: about } | Decision::Withheld { award, from: about } => {
            let given = matches!(decided.decision, Decision::Given { .. });
            line.code = if given { "given" } else { "withheld" }.to_owned();
            line.award = Some(award.to_string());
            let about = names.taker(about);
            line.undo = Some(Resolution::Reopen {
                award: award.to_string(),
                about: about.id.clone(),
            });
            line.about = vec![about];
        }
        Decision::Reopened { award, about } => {
            line.code = "reopened".to_owned();
            line.award = Some(award.to_string());
            let about = names.taker(about);
            line.undo = Some(Resolution::Reopen {
                award: award.to_string(),
                about: about.id.clone(),
            });
            line.about = vec![about];
        }
    }
    line
}
