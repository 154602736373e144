//! Work that was stopped, waits, or was done before.

use std::fs;
use std::ops::ControlFlow;

use organizer::{IssueError, PackOrder, SourceState};

use crate::stage::{CONTEST, Stage, accept_and_plan, created, go, mails, now};

#[test]
fn work_that_was_stopped_goes_on_where_it_was() {
    let ffmpeg = ::media::Ffmpeg::find().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (mut organizer, mut rng) = created(&dir.path().join("c"), CONTEST);
    let mut before_media = |step: organizer::Step<'_>| match step {
        organizer::Step::Media { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let files = mails(&["01", "02"]);
    let first = organizer
        .receive(&files, Some(&ffmpeg), now(), &mut before_media)
        .unwrap();
    assert!(first.stopped);
    assert_eq!(
        (first.entries, first.media.ready, first.media.waiting),
        (2, 0, 2)
    );
    let second = organizer
        .receive(&files, Some(&ffmpeg), now(), &mut go)
        .unwrap();
    assert!(!second.stopped);
    assert_eq!(
        (second.duplicates, second.media.ready, second.media.waiting),
        (2, 2, 0)
    );

    accept_and_plan(&mut organizer, &mut rng, 2, (1, 1));
    let out = dir.path().join("p");
    let mut never = |_: organizer::Step<'_>| ControlFlow::Break(());
    let stopped = organizer.issue(&PackOrder::default(), &out, now(), &mut rng, &mut never);
    assert!(matches!(stopped, Err(IssueError::Stopped)));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
    let issued = organizer
        .issue(&PackOrder::default(), &out, now(), &mut rng, &mut go)
        .unwrap();
    assert_eq!(issued.packs.len(), 2);
}

#[test]
fn a_film_that_waits_for_its_copy_holds_the_packs_back() {
    let dir = tempfile::tempdir().unwrap();
    let (mut organizer, mut rng) = created(&dir.path().join("c"), CONTEST);
    let received = organizer
        .receive(&mails(&["01"]), None, now(), &mut go)
        .unwrap();
    assert_eq!(received.media.waiting, 1);
    accept_and_plan(&mut organizer, &mut rng, 2, (1, 1));
    let refused = organizer.issue(
        &PackOrder::default(),
        &dir.path().join("p"),
        now(),
        &mut rng,
        &mut go,
    );
    assert!(matches!(
        refused,
        Err(IssueError::MediaWaiting { files: 1, .. })
    ));
}

#[test]
fn the_same_mail_again_is_a_copy_whatever_its_file_is_called() {
    let mut stage = Stage::before_packs();
    let mail = mails(&["03"]).remove(0);
    let raw = fs::read(&mail).unwrap();
    let other = stage.save("copy.eml", &raw);
    let mut touched = raw.clone();
    touched.extend_from_slice(b"\r\n\r\n");
    let touched = stage.save("touched.eml", &touched);
    let received = stage
        .organizer
        .receive(&[mail, other, touched], None, now(), &mut go)
        .unwrap();
    assert_eq!(
        (received.sources, received.duplicates, received.entries),
        (3, 3, 0)
    );
    assert!(
        received
            .lines
            .iter()
            .all(|line| line.state == SourceState::Duplicate(1))
    );
}
