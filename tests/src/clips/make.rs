//! How a clip comes into being.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Clip;

/// One second of silence has fifty frames; so many seconds of it.
const SILENT_SECONDS: usize = 4;

/// Makes the clip in this folder and returns its path.
///
/// # Panics
/// When ffmpeg cannot make it.
#[must_use]
pub fn make(clip: &Clip, folder: &Path) -> PathBuf {
    let place = folder.join(clip.name);
    let mut arguments: Vec<&str> = Vec::new();
    for source in [clip.picture, clip.sound] {
        if !source.is_empty() {
            arguments.extend(["-f", "lavfi", "-i", source]);
        }
    }
    arguments.extend(clip.made.split_whitespace());
    ffmpeg(clip, &arguments, &place);
    if !clip.again.is_empty() {
        let first = folder.join("first-pass");
        let silence = folder.join("silence.amr");
        std::fs::rename(&place, &first).expect("a file");
        std::fs::write(&silence, amr()).expect("a file");
        let (first, silence) = (first.to_string_lossy(), silence.to_string_lossy());
        let arguments: Vec<&str> = clip
            .again
            .split_whitespace()
            .map(|word| match word {
                "{}" => &*first,
                "{amr}" => &*silence,
                other => other,
            })
            .collect();
        ffmpeg(clip, &arguments, &place);
    }
    if let Some(change) = clip.changed {
        let bytes = std::fs::read(&place).expect("a clip");
        std::fs::write(&place, change(bytes)).expect("a clip");
    }
    place
}

fn ffmpeg(clip: &Clip, arguments: &[&str], place: &Path) {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y"])
        .args(arguments)
        .arg(place)
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg starts");
    assert!(
        output.status.success(),
        "{}: {}",
        clip.name,
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Telephone sound, which ffmpeg reads and does not write: frames of 4.75 kbit/s (RFC 4867 §5.3), each of 20 ms.
fn amr() -> Vec<u8> {
    let mut file = b"#!AMR\n".to_vec();
    for _ in 0..SILENT_SECONDS * 50 {
        file.push(0x04);
        file.extend([0; 12]);
    }
    file
}
