//! The two lists of hashes: `SHA256SUMS`, which the organiser signs, and `hashes.txt`, in which judges look for their bundle.

use std::collections::BTreeMap;

use pack::{PackError, Sha256Hex};
use seal::Fingerprint;

use crate::layout::{BundleName, SUMS};

/// The name and hash of every file, as `sha256sum` prints and checks them.
pub(crate) fn write_sums<'a>(files: impl IntoIterator<Item = (&'a str, Sha256Hex)>) -> String {
    files
        .into_iter()
        .map(|(name, hash)| format!("{hash}  {name}\n"))
        .collect()
}

/// The hash of each file that the list names.
pub(crate) fn read_sums(bytes: &[u8]) -> Result<BTreeMap<String, Sha256Hex>, PackError> {
    let malformed = |why: &str| PackError::Malformed {
        what: SUMS.to_owned(),
        why: why.to_owned(),
    };
    let text = std::str::from_utf8(bytes).map_err(|_| malformed("not UTF-8"))?;
    let lines = text
        .strip_suffix('\n')
        .ok_or_else(|| malformed("no line end at the end"))?;
    let mut sums = BTreeMap::new();
    for line in lines.split('\n') {
        let (hash, name) = line
            .split_once("  ")
            .ok_or_else(|| malformed("a line that is no hash and name"))?;
        let hash = hash
            .parse()
            .map_err(|_| malformed("a line without a hash"))?;
        if sums.insert(name.to_owned(), hash).is_some() {
            return Err(malformed("a name twice"));
        }
    }
    Ok(sums)
}

/// One line of `hashes.txt`, with its line end: judge, round, revision, SHA-256 of `bundle.json`, fingerprint.
pub(crate) fn hash_line(name: &BundleName, round: &str, revision: u32, bundle: &[u8]) -> String {
    let (judge, hash) = (&name.judge, Sha256Hex::of(bundle));
    let fingerprint = Fingerprint::of(bundle);
    format!("{judge} {round} {revision} {hash} {fingerprint}\n")
}
