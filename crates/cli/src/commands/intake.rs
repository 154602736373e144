//! `jury intake`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use media::{Ffmpeg, MediaError};
use organizer::{Account, Received, SourceState, Step};

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::table::{Table, tame};
use crate::words::Words;

/// Where to look.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Places {
    /// In the named paths.
    Named,
    /// In every place that was received from before.
    Remembered,
}

pub(crate) fn run(
    dir: &Path,
    paths: &[PathBuf],
    places: Places,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    let ffmpeg = Ffmpeg::find();
    let mut progress = Progress::new(words);
    let mut watch = |step: Step<'_>| progress.show(&step);
    let received = match places {
        Places::Named => organizer.receive(paths, ffmpeg.as_ref().ok(), now, &mut watch)?,
        Places::Remembered => organizer.receive_again(ffmpeg.as_ref().ok(), now, &mut watch)?,
    };
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
            ("queued", &received.queued),
            ("duplicates", &received.duplicates),
            ("known", &received.known),
            ("set_aside", &received.set_aside),
            ("entries", &received.entries),
            ("queue", &received.queue_items),
        ],
    ));
    text.push_str(&accounted(&received.account, words));
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

/// Where everything went that was ever received.
fn accounted(account: &Account, words: &Words) -> String {
    let (sources, files) = (&account.sources, &account.files);
    let aside: u64 = files.aside.iter().map(|one| one.amount.bytes).sum();
    let mut text = words.with(
        "intake.account",
        [
            ("found", &sources.found),
            ("with_entries", &sources.with_entries),
            ("queued", &sources.queued),
            ("duplicates", &sources.duplicates),
            ("set_aside", &sources.set_aside),
            ("bytes", &files.found.bytes),
            ("in_entries", &files.in_entries.bytes),
            ("in_queue", &files.in_queue.bytes),
            ("aside", &aside),
        ],
    );
    for one in &files.aside {
        let facts: [(&str, &dyn ToString); 3] = [
            ("files", &one.amount.files),
            ("bytes", &one.amount.bytes),
            ("why", &words.say(&format!("queue.{}", one.why))),
        ];
        text.push_str(&words.with("intake.aside", facts));
    }
    text
}
