//! The scan of the packets: when the last one that plays ends, and how far apart those stand at which decoding can begin.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::Duration;

use crate::error::MediaError;
use crate::measure::to_ms;
use crate::probe::{Probe, seconds};
use crate::tool::Ffmpeg;

/// How many first bytes of a packet are looked at.
const LOOK: u64 = 16;

/// What the program notes beside a packet under a key, which nobody here has.
const LOCKED: &str = "side_data_type=Encryption info";

/// Below this many seconds a time before zero is the run-up of a sound decoder.
const RUN_UP: f64 = -0.1;

/// What the scan found.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// The largest end of all packets that are played, in milliseconds; `None` when the packets carry no times.
    pub(crate) end_ms: Option<u64>,
    /// See [`crate::Measured::longest_wait`].
    pub(crate) longest_wait: u64,
}

impl Ffmpeg {
    /// Reads the list of packets of the streams that are played.
    pub(crate) fn scan_packets(
        &self,
        path: &Path,
        probe: &Probe,
        deadline: Duration,
    ) -> Result<Scanned, MediaError> {
        let video = probe.video.as_ref().map(|video| video.index);
        let wanted = [video, probe.audio.as_ref().map(|audio| audio.index)];
        let mut hollow = Hollow::of(path, probe)?;
        let mut scan = Scan::default();
        let mut locked = false;
        let entries = "packet=stream_index,pts_time,dts_time,duration_time,pos,size,flags:packet_side_data=side_data_type";
        self.probe()
            .args(["-of", "compact=print_section=0", "-show_entries", entries])
            .input(path, None)
            .within(deadline)
            .each_line(None, &mut |line| {
                locked |= line.contains(LOCKED);
                if let Some(packet) = Packet::read(line)
                    && wanted.contains(&Some(packet.stream))
                    && !hollow.holds(&packet)
                {
                    scan.take(&packet, video == Some(packet.stream));
                }
            })?;
        if locked {
            return Err(MediaError::unreadable("it is encrypted"));
        }
        // A stream recorded off the air starts at whatever the clock showed.
        let first = scan.first.unwrap_or(0.0);
        let offset = match probe.container.as_str() {
            "mpegts" | "mpeg" => first,
            // No player leaves out what stands before zero.
            _ if first < RUN_UP => first,
            _ => 0.0,
        };
        Ok(Scanned {
            end_ms: scan.end.and_then(|end| to_ms(end - offset)),
            longest_wait: scan.longest_wait,
        })
    }

