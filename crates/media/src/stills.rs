//! Small still pictures of a film or a picture, for a person who looks for faces, badges and names.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::error::MediaError;
use crate::jpeg::{self, Profile};
use crate::measure::Measured;
use crate::sniff::Kind;
use crate::tool::{Ffmpeg, as_file};

/// How many of a film: one from the middle of each sixth.
const OF_A_FILM: u64 = 6;
/// The longest side, in pixels: enough to read a badge that fills a tenth of the picture.
const LONGEST: u32 = 640;
/// The most bytes of one; a picture of noise at this size stays far below.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// A still picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// Where in the film it stands, in milliseconds; 0 of a picture.
    pub at_ms: u64,
    /// JPEG, its longest side at most 640 pixels, without notes.
    pub jpeg: Vec<u8>,
}

impl Ffmpeg {
    /// Six stills of a copy made by [`Ffmpeg::normalise`], evenly spaced, one of a picture, none of sound and documents.
    ///
    /// `scratch` is where each is written before it is read back; nothing is left there. Moments at which nothing can be
    /// decoded are left out.
    ///
    /// # Errors
    /// `Stopped` soon after `stop` becomes true; `TooLarge` when a still takes longer than a minute; `Io`.
    pub fn stills(
        &self,
        copy: &Path,
        measured: &Measured,
        scratch: &Path,
        stop: &AtomicBool,
    ) -> Result<Vec<Still>, MediaError> {
        let moments = match measured.kind {
            Kind::Video => moments(measured.length_ms().unwrap_or(0)),
            Kind::Image => vec![0],
            Kind::Audio | Kind::Pdf => Vec::new(),
        };
        let mut stills = Vec::new();
        for at_ms in moments {
            if stop.load(Ordering::Relaxed) {
                return Err(MediaError::Stopped);
            }
            let still = self.still(copy, measured.kind, at_ms, scratch, stop);
            // Nothing written is no error either.
            let _ = std::fs::remove_file(scratch);
            match still {
                Ok(Some(jpeg)) => stills.push(Still { at_ms, jpeg }),
                Ok(None) | Err(MediaError::Unreadable { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(stills)
    }

    fn still(
        &self,
        copy: &Path,
        kind: Kind,
        at_ms: u64,
        scratch: &Path,
        stop: &AtomicBool,
    ) -> Result<Option<Vec<u8>>, MediaError> {
        let (seek, demuxer) = match kind {
            Kind::Image => (None, Some("jpeg_pipe")),
            _ => (Some(format!("{at_ms}ms")), None),
        };
        let mut run = self.encode();
        if let Some(seek) = &seek {
            run = run.args(["-ss", seek]);
        }
        let filter = format!(
            "scale=w='min(iw,{LONGEST})':h='min(ih,{LONGEST})':force_original_aspect_ratio=decrease,format=yuvj420p"
        );
        run.input(copy, demuxer)
            .args(["-map", "0:v:0", "-frames:v", "1", "-vf", &filter])
            .args(["-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "4"])
            .args(["-fflags", "+bitexact", "-flags:v", "+bitexact"])
            .args(["-f", "mjpeg"])
            .arg(as_file(scratch))
            .within(Duration::from_secs(60))
            .each_line(Some(stop), &mut |_| ())?;
        let bytes = std::fs::metadata(scratch).map_or(0, |facts| facts.len());
        if bytes == 0 || bytes > MOST_BYTES {
            return Ok(None);
        }
        Ok(jpeg::strip(&std::fs::read(scratch)?, Profile::Drop))
    }
}

/// The middle of each sixth.
fn moments(length_ms: u64) -> Vec<u64> {
    let mut moments: Vec<u64> = (0..OF_A_FILM)
        .map(|place| length_ms.saturating_mul(2 * place + 1) / (2 * OF_A_FILM))
        .collect();
    moments.dedup();
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_evenly_spaced_and_inside() {
        let all = moments(180_000);
        assert_eq!(all, [15_000, 45_000, 75_000, 105_000, 135_000, 165_000]);
        assert_eq!(moments(0), [0]);
    }
}
