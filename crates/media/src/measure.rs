//! How long a medium plays, how large it is shown, and whether its header tells the truth.
//!
//! The truth is a scan of the packets: the largest end time of all packets a player does not discard. Where packets carry
//! no times the whole file is decoded. A frame count divided by a nominal rate is never used: phones and screen recorders
//! write frames at irregular times.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::MediaError;
use crate::probe::{Probe, seconds};
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
    /// The header promises more than the file holds: a broken upload, a full memory card.
    CutOff {
        /// Milliseconds promised.
        stated_ms: u64,
        /// Milliseconds there.
        played_ms: u64,
    },
    /// The file plays longer than its header states, or the stated length was only a guess from the bit rate.
    HeaderLies {
        /// Milliseconds stated.
        stated_ms: u64,
        /// Milliseconds there.
        played_ms: u64,
    },
}

impl LengthDoubt {
    fn between(stated_ms: u64, played_ms: u64, estimated: bool) -> Option<Self> {
        if same_length(stated_ms, played_ms) {
            None
        } else if played_ms < stated_ms && !estimated {
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
            pages: None,
        })
    }

    pub(crate) fn measure_stream(
        &self,
        path: &Path,
        probe: &Probe,
    ) -> Result<Measured, MediaError> {
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
        let played_ms = match self.scan_packets(path, probe, deadline)? {
            Some(end) => Some(end),
            None => self.decode_length(path, deadline)?,
        };
        let Some(played_ms) = played_ms.filter(|&ms| ms > 0) else {
            return Err(MediaError::unreadable("nothing in it can be played"));
        };
        let duration_ms = probe.duration_s.and_then(to_ms);
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
            length_doubt: duration_ms
                .and_then(|stated| LengthDoubt::between(stated, played_ms, probe.estimated)),
            pages: None,
        })
    }

    /// The largest end of all packets that are played, in milliseconds; `None` when the packets carry no times.
    fn scan_packets(
        &self,
        path: &Path,
        probe: &Probe,
        deadline: Duration,
    ) -> Result<Option<u64>, MediaError> {
        let mut wanted = Vec::new();
        wanted.extend(probe.video.as_ref().map(|video| video.index));
        wanted.extend(probe.audio.as_ref().map(|audio| audio.index));
        let mut scan = Scan::default();
        let entries = "packet=stream_index,pts_time,dts_time,duration_time,flags";
        self.probe()
            .args(["-of", "compact=print_section=0", "-show_entries", entries])
            .input(path, None)
            .within(deadline)
            .each_line(None, &mut |line| {
                if let Some(packet) = Packet::read(line)
                    && wanted.contains(&packet.stream)
                {
                    scan.take(&packet);
                }
            })?;
        // A stream recorded off the air starts at whatever the clock showed.
        let offset = match probe.container.as_str() {
            "mpegts" | "mpeg" => scan.first.unwrap_or(0.0),
            _ => 0.0,
        };
        Ok(scan.end().and_then(|end| to_ms(end - offset)))
    }

    /// The length of a full decode, in milliseconds; `None` when nothing was decoded.
    fn decode_length(&self, path: &Path, deadline: Duration) -> Result<Option<u64>, MediaError> {
        let mut last = None;
        self.encode()
            .input(path, None)
            .args(["-map", "0:v:0?", "-map", "0:a:0?", "-f", "null", "-"])
            .within(deadline)
            .each_line(None, &mut |line| {
                if let Some(micros) = line.strip_prefix("out_time_us=") {
                    last = micros.trim().parse::<u64>().ok().or(last);
                }
            })?;
        Ok(last.map(|micros| micros / 1000))
    }
}

/// Ends of packets, stream by stream.
#[derive(Debug, Default)]
struct Scan {
    first: Option<f64>,
    end: Option<f64>,
    /// The last packet of each stream that gave no duration: its own end is guessed from the step before it.
    open: BTreeMap<u32, Open>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    at: f64,
    step: f64,
}

