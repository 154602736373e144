//! Taking an archive apart. Nothing is decided here but whether its files are there, in their order and size.

use std::collections::BTreeMap;

use pack::score_bundle::BundleFiles;
use pack::zip::{ZipDirectory, ZipEntry};
use pack::{PackError, ReadAt, Sha256Hex};

use crate::error::ReadError;
use crate::head::Head;
use crate::layout::{
    BUNDLE, BUNDLE_SIG, BundleName, COMMENTS, ENROL, ENROL_SIG, FIRST, HEAD, LAST, MOST_BYTES,
    MOST_SMALL, OF_BUNDLE, SUMS, SUMS_SIG,
};

/// An archive that was taken apart. Nothing in it is proven; [`OpenArchive::verify`] says what holds.
#[derive(Debug)]
pub struct OpenArchive {
    pub(crate) head: Head,
    /// The files before the bundles, by name.
    pub(crate) first: BTreeMap<String, Vec<u8>>,
    pub(crate) bundles: BTreeMap<BundleName, BundleFiles>,
    /// The hash of every file that the signed list should name.
    pub(crate) hashes: BTreeMap<String, Sha256Hex>,
    pub(crate) sums: Vec<u8>,
    pub(crate) sums_sig: Vec<u8>,
}

/// Takes an archive apart; at most 512 MiB.
///
/// # Errors
/// [`ReadError::NotAnArchive`] for another file, [`ReadError::TooNew`], [`ReadError::OutOfPlace`], [`ReadError::Missing`],
/// [`ReadError::TooLarge`], [`ReadError::Pack`] for an archive that the strict reader refuses.
pub fn read(source: &(impl ReadAt + ?Sized)) -> Result<OpenArchive, ReadError> {
    let directory = ZipDirectory::read(source)?;
    let mut rest = directory.entries();
    if rest.first().is_none_or(|entry| entry.name != HEAD) {
        return Err(ReadError::NotAnArchive);
    }
    let all = rest.iter();
    let bytes = all.fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    if bytes > MOST_BYTES {
        return Err(ReadError::TooLarge { limit: MOST_BYTES });
    }
    let mut hashes = BTreeMap::new();
    let mut take = |entry: &ZipEntry, limit| -> Result<Vec<u8>, ReadError> {
        let bytes = ZipDirectory::read_entry(source, entry, limit)?;
        hashes.insert(entry.name.clone(), Sha256Hex::of(&bytes));
        Ok(bytes)
    };

    let mut first = BTreeMap::new();
    for name in FIRST {
        let entry = next(&mut rest, name)?;
        let limit = if name == HEAD { MOST_SMALL } else { MOST_BYTES };
        first.insert(name.to_owned(), take(entry, limit)?);
    }
    let head = Head::read(first.get(HEAD).map_or(&[], Vec::as_slice))?;

    let mut bundles = BTreeMap::new();
    while let Some(found) = rest
        .first()
        .filter(|entry| !LAST.contains(&entry.name.as_str()))
    {
        let out_of_place = || ReadError::OutOfPlace {
            name: found.name.clone(),
        };
        let (name, _) = BundleName::of_file(&found.name).ok_or_else(out_of_place)?;
        // Rising, so that a bundle has one place.
        if bundles
            .last_key_value()
            .is_some_and(|(last, _)| *last >= name)
        {
            return Err(out_of_place());
        }
        let files = bundle(&mut rest, &name, &mut take)?;
        bundles.insert(name, files);
    }
    let sums = ZipDirectory::read_entry(source, next(&mut rest, SUMS)?, MOST_BYTES)?;
    let sums_sig = ZipDirectory::read_entry(source, next(&mut rest, SUMS_SIG)?, MOST_SMALL)?;
    if let Some(extra) = rest.first() {
        return Err(ReadError::OutOfPlace {
            name: extra.name.clone(),
        });
    }
    Ok(OpenArchive {
        head,
        first,
        bundles,
        hashes,
        sums,
        sums_sig,
    })
}

/// The next entry, which must have this name.
fn next<'a>(rest: &mut &'a [ZipEntry], name: &str) -> Result<&'a ZipEntry, ReadError> {
    match rest.split_first() {
        Some((entry, after)) if entry.name == name => {
            *rest = after;
            Ok(entry)
        }
        _ => Err(ReadError::Missing {
            name: name.to_owned(),
        }),
    }
}

/// The files of one bundle.
fn bundle(
    rest: &mut &[ZipEntry],
    name: &BundleName,
    take: &mut impl FnMut(&ZipEntry, u64) -> Result<Vec<u8>, ReadError>,
) -> Result<BundleFiles, ReadError> {
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for file in OF_BUNDLE {
        let path = name.file(file);
        if file == COMMENTS && rest.first().is_none_or(|entry| entry.name != path) {
            continue;
        }
        let limit = match file {
            BUNDLE | COMMENTS => MOST_BYTES,
            _ => MOST_SMALL,
        };
        files.insert(file, take(next(rest, &path)?, limit)?);
    }
    let text = |file: &str, bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| PackError::Malformed {
            what: name.file(file),
            why: "not text".to_owned(),
        })
    };
    let mut of = |file: &str| files.remove(file).unwrap_or_default();
    let [bundle, bundle_sig, enrol, enrol_sig] =
        [BUNDLE, BUNDLE_SIG, ENROL, ENROL_SIG].map(&mut of);
    Ok(BundleFiles {
        bundle,
        bundle_sig: text(BUNDLE_SIG, bundle_sig)?,
        comments: files.remove(COMMENTS),
        enrol,
        enrol_sig: text(ENROL_SIG, enrol_sig)?,
    })
}

impl OpenArchive {
    /// What the archive says about itself. Unproven.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// How many bundles are in it.
    pub fn bundles(&self) -> usize {
        self.bundles.len()
    }

    /// A file before the bundles.
    pub(crate) fn file(&self, name: &str) -> &[u8] {
        self.first.get(name).map_or(&[], Vec::as_slice)
    }
}
