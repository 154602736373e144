//! Killing a judge's desk, or an organiser's that merges or receives, at random moments, again and again, and looking at what is left.
//!
//! A child process scores as the window does: the same crate, the same order of calls. It says what it is about to do
//! and, once the desk has answered, that it is done; the answer is what a judge sees as “saved”. After each SIGKILL the
//! desk is opened again and held against what was said. The same seed gives the same session and the same kills,
//! as far as two processes on one machine can be the same.

mod child;
mod merging;
mod parent;
mod receiving;
mod step;

pub use child::score;
pub use merging::{MergeSoak, merge, soak_merge};
pub use parent::{Kills, Soak, soak};
pub use receiving::{IntakeSoak, soak_intake};
pub use step::Step;
