//! Archives to begin from, and the places in them.

use pack::zip::{ZipDirectory, ZipError, ZipWriter};

pub(crate) type Patch = fn(&mut Vec<u8>);

pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, data) in files {
        zip.add(name, data).unwrap();
    }
    zip.finish().unwrap().0
}

pub(crate) fn two() -> Vec<u8> {
    archive(&[("one.txt", b"first"), ("dir/two.txt", b"second")])
}

/// Reads the directory and every entry.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
    let directory = ZipDirectory::read(bytes)?;
    directory
        .entries()
        .iter()
        .map(|entry| {
            let data = ZipDirectory::read_entry(bytes, entry, 1 << 20)?;
            Ok((entry.name.clone(), data))
        })
        .collect()
}

pub(crate) fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes
        .windows(what.len())
        .position(|window| window == what)
        .unwrap()
}

/// The first header of the directory.
pub(crate) fn central(bytes: &[u8]) -> usize {
    find(bytes, b"PK\x01\x02")
}

pub(crate) fn end(bytes: &[u8]) -> usize {
    bytes.len() - 22
}

pub(crate) fn set(bytes: &mut [u8], at: usize, values: &[u8]) {
    bytes[at..at + values.len()].copy_from_slice(values);
}

/// A test that changes the archive of two entries, and what it is refused with.
macro_rules! refused {
    ($name:ident, $patch:expr, $error:pat) => {
        #[test]
        fn $name() {
            let mut bytes = $crate::made::two();
            let patch: $crate::made::Patch = $patch;
            patch(&mut bytes);
            let result = $crate::made::read(&bytes);
            assert!(matches!(result, Err($error)), "{result:?}");
        }
    };
}
pub(crate) use refused;
