//! The verdict on every clip, and what its copy is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step is a failed test"
)]

use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;

use contest::MediaLimits;
use media::{Ffmpeg, How, Kind, LengthDoubt, Measured, MediaError};
use whole::clips::{Clip, Doubt, Plays, Verdict, clips, make};

const LIMITS: MediaLimits = MediaLimits {
    longest_ms: 180_000,
    grace_ms: 1_000,
};

#[test]
fn every_clip_gets_the_verdict_of_the_table_and_a_copy_that_plays_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let ffmpeg = Ffmpeg::find().unwrap();
    let wrong: Vec<String> = clips()
        .iter()
        .filter_map(|clip| {
            let path = make(clip, folder.path());
            let said = judged(&ffmpeg, clip, &path, &folder.path().join("copy"));
            said.err().map(|why| format!("{}: {why}", clip.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn judged(ffmpeg: &Ffmpeg, clip: &Clip, path: &Path, out: &Path) -> Result<(), String> {
    let found = ffmpeg.measure(path);
    let measured = match (found, clip.verdict) {
        (Err(MediaError::Unreadable { .. }), Verdict::Unreadable) => return Ok(()),
        (Ok(measured), Verdict::Plays(_)) => measured,
        (found, _) => return Err(format!("{found:?}")),
    };
    let copy = ffmpeg
        .normalise(path, &measured, out, &mut |_| (), &AtomicBool::new(false))
        .map_err(|error| format!("no copy: {error:?} of {measured:?}"))?;
    let Verdict::Plays(right) = clip.verdict else {
        return Ok(());
    };
    let seen = verdict(&measured, copy.how);
    let same = Plays {
        ms: right.ms,
        ..seen
    } == right
        && seen.ms.abs_diff(right.ms) <= 100;
    if !same {
        return Err(format!("{seen:?} instead of {right:?} from {measured:?}"));
    }
    plays_everywhere(&copy.measured, &right, out)
}

fn verdict(measured: &Measured, how: How) -> Plays {
    let ms = measured.length_ms().unwrap_or(0);
    Plays {
        kind: measured.kind,
        ms,
        size: measured.shown_width.zip(measured.shown_height),
        doubt: match measured.length_doubt {
            None => Doubt::None,
            Some(LengthDoubt::CutOff { .. }) => Doubt::CutOff,
            Some(LengthDoubt::HeaderLies { .. }) => Doubt::HeaderLies,
        },
        how,
        over: LIMITS.over_ms(ms) > 0,
    }
}

/// What a copy has to be, by the description of another program than the one that wrote it.
fn plays_everywhere(copy: &Measured, right: &Plays, out: &Path) -> Result<(), String> {
    let length = copy.length_ms().unwrap_or(0);
    if length.abs_diff(right.ms) > 100 || copy.length_doubt.is_some() {
        return Err(format!("the copy has another length: {copy:?}"));
    }
    if copy.kind != right.kind || copy.rotation != 0 {
        return Err(format!("the copy is another thing: {copy:?}"));
    }
    let streams = described(out);
    let all: Vec<&str> = streams
        .iter()
        .map(|stream| text(stream, "codec_name"))
        .collect();
    let expected: &[&[&str]] = match right.kind {
        Kind::Audio => &[&["aac"]],
        _ => &[&["h264"], &["h264", "aac"]],
    };
    if !expected.contains(&all.as_slice()) {
        return Err(format!("the copy holds {all:?}"));
    }
    let Some((width, height)) = right.size else {
        return Ok(());
    };
    let film = &streams[0];
    let is = |name: &str, values: &[&str]| values.contains(&text(film, name));
    let plain = is("pix_fmt", &["yuv420p"])
        && is("profile", &["Constrained Baseline", "Main", "High"])
        && is("field_order", &["progressive", ""])
        && is("sample_aspect_ratio", &["1:1", "N/A", ""])
        && is("color_transfer", &["bt709", "unknown", ""]);
    if !plain {
        return Err(format!("not every player shows {film}"));
    }
    // Upright, even, and no larger than 1080p; a pixel more or less makes a side even.
    let share = (1920.0 / f64::from(width.max(height))).min(1.0);
    let side = |name: &str| film[name].as_f64().unwrap_or(0.0);
    let fits = |name: &str, of: u32| {
        (side(name) - f64::from(of) * share).abs() <= 1.0 && side(name) % 2.0 == 0.0
    };
    if !fits("width", width) || !fits("height", height) {
        return Err(format!("the copy has another shape: {film}"));
    }
    Ok(())
}

fn described(path: &Path) -> Vec<serde_json::Value> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json", "-show_streams"])
        .arg(path)
        .output()
        .unwrap();
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    all["streams"].as_array().cloned().unwrap_or_default()
}

fn text<'a>(stream: &'a serde_json::Value, name: &str) -> &'a str {
    stream[name].as_str().unwrap_or("")
}
