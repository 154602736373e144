//! Real files through the real programs: what phones, mailers and old editors make of a video.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod copied;
mod demonstration;
mod measured;
mod nameless;
mod pictures;
mod programs;
