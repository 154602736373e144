//! How long a medium plays, how large it is shown, and whether its header tells the truth.
//!
//! The truth is a scan of the packets: the largest end time of all packets a player does not discard. Where packets carry
//! no times the whole file is decoded. A frame count divided by a nominal rate is never used: phones and screen recorders
//! write frames at irregular times.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::MediaError;
use crate::probe::Probe;
use crate::scan::scan_deadline;
use crate::sniff::{HEAD, Kind, Still, sniff, still};
use crate::tool::{Ffmpeg, MAX_PIXELS};
use crate::{jpeg, pdf};

/// The facts of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// By the first bytes and, for containers that hold either, by the streams inside.
    pub kind: Kind,
    /// The demuxer's name, such as `mov,mp4,m4a,3gp,3g2,mj2`; `pdf` for a document.
    pub container: String,
    /// Name of the codec of the first video stream or of the picture, such as `h264` or `png`.
    pub video_codec: Option<String>,
    /// Name of the codec of the first audio stream, such as `aac`.
    pub audio_codec: Option<String>,
    /// Width as shown, in pixels: upright, with square pixels.
    pub shown_width: Option<u32>,
    /// Height as shown, in pixels: upright, with square pixels.
    pub shown_height: Option<u32>,
    /// Counter-clockwise turn that the file asks a player for, as a display matrix counts: 0, 90, 180 or 270 degrees.
    pub rotation: i32,
    /// Milliseconds the container states, or that the demuxer estimates from its size.
    pub duration_ms: Option<u64>,
    /// Milliseconds that can be played: the largest end of all packets, or the length of a full decode.
    pub played_ms: Option<u64>,
    /// Set when the two lengths differ by more than 0.5 s, or by more than 2 % and 0.1 s.
    pub length_doubt: Option<LengthDoubt>,
    /// The most frames that follow a frame by which decoding can begin, before the next such frame: how much has to be
    /// decoded for a leap. 0 where nothing moves.
    #[serde(default)]
    pub longest_wait: u64,
    /// Pages of a PDF.
    pub pages: Option<u32>,
}

impl Measured {
    /// The length that counts against a limit, in milliseconds: what can be played, else what the container states.
    /// `None` for pictures and documents.
    #[must_use]
    pub fn length_ms(&self) -> Option<u64> {
        self.played_ms.or(self.duration_ms)
    }
}

/// Why the stated length is not the played one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthDoubt {
    /// Header and index promise more than the file holds: a broken upload, a full memory card.
    CutOff {
        /// Milliseconds promised.
        stated_ms: u64,
        /// Milliseconds there.
        played_ms: u64,
    },
    /// The file plays longer than its header states; or all that its index lists is there, and the header states more; or the
    /// stated length was only a guess from the bit rate.
    HeaderLies {
        /// Milliseconds stated.
        stated_ms: u64,
        /// Milliseconds there.
        played_ms: u64,
    },
}

impl LengthDoubt {
    /// What the stated lengths of a file say beside the played one.
    pub(crate) fn of(probe: &Probe, played_ms: u64) -> Option<Self> {
        let stated_ms = probe.stated_s().and_then(to_ms)?;
        let is = |length: Option<f64>| {
            length
                .and_then(to_ms)
                .is_some_and(|ms| same_length(ms, played_ms))
        };
        let holds_its_promise = is(probe.tables_s());
        if same_length(stated_ms, played_ms) {
            None
        } else if holds_its_promise && probe.others_s.and_then(to_ms) >= Some(stated_ms) {
            // A second film or a long subtitle beside the one that is played explains the whole length.
            None
        } else if played_ms < stated_ms && !probe.estimated && !holds_its_promise {
            Some(Self::CutOff {
                stated_ms,
                played_ms,
            })
        } else {
            Some(Self::HeaderLies {
                stated_ms,
                played_ms,
            })
        }
    }
}

/// Within 0.5 s and 2 %. Below 0.1 s nothing is doubted: one frame of sound is already 2 % of a three-second clip.
pub(crate) fn same_length(one_ms: u64, other_ms: u64) -> bool {
    let apart = one_ms.abs_diff(other_ms);
    apart <= 100 || (apart <= 500 && apart.saturating_mul(50) <= one_ms.max(other_ms))
}

impl Ffmpeg {
    /// Measures the file at `path`, of any kind in [`Kind`].
    ///
    /// # Errors
    /// `NotMedia` when the first bytes belong to no accepted kind; `Unreadable` when they do and nothing can be decoded;
    /// `TooLarge` for pictures over 100 million pixels, documents over the limits of a document, and files whose scan
    /// outlasts its deadline; `Io`.
    pub fn measure(&self, path: &Path) -> Result<Measured, MediaError> {
        let head = read_head(path)?;
        match sniff(&head) {
            None => Err(MediaError::NotMedia),
            Some(Kind::Pdf) => pdf::measure(path),
            Some(Kind::Image) => self.measure_picture(path, still(&head)),
            Some(Kind::Video | Kind::Audio) => {
                let probe = self.describe(path, None)?;
                self.measure_stream(path, &probe)
            }
        }
    }

