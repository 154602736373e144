//! `jury publish`

use std::path::Path;

use super::open;
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase::unlock;
use crate::words::Words;

/// Writes the results archive, which was recomputed before it gets its name.
pub(crate) fn run(
    dir: &Path,
    out: &Path,
    passphrase: Option<&Path>,
    words: &Words,
) -> Result<Report, Failure> {
    let (mut organizer, now) = open(dir)?;
    unlock(&mut organizer, passphrase, words)?;
    let client = concat!("jury ", env!("CARGO_PKG_VERSION"));
    let published = organizer.publish(out, client, now)?;
    let facts: [(&str, &dyn ToString); 5] = [
        ("path", &published.path),
        ("bundles", &published.bundles),
        ("bytes", &published.bytes),
        ("sha256", &published.sha256),
        ("signer", &published.signer),
    ];
    Ok(Report::new(&published, words.with("publish.done", facts)))
}
