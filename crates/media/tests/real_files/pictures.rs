//! Pictures and documents.

use std::sync::atomic::AtomicBool;

use media::{How, Kind, MediaError};

use crate::programs::{assert_holds_none_of, ffmpeg, fixture, make, measure, normalise};

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
