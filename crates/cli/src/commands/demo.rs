//! `jury demo`

use std::path::Path;

use media::{Ffmpeg, MediaError};
use rand::rngs::OsRng;

use super::new::DEFAULT;
use super::pack;
use crate::clock;
use crate::demo;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::words::Words;

pub(crate) fn run(dir: &Path, words: &Words) -> Result<Report, Failure> {
    let contest = contest::Contest::parse(DEFAULT).map_err(organizer::FolderError::from)?;
    let now = clock::now(&contest.deadline);
    let ffmpeg = Ffmpeg::find().map_err(|error| match error {
        MediaError::Missing { program, install } => Failure::new(
            "ffmpeg_missing",
            [
                ("program", program.to_owned()),
                ("install", install.to_owned()),
            ],
        ),
        other => Failure::new(
            "ffmpeg_missing",
            [
                ("program", other.to_string()),
                ("install", "ffmpeg".to_owned()),
            ],
        ),
    })?;
    let mut progress = Progress::new(words);
    let made = demo::make(dir, DEFAULT, &ffmpeg, now, &mut OsRng, &mut |step| {
        progress.show(&step)
    })?;
    drop(progress);
    let mut text = String::new();
    if made.issued.packs.is_empty() {
        text.push_str(&words.with("demo.already", [("folder", &made.folder)]));
    } else {
        text.push_str(&pack::said(&made.issued, words));
    }
    text.push_str(&words.with(
        "demo.done",
        [("title", &made.title), ("packs", &made.packs)],
    ));
    Ok(Report::new(&made, text))
}
