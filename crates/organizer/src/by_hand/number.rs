//! Numbers drawn anew for all entries, dense from 1 in each theme and by lot alone: neither sender nor time nor the order of
//! acceptance is in them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use contest::ThemeId;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha20Rng;
use serde::Serialize;

use super::{Change, Deed, Move};
use crate::digest::Digest;
use crate::error::{AcceptError, HandError};
use crate::folder::Organizer;
use crate::store::log::{self, Act, LogLine};
use crate::store::{entry, issued_pack};

/// Whether numbers that were drawn before may be drawn once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renumber {
    /// Only when they were not.
    Once,
    /// In any case.
    Again,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Numbered {
    /// The seed of the lot.
    pub seed: u64,
    /// How many entries there are.
    pub entries: usize,
    /// Those whose number changed, in the order of the new numbers.
    pub moves: Vec<Move>,
}

impl Organizer {
    /// Draws the numbers of all entries anew. A plan that is not out keeps who judges what, under the new numbers.
    ///
    /// Within a theme the entries stand in order of their drafts and are shuffled by `ChaCha20` seeded with the SHA-256 of
    /// `jurydesk numbers v1`, the seed and the theme, each followed by a line feed.
    ///
    /// # Errors
    /// [`HandError::PacksOut`] once a pack is out; [`HandError::NumbersDrawn`] the second time without
    /// [`Renumber::Again`]; [`HandError::NoChange`].
    pub fn draw_numbers(
        &mut self,
        seed: u64,
        again: Renumber,
        now: DateTime<FixedOffset>,
    ) -> Result<Numbered, HandError> {
        let packs = issued_pack::all(&self.db)?.len();
        if packs > 0 {
            return Err(HandError::PacksOut { packs });
        }
        if again == Renumber::Once
            && let Some(line) = drawn(&log::all(&self.db)?)
        {
            return Err(HandError::NumbersDrawn { line });
        }
        let mut hand = self.hand(now)?;
        let mut of_theme: BTreeMap<ThemeId, Vec<entry::Entry>> = BTreeMap::new();
        let entries = entry::all(&hand.db)?;
        let count = entries.len();
        for one in entries {
            of_theme.entry(one.theme).or_default().push(one);
        }
        let mut moves = Vec::new();
        for (theme, mut entries) in of_theme {
            entries.sort_by_key(|one| one.draft);
            let lot = format!("jurydesk numbers v1\n{seed}\n{theme}\n");
            entries.shuffle(&mut ChaCha20Rng::from_seed(Digest::of(lot.as_bytes()).0));
            for (serial, one) in (1_u32..).zip(entries) {
                let full = |_| AcceptError::NoSerial { theme: theme.get() };
                let to = hand.contest.numbering.number(theme, serial).map_err(full)?;
                if to != one.number {
                    moves.push(Move {
                        draft: one.draft,
                        from: one.number,
                        from_theme: theme.get(),
                        from_serial: one.serial,
                        to,
                        to_theme: theme.get(),
                        to_serial: serial,
                    });
                }
            }
        }
        if moves.is_empty() {
            return Err(HandError::NoChange);
        }
        hand.make(Change::Renumbered {
            moves: moves.clone(),
        })?;
        hand.commit(Deed::Numbered, &format!("seed {seed}"))?;
        Ok(Numbered {
            seed,
            entries: count,
            moves,
        })
    }
}

/// The line in which numbers were drawn that still stand.
fn drawn(lines: &[LogLine]) -> Option<u32> {
    let undone = |seq: u32| {
        lines
            .iter()
            .any(|line| matches!(line.act, Act::IntakeUndone { line, .. } if line == seq))
    };
    let numbered = lines.iter().rev().find(|line| {
        let is = matches!(
            &line.act,
            Act::Intake {
                what: Deed::Numbered,
                ..
            }
        );
        is && !undone(line.seq)
    });
    numbered.map(|line| line.seq)
}
