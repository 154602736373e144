//! What is said of two drafts that are alike, and of how many.

use std::collections::BTreeMap;

use super::{AlikeDraft, AlikePair};
use crate::error::{Facts, facts};

/// Most others that are noted at one draft: those it is most alike.
const NOTED_MAX: usize = 3;
/// Most characters of a passage that are quoted in a finding.
const QUOTED_MAX: usize = 60;

/// The pairs that are among the strongest of the draft that `noted_at` names: of two the one that came later, so that the first
/// of many copies is not told of each. They come with the strongest first.
pub(super) fn strongest<P, D: Ord>(
    pairs: &[P],
    noted_at: impl Fn(&P) -> D,
) -> impl Iterator<Item = &P> {
    let mut count: BTreeMap<D, usize> = BTreeMap::new();
    pairs.iter().filter(move |pair| {
        let noted = count.entry(noted_at(pair)).or_default();
        *noted += 1;
        *noted <= NOTED_MAX
    })
}

/// The facts of a pair, as they stand at `at`.
pub(super) fn told(pair: &AlikePair, at: &AlikeDraft, of: &AlikeDraft) -> Facts {
    let longest = pair.passages.first();
    let own = longest.map(|passage| {
        if at == &pair.one {
            passage.one
        } else {
            passage.other
        }
    });
    let quoted = longest.map_or_else(String::new, |passage| {
        let mut quoted: String = passage.text.chars().take(QUOTED_MAX).collect();
        if quoted.len() < passage.text.len() {
            quoted.push('…');
        }
        quoted
    });
    facts([
        ("of", of.draft.to_string()),
        ("title", of.title.clone()),
        ("unit", of.unit.clone()),
        ("share", pair.share.to_string()),
        ("passage", quoted),
        ("field", own.map_or("", |place| place.field).to_owned()),
        ("from", own.map_or(0, |place| place.from).to_string()),
        ("to", own.map_or(0, |place| place.to).to_string()),
    ])
}
