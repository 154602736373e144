//! What a person should look at in a draft: what was noted when it came, and what its text shows as mended.

use rusqlite::Connection;
use serde::Serialize;

use contest::Contest;

use crate::accept::{IdentityRule, POSSIBLE_DUPLICATE};
use crate::alike::NEAR_DUPLICATE;
use crate::error::{Facts, StoreError};
use crate::hints::IDENTITY_HINT;
use crate::judging_copy;
use crate::limits;
use crate::mended;
use crate::receive::finding_facts;
use crate::store::{entry, finding, let_stand, mend, redaction, sent_back};

/// Whether somebody has dealt with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Nobody has.
    Open,
    /// A correction or a redaction did away with it.
    Mended,
    /// A person looked at it and lets it stand.
    LetStand,
    /// The draft was accepted all the same.
    Accepted,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// The message key, for example `title_over_20`.
    pub code: String,
    /// What was counted.
    pub facts: Facts,
    /// Whether somebody has dealt with it.
    pub state: FindingState,
    /// The field of the form it is about.
    pub field: Option<&'static str>,
    /// From which character of that field on, when it is about a part of it.
    pub from: Option<usize>,
    /// Before which character it ends.
    pub to: Option<usize>,
}

/// Every finding of a draft, those that were mended included.
pub(crate) fn of_draft(
    db: &Connection,
    contest: &Contest,
    id: i64,
) -> Result<Vec<FindingView>, StoreError> {
    let done = if entry::of_draft(db, id)?.is_some() {
        FindingState::Accepted
    } else {
        FindingState::Open
    };
    let stands = let_stand::of_draft(db, id)?;
    let stands = |code: &str, facts: &Facts| {
        done == FindingState::Open
            && stands
                .iter()
                .any(|one| one.code == code && one.facts == *facts)
    };
    let noted = finding::of_draft(db, id)?;
    let mends = mend::of_draft(db, id)?;
    let corrected = |field: Option<&str>| mends.iter().any(|one| Some(one.field.as_str()) == field);
    let shown: Vec<(String, Facts)> = if touches_text(&mends) {
        let mended = mended::draft(db, id)?.ok_or(StoreError::damaged("draft"))?;
        intake::check_form(&mended::form_of(&mended), &limits::of(contest))
            .iter()
            .map(|found| (found.code(), finding_facts(found)))
            .filter(|(code, _)| corrected(field_of(code)))
            .collect()
    } else {
        Vec::new()
    };
    let mut all = Vec::new();
    for one in noted {
        let still = shown
            .iter()
            .any(|(code, facts)| *code == one.code && *facts == one.facts);
        let gone = (of_form(&one.code) && corrected(field_of(&one.code)) && !still)
            || (one.code == IDENTITY_HINT && taken_out(db, id, &one.facts)?)
            || (is_of_another(&one.code) && other_is_gone(db, &one.facts)?);
        let state = match (gone, stands(&one.code, &one.facts)) {
            (true, _) => FindingState::Mended,
            (false, true) => FindingState::LetStand,
            (false, false) => done,
        };
        all.push(view(one.code, one.facts, state));
    }
    for (code, facts) in shown {
        if !all.iter().any(|one| one.code == code && one.facts == facts) {
            let state = if stands(&code, &facts) {
                FindingState::LetStand
            } else {
                done
            };
            all.push(view(code, facts, state));
        }
    }
    Ok(all)
}

/// Whether judges read none of the words that a hint is about, since people took them out.
fn taken_out(db: &Connection, draft: i64, told: &Facts) -> Result<bool, StoreError> {
    if redaction::of_draft(db, draft)?.is_empty() {
        return Ok(false);
    }
    let form = mended::draft(db, draft)?.ok_or(StoreError::damaged("draft"))?;
    let read = judging_copy::judged(db, &form, IdentityRule::AsIs)?.texts;
    let words = told.get("texts").map_or("", String::as_str);
    Ok(words.split('、').all(|word| {
        [&read.title, &read.measures, &read.innovation, &read.effect]
            .into_iter()
            .all(|text| !text.contains(word))
    }))
}

/// Whether it says that a draft is another's double.
fn is_of_another(code: &str) -> bool {
    code == POSSIBLE_DUPLICATE || code == NEAR_DUPLICATE
}

/// Whether the draft that this one may be a double of was sent back or gave way.
fn other_is_gone(db: &Connection, told: &Facts) -> Result<bool, StoreError> {
    let other = told.get("of").and_then(|of| of.parse::<i64>().ok());
    Ok(match other {
        Some(other) => sent_back::of_draft(db, other)?.is_some(),
        None => false,
    })
}

/// Whether a correction may do away with a finding: the text of the form has nothing to do with the theme.
fn touches_text(mends: &[mend::Mend]) -> bool {
    mends.iter().any(|one| one.field != "theme")
}

/// A finding as it is told.
pub(crate) fn view(code: String, facts: Facts, state: FindingState) -> FindingView {
    let field = field_of(&code);
    let number = |name: &str| facts.get(name).and_then(|text| text.parse().ok());
    let (from, to) = match number("from").zip(number("to")) {
        Some((from, to)) => (Some(from), Some(to)),
        None => (None, None),
    };
    FindingView {
        code,
        facts,
        state,
        field,
        from,
        to,
    }
}

/// Whether the text of the form alone says so.
fn of_form(code: &str) -> bool {
    code.starts_with("missing_") || code.contains("_over_") || code.contains("_under_")
}

/// The field that a finding is about, where its code names one.
fn field_of(code: &str) -> Option<&'static str> {
    const FIELDS: [&str; 7] = [
        "title",
        "authors",
        "phone",
        "unit",
        "measures",
        "innovation",
        "effect",
    ];
    let rest = code.strip_prefix("missing_").unwrap_or(code);
    FIELDS.into_iter().find(|field| {
        rest == *field
            || rest
                .strip_prefix(field)
                .is_some_and(|rest| rest.starts_with("_over_") || rest.starts_with("_under_"))
    })
}
