//! `jury what-if`

use std::path::Path;

use contest::ThemeId;
use organizer::Organizer;
use results::{Change, Method};
use serde_json::json;

use super::{judge, moves, open, round};
use crate::args::{OtherMethod, WhatIfCommand};
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

pub(crate) fn run(
    dir: &Path,
    what: &WhatIfCommand,
    record: bool,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let change = change(&organizer, what)?;
    let (results, differences) = if record {
        organizer.note_what_if(&change, now)?
    } else {
        organizer.what_if(&change)?
    };
    let mut text = moves::said(organizer.contest(), &differences, words);
    text.push_str(&words.say(if record {
        "what_if.noted"
    } else {
        "what_if.done"
    }));
    let told = json!({"change": change, "moves": differences, "results": results});
    Ok(Report::new(&told, text))
}

fn change(organizer: &Organizer, what: &WhatIfCommand) -> Result<Change, Failure> {
    Ok(match what {
        WhatIfCommand::Exclude {
            round: named,
            judge: id,
        } => Change::ExcludeJudge {
            round: round(organizer, Some(named))?,
            judge: judge(id)?,
        },
        WhatIfCommand::Weights {
            round: named,
            theme,
            weights,
        } => {
            let share = |typed: &String| {
                let wrong = || Failure::new("what_if_weight", [("typed", typed.clone())]);
                let (criterion, percent) = typed.split_once('=').ok_or_else(wrong)?;
                let criterion = criterion.trim().parse().map_err(|_| wrong())?;
                Ok((criterion, percent.trim().parse().map_err(|_| wrong())?))
            };
            let unknown =
                |_| Failure::new("theme_not_in_contest", [("theme", format!("{theme:?}"))]);
            Change::Weights {
                round: round(organizer, Some(named))?,
                theme: theme.map(ThemeId::new).transpose().map_err(unknown)?,
                weights: weights.iter().map(share).collect::<Result<_, Failure>>()?,
            }
        }
        WhatIfCommand::Method { method } => Change::Method {
            method: match method {
                OtherMethod::RawMeans => Method::RawMeans,
                OtherMethod::LeastSquares => Method::LeastSquares,
                OtherMethod::Huber => Method::Huber,
            },
        },
        WhatIfCommand::Seed { seed } => Change::OtherSeed { seed: *seed },
    })
}
