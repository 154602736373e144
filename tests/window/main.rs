//! The real window: WebKitGTK under a display, driven through WebDriver.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

mod dialog;
mod judge;
mod organizer;
