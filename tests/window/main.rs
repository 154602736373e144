//! The real window: WebKitGTK under a display, driven through WebDriver.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop at once and say where; figures that were measured are said"
)]

mod assignment;
mod axe;
mod clips;
mod compare;
mod cover;
mod desk;
mod dialog;
mod documents;
#[cfg(target_os = "linux")]
mod dragging;
mod home;
mod intake;
mod intake_lists;
mod judge;
mod keys;
mod keys_compare;
mod keys_media;
mod killed;
mod killed_intake;
mod media;
mod office;
mod organizer;
mod packs;
mod receipt;
mod reference;
mod results;
mod robust;
mod scale;
mod sizes;
#[cfg(target_os = "linux")]
mod typing;
mod unplayable;
#[cfg(target_os = "linux")]
mod whole_contest;
