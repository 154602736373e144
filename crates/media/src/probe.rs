//! What `ffprobe` says about the streams of a file, read into plain facts. Knows nothing of limits or copies.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::asf;
use crate::error::MediaError;
use crate::tool::Ffmpeg;

/// Most of what is read of the description of one file. A film with every table filled needs a tenth.
const DESCRIPTION: usize = 4 * 1024 * 1024;

/// The facts of one file that measuring and normalising decide upon.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Probe {
    /// The demuxer's name, such as `mov,mp4,m4a,3gp,3g2,mj2`.
    pub(crate) container: String,
    /// What the container states, or what the demuxer estimates.
    pub(crate) duration_s: Option<f64>,
    /// The demuxer guessed the duration from the size and the bit rate.
    pub(crate) estimated: bool,
    pub(crate) video: Option<VideoStream>,
    pub(crate) audio: Option<AudioStream>,
    /// The end of the longest stream that is not played here, as its table states it.
    pub(crate) others_s: Option<f64>,
}

impl Probe {
    /// The length the file states. The frame count in the header of an AVI is not touched by a cut, while its demuxer
    /// shortens the length to what the file can hold.
    pub(crate) fn stated_s(&self) -> Option<f64> {
        let counted = self.video.as_ref().and_then(|video| video.counted_s);
        match counted {
            Some(counted) if self.container == "avi" && self.duration_s < Some(counted) => {
                Some(counted)
            }
            _ => self.duration_s,
        }
    }

    /// The end of the streams that are played, as their own tables state it.
    pub(crate) fn tables_s(&self) -> Option<f64> {
        if self.container == "avi" {
            return None;
        }
        let video = self.video.as_ref().and_then(|video| video.lasts_s);
        let audio = self.audio.as_ref().and_then(|audio| audio.lasts_s);
        later(video, audio)
    }
}

fn later(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// The first stream of moving pictures; a cover picture of a song is not one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct VideoStream {
    pub(crate) index: u32,
    pub(crate) codec: String,
    pub(crate) profile: String,
    pub(crate) pixel_format: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Width of one pixel over its height; 1 when the file does not say.
    pub(crate) pixel_aspect: f64,
    /// Counter-clockwise turn, in degrees, that shows the picture upright: 0, 90, 180 or 270.
    pub(crate) rotation: i32,
    /// The picture is to be mirrored as well, or turned by an odd angle.
    pub(crate) distorted: bool,
    /// The transfer is PQ or HLG.
    pub(crate) hdr: bool,
    pub(crate) interlaced: bool,
    /// Average frames a second, 0 when unknown.
    pub(crate) frame_rate: f64,
    /// Its end in seconds, as its table states it.
    pub(crate) lasts_s: Option<f64>,
    /// Seconds that the number of frames in its header takes.
    pub(crate) counted_s: Option<f64>,
}

impl VideoStream {
    /// Size as shown, upright and with square pixels.
    pub(crate) fn shown(&self) -> Option<(u32, u32)> {
        if self.width == 0 || self.height == 0 {
            return None;
        }
        // Below 1 the height would have to grow for no information to be lost; players stretch the width all the same.
        let wide = (f64::from(self.width) * self.pixel_aspect).round();
        if !(1.0..=65_535.0).contains(&wide) {
            return None;
        }
        let wide = wide as u32;
        Some(if self.rotation % 180 == 90 {
            (self.height, wide)
        } else {
            (wide, self.height)
        })
    }
}

/// The first stream of sound.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct AudioStream {
    pub(crate) index: u32,
    pub(crate) codec: String,
    pub(crate) profile: String,
    pub(crate) channels: u32,
    pub(crate) sample_rate: u32,
    /// Its end in seconds, as its table states it.
    pub(crate) lasts_s: Option<f64>,
}

