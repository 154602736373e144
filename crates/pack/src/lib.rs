//! The two file formats: the judge pack that a judge receives, and the score bundle that comes back.
//!
//! It owns the layout of both, byte for byte, and everything that decides whether a received file is what its
//! signer wrote. It does not know where files come from, which contest is running, or what the marks mean; and it
//! holds no cryptography of its own: that is `seal`.
//!
//! Two rules shape the code. Stored bytes are signed, so a verifier never has to produce the same JSON again. And a
//! signature is verified before the bytes under it are parsed; what is parsed then still has to be free of everything
//! that two readers could understand differently.
//!
//! Both formats are described for strangers with stock tools in `docs/formats/`.

mod error;
mod hash;
pub mod inspect;
pub mod json;
pub mod judge_pack;
mod read_at;
pub mod score_bundle;
pub mod volumes;
pub mod zip;

pub use error::PackError;
pub use hash::{NotAHash, Sha256Hex};
pub use read_at::ReadAt;
