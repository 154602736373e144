//! Archives refused as a whole: for what stands around them, for their end, and for any byte that changed.

use std::io::{Cursor, Write};

use pack::zip::ZipError;

use crate::made::{archive, central, end, read, refused, set, two};

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
