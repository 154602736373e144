//! What two texts say in the same words, longest first, with its places in both.

use std::collections::HashMap;

use crate::normal::{Letter, letters};
use crate::shingles::{LENGTH, number};

/// Fewest characters of a passage.
const LEAST: usize = 8;
/// Most passages that are told of one pair.
const PASSAGES_MAX: usize = 5;
/// Most places of one shingle that are tried, so that a text of one word a thousand times takes no longer than others.
const TRIED_MAX: usize = 8;

/// A stretch of one part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which part.
    pub part: usize,
    /// Its first character in that part, from 0.
    pub from: usize,
    /// The character after its last.
    pub to: usize,
}

/// Words that stand in both texts. Marks, blanks and the form of characters may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// How many letters, digits and Han characters it has.
    pub letters: usize,
    /// Where it stands in the one text.
    pub one: Place,
    /// Where it stands in the other.
    pub other: Place,
}

/// Finds the longest passages that stand in both of two texts, each given by its parts; the longest first, at most five, none
/// when no eight characters in a row are the same.
pub fn passages(one: &[impl AsRef<str>], other: &[impl AsRef<str>]) -> Vec<Passage> {
    common_passages(&letters(one), &letters(other))
}

/// Each place in `one` is in at most one of them.
fn common_passages(one: &[Letter], other: &[Letter]) -> Vec<Passage> {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, shingle) in other.windows(LENGTH).enumerate() {
        if let Some(number) = number(shingle) {
            let known = places.entry(number).or_default();
            if known.len() < TRIED_MAX {
                known.push(at);
            }
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(shingle) = one.get(at..at + LENGTH) {
        let tried = number(shingle).and_then(|number| places.get(&number));
        let rest = one.get(at..).unwrap_or_default();
        let best = tried
            .into_iter()
            .flatten()
            .filter_map(|start| Some((*start, common(rest, other.get(*start..)?))))
            .max_by_key(|(start, length)| (*length, std::cmp::Reverse(*start)));
        match best {
            Some((start, letters)) if letters >= LEAST => {
                let there = other.get(start..start + letters).and_then(place);
                let here = rest.get(..letters).and_then(place);
                if let (Some(one), Some(other)) = (here, there) {
                    found.push(Passage {
                        letters,
                        one,
                        other,
                    });
                }
                at += letters;
            }
            _ => at += 1,
        }
    }
    found.sort_by_key(|passage| (std::cmp::Reverse(passage.letters), passage.one));
    found.truncate(PASSAGES_MAX);
    found
}

/// How many letters two stretches have in common at their beginning, up to the end of a part.
fn common(one: &[Letter], other: &[Letter]) -> usize {
    one.iter()
        .zip(other)
        .take_while(|(one, other)| one.is == other.is && one.is != crate::normal::BREAK)
        .count()
}

fn place(stretch: &[Letter]) -> Option<Place> {
    let (first, last) = (stretch.first()?, stretch.last()?);
    Some(Place {
        part: first.part,
        from: first.at,
        to: last.at + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_common_passage_comes_first_with_its_places() {
        let one = ["先把需求写成一张清单，再每周公布一次进展。", "另外不同"];
        let other = ["每周公布一次进展", "我们把需求写成一张清单后再做"];
        let found: Vec<_> = passages(&one, &other)
            .into_iter()
            .map(|passage| (passage.letters, passage.one, passage.other))
            .collect();
        let place = |part, from, to| Place { part, from, to };
        let wanted = [
            (9, place(0, 1, 10), place(1, 2, 11)),
            (8, place(0, 12, 20), place(0, 0, 8)),
        ];
        assert_eq!(found, wanted);
    }
}
