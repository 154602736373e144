//! Score bundles: written by a judge, verified by the organiser, and held back with the reason when they do not fit.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

#[path = "../common/mod.rs"]
mod common;

mod claims;
mod desk;
mod kept;
mod rules;
mod sealed;
