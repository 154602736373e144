//! A contest read while another hold on it works.

use std::ops::ControlFlow;

use organizer::{FolderError, Organizer, Step, StoreError};

use crate::stage::{JUDGES, Stage, mails, now};

#[test]
fn the_queue_is_read_while_mails_are_taken_in() {
    let mut stage = Stage::set();
    let reader = stage.organizer.reader().unwrap();
    let drafts = |organizer: &Organizer| organizer.queue().unwrap().drafts.len();
    let before = drafts(&reader);
    let mut seen = Vec::new();
    let mut watch = |_: Step<'_>| {
        seen.push(drafts(&reader));
        ControlFlow::Continue(())
    };
    stage
        .organizer
        .receive(&mails(&["16"]), None, now(), &mut watch)
        .unwrap();
    assert_eq!(seen.first(), Some(&before));
    assert_eq!(drafts(&reader), before + 1);
    assert_eq!(drafts(&stage.organizer), before + 1);
}

#[test]
fn what_is_read_at_one_moment_does_not_change_in_between() {
    let mut stage = Stage::set();
    let reader = stage.organizer.reader().unwrap();
    let judges = |organizer: &Organizer| organizer.overview().unwrap().judges.len();
    let before = judges(&reader);
    reader
        .at_one_moment(|organizer| {
            assert_eq!(judges(organizer), before);
            let more = format!("{JUDGES}J04,丁,四校,,\n");
            stage.organizer.take_judges(&more).unwrap();
            assert_eq!(judges(organizer), before);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(judges(&reader), before + 1);
}

#[test]
fn a_folder_stays_taken_until_the_reader_is_gone_too() {
    let stage = Stage::set();
    let folder = stage.organizer.folder().to_owned();
    let reader = stage.organizer.reader().unwrap();
    drop(stage.organizer);
    assert!(matches!(
        Organizer::open(&folder),
        Err(FolderError::InUse { .. })
    ));
    drop(reader);
    Organizer::open(&folder).unwrap();
}
