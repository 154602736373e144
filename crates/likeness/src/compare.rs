//! All texts against all, without looking at every pair.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;

use crate::blocks::{ByText, Entry, LIMITS, Limits, Loaded};
use crate::index::{FULL, Index};
use crate::normal::letters;
use crate::scratch::Scratch;

/// Fewest shingles of a text that is compared; shorter ones are alike by chance.
const TEXT_LEAST: u32 = 40;
/// From this share of the lighter text on, in percent, two texts are alike.
const SHARE_LEAST: u64 = 22;
/// Fewest full shingles, by weight, that two texts share: less is made of what many say.
const EVIDENCE_LEAST: u64 = 16;
/// From so many full shingles on, two texts are alike however long they are: one long passage was copied.
const COPIED_LEAST: u64 = 60;
/// From this share on, in percent, a pair is looked at more closely.
const LOOKED_AT: u64 = 5;

/// Two texts that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The index of the one text: the lower of the two.
    pub one: usize,
    /// The index of the other.
    pub other: usize,
    /// How much of the lighter text is in the other, 0 to 100 percent by weight.
    pub share: u8,
}

/// Gives the parts of a text by its index, such as the sections of a form. What is copied is looked for across parts.
pub type Read<'a, E> = dyn FnMut(usize) -> Result<Vec<String>, E> + 'a;

/// Is told how much is done and how much there is, in texts; `Break` ends the work.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// Finds the pairs of so many texts that are alike, the most alike first. `read` is asked for every text once. `asked` says
/// whether a pair of indices is wanted at all; others still count in how common a word is. What is found does not depend on
/// the order of the texts. `scratch` is an empty file, which grows by 16 bytes for each character of the texts; memory is
/// that of some thousand texts, and 32 bytes for each further one. `None` when `progress` ended the work.
///
/// # Errors
/// What `read` refuses; a file that cannot be written or read back.
pub fn alike<E: From<io::Error>>(
    texts: usize,
    read: &mut Read<'_, E>,
    asked: &dyn Fn(usize, usize) -> bool,
    scratch: File,
    progress: &mut Progress<'_>,
) -> Result<Option<Vec<Alike>>, E> {
    within(LIMITS, texts, read, asked, scratch, progress)
}

fn within<E: From<io::Error>>(
    limits: Limits,
    texts: usize,
    read: &mut Read<'_, E>,
    asked: &dyn Fn(usize, usize) -> bool,
    scratch: File,
    progress: &mut Progress<'_>,
) -> Result<Option<Vec<Alike>>, E> {
    let scratch = Scratch::new(scratch);
    // Reading is one half of the work, comparing the other.
    let mut go_on = |text: usize| {
        if text.is_multiple_of(64) {
            progress(text / 2, texts)
        } else {
            ControlFlow::Continue(())
        }
    };
    let mut of = |text: usize| read(text).map(|parts| letters(&parts));
    let Some(index) = Index::new(texts, &mut of, &mut go_on, &scratch, limits)? else {
        return Ok(None);
    };
    let blocks = index.blocks.len();
    let pairs = blocks * (blocks + 1) / 2;
    let mut done = 0;
    let mut found = Vec::new();
    for later in 0..blocks {
        let block = index.blocks.load(later)?;
        let by_text = ByText::new(&block);
        for earlier in 0..=later {
            if progress(texts / 2 + texts / 2 * done / pairs, texts) == ControlFlow::Break(()) {
                return Ok(None);
            }
            done += 1;
            let other = index.blocks.load(earlier)?;
            index.compare(&block, &by_text, &other, asked, &mut found);
        }
    }
    found.sort_by_key(|pair: &Alike| (std::cmp::Reverse(pair.share), pair.one, pair.other));
    Ok(Some(found))
}

