//! The judge's commands: each a few lines over [`desk`].

pub(crate) mod open;
pub(crate) mod score;
pub(crate) mod submit;
mod views;
