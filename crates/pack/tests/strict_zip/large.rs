//! Archives beyond what the first ZIP could say, and limits to what is read.

use std::fs::File;
use std::io::{Cursor, Seek, SeekFrom, Write};
use std::process::Command;

use pack::ReadAt;
use pack::zip::{ZipDirectory, ZipError, ZipWriter};

use crate::made::{archive, set, two};

#[test]
fn an_entry_above_the_limit_is_not_allocated() {
    let bytes = two();
    let directory = ZipDirectory::read(&bytes).unwrap();
    let entry = directory.find("one.txt").unwrap();
    assert!(matches!(
        ZipDirectory::read_entry(&bytes, entry, 4),
        Err(ZipError::TooLarge { limit: 4, .. })
    ));
}

/// A file whose large zero blocks take no room on the disk.
struct Sparse(File);

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if bytes.len() >= 1 << 20 {
            self.0
                .seek(SeekFrom::Current(i64::try_from(bytes.len()).unwrap()))?;
            return Ok(bytes.len());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(unix)]
struct OnDisk(File);

#[cfg(unix)]
impl ReadAt for OnDisk {
    fn len(&self) -> u64 {
        self.0.metadata().unwrap().len()
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> std::io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buf, offset)
    }
}

#[cfg(unix)]
#[test]
fn archives_beyond_four_gibibytes_are_read_here_and_by_stock_tools() {
    const BLOCK: usize = 1 << 24;
    let zeros = vec![0_u8; BLOCK];
    let mut block = crc32fast::Hasher::new();
    block.update(&zeros);
    let blocks = 257_u64;
    let mut crc = crc32fast::Hasher::new();
    (0..blocks).for_each(|_| crc.combine(&block));
    let size = blocks * BLOCK as u64;
    assert!(size > u64::from(u32::MAX));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.zip");
    let mut zip = ZipWriter::new(Sparse(File::create(&path).unwrap()));
    zip.add("before", b"small").unwrap();
    zip.start("media/large.mp4", size, crc.finalize()).unwrap();
    for _ in 0..blocks {
        zip.write(&zeros).unwrap();
    }
    zip.add("after", b"small").unwrap();
    let (_, length) = zip.finish().unwrap();

    let source = OnDisk(File::open(&path).unwrap());
    assert_eq!(source.len(), length);
    let directory = ZipDirectory::read(&source).unwrap();
    assert_eq!(directory.find("media/large.mp4").unwrap().size, size);
    for entry in directory.entries() {
        ZipDirectory::check_local(&source, entry).unwrap();
    }
    let after = directory.find("after").unwrap();
    assert!(after.data_offset() > u64::from(u32::MAX));
    assert_eq!(
        ZipDirectory::read_entry(&source, after, 10).unwrap(),
        b"small"
    );

    let listed = Command::new("unzip")
        .args(["-l"])
        .arg(&path)
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains(&size.to_string()), "{listed}");
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); \
                  print([i.file_size for i in z.infolist()], z.read('after'))";
    let read = Command::new("python3")
        .args(["-c", script])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&read.stdout).trim(),
        format!("[5, {size}, 5] b'small'")
    );
}

#[test]
fn archives_of_more_than_65535_entries_are_read_here_and_by_the_zip_crate() {
    let mut zip = ZipWriter::new(Vec::new());
    for number in 0..65_600 {
        zip.add(&format!("{number:06}"), b"x").unwrap();
    }
    let (bytes, _) = zip.finish().unwrap();
    assert_eq!(ZipDirectory::read(&bytes).unwrap().entries().len(), 65_600);
    assert_eq!(
        zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().len(),
        65_600
    );
}

#[test]
fn more_entries_than_the_limit_are_refused() {
    let mut bytes = archive(&[]);
    let record = |entries: u64| {
        let mut wide = b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\x03\x2d\0\0\0\0\0\0\0\0\0".to_vec();
        for value in [entries, entries, 46 * entries, 0] {
            wide.extend(value.to_le_bytes());
        }
        wide.extend(b"PK\x06\x07\0\0\0\0");
        wide.extend((46 * entries).to_le_bytes());
        wide.extend(1_u32.to_le_bytes());
        wide
    };
    set(&mut bytes, 8, &[0xFF; 12]);
    bytes.splice(0..0, record(100_001));
    assert!(matches!(
        ZipDirectory::read(&bytes),
        Err(ZipError::TooManyEntries { entries: 100_001 })
    ));
}