impl Index<'_> {
    /// Compares each text of a block with the texts of another that stand before it in the order.
    fn compare(
        &self,
        block: &Loaded,
        by_text: &ByText,
        other: &Loaded,
        asked: &dyn Fn(usize, usize) -> bool,
        found: &mut Vec<Alike>,
    ) {
        let width = other.places.len();
        let sums = sums(block, other);
        let mut other_by_text = None;
        for (text, row) in sums.chunks_exact(width).enumerate() {
            let place = block.places.start + text;
            for (earlier, sum) in row.iter().enumerate().filter(|(_, sum)| **sum > 0) {
                let before = other.places.start + earlier;
                let (Some(one), Some(two)) = (self.order.get(place), self.order.get(before)) else {
                    continue;
                };
                let (one, two) = (*one.min(two) as usize, *one.max(two) as usize);
                let sum = u64::from(*sum);
                if self.percent(place, before, sum) < LOOKED_AT || !asked(one, two) {
                    continue;
                }
                let others = other_by_text.get_or_insert_with(|| ByText::new(other));
                let overlap = overlap(by_text.of(text), others.of(earlier));
                let share = self.percent(place, before, overlap);
                let telling = share >= SHARE_LEAST && overlap >= EVIDENCE_LEAST * FULL;
                if telling || overlap >= COPIED_LEAST * FULL {
                    found.push(Alike {
                        one,
                        other: two,
                        share: u8::try_from(share).unwrap_or(100),
                    });
                }
            }
        }
    }

    /// A weight in percent of the lighter of two texts; 0 when that is too short to say.
    fn percent(&self, one: usize, other: usize, weight: u64) -> u64 {
        let total = |place: usize| self.total.get(place).copied().unwrap_or_default();
        let long = |place: usize| {
            self.count
                .get(place)
                .is_some_and(|count| *count >= TEXT_LEAST)
        };
        let lighter = total(one).min(total(other));
        if lighter == 0 || !long(one) || !long(other) {
            return 0;
        }
        weight.saturating_mul(100) / lighter
    }
}

/// What each text of a block shares with each text of the other that stands before it and that the shingles lead to: a row
/// for each of the block's texts.
fn sums(block: &Loaded, other: &Loaded) -> Vec<u32> {
    let width = other.places.len();
    let mut sums = vec![0_u32; block.places.len() * width];
    let leading: Vec<Entry> = other
        .entries
        .iter()
        .copied()
        .filter(|one| one.leads())
        .collect();
    let same = |one: &Entry, two: &Entry| one.shingle() == two.shingle();
    let mut own = block.entries.chunk_by(same).peekable();
    for leading in leading.chunk_by(same) {
        let Some(first) = leading.first() else {
            continue;
        };
        while own
            .next_if(|group| {
                group
                    .first()
                    .is_some_and(|own| own.shingle() < first.shingle())
            })
            .is_some()
        {}
        let Some(group) = own.next_if(|group| {
            group
                .first()
                .is_some_and(|own| own.shingle() == first.shingle())
        }) else {
            continue;
        };
        for later in group {
            let place = block.places.start + later.text();
            let from = later.text() * width;
            let Some(row) = sums.get_mut(from..from + width) else {
                continue;
            };
            for earlier in leading {
                if other.places.start + earlier.text() >= place {
                    break;
                }
                if let Some(sum) = row.get_mut(earlier.text()) {
                    *sum += earlier.weight();
                }
            }
        }
    }
    sums
}

/// The weight of what two texts share.
fn overlap(mut left: &[Entry], mut right: &[Entry]) -> u64 {
    let mut sum = 0;
    while let (Some((first, after)), Some((second, beyond))) =
        (left.split_first(), right.split_first())
    {
        let (one, two) = (first.shingle(), second.shingle());
        if one <= two {
            left = after;
        }
        if two <= one {
            right = beyond;
        }
        if one == two {
            sum += u64::from(first.weight());
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts made of sentences, some of which stand in several texts.
    fn texts() -> Vec<Vec<String>> {
        let sentence = |number: u32| -> String {
            (0..20)
                .filter_map(|at| {
                    char::from_u32(0x4e00 + (number * 997 + at * at * 31 + at) % 8_000)
                })
                .collect()
        };
        (0..240_u32)
            .map(|text| {
                let own = (0..6).map(|at| text * 6 + at);
                let three = text / 3 * 3;
                let common = [three, three + 1, three + 2, text / 40].map(|one| 5_000 + one);
                vec![own.chain(common).map(sentence).collect()]
            })
            .collect()
    }

    #[test]
    fn what_is_found_does_not_depend_on_how_much_is_held_at_a_time() {
        let texts = texts();
        let found = |limits: Limits| {
            let mut read = |text: usize| io::Result::Ok(texts[text].clone());
            let mut go = |_, _| ControlFlow::Continue(());
            let scratch = tempfile::tempfile().unwrap();
            within(
                limits,
                texts.len(),
                &mut read,
                &|_, _| true,
                scratch,
                &mut go,
            )
            .unwrap()
            .unwrap()
        };
        let whole = found(LIMITS);
        assert!(whole.len() > 50);
        for (texts, shingles, run) in [(1, 1, 7), (7, 1_000_000, 100), (1_000, 333, 5_000)] {
            let limits = Limits {
                texts,
                shingles,
                run,
            };
            assert_eq!(found(limits), whole);
        }
    }
}