impl Scan {
    fn take(&mut self, packet: &Packet) {
        let first = self.first.map_or(packet.at, |first| first.min(packet.at));
        self.first = Some(first);
        let lasts = match packet.lasts {
            Some(lasts) => lasts,
            None => {
                let open = self.open.entry(packet.stream).or_insert(Open {
                    at: packet.at,
                    step: 0.0,
                });
                // Frames that refer forward arrive out of order; only a step ahead is a step.
                if packet.at > open.at {
                    open.step = (packet.at - open.at).min(1.0);
                    open.at = packet.at;
                }
                open.step
            }
        };
        let end = packet.at + lasts;
        self.end = Some(self.end.map_or(end, |known| known.max(end)));
    }

    fn end(&self) -> Option<f64> {
        self.end
    }
}

/// One line of the scan.
#[derive(Debug, PartialEq)]
struct Packet {
    stream: u32,
    /// Seconds.
    at: f64,
    /// Seconds; `None` when the container does not say.
    lasts: Option<f64>,
}

impl Packet {
    /// Reads `stream_index=0|pts_time=1.5|…|flags=K_`; `None` for packets that are discarded or carry no time.
    fn read(line: &str) -> Option<Self> {
        let (mut stream, mut pts, mut dts, mut lasts) = (None, None, None, None);
        for field in line.split('|') {
            let Some((name, value)) = field.split_once('=') else {
                continue;
            };
            match name {
                "stream_index" => stream = value.parse().ok(),
                "pts_time" => pts = seconds(value),
                "dts_time" => dts = seconds(value),
                "duration_time" => lasts = seconds(value).filter(|&s| s > 0.0),
                "flags" if value.contains('D') => return None,
                _ => {}
            }
        }
        Some(Self {
            stream: stream?,
            at: pts.or(dts)?,
            lasts,
        })
    }
}

/// A generous deadline for reading every packet or decoding every frame: the slowest case seen is far below 1 MB a second.
fn scan_deadline(path: &Path) -> Result<Duration, MediaError> {
    let megabytes = std::fs::metadata(path)?.len() / 1_000_000;
    Ok(Duration::from_secs(120_u64.saturating_add(megabytes)))
}

fn to_ms(seconds: f64) -> Option<u64> {
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

    #[test]
    fn half_a_second_or_two_percent_is_a_doubt() {
        assert!(same_length(65_000, 65_010));
        assert!(same_length(40_070, 40_000));
        assert!(same_length(1_000, 1_064));
        assert!(!same_length(180_000, 180_501));
        assert!(!same_length(5_000, 5_150));
        assert_eq!(
            LengthDoubt::between(65_000, 36_900, false),
            Some(LengthDoubt::CutOff {
                stated_ms: 65_000,
                played_ms: 36_900
            })
        );
        assert!(matches!(
            LengthDoubt::between(50_910, 60_050, true),
            Some(LengthDoubt::HeaderLies { .. })
        ));
    }

    #[test]
    fn discarded_packets_do_not_play() {
        assert_eq!(
            Packet::read("stream_index=1|pts_time=3.5|dts_time=3.5|duration_time=0.02|flags=KD"),
            None
        );
        assert_eq!(
            Packet::read("stream_index=1|pts_time=N/A|dts_time=3.5|duration_time=N/A|flags=K_"),
            Some(Packet {
                stream: 1,
                at: 3.5,
                lasts: None
            })
        );
    }

    #[test]
    fn a_last_frame_without_duration_lasts_as_long_as_the_one_before() {
        let mut scan = Scan::default();
        for at in [0.0, 0.04, 0.12, 0.08, 0.16] {
            scan.take(&Packet {
                stream: 0,
                at,
                lasts: None,
            });
        }
        assert!((scan.end().unwrap() - 0.2).abs() < 1e-9);
    }
}
