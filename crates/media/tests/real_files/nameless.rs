//! Nothing in a copy tells who made it.

use media::How;

use crate::programs::{assert_holds_none_of, make, normalise};

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
