//! The strict ZIP: stock tools read what it writes, and every archive that could be read in two ways is refused.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs::{self, File};
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::process::Command;

use pack::ReadAt;
use pack::zip::{ZipDirectory, ZipError, ZipWriter};

type Patch = fn(&mut Vec<u8>);

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, data) in files {
        zip.add(name, data).unwrap();
    }
    zip.finish().unwrap().0
}

fn two() -> Vec<u8> {
    archive(&[("one.txt", b"first"), ("dir/two.txt", b"second")])
}

/// Reads the directory and every entry.
fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
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

fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes
        .windows(what.len())
        .position(|window| window == what)
        .unwrap()
}

/// The first header of the directory.
fn central(bytes: &[u8]) -> usize {
    find(bytes, b"PK\x01\x02")
}

fn end(bytes: &[u8]) -> usize {
    bytes.len() - 22
}

fn set(bytes: &mut [u8], at: usize, values: &[u8]) {
    bytes[at..at + values.len()].copy_from_slice(values);
}

#[test]
fn what_was_written_is_read() {
    let files = [
        ("one.txt", &b"first"[..]),
        ("评审/二.txt", b""),
        ("z", b"zzz"),
    ];
    let read = read(&archive(&files)).unwrap();
    let expected: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, data)| ((*name).to_owned(), data.to_vec()))
        .collect();
    assert_eq!(read, expected);
    assert!(
        ZipDirectory::read(&archive(&[]))
            .unwrap()
            .entries()
            .is_empty()
    );
}

#[test]
fn the_zip_crate_reads_what_is_written() {
    let big = vec![9_u8; 200_000];
    let bytes = archive(&[("one.txt", b"first"), ("评审/二.txt", &big), ("empty", b"")]);
    let mut theirs = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(theirs.len(), 3);
    for (index, (name, data)) in read(&bytes).unwrap().into_iter().enumerate() {
        let mut file = theirs.by_index(index).unwrap();
        assert_eq!(file.name().unwrap(), name);
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        assert_eq!(content, data);
    }
}

