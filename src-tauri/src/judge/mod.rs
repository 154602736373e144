//! The judge's commands: each a few lines over [`desk`].

pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod open;
pub(crate) mod reach;
pub(crate) mod score;
pub(crate) mod submit;
mod views;
