//! What can go wrong with a media file.

use std::io;

/// Why a file could not be measured or normalised.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// `ffmpeg` or `ffprobe` is neither beside the program nor on the search path.
    #[error("{program} was not found; install it with: {install}")]
    Missing {
        /// The program that is missing.
        program: &'static str,
        /// A line that installs it on this kind of system.
        install: &'static str,
    },
    /// The bytes look like a medium, but nothing can be decoded from them.
    #[error("the file cannot be read: {why}")]
    Unreadable {
        /// The first complaint of the program that tried, shortened, without paths.
        why: String,
    },
    /// The bytes are none of the kinds in [`crate::Kind`].
    #[error("the file is no video, sound, picture or PDF")]
    NotMedia,
    /// A mask covers what this medium does not have: a moment of a picture, sound of a silent film, a part of a document.
    #[error("the mask does not fit the medium")]
    MaskMisfit,
    /// The caller asked to stop; nothing is left behind.
    #[error("stopped")]
    Stopped,
    /// The file would take more memory or time than any honest entry needs.
    #[error("the file is too large: {found} {what}, at most {limit} are read")]
    TooLarge {
        /// What was counted: `bytes`, `pixels`, `pages`, `objects` or `seconds`.
        what: &'static str,
        /// How many were found; for `seconds`, how long the program had already run.
        found: u64,
        /// The most that is accepted.
        limit: u64,
    },
    /// The file system failed.
    #[error("file access failed")]
    Io(#[from] io::Error),
}

impl MediaError {
    /// Builds [`MediaError::Unreadable`] from what a program printed: one line, at most 200 characters.
    pub(crate) fn unreadable(said: &str) -> Self {
        let line = said
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty())
            .unwrap_or("no reason given");
        // Decoders prefix "[mov,mp4 @ 0x55…] "; the address tells nobody anything and changes from run to run.
        let line = match line.split_once("] ") {
            Some((context, rest)) if context.starts_with('[') => rest,
            _ => line,
        };
        // The last line of a failed opening starts with the path, which may hold a name.
        let line = match line.rsplit_once(": ") {
            Some((before, rest)) if before.starts_with("file:") => rest,
            _ => line,
        };
        Self::Unreadable {
            why: line.chars().take(200).collect(),
        }
    }
}
