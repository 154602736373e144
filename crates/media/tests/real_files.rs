//! Real files through the real programs: what phones, mailers and old editors make of a video.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use media::{Ffmpeg, How, Kind, LengthDoubt, Measured, MediaError, Normalised};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/media")
        .join(name)
}

fn ffmpeg() -> &'static Ffmpeg {
    static FOUND: LazyLock<Ffmpeg> =
        LazyLock::new(|| Ffmpeg::find().expect("the tests of this crate need ffmpeg"));
    &FOUND
}

fn measure(name: &str) -> Measured {
    ffmpeg().measure(&fixture(name)).unwrap()
}

/// Makes an input with the programs themselves.
fn make(args: &[&str], out: &Path) {
    let status = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"])
        .args(args)
        .arg(out)
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
}

fn normalise(path: &Path, out: &Path) -> Normalised {
    let ffmpeg = ffmpeg();
    let measured = ffmpeg.measure(path).unwrap();
    let mut shares = Vec::new();
    let normalised = ffmpeg
        .normalise(
            path,
            &measured,
            out,
            &mut |share| shares.push(share),
            &AtomicBool::new(false),
        )
        .unwrap();
    assert_eq!(shares.first(), Some(&0.0));
    assert_eq!(shares.last(), Some(&1.0));
    assert!(shares.is_sorted());
    normalised
}

fn close(ms: Option<u64>, seconds: f64) -> bool {
    ms.is_some_and(|ms| (ms as f64 / 1000.0 - seconds).abs() < 0.1)
}

fn assert_holds_none_of(path: &Path, needles: &[&str]) {
    let bytes = std::fs::read(path).unwrap();
    for needle in needles {
        assert!(
            !bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes()),
            "{} still holds {needle}",
            path.display()
        );
    }
}

fn starts_with_index(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let find = |name: &[u8]| bytes.windows(4).position(|window| window == name);
    find(b"moov").unwrap() < find(b"mdat").unwrap()
}

#[test]
fn lengths_sizes_and_codecs_are_those_of_the_files() {
    // Name, stated and played seconds, video and audio codec, shown size.
    type Row<'a> = (
        &'a str,
        Option<f64>,
        f64,
        Option<&'a str>,
        &'a str,
        Option<(u32, u32)>,
    );
    let table: [Row<'_>; 9] = [
        (
            "bubble.mp4",
            Some(65.0),
            65.01,
            Some("h264"),
            "aac",
            Some((320, 240)),
        ),
        ("cry.mp3", Some(40.07), 40.0, None, "mp3", None),
        (
            "phone_hevc_rotated.mov",
            Some(20.0),
            20.01,
            Some("hevc"),
            "aac",
            Some((180, 320)),
        ),
        (
            "roof.wmv",
            Some(30.09),
            30.04,
            Some("wmv2"),
            "wmav2",
            Some((320, 240)),
        ),
        (
            "tidal.avi",
            Some(25.1),
            25.1,
            Some("mpeg4"),
            "mp3",
            Some((320, 240)),
        ),
        (
            "moov_last_200s.mp4",
            Some(200.0),
            200.01,
            Some("h264"),
            "aac",
            Some((320, 180)),
        ),
        (
            "frag.mp4",
            Some(30.13),
            30.13,
            Some("h264"),
            "aac",
            Some((320, 240)),
        ),
        (
            "nodur.webm",
            None,
            30.02,
            Some("vp8"),
            "vorbis",
            Some((320, 240)),
        ),
        (
            "vfr.mp4",
            Some(30.0),
            30.0,
            Some("h264"),
            "aac",
            Some((320, 240)),
        ),
    ];
    for (name, stated, played, video, audio, shown) in table {
        let measured = measure(name);
        match stated {
            Some(stated) => assert!(close(measured.duration_ms, stated), "{name}: {measured:?}"),
            None => assert_eq!(measured.duration_ms, None, "{name}"),
        }
        assert!(close(measured.played_ms, played), "{name}: {measured:?}");
        assert_eq!(measured.video_codec.as_deref(), video, "{name}");
        assert_eq!(measured.audio_codec.as_deref(), Some(audio), "{name}");
        assert_eq!(
            measured.shown_width.zip(measured.shown_height),
            shown,
            "{name}"
        );
        assert_eq!(measured.length_doubt, None, "{name}");
        let kind = if video.is_some() {
            Kind::Video
        } else {
            Kind::Audio
        };
        assert_eq!(measured.kind, kind, "{name}");
    }
    assert_eq!(measure("phone_hevc_rotated.mov").rotation, 90);
}

