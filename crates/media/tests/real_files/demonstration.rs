//! The files of the demonstration contest.

use std::path::Path;

use media::{How, Kind};

use crate::programs::{ffmpeg, normalise};

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
