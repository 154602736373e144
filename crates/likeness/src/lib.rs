//! Which of many texts have been copied from each other, in whole or in part, and which words show it.
//!
//! Texts in, pairs out; knows no contest and no mail, and of files only the one it is lent to put down what does not fit into
//! memory. The answer depends on the texts alone: not on their order, no clock and no chance. Time grows with the length of all
//! texts together, not with the number of pairs; memory hardly grows at all.
//!
//! A text is taken apart into its shingles (Broder, "On the resemblance and containment of documents", 1997): all runs of five
//! characters, without marks, blanks, letter case, full-width forms and the difference between traditional and simplified
//! characters. A shingle weighs the less the more texts have it (inverse document frequency, Spärck Jones, 1972), so that
//! the words of the form, slogans and the names of the themes count for little. Two texts are alike by the weight of what
//! they share, measured by the lighter one: a text that was taken into a longer one is found as well.

mod blocks;
mod compare;
mod index;
mod normal;
mod passage;
mod runs;
mod scratch;
mod shingles;
mod simplified;

pub use compare::{Alike, Progress, Read, alike};
pub use normal::plain;
pub use passage::{Passage, Place, passages};
