//! Parts of media that judges must not see: covered in the copy, the original as it was, packs only when it is done.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use ::media::{Ffmpeg, Mask, Region, Span};
use organizer::{HandError, IssueError, Organizer, PackOrder, ShownDraft, Withhold};
use rand_chacha::ChaCha20Rng;

use crate::stage::{CONTEST, accept_and_plan, created, go, mails, now};

const FROM_TO: [u64; 2] = [1000, 2000];

fn contest(folder: &Path) -> (Organizer, ChaCha20Rng, Ffmpeg) {
    let (mut organizer, rng) = created(folder, CONTEST);
    let ffmpeg = Ffmpeg::find().unwrap();
    organizer
        .receive(&mails(&["01"]), Some(&ffmpeg), now(), &mut go)
        .unwrap();
    (organizer, rng, ffmpeg)
}

fn only(organizer: &Organizer) -> ShownDraft {
    let draft = organizer.queue().unwrap().drafts[0].id;
    organizer.show(draft).unwrap()
}

fn film(shown: &ShownDraft) -> String {
    let films = shown.files.iter();
    let mut films = films.filter(|one| one.file.kind == Some("video"));
    films.next().unwrap().file.name.clone()
}

fn some_seconds() -> [Mask; 1] {
    [Mask::Picture {
        region: Region::ALL,
        span: Span::new(FROM_TO),
    }]
}

#[test]
fn no_pack_is_written_before_the_covered_copy_is_made_and_then_it_holds_that_copy() {
    let dir = tempfile::tempdir().unwrap();
    let (mut organizer, mut rng, ffmpeg) = contest(&dir.path().join("contest"));
    let draft = only(&organizer);
    accept_and_plan(&mut organizer, &mut rng, 7, (1, 1));
    let masks = some_seconds();
    let what = Withhold::Parts {
        file: &film(&draft),
        masks: &masks,
    };
    let redacted = organizer
        .redact(draft.form.id, what, "横幅", now())
        .unwrap();
    assert_eq!((redacted.places, redacted.redactions.len()), (1, 1));

    let packs = dir.path().join("packs");
    fs::create_dir(&packs).unwrap();
    let order = PackOrder::default();
    let refused = organizer.issue(&order, &packs, now(), &mut rng, &mut go);
    assert!(matches!(
        refused,
        Err(IssueError::MediaWaiting { files: 1, .. })
    ));

    let stopped = organizer
        .cover(&ffmpeg, &mut |_| ControlFlow::Break(()))
        .unwrap();
    assert!(stopped.stopped);
    assert_eq!((stopped.made, stopped.waiting), (0, 1));
    let covered = organizer.cover(&ffmpeg, &mut go).unwrap();
    assert_eq!((covered.made, covered.waiting, covered.why), (1, 0, None));
    assert_eq!(organizer.cover(&ffmpeg, &mut go).unwrap().made, 0);
    let issued = organizer
        .issue(&order, &packs, now(), &mut rng, &mut go)
        .unwrap();
    assert!(!issued.packs.is_empty());

    // Judges have it: now nothing more can be covered, and nothing be shown again.
    let more = [Mask::Sound {
        span: Span::new(FROM_TO).unwrap(),
    }];
    let what = Withhold::Parts {
        file: &film(&draft),
        masks: &more,
    };
    assert!(matches!(
        organizer.redact(draft.form.id, what, "", now()),
        Err(HandError::Issued { .. })
    ));
    assert!(matches!(
        organizer.unredact(redacted.redactions[0], now()),
        Err(HandError::Issued { .. })
    ));
}

#[test]
fn a_mask_that_is_taken_back_gives_the_whole_film_again_and_the_original_never_changes() {
    let dir = tempfile::tempdir().unwrap();
    let (mut organizer, _, ffmpeg) = contest(&dir.path().join("contest"));
    let draft = only(&organizer);
    let id = draft.form.id;
    let originals = |organizer: &Organizer| {
        let stills = organizer.stills(id).unwrap().into_iter();
        stills.map(|one| one.path).collect::<Vec<_>>()
    };
    let judged = |organizer: &Organizer| {
        let stills = organizer.judged_stills(id).unwrap().into_iter();
        stills.map(|one| one.path).collect::<Vec<_>>()
    };
    let before = originals(&organizer);
    assert_eq!(judged(&organizer), before);
    let masks = some_seconds();
    let name = film(&draft);
    let what = Withhold::Parts {
        file: &name,
        masks: &masks,
    };
    organizer.redact(id, what, "横幅", now()).unwrap();
    let file = |organizer: &Organizer| {
        let shown = only(organizer);
        shown
            .files
            .into_iter()
            .find(|one| one.file.name == name)
            .unwrap()
    };
    assert_eq!(file(&organizer).masks.len(), 1);
    assert!(!file(&organizer).covered);
    let waiting = judged(&organizer);
    assert!(
        waiting.len() < before.len(),
        "no still of what is not covered yet"
    );
    organizer.cover(&ffmpeg, &mut go).unwrap();
    assert!(file(&organizer).covered);
    let covered = judged(&organizer);
    assert_eq!(covered.len(), before.len());
    assert_ne!(covered, before);
    assert_eq!(originals(&organizer), before);
    assert!(matches!(
        organizer.redact(id, what, "", now()),
        Err(HandError::NoChange)
    ));

    organizer.undo(None, now()).unwrap();
    assert_eq!(judged(&organizer), before);
    assert!(file(&organizer).masks.is_empty() && file(&organizer).covered);
}

#[test]
fn what_a_file_does_not_have_cannot_be_covered() {
    let dir = tempfile::tempdir().unwrap();
    let (mut organizer, _, _) = contest(&dir.path().join("contest"));
    let draft = only(&organizer);
    let film = film(&draft);
    let before = organizer.log().unwrap();
    let beyond = [Mask::Picture {
        region: Region::ALL,
        span: Span::new([3_600_000, 3_601_000]),
    }];
    let what = Withhold::Parts {
        file: &film,
        masks: &beyond,
    };
    assert!(matches!(
        organizer.redact(draft.form.id, what, "", now()),
        Err(HandError::MaskMisfit { .. })
    ));
    let masks = some_seconds();
    let what = Withhold::Parts {
        file: "没有.mp4",
        masks: &masks,
    };
    assert!(matches!(
        organizer.redact(draft.form.id, what, "", now()),
        Err(HandError::NoFile { .. })
    ));
    assert_eq!(organizer.log().unwrap(), before, "nothing was decided");
}