#[test]
fn unzip_and_python_read_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    fs::write(&path, two()).unwrap();
    for command in [
        Command::new("unzip").arg("-l").arg(&path),
        Command::new("unzip").arg("-t").arg(&path),
        Command::new("python3")
            .args(["-m", "zipfile", "-t"])
            .arg(&path),
    ] {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

#[test]
fn the_writer_refuses_other_data_than_announced() {
    let refused = |size, crc, data: &[u8]| {
        let mut zip = ZipWriter::new(Vec::new());
        zip.start("a", size, crc).unwrap();
        zip.write(data).and_then(|()| zip.finish().map(|_| ()))
    };
    let crc = crc32fast::hash(b"data");
    assert!(refused(4, crc, b"data").is_ok());
    for (size, crc, data) in [(5, crc, &b"data"[..]), (3, crc, b"data"), (4, 1, b"data")] {
        assert!(matches!(
            refused(size, crc, data),
            Err(ZipError::Announced { .. })
        ));
    }
    let mut zip = ZipWriter::new(Vec::new());
    assert!(matches!(zip.add("../a", b""), Err(ZipError::Name { .. })));
    zip.add("a", b"").unwrap();
    assert!(matches!(zip.add("a", b""), Err(ZipError::Duplicate { .. })));
    assert!(matches!(zip.add("A", b""), Err(ZipError::Clash { .. })));
}

macro_rules! refused {
    ($name:ident, $patch:expr, $error:pat) => {
        #[test]
        fn $name() {
            let mut bytes = two();
            let patch: Patch = $patch;
            patch(&mut bytes);
            let result = read(&bytes);
            assert!(matches!(result, Err($error)), "{result:?}");
        }
    };
}

refused!(
    no_archive_at_all,
    |b| *b = b"hello".repeat(20),
    ZipError::NotAZip
);
refused!(nothing, |b| b.clear(), ZipError::NotAZip);
refused!(
    bytes_before_the_archive,
    |b| {
        b.splice(0..0, *b"MZ");
    },
    ZipError::LeadingBytes { bytes: 2 }
);
refused!(
    bytes_before_the_first_entry_that_the_directory_knows_of,
    |b| {
        b.splice(0..0, *b"MZ");
        for header in [central(b), central(b) + 46 + 7] {
            b[header + 42] += 2;
        }
        let end = end(b);
        b[end + 16] += 2;
    },
    ZipError::LeadingBytes { bytes: 2 }
);
refused!(
    bytes_after_the_archive,
    |b| b.extend_from_slice(b"hidden"),
    ZipError::TrailingBytes { bytes: 6 }
);
refused!(
    a_second_archive_behind_the_first,
    |b| b.extend(archive(&[("other.txt", b"other")])),
    ZipError::LeadingBytes { .. }
);
refused!(
    an_archive_comment,
    |b| {
        let end = end(b);
        b[end + 20] = 4;
        b.extend_from_slice(b"note");
    },
    ZipError::Comment
);
refused!(
    an_archive_comment_that_holds_an_end_record,
    |b| {
        let end = end(b);
        let record = b[end..].to_vec();
        b[end + 20] = 22;
        b.extend_from_slice(&record);
    },
    ZipError::LeadingBytes { .. } | ZipError::BadDirectory { .. } | ZipError::Comment
);
refused!(
    several_disks,
    |b| {
        let end = end(b);
        b[end + 4] = 1;
    },
    ZipError::SeveralDisks
);
refused!(
    another_count_on_this_disk,
    |b| {
        let end = end(b);
        b[end + 8] = 1;
    },
    ZipError::SeveralDisks
);
refused!(
    fewer_entries_than_the_directory_holds,
    |b| {
        let end = end(b);
        set(b, end + 8, &[1, 0, 1, 0]);
    },
    ZipError::BadDirectory { .. }
);
refused!(
    more_entries_than_the_directory_holds,
    |b| {
        let end = end(b);
        set(b, end + 8, &[3, 0, 3, 0]);
    },
    ZipError::BadDirectory { .. }
);
refused!(
    a_directory_size_that_no_entries_explain,
    |b| {
        let end = end(b);
        set(b, end + 12, &[0xFF, 0xFF, 0xFF, 0x7F]);
    },
    ZipError::TooManyEntries { .. }
);
refused!(
    zip64_marks_without_a_zip64_record,
    |b| {
        let end = end(b);
        set(b, end + 8, &[0xFF; 4]);
    },
    ZipError::BadDirectory { .. }
);
refused!(
    an_encrypted_entry,
    |b| {
        let at = central(b);
        b[at + 8] |= 1;
    },
    ZipError::Encrypted { .. }
);
refused!(
    a_strongly_encrypted_entry,
    |b| {
        let at = central(b);
        b[at + 8] |= 1 << 6;
    },
    ZipError::Encrypted { .. }
);
refused!(
    a_data_descriptor,
    |b| {
        let at = central(b);
        b[at + 8] |= 8;
    },
    ZipError::DataDescriptor { .. }
);
refused!(
    a_compressed_entry,
    |b| {
        let at = central(b);
        b[at + 10] = 8;
    },
    ZipError::Compressed { method: 8, .. }
);
refused!(
    a_symbolic_link,
    |b| {
        let at = central(b);
        set(b, at + 38, &(0o120_777_u32 << 16).to_le_bytes());
    },
    ZipError::Link { .. }
);
refused!(
    a_device_file,
    |b| {
        let at = central(b);
        set(b, at + 38, &(0o020_666_u32 << 16).to_le_bytes());
    },
    ZipError::Link { .. }
);
refused!(
    an_entry_comment,
    |b| {
        let at = central(b);
        b[at + 32] = 1;
    },
    ZipError::Comment
);
refused!(
    a_time_of_the_file,
    |b| {
        let at = central(b);
        b[at + 12] = 1;
    },
    ZipError::NotCanonical { .. }
);
refused!(
    another_maker,
    |b| {
        let at = central(b);
        b[at + 4] = 20;
    },
    ZipError::NotCanonical { .. }
);
refused!(
    other_attributes,
    |b| {
        let at = central(b);
        b[at + 38] = 1;
    },
    ZipError::NotCanonical { .. }
);
refused!(
    a_name_not_marked_as_utf8,
    |b| {
        let at = central(b);
        b[at + 9] = 0;
    },
    ZipError::NotCanonical { .. }
);
refused!(
    two_different_sizes,
    |b| {
        let at = central(b);
        b[at + 20] -= 1;
    },
    ZipError::NotCanonical { .. }
);
refused!(
    an_absolute_name,
    |b| {
        let at = central(b);
        b[at + 46] = b'/';
    },
    ZipError::Name { .. }
);
refused!(
    a_name_that_climbs_out,
    |b| {
        let at = central(b);
        set(b, at + 46, b"../");
    },
    ZipError::Name { .. }
);
refused!(
    a_name_with_a_backslash,
    |b| {
        let at = central(b);
        b[at + 47] = b'\\';
    },
    ZipError::Name { .. }
);
refused!(
    a_reserved_name,
    |b| {
        let at = central(b);
        set(b, at + 46, b"CON");
    },
    ZipError::Name { .. }
);
refused!(
    a_name_that_is_not_utf8,
    |b| {
        let at = central(b);
        b[at + 46] = 0xFF;
    },
    ZipError::Name { .. }
);
refused!(
    a_local_header_with_another_name,
    |b| b[30] = b'O',
    ZipError::LocalDiffers { .. }
);
refused!(
    a_local_header_with_another_size,
    |b| b[22] += 1,
    ZipError::LocalDiffers { .. }
);
refused!(
    a_local_header_with_another_flag,
    |b| b[6] |= 8,
    ZipError::LocalDiffers { .. }
);
refused!(
    data_with_another_crc,
    |b| {
        let at = find(b, b"first");
        b[at] ^= 1;
    },
    ZipError::WrongCrc { .. }
);
refused!(
    a_gap_before_an_entry,
    |b| {
        let second = find(b, b"PK\x03\x04\x0a\0\0\x08") + 42;
        b.splice(second..second, *b"gap");
        let header = central(b) + 46 + 7;
        b[header + 42] += 3;
        let end = end(b);
        b[end + 16] += 3;
    },
    ZipError::Gap { bytes: 3, .. }
);
refused!(
    a_hidden_entry_before_the_directory,
    |b| {
        let at = central(b);
        let hidden = archive(&[("hidden", b"x")]);
        let length = central(&hidden);
        b.splice(at..at, hidden[..length].iter().copied());
        let end = end(b);
        b[end + 16] += u8::try_from(length).unwrap();
    },
    ZipError::Gap { .. }
);
refused!(
    an_overlap,
    |b| {
        let header = central(b) + 46 + 7;
        b[header + 42] -= 1;
    },
    ZipError::Overlap { .. }
);
refused!(
    entries_in_another_order_than_the_directory,
    |b| {
        let (first, end) = (central(b), end(b));
        let second = first + 46 + 7;
        b[first..end].rotate_left(second - first);
    },
    ZipError::LeadingBytes { .. } | ZipError::Gap { .. }
);

/// Changes the second of two names of equal length in both of its headers.
fn renamed(first: &str, second: &str, to: &str) -> Vec<u8> {
    let mut bytes = archive(&[(first, b"1"), (second, b"2")]);
    while let Some(at) = bytes
        .windows(second.len())
        .position(|window| window == second.as_bytes())
    {
        set(&mut bytes, at, to.as_bytes());
    }
    bytes
}

#[test]
fn two_entries_of_one_name() {
    let result = read(&renamed("same.txt", "xxxx.txt", "same.txt"));
    assert!(
        matches!(result, Err(ZipError::Duplicate { .. })),
        "{result:?}"
    );
}

#[test]
fn two_names_that_differ_in_case() {
    let result = read(&renamed("same.txt", "xxxx.txt", "SAME.txt"));
    assert!(matches!(result, Err(ZipError::Clash { .. })), "{result:?}");
}

#[test]
fn two_names_that_differ_in_unicode_form() {
    let result = read(&renamed("\u{00C5}.txt", "xx.txt", "\u{00E5}.txt"));
    assert!(matches!(result, Err(ZipError::Clash { .. })), "{result:?}");
}

#[test]
fn archives_of_other_writers_are_refused() {
    let mut theirs = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    theirs
        .start_file(
            "a",
            options.compression_method(zip::CompressionMethod::Deflated),
        )
        .unwrap();
    theirs.write_all(&[0; 100]).unwrap();
    let bytes = theirs.finish().unwrap().into_inner();
    assert!(matches!(
        read(&bytes),
        Err(ZipError::Compressed { .. } | ZipError::NotCanonical { .. })
    ));
}

#[test]
fn every_changed_or_missing_byte_is_refused() {
    let bytes = two();
    for at in 0..bytes.len() {
        for change in [1_u8, 0x80, 0xFF] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            assert!(read(&changed).is_err(), "byte {at} changed by {change}");
        }
        assert!(read(&bytes[..at]).is_err(), "cut at {at}");
        assert!(read(&bytes[at + 1..]).is_err(), "without the first {at}");
    }
}

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