#[test]
fn a_file_cut_behind_its_index_is_called_cut_off() {
    let measured = measure("faststart_cut.mp4");
    assert!(close(measured.duration_ms, 65.0), "{measured:?}");
    assert!(
        measured
            .played_ms
            .is_some_and(|ms| (36_400..37_400).contains(&ms)),
        "{measured:?}"
    );
    assert!(matches!(
        measured.length_doubt,
        Some(LengthDoubt::CutOff { .. })
    ));
    assert_eq!(measured.length_ms(), measured.played_ms);
}

#[test]
fn a_guessed_length_is_called_a_lie_and_the_packets_count() {
    let measured = measure("noxing_vbr.mp3");
    assert!(close(measured.duration_ms, 50.91), "{measured:?}");
    assert!(close(measured.length_ms(), 60.05), "{measured:?}");
    assert!(matches!(
        measured.length_doubt,
        Some(LengthDoubt::HeaderLies { .. })
    ));
}

#[test]
fn a_video_cut_before_its_index_is_unreadable() {
    match ffmpeg().measure(&fixture("truncated.mp4")) {
        Err(MediaError::Unreadable { why }) => assert!(why.contains("moov"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn playlists_text_and_programs_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clip.mp4");
    for content in [
        "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        "ffconcat version 1.0\nfile /etc/passwd\n",
        "",
        "text",
    ] {
        std::fs::write(&path, content).unwrap();
        assert!(matches!(ffmpeg().measure(&path), Err(MediaError::NotMedia)));
    }
    // A head that passes the first look does not bring the playlist reader in.
    std::fs::write(&path, "ID3\n#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n").unwrap();
    assert!(matches!(
        ffmpeg().measure(&path),
        Err(MediaError::Unreadable { .. })
    ));
}

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
fn names_places_comments_and_chapters_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let notes = folder.path().join("notes.txt");
    std::fs::write(
        &notes,
        ";FFMETADATA1\ntitle=李四\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=李四\n",
    )
    .unwrap();
    let needles = ["李四", "+30.2741+120.1551/", "Lavf", "x264", "2020-07"];
    let notes = notes.to_str().unwrap();
    for (name, how, codec) in [
        ("copied.mp4", How::Remuxed, ["-c:v", "libx264"]),
        ("encoded.mov", How::Transcoded, ["-c:v", "mpeg4"]),
    ] {
        let path = folder.path().join(name);
        let mut args = vec![
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=128x96:r=10:d=2",
            "-f",
            "lavfi",
            "-i",
            "sine=d=2",
            "-i",
            notes,
            "-map",
            "0",
            "-map",
            "1",
            "-map_metadata",
            "2",
            "-map_chapters",
            "2",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-movflags",
            "use_metadata_tags",
            "-metadata",
            "artist=李四",
            "-metadata",
            "comment=李四",
            "-metadata",
            "location=+30.2741+120.1551/",
            "-metadata",
            "creation_time=2020-07-01T00:00:00Z",
            "-metadata:s:v",
            "handler_name=李四",
            "-metadata:s:a",
            "title=李四",
        ];
        args.extend(codec);
        make(&args, &path);
        let out = folder.path().join("copy");
        assert_eq!(normalise(&path, &out).how, how, "{name}");
        assert_holds_none_of(&out, &needles);
    }
    let song = folder.path().join("song.mp3");
    make(
        &[
            "-f",
            "lavfi",
            "-i",
            "sine=d=2",
            "-metadata",
            "title=李四",
            "-metadata",
            "artist=李四",
        ],
        &song,
    );
    let out = folder.path().join("copy");
    normalise(&song, &out);
    assert_holds_none_of(&out, &needles);
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
fn pictures_are_turned_upright_and_keep_no_notes() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, turned, out) = (
        folder.path().join("plain.jpg"),
        folder.path().join("turned.jpg"),
        folder.path().join("out"),
    );
    make(
        &["-f", "lavfi", "-i", "testsrc2=s=160x90", "-frames:v", "1"],
        &plain,
    );
    let bytes = std::fs::read(&plain).unwrap();
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend("李四 30.2741,120.1551".as_bytes());
    let mut noted = b"\xff\xd8\xff\xe1".to_vec();
    noted.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    noted.extend(&exif);
    noted.extend(&bytes[2..]);
    noted.extend("李四".as_bytes());
    std::fs::write(&turned, noted).unwrap();

    let measured = ffmpeg().measure(&turned).unwrap();
    assert_eq!(measured.kind, Kind::Image);
    assert_eq!(measured.rotation, 270);
    let copy = normalise(&turned, &out);
    assert_eq!((copy.extension, copy.how), ("jpg", How::Transcoded));
    assert_eq!(
        (copy.measured.shown_width, copy.measured.shown_height),
        (Some(90), Some(160))
    );
    assert_holds_none_of(&out, &["李四", "Exif", "Lavc"]);

    let copy = normalise(&plain, &out);
    assert_eq!(copy.how, How::Rewritten);
    assert_eq!(copy.measured.shown_width, Some(160));
    assert_holds_none_of(&out, &["Lavc"]);

    for name in ["drawing.png", "drawing.gif", "drawing.bmp"] {
        let drawing = folder.path().join(name);
        make(
            &[
                "-f",
                "lavfi",
                "-i",
                "color=c=red@0.0:s=64x48,format=rgba",
                "-frames:v",
                "1",
            ],
            &drawing,
        );
        let copy = normalise(&drawing, &out);
        assert_eq!(copy.how, How::Transcoded, "{name}");
        assert_eq!(
            copy.measured.video_codec.as_deref(),
            Some("mjpeg"),
            "{name}"
        );
    }
}

#[test]
fn a_cut_picture_is_unreadable_or_made_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, cut, out) = (
        folder.path().join("whole.jpg"),
        folder.path().join("cut.jpg"),
        folder.path().join("out"),
    );
    make(
        &["-f", "lavfi", "-i", "testsrc2=s=160x90", "-frames:v", "1"],
        &whole,
    );
    let bytes = std::fs::read(&whole).unwrap();
    for share in [2, 3, 20] {
        std::fs::write(&cut, &bytes[..bytes.len() / share]).unwrap();
        let _ = std::fs::remove_file(&out);
        let ffmpeg = ffmpeg();
        let result = ffmpeg.measure(&cut).and_then(|measured| {
            ffmpeg.normalise(&cut, &measured, &out, &mut |_| (), &AtomicBool::new(false))
        });
        match result {
            Ok(copy) => assert_eq!(copy.how, How::Transcoded),
            Err(MediaError::Unreadable { .. }) => assert!(!out.exists()),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_document_is_counted_and_keeps_its_pages() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let measured = measure("leaflet.pdf");
    assert_eq!(measured.kind, Kind::Pdf);
    let pages = measured.pages.unwrap();
    assert!(pages >= 1);
    let copy = normalise(&fixture("leaflet.pdf"), &out);
    assert_eq!((copy.extension, copy.how), ("pdf", How::Rewritten));
    assert_eq!(copy.measured.pages, Some(pages));
    assert_holds_none_of(&out, &["/Info", "/Creator", "/Producer", "/Metadata"]);
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

#[test]
fn the_demonstration_contest_holds_what_it_says() {
    let entries = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/demo/entries");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy");
    let (mut films, mut over_long) = (0, Vec::new());
    for entry in std::fs::read_dir(entries).unwrap() {
        let entry = entry.unwrap().path();
        for file in std::fs::read_dir(&entry).unwrap() {
            let path = file.unwrap().path();
            let ending = path.extension().unwrap().to_str().unwrap();
            if ending == "docx" {
                continue;
            }
            let number = entry.file_name().unwrap().to_str().unwrap().to_owned();
            let measured = ffmpeg().measure(&path).unwrap();
            assert_eq!(measured.length_doubt, None, "{}", path.display());
            if measured.kind == Kind::Video {
                films += 1;
                if measured.length_ms().unwrap() > 181_000 {
                    over_long.push(number.clone());
                }
            }
            // Remuxing is cheap; encoding every film again would not be, and only one needs it.
            let copy = normalise(&path, &out);
            assert_eq!(copy.extension, ending, "{}", path.display());
            let encoded = copy.how == How::Transcoded;
            assert_eq!(encoded, number == "02", "{}", path.display());
            if number == "02" {
                assert!(copy.measured.shown_height > copy.measured.shown_width);
            }
        }
    }
    assert_eq!(films, 10);
    assert_eq!(over_long, ["11"]);
}
