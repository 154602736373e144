//! Which texts have which shingles, and how much a shingle weighs.

use std::io;
use std::ops::ControlFlow;

use crate::blocks::{Blocks, Limits};
use crate::normal::Letter;
use crate::runs::Runs;
use crate::scratch::Scratch;
use crate::shingles::{shingles, whole};

/// The weight of a shingle that one text has.
pub(crate) const FULL: u64 = 256;
/// A contest of fewer texts is weighed as one of so many: what two of ten texts share is rare all the same.
const TEXTS_LEAST: usize = 1_000;
/// A shingle of more texts than this leads to its first few holders alone: a hundred copies of one text are found by what
/// each shares with the same few of them.
const HOLDERS_MAX: usize = 48;
const FIRST_HOLDERS: usize = 4;

/// The texts in an order of their own, with the shingles that at least two of them have.
pub(crate) struct Index<'a> {
    /// For each place in the order, the text.
    pub(crate) order: Vec<u32>,
    /// For each place in the order, the weight of all its shingles.
    pub(crate) total: Vec<u64>,
    /// For each place in the order, how many shingles it has.
    pub(crate) count: Vec<u32>,
    pub(crate) blocks: Blocks<'a>,
}

impl<'a> Index<'a> {
    /// Builds the index; `letters` is asked for each text once, in order. `None` when `go_on` ended it; that is asked after
    /// each text.
    pub(crate) fn new<E: From<io::Error>>(
        texts: usize,
        letters: &mut dyn FnMut(usize) -> Result<Vec<Letter>, E>,
        go_on: &mut dyn FnMut(usize) -> ControlFlow<()>,
        scratch: &'a Scratch,
        limits: Limits,
    ) -> Result<Option<Self>, E> {
        let mut runs = Runs::new(scratch, limits.run);
        let mut known: Vec<(u64, u32, u32)> = Vec::with_capacity(texts);
        for (text, number) in (0..texts).zip(0_u32..) {
            let letters = letters(text)?;
            let shingles = shingles(&letters);
            let count = u32::try_from(shingles.len()).unwrap_or(u32::MAX);
            known.push((whole(&letters), number, count));
            for shingle in shingles {
                runs.push((u64::from(shingle) << 32) | u64::from(number))?;
            }
            if go_on(text) == ControlFlow::Break(()) {
                return Ok(None);
            }
        }
        known.sort_unstable_by_key(|(whole, text, _)| (*whole, *text));
        let order: Vec<u32> = known.iter().map(|(_, text, _)| *text).collect();
        let count: Vec<u32> = known.iter().map(|(_, _, count)| *count).collect();
        drop(known);
        let mut place_of = vec![0_u32; texts];
        for (place, text) in (0_u32..).zip(&order) {
            if let Some(of) = place_of.get_mut(*text as usize) {
                *of = place;
            }
        }
        let (mut sorted, end) = runs.sorted()?;
        let mut index = Self {
            blocks: Blocks::new(scratch, end, &count, limits),
            total: vec![0; texts],
            order,
            count,
        };
        let mut group: Vec<u32> = Vec::new();
        let mut of_group = None;
        loop {
            let next = sorted.next()?;
            let shingle = next.map(|next| (next >> 32) as u32);
            if shingle != of_group {
                if let Some(of_group) = of_group {
                    group.sort_unstable();
                    index.add(of_group, &group)?;
                }
                group.clear();
                of_group = shingle;
            }
            let Some(next) = next else {
                break;
            };
            let text = (next & 0xffff_ffff) as usize;
            group.push(place_of.get(text).copied().unwrap_or_default());
        }
        index.blocks.finish()?;
        Ok(Some(index))
    }

    /// Adds a shingle with its texts, by their places, ascending.
    fn add(&mut self, shingle: u32, group: &[u32]) -> io::Result<()> {
        let weight = weight(group.len(), self.order.len());
        let leading = if group.len() > HOLDERS_MAX {
            FIRST_HOLDERS
        } else {
            HOLDERS_MAX
        };
        for (at, place) in group.iter().enumerate() {
            let place = *place as usize;
            if let Some(total) = self.total.get_mut(place) {
                *total += weight;
            }
            if group.len() > 1 {
                self.blocks.push(place, shingle, at < leading, weight)?;
            }
        }
        Ok(())
    }
}

/// The square of ln(texts ÷ texts that have it), in units of that of one text: what a tenth of all texts say weighs little even
/// when it is all that two of them say.
fn weight(having: usize, texts: usize) -> u64 {
    let texts = texts.max(TEXTS_LEAST) as f64;
    let share = (texts / having as f64).ln() / texts.ln();
    (share.clamp(0.0, 1.0).powi(2) * FULL as f64).round() as u64
}
