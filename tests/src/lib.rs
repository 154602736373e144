//! What the whole-flow and window tests share: the built programs, a demonstration contest, and a real
//! window driven through WebDriver.
//!
//! Nothing here stands in for a part of the product: the programs are the built ones, the window is
//! WebKitGTK's, the tools (`age`, `unzip`, `ssh-keygen`, `ffmpeg`) are the system's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot set its scene should stop at once and say where"
)]

pub mod bulk;
pub mod clips;
pub mod demo;
#[cfg(unix)]
pub mod desktop;
pub mod documents;
pub mod fuzz;
pub mod judging;
pub mod mailbox;
pub mod mutants;
pub mod processes;
pub mod programs;
pub mod receiving;
pub mod returns;
pub mod scale;
pub mod scoring;
pub mod soak;
mod turn;
pub mod window;
