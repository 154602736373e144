//! The shingles that several texts have, block of texts by block of texts on disk.

use std::io;
use std::ops::Range;

use crate::scratch::Scratch;

/// How many entries of a block are written at a time.
const WRITTEN: usize = 4_096;

/// How much is held of all texts at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Most texts of a block; below 2¹⁶.
    pub(crate) texts: usize,
    /// Most shingles of a block, unless one text alone has more.
    pub(crate) shingles: usize,
    /// Most numbers that are sorted in memory.
    pub(crate) run: usize,
}

/// What is held at a time: two blocks of 4 MiB, the sums of their pairs, and what is read of them by text.
pub(crate) const LIMITS: Limits = Limits {
    texts: 1_024,
    shingles: 1 << 19,
    run: 1 << 19,
};

/// A shingle in one text of a block.
#[derive(Clone, Copy)]
pub(crate) struct Entry(u64);

impl Entry {
    fn new(shingle: u32, text: u16, leads: bool, weight: u16) -> Self {
        let low = (u64::from(text) << 16) | (u64::from(leads) << 15) | u64::from(weight);
        Self((u64::from(shingle) << 32) | low)
    }

    pub(crate) fn shingle(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The text, counted from the first of its block.
    pub(crate) fn text(self) -> usize {
        usize::from((self.0 >> 16) as u16)
    }

    /// Whether the shingle leads from other texts to this one.
    pub(crate) fn leads(self) -> bool {
        self.0 & (1 << 15) != 0
    }

    pub(crate) fn weight(self) -> u32 {
        (self.0 & 0x7fff) as u32
    }
}

/// A block, before or after it is written.
struct Block {
    /// Its texts, by their place in the order.
    places: Range<usize>,
    at: u64,
    written: usize,
    next: Vec<u64>,
}

pub(crate) struct Blocks<'a> {
    scratch: &'a Scratch,
    blocks: Vec<Block>,
    /// For each place in the order, its block.
    of: Vec<u32>,
}

impl<'a> Blocks<'a> {
    /// Cuts texts with so many shingles each into blocks, kept from the place `at` of the file on.
    pub(crate) fn new(scratch: &'a Scratch, at: u64, counts: &[u32], limits: Limits) -> Self {
        let mut all = Self {
            scratch,
            blocks: Vec::new(),
            of: Vec::with_capacity(counts.len()),
        };
        let mut from = 0;
        let (mut held, mut free) = (0, at);
        for (place, count) in counts.iter().enumerate() {
            let count = *count as usize;
            if place > from && (place - from >= limits.texts || held + count > limits.shingles) {
                all.cut(from..place, &mut free, &mut held);
                from = place;
            }
            held += count;
        }
        if from < counts.len() {
            all.cut(from..counts.len(), &mut free, &mut held);
        }
        all
    }

    fn cut(&mut self, places: Range<usize>, free: &mut u64, held: &mut usize) {
        let number = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        self.of.extend(places.clone().map(|_| number));
        self.blocks.push(Block {
            places,
            at: *free,
            written: 0,
            next: Vec::new(),
        });
        *free += *held as u64;
        *held = 0;
    }

    /// Adds a shingle of a text; shingles come in ascending order.
    pub(crate) fn push(
        &mut self,
        place: usize,
        shingle: u32,
        leads: bool,
        weight: u64,
    ) -> io::Result<()> {
        let number = self.of.get(place).copied().unwrap_or_default();
        let Some(block) = self.blocks.get_mut(number as usize) else {
            return Ok(());
        };
        let text = u16::try_from(place - block.places.start).unwrap_or(u16::MAX);
        let weight = u16::try_from(weight).unwrap_or(u16::MAX);
        block.next.push(Entry::new(shingle, text, leads, weight).0);
        if block.next.len() >= WRITTEN {
            block.flush(self.scratch)?;
        }
        Ok(())
    }

    /// Nothing more comes.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        for block in &mut self.blocks {
            block.flush(self.scratch)?;
            block.next = Vec::new();
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Reads a block.
    pub(crate) fn load(&self, block: usize) -> io::Result<Loaded> {
        let Some(block) = self.blocks.get(block) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let entries = self.scratch.read(block.at, block.written)?.into_iter();
        Ok(Loaded {
            places: block.places.clone(),
            entries: entries.map(Entry).collect(),
        })
    }
}

impl Block {
    fn flush(&mut self, scratch: &Scratch) -> io::Result<()> {
        scratch.write(self.at + self.written as u64, &self.next)?;
        self.written += self.next.len();
        self.next.clear();
        Ok(())
    }
}

/// A block in memory.
pub(crate) struct Loaded {
    /// Its texts, by their place in the order.
    pub(crate) places: Range<usize>,
    /// By shingle, then by text.
    pub(crate) entries: Vec<Entry>,
}

/// A block text by text.
pub(crate) struct ByText {
    starts: Vec<usize>,
    entries: Vec<Entry>,
}

impl ByText {
    pub(crate) fn new(block: &Loaded) -> Self {
        let mut starts = vec![0; block.places.len() + 1];
        for entry in &block.entries {
            if let Some(count) = starts.get_mut(entry.text() + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut entries = vec![Entry(0); block.entries.len()];
        for entry in &block.entries {
            if let Some(at) = free.get_mut(entry.text()) {
                if let Some(place) = entries.get_mut(*at) {
                    *place = *entry;
                }
                *at += 1;
            }
        }
        Self { starts, entries }
    }

    /// The shingles of a text, ascending.
    pub(crate) fn of(&self, text: usize) -> &[Entry] {
        let from = self.starts.get(text).copied().unwrap_or_default();
        let to = self.starts.get(text + 1).copied().unwrap_or_default();
        self.entries.get(from..to).unwrap_or_default()
    }
}
