//! What is published is accepted when it follows from what the judges signed, and everything else is told, by name.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "../common/mod.rs"]
mod common;

mod bundles;
mod hands;
mod honest;
mod outcome;
mod refused;
mod sheets;
