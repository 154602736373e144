//! Film and sound: which streams may be taken over as they are, and how the others are encoded.

use crate::error::MediaError;
use crate::measure::{LengthDoubt, Measured, same_length};
use crate::normalise::{How, Job, Progress};
use crate::probe::{AudioStream, Probe, VideoStream};
use crate::tool::{Ffmpeg, Run, as_file};

/// The longer and the shorter side of what every webview plays without hardware help.
const LONG_SIDE: u32 = 1920;
const SHORT_SIDE: u32 = 1080;

/// Frames a second above which a film is thinned out.
const FASTEST: f64 = 61.0;

/// Frames to decode for a leap above which a film gets more frames to begin with: more than a second's work for an office
/// computer, while a judge drags through the film.
const LONGEST_WAIT: u64 = 600;

/// Removes SEI messages: cameras and drones note place, time and serial number in them, encoders their settings.
const NO_NOTES: &str = "filter_units=remove_types=6";

/// Writes an MP4. The facts of the copy come along when they had to be measured on the way.
pub(crate) fn film(
    ffmpeg: &Ffmpeg,
    job: &Job<'_>,
    progress: &mut Progress<'_>,
) -> Result<(How, Option<Measured>), MediaError> {
    let probe = ffmpeg.describe(job.path, None)?;
    let Some(video) = &probe.video else {
        return Err(MediaError::NotMedia);
    };
    let copies_sound = probe.audio.as_ref().is_none_or(plays_as_it_is);
    let leaps = job.measured.longest_wait <= LONGEST_WAIT;
    if leaps && video.plays_as_it_is() && copies_container(&probe) {
        let run = with_input(ffmpeg, job)
            .args(["-map", &format!("0:{}", video.index)])
            .args(["-c:v", "copy", "-bsf:v", NO_NOTES]);
        let copied = convert(finish(sound_of(run, &probe), "mp4", job), job, progress);
        match copied {
            Ok(()) => {
                if let Some(copy) = as_long_as_the_original(ffmpeg, job) {
                    let how = if copies_sound {
                        How::Remuxed
                    } else {
                        How::Transcoded
                    };
                    return Ok((how, Some(copy)));
                }
            }
            Err(MediaError::Stopped) => return Err(MediaError::Stopped),
            // A stream that cannot be taken over (no times, a broken header) can often still be decoded.
            Err(_) => {}
        }
    }
    let filter = upright_filter(ffmpeg, video)?;
    let run = with_input(ffmpeg, job)
        .args(["-map", &format!("0:{}", video.index)])
        .args(["-vf", &filter]);
    let run = sound_of(encoded(run), &probe);
    convert(finish(run, "mp4", job), job, progress)?;
    Ok((How::Transcoded, None))
}

/// Writes a copy again with filters over its picture, its sound or both; what has none is taken over bit by bit.
pub(crate) fn masked(
    ffmpeg: &Ffmpeg,
    job: &Job<'_>,
    picture: Option<&str>,
    sound: Option<&str>,
    progress: &mut Progress<'_>,
) -> Result<(), MediaError> {
    let probe = ffmpeg.describe(job.path, None)?;
    let mut run = with_input(ffmpeg, job);
    if let Some(video) = &probe.video {
        run = run.args(["-map", &format!("0:{}", video.index)]);
        run = match picture {
            None => run.args(["-c:v", "copy"]),
            Some(filter) => encoded(run.args(["-vf", &format!("{filter},format=yuv420p")])),
        };
    }
    run = match (&probe.audio, sound) {
        (Some(audio), Some(filter)) => encoded_sound(
            run.args(["-map", &format!("0:{}", audio.index), "-af", filter]),
            audio,
        ),
        _ => sound_of(run, &probe),
    };
    let format = if probe.video.is_some() { "mp4" } else { "ipod" };
    convert(finish(run, format, job), job, progress)
}

