//! `jury check-pack`

use std::path::Path;

use serde_json::json;

use crate::args::FileKey;
use crate::failure::Failure;
use crate::output::Report;
use crate::progress::Progress;
use crate::sealed;
use crate::words::Words;

/// Reads and verifies the whole pack. It writes nothing, so it may be broken off at any time.
pub(crate) fn run(file: &Path, key: &FileKey, words: &Words) -> Result<Report, Failure> {
    let pack = sealed::open_pack(file, key, words)?;
    let mut progress = Progress::new(words);
    let (mut files, mut bytes) = (0, 0);
    pack.check(&mut |checked| {
        (files, bytes) = (checked.files_total, checked.bytes_total);
        progress.checking(checked.bytes_done, checked.bytes_total)
    })
    .map_err(|error| sealed::failure(file, &error))?;
    drop(progress);
    let signer = pack.organiser().fingerprint().to_string();
    let judge = pack.manifest().judge.to_string();
    let said = words.with(
        "check_pack.good",
        [
            ("files", &files),
            ("bytes", &bytes),
            ("judge", &judge),
            ("signer", &signer),
        ],
    );
    let value =
        json!({"good": true, "files": files, "bytes": bytes, "judge": judge, "signer": signer});
    Ok(Report::new(&value, said))
}
