//! Covered moments and parts through the real programs: nothing of them is left, and all the rest stays.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use media::{Ffmpeg, Mask, Measured, MediaError, Normalised, Region, Span};

fn ffmpeg() -> &'static Ffmpeg {
    static FOUND: LazyLock<Ffmpeg> =
        LazyLock::new(|| Ffmpeg::find().expect("the tests of this crate need ffmpeg"));
    &FOUND
}

fn run(args: &[&str]) -> Vec<u8> {
    let output = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"])
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}");
    output.stdout
}

/// A white film of ten seconds with a tone, as judges would get it.
fn film(folder: &Path) -> (std::path::PathBuf, Measured) {
    let made = folder.join("made.mp4");
    run(&[
        "-f",
        "lavfi",
        "-i",
        "color=white:s=320x180:r=25:d=10",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=1000:duration=10",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        made.to_str().unwrap(),
    ]);
    copy_of(&made, &folder.join("copy.mp4"))
}

fn copy_of(made: &Path, copy: &Path) -> (std::path::PathBuf, Measured) {
    let measured = ffmpeg().measure(made).unwrap();
    let go = AtomicBool::new(false);
    let normal = ffmpeg()
        .normalise(made, &measured, copy, &mut |_| (), &go)
        .unwrap();
    (copy.to_owned(), normal.measured)
}

fn mask(
    copy: &Path,
    measured: &Measured,
    masks: &[Mask],
    out: &Path,
) -> Result<Normalised, MediaError> {
    let go = AtomicBool::new(false);
    ffmpeg().mask(copy, measured, masks, out, &mut |_| (), &go)
}

/// The grey of every frame in a part of the picture, as an average from 0 (black) to 255.
fn greys(film: &Path, part: &str) -> Vec<u8> {
    let filter = format!("crop={part},scale=1:1:flags=area,format=gray");
    run(&[
        "-i",
        film.to_str().unwrap(),
        "-vf",
        &filter,
        "-f",
        "rawvideo",
        "-",
    ])
}

/// The loudest sample in each tenth of a second.
fn peaks(film: &Path) -> Vec<u16> {
    let sound = run(&[
        "-i",
        film.to_str().unwrap(),
        "-ac",
        "1",
        "-ar",
        "8000",
        "-f",
        "s16le",
        "-",
    ]);
    let samples: Vec<u16> = sound
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]).unsigned_abs())
        .collect();
    samples
        .chunks(800)
        .map(|tenth| tenth.iter().copied().max().unwrap_or(0))
        .collect()
}

#[test]
fn a_covered_moment_is_black_and_the_rest_of_the_film_and_its_sound_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, measured) = film(folder.path());
    let out = folder.path().join("masked.mp4");
    let masks = [Mask::Picture {
        region: Region::ALL,
        span: Span::new([3000, 5000]),
    }];
    let made = mask(&copy, &measured, &masks, &out).unwrap();
    assert_eq!(made.extension, "mp4");
    assert!(
        made.measured
            .length_ms()
            .unwrap()
            .abs_diff(measured.length_ms().unwrap())
            <= 40
    );
    let grey = greys(&out, "iw:ih:0:0");
    assert_eq!(grey.len(), 250);
    for (frame, grey) in grey.iter().enumerate() {
        let ms = frame * 40;
        match ms {
            2900..=5000 => assert!(*grey < 20, "frame at {ms} ms shows through: {grey}"),
            0..2900 | 5040.. => assert!(*grey > 230, "frame at {ms} ms is covered: {grey}"),
            _ => {}
        }
    }
    // What no mask touches is taken over bit by bit.
    let sound = |film: &Path| {
        run(&[
            "-i",
            film.to_str().unwrap(),
            "-map",
            "0:a",
            "-c",
            "copy",
            "-f",
            "adts",
            "-",
        ])
    };
    assert_eq!(sound(&out), sound(&copy));
}

