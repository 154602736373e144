//! Any number of numbers, sorted with the memory of a few: sorted runs on disk that are merged in the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use crate::scratch::Scratch;

/// How many numbers are read of a run at a time.
const READ: usize = 4_096;

/// Takes numbers in any order.
pub(crate) struct Runs<'a> {
    scratch: &'a Scratch,
    /// How many numbers a run has at most.
    length: usize,
    full: Vec<Run>,
    next: Vec<u64>,
    /// The first place of the file that is free.
    end: u64,
}

/// What is left of a run: where it goes on, how much of it is unread, and what was read and not taken.
struct Run {
    at: u64,
    left: usize,
    read: std::vec::IntoIter<u64>,
}

impl<'a> Runs<'a> {
    pub(crate) fn new(scratch: &'a Scratch, length: usize) -> Self {
        Self {
            scratch,
            length,
            full: Vec::new(),
            next: Vec::with_capacity(length),
            end: 0,
        }
    }

    pub(crate) fn push(&mut self, number: u64) -> io::Result<()> {
        if self.next.len() >= self.length {
            self.flush()?;
        }
        self.next.push(number);
        Ok(())
    }

    /// All numbers, ascending, and the first place of the file behind them.
    pub(crate) fn sorted(mut self) -> io::Result<(Sorted<'a>, u64)> {
        self.flush()?;
        let mut sorted = Sorted {
            scratch: self.scratch,
            runs: self.full,
            heads: BinaryHeap::new(),
        };
        for run in 0..sorted.runs.len() {
            sorted.advance(run)?;
        }
        Ok((sorted, self.end))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.next.sort_unstable();
        self.scratch.write(self.end, &self.next)?;
        self.full.push(Run {
            at: self.end,
            left: self.next.len(),
            read: Vec::new().into_iter(),
        });
        self.end += self.next.len() as u64;
        self.next.clear();
        Ok(())
    }
}

/// The numbers of all runs, ascending.
pub(crate) struct Sorted<'a> {
    scratch: &'a Scratch,
    runs: Vec<Run>,
    heads: BinaryHeap<Reverse<(u64, usize)>>,
}

impl Sorted<'_> {
    pub(crate) fn next(&mut self) -> io::Result<Option<u64>> {
        let Some(Reverse((number, run))) = self.heads.pop() else {
            return Ok(None);
        };
        self.advance(run)?;
        Ok(Some(number))
    }

    fn advance(&mut self, at: usize) -> io::Result<()> {
        let Some(run) = self.runs.get_mut(at) else {
            return Ok(());
        };
        if run.read.as_slice().is_empty() && run.left > 0 {
            let count = run.left.min(READ);
            run.read = self.scratch.read(run.at, count)?.into_iter();
            run.at += count as u64;
            run.left -= count;
        }
        if let Some(number) = run.read.next() {
            self.heads.push(Reverse((number, at)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_any_length_are_merged_in_order() {
        let scratch = Scratch::new(tempfile::tempfile().unwrap());
        for length in [1, 3, 100] {
            let mut runs = Runs::new(&scratch, length);
            let numbers: Vec<u64> = (0..50).map(|at| at * 37 % 41).collect();
            for number in &numbers {
                runs.push(*number).unwrap();
            }
            let (mut sorted, end) = runs.sorted().unwrap();
            assert_eq!(end, 50);
            let mut found = Vec::new();
            while let Some(number) = sorted.next().unwrap() {
                found.push(number);
            }
            let mut wanted = numbers;
            wanted.sort_unstable();
            assert_eq!(found, wanted);
        }
    }
}
