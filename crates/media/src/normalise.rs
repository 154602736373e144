//! From any accepted file to the one copy that every judge's machine plays, with nothing in it that tells who sent it.
//!
//! Owns the order of the steps and what is left behind when one fails: nothing. How each kind is made stands in its own
//! module.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::MediaError;
use crate::measure::Measured;
use crate::sniff::Kind;
use crate::tool::Ffmpeg;
use crate::{pdf, picture, video};

/// How a copy came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Picture and sound were taken over bit by bit into a clean container.
    Remuxed,
    /// Decoded and encoded again.
    Transcoded,
    /// The same content in a newly written file (PDF, and JPEG pictures that were already right).
    Rewritten,
}

/// A finished copy.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Normalised {
    /// The file name ending that fits the copy: `mp4`, `m4a`, `jpg` or `pdf`.
    pub extension: &'static str,
    /// How it came about.
    pub how: How,
    /// The facts of the copy itself, measured after writing.
    pub measured: Measured,
}

impl Ffmpeg {
    /// Writes the copy that judges get of `path` to `out` and returns the facts of that copy.
    ///
    /// Video becomes H.264 (8 bit, 4:2:0, at most High profile) with AAC-LC in an MP4 whose index stands in front, upright,
    /// with square pixels, at most 1920 × 1080 or 1080 × 1920; sound becomes AAC-LC in M4A; pictures upright JPEG; PDF stays
    /// PDF. Only the first picture stream and the first sound stream are taken. Titles, places, times, authors, comments,
    /// chapters, subtitles, attachments and encoder notes are gone. The same input gives the same bytes on the same machine
    /// with the same ffmpeg.
    ///
    /// `measured` is what [`Ffmpeg::measure`] said of `path`. `progress` is called with a share from 0 to 1, never falling.
    /// The work ends soon after `stop` becomes true. An existing file at `out` is replaced; when the call fails nothing is
    /// left there.
    ///
    /// # Errors
    /// `Stopped`; `Unreadable` when nothing can be decoded or a PDF is encrypted or broken; `TooLarge` when the work outlasts
    /// twenty times the length and two minutes; `NotMedia` when the file is no longer what was measured; `Io`.
    pub fn normalise(
        &self,
        path: &Path,
        measured: &Measured,
        out: &Path,
        progress: &mut dyn FnMut(f64),
        stop: &AtomicBool,
    ) -> Result<Normalised, MediaError> {
        let mut progress = Progress::new(progress);
        let partial = Partial::at(out);
        if stop.load(Ordering::Relaxed) {
            return Err(MediaError::Stopped);
        }
        progress.reach(0.0);
        let job = Job {
            path,
            measured,
            out,
            stop,
        };
        let mut known = None;
        let (extension, how) = match measured.kind {
            Kind::Video => {
                let (how, copy) = video::film(self, &job, &mut progress)?;
                known = copy;
                ("mp4", how)
            }
            Kind::Audio => ("m4a", video::sound(self, &job, &mut progress)?),
            Kind::Image => ("jpg", picture::upright(self, &job)?),
            Kind::Pdf => ("pdf", pdf::rewrite(path, out)?),
        };
        if stop.load(Ordering::Relaxed) {
            return Err(MediaError::Stopped);
        }
        let measured = match known {
            Some(measured) => measured,
            None => self.measure(out)?,
        };
        partial.keep();
        progress.reach(1.0);
        Ok(Normalised {
            extension,
            how,
            measured,
        })
    }
}

/// One piece of work, as the modules of the kinds see it.
pub(crate) struct Job<'a> {
    pub(crate) path: &'a Path,
    pub(crate) measured: &'a Measured,
    pub(crate) out: &'a Path,
    pub(crate) stop: &'a AtomicBool,
}

impl Job<'_> {
    /// Twenty times the length and two minutes.
    pub(crate) fn deadline(&self) -> Duration {
        let length = self.measured.length_ms().unwrap_or(0);
        Duration::from_millis(length.saturating_mul(20).saturating_add(120_000))
    }
}

/// The share done, which only grows: a copy that turns out wrong is made again from the start, and a bar that jumps back
/// looks like a fault.
pub(crate) struct Progress<'a> {
    tell: &'a mut dyn FnMut(f64),
    reached: f64,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(tell: &'a mut dyn FnMut(f64)) -> Self {
        Self {
            tell,
            reached: -1.0,
        }
    }

    pub(crate) fn reach(&mut self, share: f64) {
        let share = share.clamp(0.0, 1.0);
        if share > self.reached {
            self.reached = share;
            (self.tell)(share);
        }
    }
}

/// A file being written; removed again unless kept.
pub(crate) struct Partial<'a> {
    path: Option<&'a Path>,
}

impl<'a> Partial<'a> {
    pub(crate) fn at(path: &'a Path) -> Self {
        Self { path: Some(path) }
    }

    pub(crate) fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        if let Some(path) = self.path {
            // Not there yet, or not removable: the error that brought us here says more than this one would.
            let _ = std::fs::remove_file(path);
        }
    }
}