#[test]
fn a_covered_word_is_silent_and_the_picture_stays_to_the_bit() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, measured) = film(folder.path());
    let out = folder.path().join("masked.mp4");
    let masks = [Mask::Sound {
        span: Span::new([6000, 7500]).unwrap(),
    }];
    mask(&copy, &measured, &masks, &out).unwrap();
    let peaks = peaks(&out);
    assert!(peaks[60..74].iter().all(|peak| *peak == 0), "{peaks:?}");
    // The codec lets the tone that follows begin a little early, very softly.
    assert!(peaks[74] < 100, "{peaks:?}");
    let heard = |range: std::ops::Range<usize>| peaks[range].iter().all(|peak| *peak > 1000);
    assert!(heard(2..58) && heard(77..98), "{peaks:?}");
    let picture = |film: &Path| {
        run(&[
            "-i",
            film.to_str().unwrap(),
            "-map",
            "0:v",
            "-c",
            "copy",
            "-f",
            "h264",
            "-",
        ])
    };
    assert_eq!(picture(&out), picture(&copy));
}

#[test]
fn a_covered_part_of_a_film_is_black_for_its_time_and_the_part_beside_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, measured) = film(folder.path());
    let out = folder.path().join("masked.mp4");
    let masks = [Mask::Picture {
        region: Region::new([250, 250, 500, 500]).unwrap(),
        span: Span::new([0, 2000]),
    }];
    mask(&copy, &measured, &masks, &out).unwrap();
    let inside = greys(&out, "160:90:80:45");
    let beside = greys(&out, "70:40:0:0");
    assert!(inside[..51].iter().all(|grey| *grey < 25), "{inside:?}");
    assert!(inside[52..].iter().all(|grey| *grey > 230), "{inside:?}");
    assert!(beside.iter().all(|grey| *grey > 230), "{beside:?}");
}

#[test]
fn a_covered_part_of_a_picture_is_black_and_the_file_holds_no_thumbnail() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.png");
    run(&[
        "-f",
        "lavfi",
        "-i",
        "color=white:s=400x200",
        "-frames:v",
        "1",
        made.to_str().unwrap(),
    ]);
    let (copy, measured) = copy_of(&made, &folder.path().join("copy.jpg"));
    let out = folder.path().join("masked.jpg");
    let masks = [Mask::Picture {
        region: Region::new([0, 0, 500, 1000]).unwrap(),
        span: None,
    }];
    let made = mask(&copy, &measured, &masks, &out).unwrap();
    assert_eq!(made.extension, "jpg");
    assert_eq!(made.measured.shown_width, Some(400));
    let (covered, beside) = (greys(&out, "200:200:0:0"), greys(&out, "190:200:210:0"));
    assert!(covered[0] < 20 && beside[0] > 230, "{covered:?} {beside:?}");
    let bytes = std::fs::read(&out).unwrap();
    assert!(!bytes.windows(4).any(|four| four == b"Exif"));
}

#[test]
fn the_same_masks_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, measured) = film(folder.path());
    let masks = [
        Mask::Picture {
            region: Region::ALL,
            span: Span::new([1000, 1500]),
        },
        Mask::Sound {
            span: Span::new([1000, 1500]).unwrap(),
        },
    ];
    let [one, two] = ["one.mp4", "two.mp4"].map(|name| {
        let out = folder.path().join(name);
        mask(&copy, &measured, &masks, &out).unwrap();
        std::fs::read(out).unwrap()
    });
    assert_eq!(one, two);
}

#[test]
fn a_mask_that_does_not_fit_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, measured) = film(folder.path());
    let out = folder.path().join("masked.mp4");
    let silent = Measured {
        audio_codec: None,
        ..measured.clone()
    };
    let sound = |span| Mask::Sound {
        span: Span::new(span).unwrap(),
    };
    for (masks, measured) in [
        (vec![], &measured),
        (vec![sound([10_500, 11_000])], &measured),
        (vec![sound([1000, 2000])], &silent),
    ] {
        assert!(matches!(
            mask(&copy, measured, &masks, &out),
            Err(MediaError::MaskMisfit)
        ));
        assert!(!out.exists());
    }
}
