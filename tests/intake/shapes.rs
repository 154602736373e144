//! Every shape that the generator makes is read as it was meant.

use std::collections::HashMap;

use organizer::Reading;
use whole::mailbox::{Forms, Recipe, write};
use whole::receiving::{contest, receive};

use super::tally::Tally;

#[test]
fn what_was_written_in_any_shape_is_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let recipe = Recipe {
        mails: 400,
        seed: 11,
        films: 0,
        forms: Forms::All,
    };
    let made = write(folder.path(), recipe);
    let received = receive(&mut organizer, &[made.file]);
    let mut tally = Tally::default();
    tally.compare("sources", received.sources, 400);
    let drafts = made.ideas.len() + made.corrections as usize;
    tally.compare("drafts", received.entries, drafts as u64);
    tally.compare("others", received.with_entries, 400 - made.others as usize);
    let queue = organizer.queue().unwrap();
    let mut readings: HashMap<String, Reading> = HashMap::new();
    for draft in &queue.drafts {
        let reading = organizer.reading(draft.id).unwrap();
        // Corrections come later; what was sent first is compared.
        readings.entry(reading.title.clone()).or_insert(reading);
    }
    for idea in &made.ideas {
        let at = |what: &str| format!("{}: {what}", idea.title);
        let Some(reading) = readings.get(&idea.title) else {
            tally.compare(&at("read"), false, true);
            continue;
        };
        tally.compare(
            &at("authors"),
            reading.authors.clone(),
            idea.authors.join("、"),
        );
        tally.compare(
            &at("phone"),
            reading.phones.clone(),
            vec![idea.phone.clone()],
        );
        for (what, got, want) in [
            ("unit", &reading.unit, &idea.unit),
            ("measures", &reading.measures, &idea.measures),
            ("innovation", &reading.innovation, &idea.innovation),
            ("effect", &reading.effect, &idea.effect),
        ] {
            tally.compare(&at(what), got.clone(), want.clone());
        }
    }
    tally.close(&[]);
}
