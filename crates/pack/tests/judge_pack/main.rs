//! Judge packs: written, opened, read in place, and refused where they must be.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "../common/mod.rs"]
mod common;

mod damaged;
mod forged;
mod opened;
mod written;

const MIB: usize = 1 << 20;