    fn measure_picture(&self, path: &Path, format: Option<Still>) -> Result<Measured, MediaError> {
        let probe = self.describe(path, format.map(Still::demuxer))?;
        let video = probe
            .video
            .ok_or_else(|| MediaError::unreadable("no picture inside"))?;
        let pixels = u64::from(video.width).saturating_mul(u64::from(video.height));
        if pixels == 0 {
            return Err(MediaError::unreadable("the picture has no size"));
        }
        if pixels > MAX_PIXELS {
            return Err(MediaError::TooLarge {
                what: "pixels",
                found: pixels,
                limit: MAX_PIXELS,
            });
        }
        let orientation = jpeg::orientation_of(path)?;
        let (width, height) = if orientation.swaps_sides() {
            (video.height, video.width)
        } else {
            (video.width, video.height)
        };
        Ok(Measured {
            kind: Kind::Image,
            container: probe.container,
            video_codec: Some(video.codec),
            audio_codec: None,
            shown_width: Some(width),
            shown_height: Some(height),
            rotation: orientation.counter_clockwise(),
            duration_ms: None,
            played_ms: None,
            length_doubt: None,
            longest_wait: 0,
            pages: None,
        })
    }

    fn measure_stream(&self, path: &Path, probe: &Probe) -> Result<Measured, MediaError> {
        let kind = match (&probe.video, &probe.audio) {
            (Some(_), _) => Kind::Video,
            (None, Some(_)) => Kind::Audio,
            (None, None) => return Err(MediaError::unreadable("no stream of picture or sound")),
        };
        let shown = match &probe.video {
            Some(video) => Some(
                video
                    .shown()
                    .ok_or_else(|| MediaError::unreadable("the picture has no size"))?,
            ),
            None => None,
        };
        let deadline = scan_deadline(path)?;
        let scanned = self.scan_packets(path, probe, deadline)?;
        let played_ms = match scanned.end_ms {
            Some(end) => Some(end),
            None => self.decode_length(path, deadline)?,
        };
        let Some(played_ms) = played_ms.filter(|&ms| ms > 0) else {
            return Err(MediaError::unreadable("nothing in it can be played"));
        };
        let duration_ms = probe.stated_s().and_then(to_ms);
        Ok(Measured {
            kind,
            container: probe.container.clone(),
            video_codec: probe.video.as_ref().map(|video| video.codec.clone()),
            audio_codec: probe.audio.as_ref().map(|audio| audio.codec.clone()),
            shown_width: shown.map(|(width, _)| width),
            shown_height: shown.map(|(_, height)| height),
            rotation: probe.video.as_ref().map_or(0, |video| video.rotation),
            duration_ms,
            played_ms: Some(played_ms),
            length_doubt: LengthDoubt::of(probe, played_ms),
            longest_wait: scanned.longest_wait,
            pages: None,
        })
    }
}

pub(crate) fn to_ms(seconds: f64) -> Option<u64> {
    let ms = (seconds * 1000.0).round();
    // Ten years: more is a broken clock, not a length.
    (0.0..=315_360_000_000.0).contains(&ms).then_some(ms as u64)
}

pub(crate) fn read_head(path: &Path) -> Result<Vec<u8>, MediaError> {
    let mut head = Vec::with_capacity(HEAD);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::AudioStream;

    #[test]
    fn half_a_second_or_two_percent_is_a_doubt() {
        assert!(same_length(65_000, 65_010));
        assert!(same_length(40_070, 40_000));
        assert!(same_length(1_000, 1_064));
        assert!(!same_length(180_000, 180_501));
        assert!(!same_length(5_000, 5_150));
    }

    #[test]
    fn whether_the_index_keeps_its_promise_tells_a_cut_from_a_lie() {
        let doubt = |stated, index, others, played| {
            let mut probe = Probe {
                duration_s: Some(stated),
                others_s: others,
                ..Probe::default()
            };
            probe.audio = Some(AudioStream {
                lasts_s: index,
                ..AudioStream::default()
            });
            LengthDoubt::of(&probe, played)
        };
        let (stated_ms, played_ms) = (65_000, 36_900);
        let cut = Some(LengthDoubt::CutOff {
            stated_ms,
            played_ms,
        });
        let lie = Some(LengthDoubt::HeaderLies {
            stated_ms,
            played_ms,
        });
        assert_eq!(doubt(65.0, Some(65.0), None, 36_900), cut);
        assert_eq!(doubt(65.0, None, None, 36_900), cut);
        assert_eq!(doubt(65.0, Some(36.9), None, 36_900), lie);
        assert_eq!(doubt(65.0, Some(36.9), Some(65.0), 36_900), None);
        assert!(matches!(
            doubt(50.91, Some(60.05), None, 60_050),
            Some(LengthDoubt::HeaderLies { .. })
        ));
    }
}
