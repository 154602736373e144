//! Covering what judges must not see or hear: moments of a film or a sound, a part of a picture.
//!
//! Works on a copy made by [`Ffmpeg::normalise`], so it is upright and has known codecs. What is covered is painted over and
//! encoded again: nothing of it is left in the file.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::error::MediaError;
use crate::jpeg::{self, Profile};
use crate::measure::Measured;
use crate::normalise::{How, Job, Normalised, Partial, Progress};
use crate::sniff::Kind;
use crate::tool::{Ffmpeg, as_file};
use crate::video;

/// A frame that began shortly before a moment is still on the screen at that moment, and a block of sound still sounds: they
/// are covered as well, in seconds.
const BEFORE: f64 = 0.1;

/// The whole of a picture in the parts that [`Region`] counts in.
const WHOLE: u16 = 1000;

/// A rectangle of the picture as it is shown, in thousandths of its width and height, so that it means the same at any size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u16; 4]", into = "[u16; 4]")]
pub struct Region {
    left: u16,
    top: u16,
    width: u16,
    height: u16,
}

impl Region {
    /// The whole picture.
    pub const ALL: Region = Region {
        left: 0,
        top: 0,
        width: WHOLE,
        height: WHOLE,
    };

    /// A rectangle from its left and upper edge, its width and its height, each in thousandths; `None` when it is empty or
    /// reaches beyond the picture.
    #[must_use]
    pub fn new([left, top, width, height]: [u16; 4]) -> Option<Region> {
        let inside = |from: u16, length: u16| {
            length > 0 && from.checked_add(length).is_some_and(|end| end <= WHOLE)
        };
        (inside(left, width) && inside(top, height)).then_some(Region {
            left,
            top,
            width,
            height,
        })
    }

    /// Left edge, upper edge, width, height, in thousandths.
    #[must_use]
    pub fn thousandths(self) -> [u16; 4] {
        [self.left, self.top, self.width, self.height]
    }

    /// The filter that paints it over; edges are rounded outwards.
    fn painted(self, when: &str) -> String {
        let [left, top, width, height] = self.thousandths();
        let (right, bottom) = (left + width, top + height);
        format!(
            "drawbox=x=floor(iw*{left}/{WHOLE}):y=floor(ih*{top}/{WHOLE})\
:w=ceil(iw*{right}/{WHOLE})-floor(iw*{left}/{WHOLE})\
:h=ceil(ih*{bottom}/{WHOLE})-floor(ih*{top}/{WHOLE}):color=black:t=fill{when}"
        )
    }
}

impl From<Region> for [u16; 4] {
    fn from(region: Region) -> Self {
        region.thousandths()
    }
}

impl TryFrom<[u16; 4]> for Region {
    type Error = &'static str;

    fn try_from(parts: [u16; 4]) -> Result<Self, Self::Error> {
        Region::new(parts).ok_or("the rectangle is empty or reaches beyond the picture")
    }
}

/// From one moment to another, in milliseconds; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u64; 2]", into = "[u64; 2]")]
pub struct Span {
    from_ms: u64,
    to_ms: u64,
}

impl Span {
    /// The time between two moments; `None` when the second is not after the first.
    #[must_use]
    pub fn new([from_ms, to_ms]: [u64; 2]) -> Option<Span> {
        (from_ms < to_ms).then_some(Span { from_ms, to_ms })
    }

    /// Where it begins and where it ends.
    #[must_use]
    pub fn millis(self) -> [u64; 2] {
        [self.from_ms, self.to_ms]
    }

    fn seconds(self) -> (f64, f64) {
        let seconds = |ms: u64| ms as f64 / 1000.0;
        (
            (seconds(self.from_ms) - BEFORE).max(0.0),
            seconds(self.to_ms),
        )
    }

    /// The option of a filter that works in this time alone.
    fn when(self) -> String {
        let (from, to) = self.seconds();
        format!(":enable='between(t,{from:.3},{to:.3})'")
    }
}

impl From<Span> for [u64; 2] {
    fn from(span: Span) -> Self {
        span.millis()
    }
}

impl TryFrom<[u64; 2]> for Span {
    type Error = &'static str;

    fn try_from(parts: [u64; 2]) -> Result<Self, Self::Error> {
        Span::new(parts).ok_or("it ends before it begins")
    }
}

/// One thing that is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "covers", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mask {
    /// A part of the picture, for a time or throughout.
    Picture {
        /// Which part.
        region: Region,
        /// When; throughout if not said. A still picture has no time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        span: Option<Span>,
    },
    /// The sound, for a time.
    Sound {
        /// When.
        span: Span,
    },
}

impl Mask {
    /// Whether it can be laid over a medium of this kind and length.
    #[must_use]
    pub fn fits(&self, measured: &Measured) -> bool {
        let begins_inside = |span: Span| {
            let length = measured.length_ms().unwrap_or(0);
            span.from_ms < length
        };
        match (self, measured.kind) {
            (Self::Picture { span: None, .. }, Kind::Image | Kind::Video) => true,
            (
                Self::Picture {
                    span: Some(span), ..
                },
                Kind::Video,
            ) => begins_inside(*span),
            (Self::Sound { span }, Kind::Video | Kind::Audio) => {
                measured.audio_codec.is_some() && begins_inside(*span)
            }
            _ => false,
        }
    }
}

