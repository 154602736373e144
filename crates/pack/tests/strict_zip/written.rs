//! What is written is read again, here and elsewhere.

use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use pack::zip::{ZipDirectory, ZipError, ZipWriter};

use crate::made::{archive, read, two};

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
