//! Who is next: the media of one run, how far each is, and what of them is not stored yet.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use rusqlite::Connection;

use super::copying::Made;
use crate::error::{Facts, StoreError};
use crate::store::{attachment, medium};
use crate::watch::{Step, Watch};

/// What is to be stored of one medium.
pub(super) enum Outcome {
    Ready(Box<Made>, Vec<(String, Facts)>),
    Unreadable(String),
    Waits,
}

impl Outcome {
    pub(super) fn needs_a_person(&self) -> bool {
        match self {
            Self::Ready(_, findings) => !findings.is_empty(),
            Self::Unreadable(_) => true,
            Self::Waits => false,
        }
    }
}

/// The media of one run: how far each is, and what is not stored yet, by their places in the list.
pub(super) struct Run {
    files: Vec<File>,
    total: u64,
    pub(super) outcomes: BTreeMap<usize, Outcome>,
    /// All before this place are settled.
    turn: usize,
}

struct File {
    name: String,
    bytes: u64,
    share: f64,
    settled: bool,
}

impl Run {
    pub(super) fn of(db: &Connection, waiting: &[medium::Medium]) -> Result<Self, StoreError> {
        let mut files = Vec::new();
        for one in waiting {
            let name = attachment::with_bytes(db, one.sha256)?
                .into_iter()
                .next()
                .map_or_else(String::new, |first| first.name);
            files.push(File {
                name,
                bytes: one.bytes,
                share: 0.0,
                settled: false,
            });
        }
        Ok(Self {
            total: files.iter().map(|file| file.bytes).sum(),
            files,
            outcomes: BTreeMap::new(),
            turn: 0,
        })
    }

    pub(super) fn is_turn_of(&self, place: usize) -> bool {
        place == self.turn
    }

    /// Notes that a medium is settled; whether the turn went on.
    pub(super) fn settled(&mut self, place: usize) -> bool {
        if let Some(file) = self.files.get_mut(place) {
            file.settled = true;
        }
        let before = self.turn;
        while self.files.get(self.turn).is_some_and(|file| file.settled) {
            self.turn += 1;
        }
        self.turn > before
    }

    /// Tells how many bytes of all are done.
    pub(super) fn tell(
        &mut self,
        place: usize,
        share: f64,
        watch: &mut Watch<'_>,
    ) -> ControlFlow<()> {
        let Some(file) = self.files.get_mut(place) else {
            return ControlFlow::Continue(());
        };
        file.share = share.clamp(0.0, 1.0);
        let done = |file: &File| (file.bytes as f64 * file.share) as u64;
        watch(Step::Media {
            done: self.files.iter().map(done).sum(),
            total: self.total,
            name: self.files.get(place).map_or("", |file| &file.name),
        })
    }
}