impl Ffmpeg {
    /// Writes `copy` with every mask laid over it to `out` and returns the facts of what was written.
    ///
    /// `copy` was made by [`Ffmpeg::normalise`] and `measured` are its facts. Covered picture is black, covered sound is silent;
    /// a frame or a block of sound that began up to a tenth of a second before is covered too. What no mask touches is taken over bit by
    /// bit where picture or sound as a whole is untouched, and otherwise encoded once more. Length and size stay.
    /// `progress`, `stop` and what is left behind are as with [`Ffmpeg::normalise`].
    ///
    /// # Errors
    /// `MaskMisfit` when a mask does not fit the medium; otherwise as [`Ffmpeg::normalise`].
    pub fn mask(
        &self,
        copy: &Path,
        measured: &Measured,
        masks: &[Mask],
        out: &Path,
        progress: &mut dyn FnMut(f64),
        stop: &AtomicBool,
    ) -> Result<Normalised, MediaError> {
        if masks.is_empty() || !masks.iter().all(|mask| mask.fits(measured)) {
            return Err(MediaError::MaskMisfit);
        }
        let mut progress = Progress::new(progress);
        let partial = Partial::at(out);
        progress.reach(0.0);
        let job = Job {
            path: copy,
            measured,
            out,
            stop,
        };
        let extension = match measured.kind {
            Kind::Image => {
                still(self, &job, masks)?;
                "jpg"
            }
            Kind::Audio => {
                video::masked(self, &job, None, silenced(masks).as_deref(), &mut progress)?;
                "m4a"
            }
            _ => {
                let (picture, sound) = (painted(masks), silenced(masks));
                video::masked(
                    self,
                    &job,
                    picture.as_deref(),
                    sound.as_deref(),
                    &mut progress,
                )?;
                "mp4"
            }
        };
        if stop.load(Ordering::Relaxed) {
            return Err(MediaError::Stopped);
        }
        let measured = self.measure(out)?;
        partial.keep();
        progress.reach(1.0);
        Ok(Normalised {
            extension,
            how: How::Transcoded,
            measured,
        })
    }
}

/// The filters that cover parts of the picture; `None` when none does.
fn painted(masks: &[Mask]) -> Option<String> {
    let chain: Vec<String> = masks
        .iter()
        .filter_map(|mask| match mask {
            Mask::Picture { region, span } => {
                Some(region.painted(&span.map_or_else(String::new, Span::when)))
            }
            Mask::Sound { .. } => None,
        })
        .collect();
    (!chain.is_empty()).then(|| chain.join(","))
}

/// The filters that silence the sound; `None` when none does.
fn silenced(masks: &[Mask]) -> Option<String> {
    let chain: Vec<String> = masks
        .iter()
        .filter_map(|mask| match mask {
            Mask::Sound { span } => Some(format!("volume=volume=0{}", span.when())),
            Mask::Picture { .. } => None,
        })
        .collect();
    (!chain.is_empty()).then(|| chain.join(","))
}

fn still(ffmpeg: &Ffmpeg, job: &Job<'_>, masks: &[Mask]) -> Result<(), MediaError> {
    let filter = format!("{},format=yuvj444p", painted(masks).unwrap_or_default());
    ffmpeg
        .encode()
        .input(job.path, Some("jpeg_pipe"))
        .args(["-map", "0:v:0", "-frames:v", "1", "-vf", &filter])
        .args(["-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "2"])
        .args(["-fflags", "+bitexact", "-flags:v", "+bitexact"])
        .args(["-f", "mjpeg"])
        .arg(as_file(job.out))
        .within(job.deadline())
        .each_line(Some(job.stop), &mut |_| ())?;
    let plain = jpeg::strip(&std::fs::read(job.out)?, Profile::Drop)
        .ok_or_else(|| MediaError::unreadable("no picture could be decoded"))?;
    std::fs::write(job.out, plain)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_lies_inside_the_picture_and_is_not_empty() {
        assert_eq!(Region::new([0, 0, 1000, 1000]), Some(Region::ALL));
        for outside in [
            [0, 0, 0, 10],
            [0, 0, 10, 0],
            [991, 0, 10, 10],
            [0, 1, 1, 1000],
            [u16::MAX, 0, u16::MAX, 1],
        ] {
            assert_eq!(Region::new(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn masks_are_read_as_they_are_written_and_wrong_ones_are_refused() {
        let masks = [
            Mask::Picture {
                region: Region::new([10, 20, 300, 400]).unwrap(),
                span: Span::new([7_000, 12_000]),
            },
            Mask::Picture {
                region: Region::ALL,
                span: None,
            },
            Mask::Sound {
                span: Span::new([0, 1]).unwrap(),
            },
        ];
        let text = serde_json::to_string(&masks).unwrap();
        assert_eq!(
            text,
            r#"[{"covers":"picture","region":[10,20,300,400],"span":[7000,12000]},{"covers":"picture","region":[0,0,1000,1000]},{"covers":"sound","span":[0,1]}]"#
        );
        assert_eq!(
            serde_json::from_str::<Vec<Mask>>(&text).unwrap(),
            masks.to_vec()
        );
        for wrong in [
            r#"{"covers":"picture","region":[900,0,200,10]}"#,
            r#"{"covers":"sound","span":[5,5]}"#,
            r#"{"covers":"sound"}"#,
            r#"{"covers":"smell","span":[5,6]}"#,
        ] {
            assert!(serde_json::from_str::<Mask>(wrong).is_err(), "{wrong}");
        }
    }
}
