//! The media of received mails: done several at once, stopped anywhere, stored the same.

use std::ops::ControlFlow;
use std::path::Path;

use ::media::Ffmpeg;
use organizer::{Organizer, Queue, Step, StillView};

use crate::stage::{CONTEST, created, go, mails, now};

/// Mails with films and sounds, one of them unreadable, one over the limit.
const MAILS: [&str; 6] = ["01", "03", "04", "08", "11", "12"];

fn contest(folder: &Path) -> Organizer {
    created(folder, CONTEST).0
}

/// All that is stored of the media, apart from where the contest lies.
fn stored(organizer: &Organizer) -> (Queue, Vec<(String, u64, String)>) {
    let queue = organizer.queue().unwrap();
    let stills = queue
        .drafts
        .iter()
        .flat_map(|draft| organizer.stills(draft.id).unwrap())
        .map(|still| {
            let file = still.path.file_name().unwrap();
            (still.name, still.at_ms, file.to_string_lossy().into_owned())
        })
        .collect();
    (queue, stills)
}

#[test]
fn media_that_are_stopped_again_and_again_are_stored_as_if_nobody_had_stopped_them() {
    let ffmpeg = Ffmpeg::find().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut whole = contest(&dir.path().join("whole"));
    let mut shares = Vec::new();
    let mut note = |step: Step<'_>| {
        if let Step::Media { done, total, .. } = step {
            shares.push((done, total));
        }
        ControlFlow::Continue(())
    };
    let received = whole
        .receive(&mails(&MAILS), Some(&ffmpeg), now(), &mut note)
        .unwrap();
    assert!(!received.stopped);
    assert!(received.media.ready > 3, "{:?}", received.media);
    assert_eq!(received.media.waiting, 0);
    assert!(shares.is_sorted(), "what is done never gets less");
    assert!(shares.last().is_some_and(|(done, total)| done == total));

    let mut stopped = contest(&dir.path().join("stopped"));
    let (mut runs, mut ready) = (0, 0);
    loop {
        runs += 1;
        let mut left = runs * 6;
        let mut some = |step: Step<'_>| {
            if matches!(step, Step::Media { .. }) {
                left -= 1;
            }
            if left > 0 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let received = stopped
            .receive(&mails(&MAILS), Some(&ffmpeg), now(), &mut some)
            .unwrap();
        ready += received.media.ready;
        if !received.stopped {
            break;
        }
        assert!(runs < 100);
    }
    assert!(runs > 2, "it was stopped in between");
    assert_eq!(ready, received.media.ready, "nothing was done twice");
    assert_eq!(stored(&stopped), stored(&whole));
    let drafts = std::fs::read_dir(dir.path().join("stopped/media")).unwrap();
    let left: Vec<_> = drafts
        .map(|file| file.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn every_film_has_six_small_stills_without_notes() {
    let ffmpeg = Ffmpeg::find().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut organizer = contest(&dir.path().join("c"));
    organizer
        .receive(&mails(&["01"]), Some(&ffmpeg), now(), &mut go)
        .unwrap();
    let draft = organizer.queue().unwrap().drafts[0].id;
    let stills: Vec<StillView> = organizer.stills(draft).unwrap();
    assert_eq!(stills.len(), 6, "{stills:?}");
    assert!(stills.is_sorted_by(|one, next| one.at_ms < next.at_ms));
    for still in stills {
        let bytes = std::fs::read(&still.path).unwrap();
        assert!(bytes.starts_with(b"\xff\xd8\xff") && bytes.len() < 500_000);
        assert!(!bytes.windows(4).any(|four| four == b"Lavc"));
        let measured = ffmpeg.measure(&still.path).unwrap();
        assert!(measured.shown_width.max(measured.shown_height) <= Some(640));
    }
}
