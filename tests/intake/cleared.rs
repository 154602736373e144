//! Everything that waits in the samples is cleared by the first thing the window offers: one action, or one typed answer.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use media::Ffmpeg;
use organizer::mends::{self, Mend};
use organizer::{
    FindingState, FindingView, Fix, IdentityRule, Organizer, Origin, QueuedItem, SendBack,
    ThemeChoice, TypedForm, Which, Withhold,
};
use rand::rngs::OsRng;
use whole::programs::root;
use whole::receiving::contest;
use whole::returns::moment;

/// Which action cleared what, by reason.
type Cleared = BTreeMap<String, Mend>;

#[test]
fn every_item_of_the_samples_is_cleared_by_the_first_action_that_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let samples = ["eml", "mbox", "maildir", "folder", "zip"]
        .map(|part| root().join("tests/fixtures").join(part));
    let ffmpeg = Ffmpeg::find().ok();
    organizer
        .receive(&samples, ffmpeg.as_ref(), moment(), &mut |_| {
            ControlFlow::Continue(())
        })
        .unwrap();

    let mut cleared = Cleared::new();
    let fetched = folder.path().join("取来.png");
    let mut file = 0_u8;
    // What a person sees first is dealt with first, until nothing is left.
    while let Some((draft, found)) = next_finding(&organizer) {
        let mend = mend_finding(&mut organizer, draft, &found);
        cleared.insert(found.code.clone(), mend);
        let left = organizer.show(draft).unwrap();
        let open = left.findings.iter().any(|one| {
            one.code == found.code && one.facts == found.facts && one.state == FindingState::Open
        });
        assert!(!open || left.sent_back.is_some(), "{found:?}");
    }
    while let Some(item) = organizer.queue().unwrap().items.into_iter().next() {
        file += 1;
        std::fs::write(&fetched, [file]).unwrap();
        let mend = mend_question(&mut organizer, &item, &fetched);
        cleared.insert(item.reason.clone(), mend);
        let queue = organizer.queue().unwrap();
        assert!(!queue.items.iter().any(|one| one.id == item.id), "{item:?}");
        // A draft that was typed may lack what its form lacks.
        while let Some((draft, found)) = next_finding(&organizer) {
            mend_finding(&mut organizer, draft, &found);
        }
    }
    let waiting = organizer.queue().unwrap().drafts;
    let theme = ThemeChoice {
        of_all: Some(2),
        ..ThemeChoice::default()
    };
    let these = Which::These(waiting.iter().map(|one| one.id).collect());
    organizer
        .accept(&these, &theme, IdentityRule::Mask, moment(), &mut OsRng)
        .unwrap();
    let queue = organizer.queue().unwrap();
    assert_eq!((queue.items.len(), queue.drafts.len()), (0, 0));
    for (reason, mend) in &cleared {
        eprintln!("{reason}: {mend:?}");
    }
    for reason in [
        "form_is_image",
        "form_encrypted",
        "attachment_behind_link",
        "media_owner_unclear",
        "not_a_submission",
        "possible_duplicate",
        "received_after_deadline",
        "missing_phone",
    ] {
        assert!(cleared.contains_key(reason), "{reason} is in the samples");
    }
}

fn next_finding(organizer: &Organizer) -> Option<(i64, FindingView)> {
    let drafts = organizer.queue().unwrap().drafts;
    drafts
        .into_iter()
        .find_map(|one| Some((one.id, one.findings.into_iter().next()?)))
}

fn mend_finding(organizer: &mut Organizer, draft: i64, found: &FindingView) -> Mend {
    let shown = organizer.show(draft).unwrap();
    let mend = mends::of_finding(&found.code, !shown.phones_in_mail.is_empty())
        .iter()
        .copied()
        // The window offers it only where there is another version.
        .find(|mend| *mend != Mend::KeepNewest || shown.versions.len() > 1)
        .unwrap();
    match mend {
        Mend::TakePhone => {
            let phone = Fix {
                field: organizer::Field::Phone,
                value: shown.phones_in_mail[0].clone(),
                origin: Origin::Mail,
            };
            organizer
                .fix(draft, &[phone], "", moment(), &mut OsRng)
                .map(drop)
                .unwrap();
        }
        Mend::TakeOut => {
            let words: Vec<String> = found.facts["texts"]
                .split('、')
                .map(str::to_owned)
                .collect();
            organizer
                .redact(draft, Withhold::EachOf(&words), "", moment())
                .map(drop)
                .unwrap();
        }
        Mend::KeepNewest => {
            let newest = shown.versions[0];
            for older in shown.versions.iter().skip(1) {
                let why = SendBack {
                    reason: "",
                    superseded_by: Some(newest),
                };
                organizer.send_back(*older, why, moment()).unwrap();
            }
        }
        Mend::SendBack => {
            let why = SendBack {
                reason: "incomplete",
                superseded_by: None,
            };
            organizer.send_back(draft, why, moment()).map(drop).unwrap();
        }
        _ => organizer
            .let_stand(draft, &found.code, &found.facts, "", moment())
            .map(drop)
            .unwrap(),
    }
    mend
}

fn mend_question(organizer: &mut Organizer, item: &QueuedItem, fetched: &Path) -> Mend {
    let drafts = organizer.show_item(item.id).unwrap().drafts;
    let draft = item.draft.or(drafts.first().copied());
    let mend = mends::of_question(&item.reason, item.draft.is_some())[0];
    match (mend, draft) {
        (Mend::TypeDraft, _) => {
            let offered = organizer.offered_form(item.id).unwrap();
            let form = offered.unwrap_or_else(|| TypedForm {
                title: format!("照录{}", item.id),
                authors: "林舟".to_owned(),
                ..TypedForm::default()
            });
            organizer.type_draft(item.id, &form, moment()).unwrap();
        }
        (Mend::Give, Some(draft)) => {
            organizer.give(item.id, draft, moment()).unwrap();
        }
        (Mend::Attach, Some(draft)) => {
            organizer
                .attach(draft, fetched, Some(item.id), moment())
                .unwrap();
        }
        _ => {
            organizer.settle(&[item.id], moment()).unwrap();
        }
    }
    mend
}