impl Ffmpeg {
    /// Describes the streams of `path`; `demuxer` forces one (still pictures).
    pub(crate) fn describe(&self, path: &Path, demuxer: Option<&str>) -> Result<Probe, MediaError> {
        let mut text = String::new();
        let entries = "format=format_name,duration:stream=index,codec_type,codec_name,profile,start_time,duration,nb_frames,pix_fmt,width,height,\
sample_aspect_ratio,field_order,avg_frame_rate,color_transfer,channels,sample_rate:stream_disposition=attached_pic:\
stream_tags=rotate:stream_side_data=rotation,displaymatrix";
        let complaints = self
            .probe()
            // A guess of the duration is announced as a warning only.
            .args(["-loglevel", "warning"])
            .args(["-of", "json=compact=1", "-show_entries", entries])
            .input(path, demuxer)
            .within(Duration::from_secs(60))
            .each_line(None, &mut |line| {
                if text.len() < DESCRIPTION {
                    text.push_str(line);
                    text.push('\n');
                }
            })?;
        let described: Described = serde_json::from_str(&text)
            .map_err(|_| MediaError::unreadable("the description of the streams is broken"))?;
        let estimated = complaints.contains("Estimating duration from bitrate");
        let mut probe = described.into_probe(estimated);
        if probe.container == "asf"
            && let Some(stated) = asf::stated_s(path)
        {
            probe.duration_s = Some(stated);
            probe.estimated = false;
        }
        Ok(probe)
    }
}

