//! `jury intake`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use media::{Ffmpeg, MediaError};
use organizer::{Received, SourceState};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::table::{Table, tame};
use crate::words::Words;

pub(crate) fn run(dir: &Path, paths: &[PathBuf], words: &Words) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let ffmpeg = Ffmpeg::find();
    let mut progress = Progress::new(words);
    let received = organizer.receive(paths, ffmpeg.as_ref().ok(), now, &mut |step| {
        progress.show(&step)
    })?;
    drop(progress);
    let mut report = Report::new(&received, said(&received, words));
    if let (Err(MediaError::Missing { program, install }), true) =
        (&ffmpeg, received.media.waiting > 0)
    {
        let facts: [(&str, &dyn ToString); 3] = [
            ("program", program),
            ("install", install),
            ("files", &received.media.waiting),
        ];
        report
            .text
            .push_str(&words.with("intake.ffmpeg_missing", facts));
        if let Some(object) = report.json.as_object_mut() {
            object.insert("install".to_owned(), (*install).into());
        }
    }
    Ok(report)
}

fn said(received: &Received, words: &Words) -> String {
    let mut text = String::new();
    let columns = [
        "intake.source",
        "intake.state",
        "intake.entries",
        "intake.queue",
    ];
    let mut table = Table::new(columns.map(|key| words.say(key)));
    for line in &received.lines {
        let state = match line.state {
            SourceState::New => words.say("intake.new"),
            SourceState::Duplicate(of) => words.with("intake.duplicate", [("of", &of)]),
        };
        table.row([
            line.name.clone(),
            state,
            line.entries.to_string(),
            line.queue.to_string(),
        ]);
    }
    text.push_str(&table.block());
    for file in &received.skipped {
        let reason = words.say(&format!("intake.skipped.{}", file.reason));
        let path = tame(&file.path);
        let _ = writeln!(
            text,
            "{}",
            words.with("intake.skipped", [("path", &path), ("reason", &reason)])
        );
    }
    text.push_str(&words.with(
        "intake.sum",
        [
            ("sources", &received.sources),
            ("with_entries", &received.with_entries),
            ("with_queue", &received.with_queue),
            ("duplicates", &received.duplicates),
            ("entries", &received.entries),
            ("queue", &received.queue_items),
        ],
    ));
    let media = &received.media;
    if media.ready + media.unreadable + media.waiting > 0 {
        let facts: [(&str, &dyn ToString); 3] = [
            ("ready", &media.ready),
            ("unreadable", &media.unreadable),
            ("waiting", &media.waiting),
        ];
        text.push_str(&words.with("intake.media", facts));
    }
    if received.stopped {
        text.push_str(&words.say("intake.stopped"));
    }
    text
}
