//! The strict ZIP: stock tools read what it writes, and every archive that could be read in two ways is refused.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod entry;
mod large;
mod made;
mod names;
mod outside;
mod places;
mod written;
