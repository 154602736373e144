//! The copy of a film or a sound that every judge can open.

use std::sync::atomic::{AtomicBool, Ordering};

use media::{How, Kind, MediaError};

use crate::programs::{close, ffmpeg, fixture, make, normalise, starts_with_index};

#[test]
fn a_rotated_hevc_phone_video_becomes_an_upright_h264_copy() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let copy = normalise(&fixture("phone_hevc_rotated.mov"), &out);
    assert_eq!((copy.extension, copy.how), ("mp4", How::Transcoded));
    let measured = &copy.measured;
    assert_eq!(measured.video_codec.as_deref(), Some("h264"));
    assert_eq!(measured.audio_codec.as_deref(), Some("aac"));
    assert_eq!(
        (
            measured.shown_width,
            measured.shown_height,
            measured.rotation
        ),
        (Some(180), Some(320), 0)
    );
    assert!(close(measured.played_ms, 20.0), "{measured:?}");
    assert!(starts_with_index(&out));
}

#[test]
fn a_video_that_already_plays_everywhere_is_not_encoded_again() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["bubble.mp4", "frag.mp4", "vfr.mp4", "moov_last_200s.mp4"] {
        let out = folder.path().join(name);
        let copy = normalise(&fixture(name), &out);
        assert_eq!(copy.how, How::Remuxed, "{name}");
        assert_eq!(copy.measured.length_doubt, None, "{name}");
        assert!(starts_with_index(&out), "{name}");
    }
}

#[test]
fn old_and_open_formats_become_mp4_of_the_same_length() {
    let folder = tempfile::tempdir().unwrap();
    for (name, seconds) in [
        ("roof.wmv", 30.04),
        ("tidal.avi", 25.1),
        ("nodur.webm", 30.02),
        ("faststart_cut.mp4", 36.9),
    ] {
        let out = folder.path().join(name);
        let copy = normalise(&fixture(name), &out);
        let played = copy.measured.played_ms.unwrap() as f64 / 1000.0;
        assert!((played - seconds).abs() < 0.5, "{name}: {played}");
        assert_eq!(copy.measured.video_codec.as_deref(), Some("h264"), "{name}");
        assert_eq!(copy.measured.length_doubt, None, "{name}");
    }
}

#[test]
fn sound_becomes_aac_and_loses_its_cover_picture() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let copy = normalise(&fixture("cry.mp3"), &out);
    assert_eq!((copy.extension, copy.how), ("m4a", How::Transcoded));
    assert_eq!(copy.measured.kind, Kind::Audio);
    assert_eq!(copy.measured.audio_codec.as_deref(), Some("aac"));
    assert!(close(copy.measured.played_ms, 40.0), "{copy:?}");
    let again = folder.path().join("again");
    assert_eq!(normalise(&out, &again).how, How::Remuxed);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    for name in ["bubble.mp4", "phone_hevc_rotated.mov", "leaflet.pdf"] {
        normalise(&fixture(name), &one);
        normalise(&fixture(name), &other);
        assert!(
            std::fs::read(&one).unwrap() == std::fs::read(&other).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn stopping_leaves_no_partial_file() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("long.avi"), folder.path().join("copy"));
    make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=640x360:r=25:d=120",
            "-c:v",
            "mpeg4",
            "-q:v",
            "20",
        ],
        &path,
    );
    let ffmpeg = ffmpeg();
    let measured = ffmpeg.measure(&path).unwrap();
    let stop = AtomicBool::new(false);
    let mut reached = 0.0;
    let result = ffmpeg.normalise(
        &path,
        &measured,
        &out,
        &mut |share| {
            reached = share;
            if share > 0.0 {
                stop.store(true, Ordering::Relaxed);
            }
        },
        &stop,
    );
    assert!(matches!(result, Err(MediaError::Stopped)), "{result:?}");
    assert!(reached < 1.0);
    assert!(!out.exists());
}

#[test]
fn hdr_large_and_odd_pictures_come_down_to_what_every_screen_shows() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("hdr.mkv"), folder.path().join("copy"));
    make(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=2563x1441:r=5:d=1",
            "-pix_fmt",
            "yuv420p10le",
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            "log-level=error",
            "-color_primaries",
            "bt2020",
            "-color_trc",
            "smpte2084",
            "-colorspace",
            "bt2020nc",
        ],
        &path,
    );
    let copy = normalise(&path, &out);
    assert_eq!(copy.how, How::Transcoded);
    let (width, height) = (
        copy.measured.shown_width.unwrap(),
        copy.measured.shown_height.unwrap(),
    );
    assert!(width <= 1920 && height <= 1080 && width % 2 == 0 && height % 2 == 0);
}

#[test]
fn a_name_that_looks_like_an_option_or_an_address_is_only_a_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["-y.mp4", "http:x.mp4", "点子 %03d #1.mp4"] {
        let path = folder.path().join(name);
        std::fs::copy(fixture("bubble.mp4"), &path).unwrap();
        let measured = ffmpeg().measure(&path).unwrap();
        assert!(close(measured.played_ms, 65.0), "{name}");
        let out = folder.path().join(format!("out {name}"));
        normalise(&path, &out);
        assert!(out.exists());
    }
}
