//! `jury accept`

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use organizer::{Acceptance, Accepted, FromText, IdentityRule, ThemeChoice, Which};
use rand::rngs::OsRng;

use super::{open, read_text};
use crate::failure::Failure;
use crate::output::Report;
use crate::table::Table;
use crate::words::Words;

/// What was typed.
pub(crate) struct Request<'a> {
    pub(crate) ids: &'a [i64],
    pub(crate) all: bool,
    pub(crate) theme: Option<u8>,
    pub(crate) themes: Option<&'a Path>,
    pub(crate) suggested: bool,
    pub(crate) as_is: bool,
    pub(crate) note: &'a str,
}

pub(crate) fn run(dir: &Path, request: &Request<'_>, words: &Words) -> Result<Report, Failure> {
    let by_draft = match request.themes {
        Some(path) => read_themes(&read_text(path)?)?,
        None => BTreeMap::new(),
    };
    let which = if request.all {
        Which::All
    } else {
        Which::These(request.ids.to_vec())
    };
    let themes = ThemeChoice {
        by_draft,
        of_all: request.theme,
        from_text: if request.suggested {
            FromText::Take
        } else {
            FromText::Ask
        },
    };
    let identity = if request.as_is {
        IdentityRule::AsIs
    } else {
        IdentityRule::Mask
    };
    let (mut organizer, now) = open(dir)?;
    let how = Acceptance {
        identity,
        note: request.note,
    };
    let accepted = organizer.accept_with(&which, &themes, &how, now, &mut OsRng)?;
    Ok(Report::new(&accepted, said(&accepted, words)))
}

/// Two columns, `id,theme`.
fn read_themes(text: &str) -> Result<BTreeMap<i64, u8>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    let mut themes = BTreeMap::new();
    let mut table = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    for (line, record) in (2_u64..).zip(table.deserialize::<(i64, u8)>()) {
        let wrong = |_| Failure::new("themes_bad_line", [("line", line.to_string())]);
        let (draft, theme) = record.map_err(wrong)?;
        themes.insert(draft, theme);
    }
    Ok(themes)
}

fn said(accepted: &Accepted, words: &Words) -> String {
    let mut text = String::new();
    let columns = [
        "accept.draft",
        "accept.number",
        "accept.label",
        "accept.title",
        "accept.note",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for entry in &accepted.entries {
        let note = match entry.masked {
            0 => String::new(),
            places => words.with("accept.masked", [("places", &places)]),
        };
        table.row([
            entry.draft.to_string(),
            entry.number.clone(),
            entry.label.clone(),
            entry.title.clone(),
            note,
        ]);
    }
    text.push_str(&table.block());
    for left in &accepted.left {
        let reason = words.say(&format!("accept.left.{}", left.reason));
        let title = crate::table::tame(&left.title);
        let facts: [(&str, &dyn ToString); 3] = [
            ("draft", &left.draft),
            ("title", &title),
            ("reason", &reason),
        ];
        let _ = writeln!(text, "{}", words.with("accept.left", facts));
    }
    text.push_str(&words.with(
        "accept.sum",
        [
            ("entries", &accepted.entries.len()),
            ("left", &accepted.left.len()),
        ],
    ));
    text
}
