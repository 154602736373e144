//! Still pictures: upright, opaque, JPEG, without notes.

use crate::error::MediaError;
use crate::jpeg::{self, Orientation, Profile};
use crate::measure::read_head;
use crate::normalise::{How, Job};
use crate::sniff::{Still, still};
use crate::tool::{Ffmpeg, as_file};

/// The longest side of a copy: an A3 page at 220 dots an inch.
const LONGEST: u32 = 4096;

/// The most bytes of a JPEG file that are read into memory.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// Writes an upright JPEG.
pub(crate) fn upright(ffmpeg: &Ffmpeg, job: &Job<'_>) -> Result<How, MediaError> {
    let format = still(&read_head(job.path)?).ok_or(MediaError::NotMedia)?;
    let orientation = jpeg::orientation_of(job.path)?;
    if format == Still::Jpeg
        && orientation == Orientation::UPRIGHT
        && let Some(plain) = already_right(ffmpeg, job)?
    {
        std::fs::write(job.out, plain)?;
        return Ok(How::Rewritten);
    }
    let demuxer = format.demuxer();
    let mut filter = orientation.filter().to_owned();
    if format != Still::Jpeg {
        // What is transparent lies on paper, not on black.
        filter.push_str("format=rgba,split[ink][page];[page]lutrgb=r=255:g=255:b=255:a=255[paper];[paper][ink]overlay=format=rgb,");
    }
    // Drawings keep their colour edges; photographs do not need them.
    let pixels = if matches!(format, Still::Jpeg | Still::Heif) {
        "yuvj420p"
    } else {
        "yuvj444p"
    };
    filter.push_str(&format!(
        "scale=w='min(iw,{LONGEST})':h='min(ih,{LONGEST})':force_original_aspect_ratio=decrease:flags=lanczos,format={pixels}"
    ));
    let mut run = ffmpeg.encode();
    if format != Still::Heif {
        // The orientation is applied here, once; newer programs would apply it a second time.
        run = run.arg("-noautorotate");
    }
    run.input(job.path, Some(demuxer))
        .args(["-map", "0:v:0", "-frames:v", "1", "-vf", &filter])
        .args(["-map_metadata", "-1", "-c:v", "mjpeg", "-q:v", "3"])
        .args(["-fflags", "+bitexact", "-flags:v", "+bitexact"])
        .args(["-f", "mjpeg"])
        .arg(as_file(job.out))
        .within(job.deadline())
        .each_line(Some(job.stop), &mut |_| ())?;
    let written = std::fs::read(job.out)?;
    let plain = jpeg::strip(&written, Profile::Drop)
        .ok_or_else(|| MediaError::unreadable("no picture could be decoded"))?;
    std::fs::write(job.out, plain)?;
    Ok(How::Transcoded)
}

/// The bytes of a JPEG without its notes, when size, colours and completeness need no change.
fn already_right(ffmpeg: &Ffmpeg, job: &Job<'_>) -> Result<Option<Vec<u8>>, MediaError> {
    let small = [job.measured.shown_width, job.measured.shown_height]
        .into_iter()
        .all(|side| side.is_some_and(|side| side <= LONGEST));
    if !small || std::fs::metadata(job.path)?.len() > MOST_BYTES {
        return Ok(None);
    }
    let demuxer = Some(Still::Jpeg.demuxer());
    let described = ffmpeg.describe(job.path, demuxer)?;
    let common = described.video.is_some_and(|video| {
        matches!(
            video.pixel_format.as_str(),
            "yuvj420p" | "yuvj422p" | "yuvj444p" | "gray"
        )
    });
    let complaints = ffmpeg
        .encode()
        .input(job.path, demuxer)
        .args(["-map", "0:v:0", "-frames:v", "1", "-f", "null", "-"])
        .within(job.deadline())
        .each_line(Some(job.stop), &mut |_| ())?;
    if !common || !complaints.trim().is_empty() {
        return Ok(None);
    }
    Ok(jpeg::strip(&std::fs::read(job.path)?, Profile::Drop))
}