/// The JSON of `ffprobe`, as far as it is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Described {
    format: Format,
    streams: Vec<Stream>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Format {
    format_name: String,
    duration: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Stream {
    index: u32,
    codec_type: String,
    codec_name: String,
    start_time: String,
    duration: String,
    nb_frames: String,
    profile: serde_json::Value,
    pix_fmt: String,
    width: u32,
    height: u32,
    sample_aspect_ratio: String,
    field_order: String,
    avg_frame_rate: String,
    color_transfer: String,
    channels: u32,
    sample_rate: String,
    disposition: Disposition,
    tags: Tags,
    side_data_list: Vec<SideData>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Disposition {
    attached_pic: u8,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Tags {
    rotate: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SideData {
    rotation: Option<serde_json::Number>,
    displaymatrix: Option<String>,
}

impl Described {
    fn into_probe(self, estimated: bool) -> Probe {
        let moving = |stream: &&Stream| {
            stream.codec_type == "video"
                && stream.disposition.attached_pic == 0
                && !stream.codec_name.is_empty()
        };
        let sounding =
            |stream: &&Stream| stream.codec_type == "audio" && !stream.codec_name.is_empty();
        let video = self.streams.iter().find(moving).map(Stream::video);
        let audio = self.streams.iter().find(sounding).map(Stream::audio);
        let played = [
            video.as_ref().map(|video| video.index),
            audio.as_ref().map(|audio| audio.index),
        ];
        let others_s = self
            .streams
            .iter()
            .filter(|stream| !played.contains(&Some(stream.index)))
            .filter_map(Stream::lasts)
            .fold(None, |longest, lasts| later(longest, Some(lasts)));
        Probe {
            container: self.format.format_name.chars().take(64).collect(),
            duration_s: self
                .format
                .duration
                .as_deref()
                .and_then(seconds)
                .filter(|&s| s > 0.0),
            estimated,
            video,
            audio,
            others_s,
        }
    }
}

impl Stream {
    fn video(&self) -> VideoStream {
        let (degrees, mirrored) = self.turn();
        let nearest = (degrees / 90.0).round() * 90.0;
        VideoStream {
            index: self.index,
            codec: self.codec_name.clone(),
            profile: self.profile.as_str().unwrap_or_default().to_owned(),
            pixel_format: self.pix_fmt.clone(),
            width: self.width,
            height: self.height,
            pixel_aspect: ratio(&self.sample_aspect_ratio, ':')
                .filter(|aspect| (0.05..=20.0).contains(aspect))
                .unwrap_or(1.0),
            rotation: (nearest as i32).rem_euclid(360),
            distorted: mirrored || (degrees - nearest).abs() > 0.5,
            hdr: matches!(self.color_transfer.as_str(), "smpte2084" | "arib-std-b67"),
            interlaced: matches!(self.field_order.as_str(), "tt" | "bb" | "tb" | "bt"),
            frame_rate: ratio(&self.avg_frame_rate, '/').unwrap_or(0.0),
            lasts_s: self.lasts(),
            counted_s: ratio(&self.avg_frame_rate, '/')
                .and_then(|rate| Some(seconds(&self.nb_frames)? / rate)),
        }
    }

    fn audio(&self) -> AudioStream {
        AudioStream {
            index: self.index,
            codec: self.codec_name.clone(),
            profile: self.profile.as_str().unwrap_or_default().to_owned(),
            channels: self.channels,
            sample_rate: self.sample_rate.parse().unwrap_or(0),
            lasts_s: self.lasts(),
        }
    }

    fn lasts(&self) -> Option<f64> {
        let start = seconds(&self.start_time).unwrap_or(0.0);
        seconds(&self.duration).map(|duration| start + duration)
    }

    /// Counter-clockwise degrees, and whether the matrix mirrors. The matrix counts counter-clockwise, the older tag clockwise.
    fn turn(&self) -> (f64, bool) {
        let mirrored = self
            .side_data_list
            .iter()
            .filter_map(|side| side.displaymatrix.as_deref())
            .any(mirrors);
        let turned = self
            .side_data_list
            .iter()
            .find_map(|side| side.rotation.as_ref()?.as_f64());
        let tagged = || {
            let clockwise = self.tags.rotate.as_deref().and_then(seconds)?;
            Some(-clockwise)
        };
        let degrees = turned.or_else(tagged).filter(|d| d.is_finite());
        (degrees.unwrap_or(0.0).clamp(-3600.0, 3600.0), mirrored)
    }
}

/// A display matrix with a negative determinant mirrors. Its text has three lines of `offset: a b u`.
fn mirrors(matrix: &str) -> bool {
    let rows: Vec<Vec<f64>> = matrix
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(_, row)| row.split_whitespace().filter_map(seconds).collect())
        .collect();
    match rows.as_slice() {
        [first, second, ..] => match (first.as_slice(), second.as_slice()) {
            (&[a, b, ..], &[c, d, ..]) => a * d - b * c < 0.0,
            _ => false,
        },
        _ => false,
    }
}

/// A finite decimal number.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|s| s.is_finite())
}

/// `16:9` or `30000/1001`; `None` when a part is missing or zero.
fn ratio(text: &str, mark: char) -> Option<f64> {
    let (over, under) = text.split_once(mark)?;
    let (over, under) = (seconds(over)?, seconds(under)?);
    (over > 0.0 && under > 0.0).then_some(over / under)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Probe {
        serde_json::from_str::<Described>(json)
            .unwrap()
            .into_probe(false)
    }

    #[test]
    fn a_phone_held_upright_is_shown_upright() {
        let probe = read(
            r#"{"streams":[{"index":0,"codec_type":"video","codec_name":"hevc","width":320,"height":180,
            "side_data_list":[{"displaymatrix":"\n00000000: 0 65536 0\n00000001: -65536 0 0\n00000002: 0 0 1073741824\n","rotation":-90}]}],
            "format":{"format_name":"mov","duration":"20.0"}}"#,
        );
        let video = probe.video.unwrap();
        assert_eq!(video.rotation, 270);
        assert_eq!(video.shown(), Some((180, 320)));
        assert!(!video.distorted);
    }

    #[test]
    fn a_mirroring_matrix_is_noticed() {
        assert!(mirrors(
            "\n00000000: -65536 0 0\n00000001: 0 65536 0\n00000002: 0 0 1073741824\n"
        ));
    }

    #[test]
    fn wide_pixels_are_shown_wide() {
        let probe = read(
            r#"{"streams":[{"codec_type":"video","codec_name":"mpeg2video","width":720,"height":576,"sample_aspect_ratio":"16:15"}]}"#,
        );
        assert_eq!(probe.video.unwrap().shown(), Some((768, 576)));
    }

    #[test]
    fn a_cover_picture_makes_no_video() {
        let probe = read(
            r#"{"streams":[{"index":0,"codec_type":"audio","codec_name":"mp3","channels":2,"sample_rate":"44100"},
            {"index":1,"codec_type":"video","codec_name":"mjpeg","disposition":{"attached_pic":1}}]}"#,
        );
        assert!(probe.video.is_none());
        assert_eq!(probe.audio.unwrap().sample_rate, 44_100);
    }
}
