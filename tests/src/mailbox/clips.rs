//! Short films and sounds by ffmpeg, a few kinds, each copy with bytes of its own.

use std::path::Path;
use std::process::Command;

/// Kinds of films.
const FILMS: [&[&str]; 4] = [
    &[
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x240:rate=15:duration=3",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:duration=3",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        "-preset",
        "ultrafast",
        "-c:a",
        "aac",
        "-shortest",
    ],
    &[
        "-f",
        "lavfi",
        "-i",
        "smptebars=size=240x320:rate=10:duration=2",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        "-preset",
        "ultrafast",
    ],
    &[
        "-f",
        "lavfi",
        "-i",
        "mandelbrot=size=320x240:rate=10",
        "-t",
        "2",
        "-c:v",
        "mpeg4",
    ],
    &[
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=160x120:rate=5:duration=4",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        "-preset",
        "ultrafast",
    ],
];

/// Films to attach.
pub(super) struct Clips {
    films: Vec<Vec<u8>>,
}

impl Clips {
    /// Makes one film of each kind in the folder.
    pub(super) fn make(folder: &Path) -> Clips {
        let films = FILMS
            .iter()
            .enumerate()
            .map(|(at, arguments)| {
                let path = folder.join(format!("film{at}.mp4"));
                let done = Command::new("ffmpeg")
                    .args(["-hide_banner", "-loglevel", "error", "-y"])
                    .args(*arguments)
                    .arg(&path)
                    .status()
                    .expect("ffmpeg");
                assert!(done.success(), "film {at}");
                std::fs::read(path).unwrap()
            })
            .collect();
        Clips { films }
    }

    /// A film that no other has the bytes of: behind the last box stands a free one with the number in it.
    pub(super) fn film(&self, number: u32) -> Vec<u8> {
        let mut film = self.films[usize::try_from(number).unwrap() % self.films.len()].clone();
        film.extend_from_slice(&12_u32.to_be_bytes());
        film.extend_from_slice(b"free");
        film.extend_from_slice(&number.to_be_bytes());
        film
    }
}
