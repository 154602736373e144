//! The real window: WebKitGTK under a display, driven through WebDriver.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop at once and say where; figures that were measured are said"
)]

mod axe;
mod compare;
mod desk;
mod dialog;
#[cfg(target_os = "linux")]
mod dragging;
mod judge;
mod keys;
mod keys_compare;
mod keys_media;
mod media;
mod office;
mod organizer;
mod receipt;
mod reference;
mod robust;
mod sizes;
#[cfg(target_os = "linux")]
mod typing;
mod unplayable;
