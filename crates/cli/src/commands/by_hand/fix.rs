//! `jury fix`

use organizer::{Field, FindingState, Fix, Fixed, Origin};
use rand::rngs::OsRng;

use super::super::open;
use super::text_of;
use crate::args::Corrections;
use crate::failure::Failure;
use crate::output::Report;
use crate::words::Words;

pub(super) fn run(what: &Corrections, words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(&what.dir)?;
    let draft = organizer.draft_named(&what.id)?;
    let origin = if what.from_sheet {
        Origin::Sheet
    } else {
        Origin::Typed
    };
    let mut fixes = Vec::new();
    let mut add = |field, value: Option<String>, origin| {
        if let Some(value) = value {
            fixes.push(Fix {
                field,
                value,
                origin,
            });
        }
    };
    add(Field::Title, what.title.clone(), origin);
    add(Field::Authors, what.authors.clone(), origin);
    add(Field::Phone, what.phone.clone(), origin);
    if what.phone_from_mail {
        let phone = organizer.phone_in_mail(draft)?;
        add(Field::Phone, Some(phone), Origin::Mail);
    }
    add(Field::Unit, what.unit.clone(), origin);
    add(
        Field::Theme,
        what.theme.map(|theme| theme.to_string()),
        origin,
    );
    for (field, file) in [
        (Field::Measures, &what.measures),
        (Field::Innovation, &what.innovation),
        (Field::Effect, &what.effect),
    ] {
        if let Some(file) = file {
            add(field, Some(text_of(Some(file))?), origin);
        }
    }
    let fixed = organizer.fix(draft, &fixes, &what.note, now, &mut OsRng)?;
    Ok(Report::new(&fixed, said(&fixed, words)))
}

fn said(fixed: &Fixed, words: &Words) -> String {
    let joint = words.say("joint");
    let fields: Vec<String> = fixed
        .fields
        .iter()
        .map(|field| words.say(&format!("field.{}", field.code())))
        .collect();
    let open: Vec<String> = fixed
        .findings
        .iter()
        .filter(|found| found.state != FindingState::Mended)
        .map(|found| words.finding(&found.code, &found.facts))
        .collect();
    let open = if open.is_empty() {
        words.say("show.none")
    } else {
        open.join(&joint)
    };
    words.with(
        "fix.done",
        [
            ("draft", &fixed.draft),
            ("fields", &fields.join(&joint)),
            ("findings", &open),
        ],
    )
}
