//! The copies of all clips in the judge's window: each plays there, as long, as large and with the picture it has.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;

use media::{Ffmpeg, Kind, Measured};
use pack::Sha256Hex;
use pack::judge_pack::{BlindEntry, BlindMedia, MediaKind, MediaSource};
use serde_json::Value;
use whole::bulk;
use whole::clips::{clips, make};
use whole::window::Window;

use crate::desk::{at_bulk, key, until};

/// Cells a side into which a frame is averaged for comparison.
const CELLS: usize = 8;

/// How far the colours of a cell may lie apart on average, of 255: the frame beside it or another converter of colours, not
/// another picture.
const APART: f64 = 20.0;

/// A clip whose copy is in the pack.
struct Shown {
    name: &'static str,
    number: String,
    copy: PathBuf,
    measured: Measured,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_copy_of_every_clip_plays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (bulk, all) = packed(folder.path());
    let window = at_bulk(&bulk, &folder.path().join("data")).await;
    let mut wrong = Vec::new();
    for shown in &all {
        go_to(&window, &shown.number).await;
        let seen = played(&window, shown.measured.kind).await;
        if let Err(why) = as_it_is(shown, &seen) {
            wrong.push(format!("{}: {why}", shown.name));
        }
    }
    window.close().await;
    println!("{} clips played", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A pack with an entry for every clip that has a copy.
fn packed(folder: &Path) -> (bulk::Bulk, Vec<Shown>) {
    let ffmpeg = Ffmpeg::find().unwrap();
    let mut all = Vec::new();
    let mut entries: Vec<BlindEntry> = Vec::new();
    let mut media: Vec<MediaSource> = Vec::new();
    let mut known = BTreeSet::new();
    for clip in clips() {
        let path = make(&clip, folder);
        let Ok(measured) = ffmpeg.measure(&path) else {
            continue;
        };
        let out = folder.join("copy");
        let never = AtomicBool::new(false);
        let copy = ffmpeg.normalise(&path, &measured, &out, &mut |_| (), &never);
        let copy = copy.unwrap();
        let hash = Sha256Hex::of(&std::fs::read(&out).unwrap());
        let place = folder.join(hash.to_string());
        std::fs::rename(&out, &place).unwrap();
        let file = format!("media/{hash}.{}", copy.extension);
        if known.insert(hash) {
            media.push(MediaSource {
                file: file.clone(),
                path: place.clone(),
            });
        }
        let mut entry = bulk::entry(u32::try_from(all.len() + 1).unwrap(), None);
        entry.media.push(BlindMedia {
            file,
            kind: match copy.measured.kind {
                Kind::Audio => MediaKind::Audio,
                _ => MediaKind::Video,
            },
            length_ms: copy.measured.length_ms(),
            width: copy.measured.shown_width,
            height: copy.measured.shown_height,
            pages: None,
        });
        all.push(Shown {
            name: clip.name,
            number: entry.number.clone(),
            copy: place,
            measured: copy.measured,
        });
        entries.push(entry);
    }
    (bulk::write(folder, entries, media), all)
}

/// Opens an entry through the dialog that asks for its number.
async fn go_to(window: &Window, number: &str) {
    window.script("document.activeElement?.blur()").await;
    window.keys("g").await;
    window.write("goto", number).await;
    window.write("goto", key::ENTER).await;
    let open = "document.querySelector(\"[data-testid='tray-row'][aria-current]\")?.dataset.number";
    until(window, &format!("{open} === '{number}'")).await;
}

/// Lets the window's own player play the last seconds, and reads what it shows in the middle.
async fn played(window: &Window, kind: Kind) -> Value {
    let tag = if kind == Kind::Audio {
        "audio"
    } else {
        "video"
    };
    let script = PLAY
        .replace("TAG", tag)
        .replace("CELLS", &CELLS.to_string());
    window.script(&script).await;
    // The page says itself what never came, so this only ends a page that says nothing any more.
    for _ in 0..4000 {
        let seen = window.script("return window.clipSeen").await;
        if !seen.is_null() {
            return seen;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Value::Null
}

/// Runs in the page and leaves what it saw in `window.clipSeen`. A second element reads the picture and the sound: the
/// page's own may show them and no script may read them.
const PLAY: &str = r"
window.clipSeen = null;
const seen = {};
const until = async (what, holds) => {
  for (let left = 1000; !holds(); left--) {
    if (left === 0) throw new Error('never: ' + what);
    await new Promise((go) => setTimeout(go, 25));
  }
};
const stand = async (player, at) => {
  player.currentTime = at;
  await until('a place to stand', () => !player.seeking && player.readyState >= 2);
};
(async () => {
  await until('an element', () => document.querySelector('TAG')?.currentSrc);
  const player = document.querySelector('TAG');
  await until('data', () => player.readyState >= 2);
  seen.seconds = player.duration;
  await stand(player, Math.max(0, player.duration - 1.5));
  const from = player.currentTime;
  player.play();
  await until('time goes on', () => player.currentTime > from + 0.3);
  seen.advanced = player.currentTime - from;
  player.pause();
  seen.width = player.videoWidth ?? 0;
  seen.height = player.videoHeight ?? 0;
  if ('TAG' === 'video') {
    const other = document.createElement('video');
    other.crossOrigin = 'anonymous';
    other.muted = true;
    other.preload = 'auto';
    other.src = player.currentSrc;
    await until('data for another element', () => other.readyState >= 2);
    await stand(other, other.duration / 2);
    const canvas = document.createElement('canvas');
    canvas.width = other.videoWidth;
    canvas.height = other.videoHeight;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(other, 0, 0);
    const dots = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    const sums = new Float64Array(CELLS * CELLS * 3), counts = new Float64Array(CELLS * CELLS);
    for (let y = 0; y < canvas.height; y++) for (let x = 0; x < canvas.width; x++) {
      const cell = Math.floor(y * CELLS / canvas.height) * CELLS + Math.floor(x * CELLS / canvas.width);
      counts[cell]++;
      for (let colour = 0; colour < 3; colour++) sums[cell * 3 + colour] += dots[(y * canvas.width + x) * 4 + colour];
    }
    seen.cells = [...sums].map((sum, at) => sum / counts[Math.floor(at / 3)]);
    other.removeAttribute('src');
    other.load();
  }
  // A decoder that never answers is asked once more.
  for (let asked = 0; asked < 2 && !seen.sound; asked++) {
    const bytes = await (await fetch(player.currentSrc)).arrayBuffer();
    const decoded = new OfflineAudioContext(1, 44100, 44100).decodeAudioData(bytes);
    const late = new Promise((go) => setTimeout(() => go({ duration: 0 }), 15000));
    seen.sound = await Promise.race([decoded.then((sound) => sound, () => ({ duration: 0 })), late]).then((sound) => sound.duration);
  }
})().catch((error) => { seen.error = String(error); }).finally(() => { window.clipSeen = seen; });
";

fn as_it_is(shown: &Shown, seen: &Value) -> Result<(), String> {
    let number = |name: &str| seen[name].as_f64().unwrap_or(f64::NAN);
    let copy = &shown.measured;
    if !seen["error"].is_null() {
        return Err(seen.to_string());
    }
    let seconds = copy.length_ms().unwrap_or(0) as f64 / 1000.0;
    let long = (number("seconds") - seconds).abs() <= 0.1;
    let goes_on = number("advanced") >= 0.3;
    let heard = copy.audio_codec.is_none() || number("sound") > 0.5;
    if !(long && goes_on && heard) {
        return Err(format!("{seen} of {copy:?}"));
    }
    if copy.kind == Kind::Audio {
        return Ok(());
    }
    let shape = copy.shown_width.zip(copy.shown_height).unwrap_or((1, 1));
    let size = (number("width"), number("height"));
    if size != (f64::from(shape.0), f64::from(shape.1)) {
        return Err(format!("{size:?} of {copy:?}"));
    }
    let cells: Vec<f64> = seen["cells"]
        .as_array()
        .map(|all| all.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default();
    let expected = cells_of(&shown.copy, seconds / 2.0, shape);
    if cells.len() != expected.len() {
        return Err(format!(
            "{} cells instead of {}",
            cells.len(),
            expected.len()
        ));
    }
    let apart: f64 = cells
        .iter()
        .zip(&expected)
        .map(|(one, other)| (one - other).abs())
        .sum();
    let apart = apart / expected.len() as f64;
    if apart > APART {
        return Err(format!(
            "the picture is {apart:.1} away from the one in the file"
        ));
    }
    let light = expected.iter().copied().fold(0.0, f64::max);
    if light < 100.0 {
        return Err(format!("the copy is dark: {light:.0}"));
    }
    Ok(())
}

/// The frame at this second as ffmpeg decodes it, averaged into cells as the page does it.
fn cells_of(copy: &Path, second: f64, (width, height): (u32, u32)) -> Vec<f64> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-ss", &second.to_string(), "-i"])
        .arg(copy)
        .args(["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        .output()
        .unwrap();
    let (width, height) = (width as usize, height as usize);
    let (mut sums, mut counts) = (vec![0.0; CELLS * CELLS * 3], vec![0.0; CELLS * CELLS]);
    for (place, dot) in output.stdout.chunks_exact(3).enumerate() {
        let (x, y) = (place % width, place / width);
        let cell = y * CELLS / height * CELLS + x * CELLS / width;
        counts[cell] += 1.0;
        for (colour, value) in dot.iter().enumerate() {
            sums[cell * 3 + colour] += f64::from(*value);
        }
    }
    let mean = |(place, sum): (usize, &f64)| sum / counts[place / 3];
    sums.iter().enumerate().map(mean).collect()
}
