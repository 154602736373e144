//! A contest of any size in which judging is over, with ideas that still wait: mails of a made-up mailbox, received, accepted
//! and planned, packs issued, bundles handed in and merged, each by the function that does it in a contest. Only films are
//! left out, and what people decide by hand.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use organizer::{IdentityRule, KeysAtRest, Organizer, ThemeChoice, Which};
use rand::SeedableRng;
use rand::rngs::{OsRng, StdRng};

use crate::mailbox::{Forms, Recipe, write};
use crate::programs::root;
use crate::returns::{answered, moment};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Entries in judging; half as many ideas again wait.
    pub entries: usize,
    /// Judges.
    pub judges: u32,
    /// Judges for each entry.
    pub reviews: u32,
}

/// Makes the contest below `folder`, closes it, and gives its folder.
pub fn make(folder: &Path, scale: Scale) -> PathBuf {
    let contest = folder.join("contest");
    let rules = std::fs::read_to_string(root().join("assets/contests/westlake-2020.toml"))
        .expect("the contest file");
    let (mut organizer, _) =
        Organizer::create(&contest, &rules, &KeysAtRest::Open, moment(), &mut OsRng)
            .expect("a contest");
    let mails = folder.join("mails");
    std::fs::create_dir_all(&mails).expect("a folder");
    let recipe = Recipe {
        mails: u32::try_from(scale.entries).expect("a count") + 20,
        seed: 7,
        films: 0,
        forms: Forms::Usual,
    };
    let mailbox = write(&mails, recipe);
    let mut go = |_: organizer::Step<'_>| ControlFlow::Continue(());
    organizer
        .receive(&[mailbox.file], None, moment(), &mut go)
        .expect("mails");
    let drafts = organizer.queue_lines().expect("drafts").drafts;
    assert!(drafts.len() > scale.entries, "{} drafts", drafts.len());
    let by_draft: BTreeMap<i64, u8> = drafts
        .iter()
        .take(scale.entries)
        .map(|one| (one.id, one.theme.unwrap_or(1 + (one.id % 7) as u8)))
        .collect();
    let which = Which::These(by_draft.keys().copied().collect());
    let themes = ThemeChoice {
        by_draft,
        ..ThemeChoice::default()
    };
    let mut lot = StdRng::seed_from_u64(7);
    organizer
        .accept(&which, &themes, IdentityRule::Mask, moment(), &mut lot)
        .expect("entries");
    let mut list = String::from("id,name,unit,email,themes\n");
    for judge in 1..=scale.judges {
        list.push_str(&format!("J{judge:03},评委{judge},评审单位{judge},,\n"));
    }
    organizer.take_judges(&list).expect("judges");
    organizer.plan(scale.reviews, 1, moment()).expect("a plan");
    let files = answered(folder, organizer, 1);
    let mut organizer = Organizer::open(&contest).expect("the contest");
    organizer.merge(&files, moment()).expect("bundles");
    contest
}