/// Writes an M4A.
pub(crate) fn sound(
    ffmpeg: &Ffmpeg,
    job: &Job<'_>,
    progress: &mut Progress<'_>,
) -> Result<How, MediaError> {
    let probe = ffmpeg.describe(job.path, None)?;
    let Some(audio) = &probe.audio else {
        return Err(MediaError::NotMedia);
    };
    let run = sound_of(with_input(ffmpeg, job), &probe).arg("-vn");
    convert(finish(run, "ipod", job), job, progress)?;
    Ok(if plays_as_it_is(audio) {
        How::Remuxed
    } else {
        How::Transcoded
    })
}

impl VideoStream {
    /// Every webview plays it, and it needs no turning, no scaling and no new colours.
    fn plays_as_it_is(&self) -> bool {
        let fits = fitting_size(self.width, self.height) == (self.width, self.height);
        self.codec == "h264"
            && self.pixel_format == "yuv420p"
            && matches!(
                self.profile.as_str(),
                "Constrained Baseline" | "Baseline" | "Main" | "High"
            )
            && self.rotation == 0
            && !self.distorted
            && !self.interlaced
            && !self.hdr
            && (self.pixel_aspect - 1.0).abs() < 0.001
            && self.frame_rate < FASTEST
            && fits
    }
}

/// AAC-LC of one or two channels at a rate that MP4 players know.
fn plays_as_it_is(audio: &AudioStream) -> bool {
    audio.codec == "aac"
        && audio.profile == "LC"
        && matches!(audio.channels, 1 | 2)
        && matches!(audio.sample_rate, 8000..=48_000)
}

/// Containers whose packets carry times good enough to be written down again.
fn copies_container(probe: &Probe) -> bool {
    let names = ["mov", "matroska", "flv", "mpegts"];
    probe.container.split(',').any(|name| names.contains(&name))
}

/// The largest even size of the same shape that is no larger than the picture and than 1080p, lying or standing.
fn fitting_size(width: u32, height: u32) -> (u32, u32) {
    let (long, short) = (width.max(height), width.min(height));
    let share = (f64::from(LONG_SIDE) / f64::from(long.max(1)))
        .min(f64::from(SHORT_SIDE) / f64::from(short.max(1)))
        .min(1.0);
    let even = |side: u32| {
        let side = (f64::from(side) * share / 2.0).round() * 2.0;
        // Rounding up an odd side by one pixel is a stretch nobody sees; zero is no size.
        (side as u32).max(2)
    };
    (even(width), even(height))
}

/// Turns (ffmpeg does that before the first filter), tone-maps, scales and fixes the pixel format.
fn upright_filter(ffmpeg: &Ffmpeg, video: &VideoStream) -> Result<String, MediaError> {
    let (width, height) = video
        .shown()
        .ok_or_else(|| MediaError::unreadable("the picture has no size"))?;
    let (width, height) = fitting_size(width, height);
    let mut chain = String::new();
    if video.interlaced {
        chain.push_str("yadif=deint=interlaced,");
    }
    if video.frame_rate >= FASTEST {
        chain.push_str("fps=60,");
    }
    if video.hdr && ffmpeg.maps_tones()? {
        chain.push_str(
            "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,\
zscale=t=bt709:m=bt709:r=tv,",
        );
    }
    chain.push_str(&format!(
        "scale={width}:{height}:flags=bicubic:out_range=tv,setsar=1,format=yuv420p"
    ));
    Ok(chain)
}

impl Ffmpeg {
    /// Both filters that bring HDR down to what every screen shows are built in.
    fn maps_tones(&self) -> Result<bool, MediaError> {
        let filters = self.ask().arg("-filters").text(1024 * 1024)?;
        let has = |name: &str| {
            filters
                .lines()
                .any(|line| line.split_whitespace().nth(1) == Some(name))
        };
        Ok(has("zscale") && has("tonemap"))
    }
}

