//! `jury backup` and `jury restore`

use std::path::Path;

use organizer::{OpenKeys, Organizer};

use super::open;
use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::words::Words;

/// Writes the whole folder into one file, which is read back before it gets its name.
pub(crate) fn save(
    dir: &Path,
    to: &Path,
    keys: OpenKeys,
    words: &Words,
) -> Result<Report, Failure> {
    let (organizer, now) = open(dir)?;
    let mut progress = Progress::new(words);
    let done = organizer.back_up(to, keys, now, &mut |step| progress.show(&step))?;
    drop(progress);
    let mut said = words.with(
        "backup.done",
        [
            ("file", &done.file),
            ("files", &done.files),
            ("bytes", &done.bytes),
            ("sums", &done.sums_sha256),
        ],
    );
    if !done.damaged.is_empty() {
        let names = done.damaged.join(", ");
        said.push_str(&words.with(
            "backup.damaged",
            [("count", &done.damaged.len()), ("names", &names)],
        ));
    }
    let mut report = Report::new(&done, said);
    report.attention = !done.damaged.is_empty();
    Ok(report)
}

/// Makes a folder of a backup; nothing stands under its name before every file was compared.
pub(crate) fn restore(file: &Path, dir: &Path, words: &Words) -> Result<Report, Failure> {
    let mut progress = Progress::new(words);
    let now = clock::utc();
    let (_, done) = Organizer::restore(file, dir, now, &mut |step| progress.show(&step))?;
    drop(progress);
    let said = words.with(
        "restore.done",
        [
            ("folder", &done.folder),
            ("title", &done.title),
            ("files", &done.files),
            ("bytes", &done.bytes),
            ("made_at", &done.made_at),
            ("fingerprint", &done.fingerprint),
        ],
    );
    Ok(Report::new(&done, said))
}
