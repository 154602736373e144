//! `jury confirm` and `jury late`: what only a person can decide about a bundle.

use std::path::Path;

use organizer::{Decided, Late};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

pub(crate) fn confirm(
    dir: &Path,
    judge: &str,
    groups: &[String],
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let decided = organizer.confirm(judge, &groups.join(" "), now)?;
    Ok(report("confirm.done", &decided, words))
}

pub(crate) fn late(
    dir: &Path,
    judge: &str,
    groups: &[String],
    late: Late,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let decided = organizer.decide_late(judge, &groups.join(" "), late, now)?;
    let key = match late {
        Late::Take => "late.taken",
        Late::LeaveOut => "late.left_out",
    };
    Ok(report(key, &decided, words))
}

fn report(key: &str, decided: &Decided, words: &Words) -> Report {
    let mut said = words.with(
        key,
        [
            ("judge", &decided.judge),
            ("revision", &decided.revision),
            ("fingerprint", &decided.fingerprint),
        ],
    );
    said.push_str(&words.say(if decided.counts {
        "decided.counts"
    } else {
        "decided.none"
    }));
    Report::new(decided, said)
}