fn with_input(ffmpeg: &Ffmpeg, job: &Job<'_>) -> Run {
    // Old AVI files give no presentation times; they are made from the decoding order.
    ffmpeg
        .encode()
        .args(["-fflags", "+genpts"])
        .input(job.path, None)
}

/// H.264 that every webview plays.
fn encoded(run: Run) -> Run {
    run.args(["-c:v", "libx264", "-preset", "veryfast", "-crf", "23"])
        .args(["-profile:v", "high", "-g", "120", "-bsf:v", NO_NOTES])
}

/// AAC-LC that every webview plays.
fn encoded_sound(run: Run, audio: &AudioStream) -> Run {
    let channels = if audio.channels == 1 { "1" } else { "2" };
    let rate = if audio.sample_rate == 44_100 {
        "44100"
    } else {
        "48000"
    };
    run.args(["-c:a", "aac", "-profile:a", "aac_low", "-b:a", "128k"])
        .args(["-ac", channels, "-ar", rate])
}

/// Maps the first sound stream, if there is one, and copies or encodes it.
fn sound_of(run: Run, probe: &Probe) -> Run {
    match &probe.audio {
        None => run.arg("-an"),
        Some(audio) => {
            let run = run.args(["-map", &format!("0:{}", audio.index)]);
            if plays_as_it_is(audio) {
                return run.args(["-c:a", "copy"]);
            }
            encoded_sound(run, audio)
        }
    }
}

/// Everything that makes the container neutral, and its name.
fn finish(run: Run, format: &str, job: &Job<'_>) -> Run {
    // What an index lists behind the end of what is there is not carried on.
    let run = match job.measured.length_doubt {
        Some(LengthDoubt::CutOff { played_ms, .. }) => run.args(["-t", &format!("{played_ms}ms")]),
        _ => run,
    };
    run.args(["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"])
        .args(["-fflags", "+bitexact"])
        .args(["-flags:v", "+bitexact", "-flags:a", "+bitexact"])
        // Without a name of its own the sample table would carry that of the encoder.
        .args(["-metadata:s:v", "encoder=H.264"])
        .args(["-movflags", "+faststart", "-write_tmcd", "0"])
        .args(["-max_muxing_queue_size", "4096"])
        .args(["-f", format])
        .arg(as_file(job.out))
        .within(job.deadline())
}

/// Runs it and turns the printed times into progress. The last hundredth is left for looking at the copy.
fn convert(run: Run, job: &Job<'_>, progress: &mut Progress<'_>) -> Result<(), MediaError> {
    let length = job.measured.length_ms().unwrap_or(0).max(1) as f64;
    run.each_line(Some(job.stop), &mut |line| {
        if let Some(micros) = line.strip_prefix("out_time_us=")
            && let Ok(micros) = micros.trim().parse::<f64>()
        {
            progress.reach((micros / 1000.0 / length).min(0.99));
        }
    })?;
    Ok(())
}

/// The facts of the written copy; `None` when it lost or gained time, for then it is no copy.
fn as_long_as_the_original(ffmpeg: &Ffmpeg, job: &Job<'_>) -> Option<Measured> {
    let copy = ffmpeg.measure(job.out).ok()?;
    let same = same_length(copy.played_ms?, job.measured.played_ms?);
    (same && copy.length_doubt.is_none()).then_some(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_even_and_at_most_1080p_lying_or_standing() {
        assert_eq!(fitting_size(1920, 1080), (1920, 1080));
        assert_eq!(fitting_size(3840, 2160), (1920, 1080));
        assert_eq!(fitting_size(2160, 3840), (1080, 1920));
        assert_eq!(fitting_size(1440, 1440), (1080, 1080));
        assert_eq!(fitting_size(321, 241), (322, 242));
        assert_eq!(fitting_size(1, 1), (2, 2));
        assert_eq!(fitting_size(60_000, 10), (1920, 2));
    }
}
