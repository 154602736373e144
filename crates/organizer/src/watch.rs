//! How a long piece of work tells where it is and learns that it should stop.

use std::ops::ControlFlow;

/// Where the work is. Counts are of the present run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Reading mails and folders.
    Reading {
        /// How many bytes are read.
        done: u64,
        /// How many bytes there are.
        total: u64,
        /// The file or folder being read.
        name: &'a str,
    },
    /// Comparing the texts of drafts.
    Comparing {
        /// How many are done.
        done: u64,
        /// How many there are.
        total: u64,
    },
    /// Measuring and copying media.
    Media {
        /// How many bytes of originals are done; grows within a file as well.
        done: u64,
        /// How many bytes of originals there are.
        total: u64,
        /// The name of the file, as it was sent.
        name: &'a str,
    },
    /// Taking score bundles in.
    Merging {
        /// How many files are on record.
        done: u64,
        /// How many were named.
        total: u64,
    },
    /// Writing judge packs.
    Packing {
        /// How many bytes are written.
        done: u64,
        /// How many bytes there will be, about.
        total: u64,
        /// The judge whose pack is written.
        name: &'a str,
    },
    /// Writing a backup of the folder, or restoring one.
    Saving {
        /// How many bytes are read, each as often as it is read.
        done: u64,
        /// How many there are.
        total: u64,
        /// The file of the folder.
        name: &'a str,
    },
}

/// Is told every step; `Break` asks the work to stop at the next point from which it can go on later.
pub type Watch<'a> = dyn FnMut(Step<'_>) -> ControlFlow<()> + 'a;
