//! What a file is and how long it plays.

use media::{Kind, LengthDoubt, MediaError};

use crate::programs::{close, ffmpeg, fixture, measure};

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