    /// The length of a full decode, in milliseconds; `None` when nothing was decoded.
    pub(crate) fn decode_length(
        &self,
        path: &Path,
        deadline: Duration,
    ) -> Result<Option<u64>, MediaError> {
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

/// A generous deadline for reading every packet or decoding every frame: the slowest case seen is far below 1 MB a second.
pub(crate) fn scan_deadline(path: &Path) -> Result<Duration, MediaError> {
    let megabytes = std::fs::metadata(path)?.len() / 1_000_000;
    Ok(Duration::from_secs(120_u64.saturating_add(megabytes)))
}

/// Finds packets that an index lists and nobody wrote: a download that was given its full length at the start and then
/// broke off holds nothing but zeros there.
struct Hollow {
    file: File,
    streams: Vec<u32>,
}

impl Hollow {
    fn of(path: &Path, probe: &Probe) -> Result<Self, MediaError> {
        let mut streams = Vec::new();
        // Elsewhere a reader finds its packets by their heads, and zeros are none.
        if probe.container.split(',').any(|name| name == "mov") {
            let video = probe.video.as_ref().map(|v| (v.index, v.codec.as_str()));
            let audio = probe.audio.as_ref().map(|a| (a.index, a.codec.as_str()));
            let known = [video, audio].into_iter().flatten();
            // Raw pictures and sound may well be zeros; a packet of these codecs never begins with so many.
            let coded =
                known.filter(|(_, codec)| matches!(*codec, "h264" | "hevc" | "mpeg4" | "aac"));
            streams.extend(coded.map(|(index, _)| index));
        }
        let file = File::open(path)?;
        Ok(Self { file, streams })
    }

    fn holds(&mut self, packet: &Packet) -> bool {
        let Some(position) = packet.position else {
            return false;
        };
        if !self.streams.contains(&packet.stream) {
            return false;
        }
        let mut head = Vec::new();
        let read = self.file.seek(SeekFrom::Start(position)).and_then(|_| {
            self.file
                .by_ref()
                .take(packet.size.min(LOOK))
                .read_to_end(&mut head)
        });
        read.is_ok() && !head.is_empty() && head.iter().all(|byte| *byte == 0)
    }
}

/// Ends of packets, stream by stream.
#[derive(Debug, Default)]
struct Scan {
    first: Option<f64>,
    end: Option<f64>,
    /// The last packet of each stream that gave no duration: its own end is guessed from the step before it.
    open: BTreeMap<u32, Open>,
    wait: u64,
    longest_wait: u64,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    at: f64,
    step: f64,
}

impl Scan {
    fn take(&mut self, packet: &Packet, moving: bool) {
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
        if moving {
            self.wait = if packet.key { 0 } else { self.wait + 1 };
            self.longest_wait = self.longest_wait.max(self.wait);
        }
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
    /// Where its bytes begin in the file, when the container has them in one piece.
    position: Option<u64>,
    /// Bytes.
    size: u64,
    /// Decoding can begin here.
    key: bool,
}

impl Packet {
    /// Reads `stream_index=0|pts_time=1.5|…|flags=K_`; `None` for packets that are discarded or carry no time.
    fn read(line: &str) -> Option<Self> {
        let (mut stream, mut pts, mut dts, mut lasts) = (None, None, None, None);
        let (mut position, mut size, mut key) = (None, 0, false);
        for field in line.split('|') {
            let Some((name, value)) = field.split_once('=') else {
                continue;
            };
            match name {
                "stream_index" => stream = value.parse().ok(),
                "pts_time" => pts = seconds(value),
                "dts_time" => dts = seconds(value),
                "duration_time" => lasts = seconds(value).filter(|&s| s > 0.0),
                "pos" => position = value.parse().ok(),
                "size" => size = value.parse().unwrap_or(0),
                "flags" if value.contains('D') => return None,
                "flags" => key = value.contains('K'),
                _ => {}
            }
        }
        Some(Self {
            stream: stream?,
            at: pts.or(dts)?,
            lasts,
            position,
            size,
            key,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(at: f64, key: bool) -> Packet {
        Packet {
            stream: 0,
            at,
            lasts: None,
            position: None,
            size: 0,
            key,
        }
    }

    #[test]
    fn discarded_packets_do_not_play() {
        assert_eq!(
            Packet::read("stream_index=1|pts_time=3.5|dts_time=3.5|duration_time=0.02|flags=KD"),
            None
        );
        let line =
            "stream_index=1|pts_time=N/A|dts_time=3.5|duration_time=N/A|size=9|pos=48|flags=K_";
        assert_eq!(
            Packet::read(line),
            Some(Packet {
                stream: 1,
                position: Some(48),
                size: 9,
                ..packet(3.5, true)
            })
        );
    }

    #[test]
    fn a_last_frame_without_duration_lasts_as_long_as_the_one_before() {
        let mut scan = Scan::default();
        for at in [0.0, 0.04, 0.12, 0.08, 0.16] {
            scan.take(&packet(at, false), true);
        }
        assert!(scan.end.is_some_and(|end| (end - 0.2).abs() < 1e-9));
    }

    #[test]
    fn the_wait_for_a_frame_to_begin_with_is_counted_in_frames() {
        let mut scan = Scan::default();
        for (place, key) in [true, false, false, true, false].into_iter().enumerate() {
            scan.take(&packet(place as f64, key), true);
            scan.take(&packet(place as f64, false), false);
        }
        assert_eq!(scan.longest_wait, 2);
    }
}
