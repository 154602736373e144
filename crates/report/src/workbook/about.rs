//! The sheet that says what the workbook is and how its figures come about.

use rust_xlsxwriter::XlsxError;

use crate::jury::{left_out, method};
use crate::workbook::table::{Cell, Kind, Sheets, Table};

pub(super) fn write(sheets: &mut Sheets<'_, '_>) -> Result<(), XlsxError> {
    let facts = sheets.facts;
    let words = &facts.words;
    let papers = facts.papers;
    let standing = if facts.is_final() {
        "about.final"
    } else {
        "about.draft"
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut say = |key: &str, text: Cell| rows.push(vec![words.say(key).into(), text]);
    say("about.contest", papers.contest.title.as_str().into());
    say("about.organiser", papers.contest.organiser.as_str().into());
    say("about.day", words.day(papers.dated).into());
    say("about.standing", words.say(standing).into());
    for question in facts.open_questions() {
        say("about.open", question.into());
    }
    for sentence in method(facts) {
        say("about.method", sentence.into());
    }
    for sentence in left_out(facts) {
        say("about.left_out", sentence.into());
    }
    // As text: a workbook keeps 15 digits of a number and a seed can have 20.
    say("about.seed", papers.inputs.seed.to_string().into());
    say("about.draws", papers.inputs.draws.to_string().into());
    say("about.inside", words.say("about.inside_text").into());
    sheets.write(&Table {
        name: words.say("sheet.about"),
        columns: vec![
            (String::new(), Kind::Text),
            (words.say("sheet.about"), Kind::Long),
        ],
        rows,
        printed: None,
    })?;
    Ok(())
}
