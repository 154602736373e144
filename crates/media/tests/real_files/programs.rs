//! Files at hand, files made on the spot, and what is asked of a copy.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use media::{Ffmpeg, Measured, Normalised};

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/media")
        .join(name)
}

pub(crate) fn ffmpeg() -> &'static Ffmpeg {
    static FOUND: LazyLock<Ffmpeg> =
        LazyLock::new(|| Ffmpeg::find().expect("the tests of this crate need ffmpeg"));
    &FOUND
}

pub(crate) fn measure(name: &str) -> Measured {
    ffmpeg().measure(&fixture(name)).unwrap()
}

/// Makes an input with the programs themselves.
pub(crate) fn make(args: &[&str], out: &Path) {
    let status = Command::new("ffmpeg")
        .args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y"])
        .args(args)
        .arg(out)
        .stdin(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
}

pub(crate) fn normalise(path: &Path, out: &Path) -> Normalised {
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

pub(crate) fn close(ms: Option<u64>, seconds: f64) -> bool {
    ms.is_some_and(|ms| (ms as f64 / 1000.0 - seconds).abs() < 0.1)
}

pub(crate) fn assert_holds_none_of(path: &Path, needles: &[&str]) {
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

pub(crate) fn starts_with_index(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap();
    let find = |name: &[u8]| bytes.windows(4).position(|window| window == name);
    find(b"moov").unwrap() < find(b"mdat").unwrap()
}
