//! Inner parts of what senders put into their mails, wrapped whole around the damage, so that it reaches the reader of the
//! part instead of failing at the wrapping: words of headers, the text of a .docx, names in a ZIP.

use std::io::{Cursor, Read, Write};

use intake::{Attachment, Source};
use zip::write::SimpleFileOptions;

use super::received::account;
use super::{files, forms, limits, mails};
use crate::programs::root;

/// A mail of which the damage is the header.
pub(super) fn header(bytes: &[u8]) {
    let mail = [
        bytes,
        b"\r\nContent-Type: text/plain\r\n\r\n\xe7\x82\xb9\xe5\xad\x90\r\n",
    ]
    .concat();
    if let Ok(mail) = intake::read_mail(&mail) {
        let source = Source::Mail(&mail);
        account(&source, &intake::sort(&source, &limits()));
    }
}

/// The headers of the fixtures, those of their parts, and words cut where real senders cut them.
pub(super) fn headers() -> Vec<Vec<u8>> {
    let mut all = vec![
        b"Subject: =?GBK?Q?=CE?= =?gbk?q?=F7=BA=FE?=\r\nFrom: =?utf-8?b?5p6X?=<a@x.example>".to_vec(),
        b"Content-Disposition: attachment; filename*0*=gb2312''%CE%F7; filename*1*=%BA%FE; filename=\"\xce\xf7.docx\"".to_vec(),
        b"Subject: =?iso-2022-jp?B?GyRCQD4bKEI=?=\tx\r\n =?x-unknown?Q?_=?=\r\nDate: Fri, 31 Jul 2020 16:20:00 GMT".to_vec(),
    ];
    for mail in mails() {
        let blocks = mail.split(|byte| *byte == b'\n');
        let mut block = Vec::new();
        for line in blocks {
            if line.is_empty() || line == b"\r" {
                if block.len() > 40 && block.len() < 20_000 && block.contains(&b':') {
                    all.push(std::mem::take(&mut block));
                }
                block.clear();
            } else {
                block.extend_from_slice(line);
                block.push(b'\n');
            }
        }
    }
    all
}

/// A .docx of which the damage is the text part.
pub(super) fn docx(bytes: &[u8]) {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer
        .start_file("word/document.xml", stored)
        .expect("a small archive");
    writer.write_all(bytes).expect("a small archive");
    let file = writer.finish().expect("a small archive").into_inner();
    let _ = intake::read_forms(&file);
}

/// The text parts of the fixtures' forms.
pub(super) fn docx_texts() -> Vec<Vec<u8>> {
    let text = |file: Vec<u8>| {
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).ok()?;
        let mut bytes = Vec::new();
        let mut part = archive.by_name("word/document.xml").ok()?;
        part.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let all: Vec<_> = forms().into_iter().filter_map(text).collect();
    assert!(!all.is_empty(), "the fixtures hold forms");
    all
}

/// An archive of two files whose names are the damage, parted by line feeds, without the mark of UTF-8.
pub(super) fn zip_names(bytes: &[u8]) {
    let names: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').take(40).collect();
    let archive = Attachment::new("a.zip", stored(&names));
    let opened = intake::open_archives(vec![archive]);
    let source = Source::folder("x", opened);
    account(&source, &intake::sort(&source, &limits()));
}

/// Names as they come: in GBK, in UTF-8, with folders, with steps upwards.
pub(super) fn names() -> Vec<Vec<u8>> {
    let mut all = vec![
        b"\xce\xf7\xba\xfe/1-\xb1\xed\xb8\xf1.docx\n\xce\xf7\xba\xfe/1-\xcd\xbc.jpg\n__MACOSX/._a\nThumbs.db".to_vec(),
        "一/表格.docx\n../../x\nC:\\a\n/etc/x\n\u{202e}xcod.exe\n.".as_bytes().to_vec(),
    ];
    for file in files(&root().join("tests/fixtures/zip"), 4 << 20) {
        if let Ok(archive) = zip::ZipArchive::new(Cursor::new(file)) {
            let names: Vec<_> = archive.file_names().flatten().collect();
            all.push(names.join("\n").into_bytes());
        }
    }
    all
}

/// A ZIP of stored files with these bytes as names (APPNOTE 4.3.7, 4.3.12, 4.3.16).
fn stored(names: &[&[u8]]) -> Vec<u8> {
    let content = b"x";
    let crc = crc32fast::hash(content).to_le_bytes();
    let short = |length: usize| u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes();
    let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        let name = name.get(..name.len().min(600)).unwrap_or_default();
        let facts = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x50][..],
            &crc,
            &place(content.len()),
            &place(content.len()),
            &short(name.len()),
            &[0, 0],
        ]
        .concat();
        directory.extend(
            [
                &b"PK\x01\x02\x14\x00"[..],
                &facts,
                &[0; 10],
                &place(out.len()),
                name,
            ]
            .concat(),
        );
        out.extend([&b"PK\x03\x04"[..], &facts, name, content].concat());
    }
    let (start, length) = (out.len(), directory.len());
    out.extend(directory);
    out.extend(
        [
            &b"PK\x05\x06\0\0\0\0"[..],
            &short(names.len()),
            &short(names.len()),
            &place(length),
            &place(start),
            &[0, 0],
        ]
        .concat(),
    );
    out
}

/// What a file says about its maker.
pub(super) fn origins(bytes: &[u8]) {
    let _ = intake::origins(bytes);
}

/// A picture with an artist and a place, a film and a document with an author, as cameras and office programs write them.
pub(super) fn made_files() -> Vec<Vec<u8>> {
    let short = |number: u16| number.to_le_bytes();
    let long = |number: u32| number.to_le_bytes();
    let entry = |tag, kind, count, value: u32| {
        [&short(tag)[..], &short(kind), &long(count), &long(value)].concat()
    };
    let name = "林舟\0".as_bytes();
    let mut tiff = [b"II*\0\x08\0\0\0".as_slice(), &short(3)].concat();
    tiff.extend(entry(0x013b, 2, 7, 50));
    tiff.extend(entry(0x8769, 4, 1, 57));
    tiff.extend(entry(0x8825, 4, 1, 75));
    tiff.extend(long(0));
    tiff.extend(name);
    tiff.extend([&short(1)[..], &entry(0x9c9d, 1, 4, 0x821f_6797), &long(0)].concat());
    tiff.extend([&short(2)[..], &entry(1, 2, 2, 78), &entry(2, 5, 3, 0)].concat());
    let length = u16::try_from(tiff.len() + 8)
        .unwrap_or(u16::MAX)
        .to_be_bytes();
    let picture = [b"\xff\xd8\xff\xe1".as_slice(), &length, b"Exif\0\0", &tiff].concat();
    let film = [
        b"\0\0\0\x18ftypisom....moov\xa9xyz\0\x12\x15\xc7+30.2741+120.1551/\xa9ART\0\0\0\x16data\0\0\0\x01\0\0\0\0".as_slice(),
        "林舟".as_bytes(),
    ]
    .concat();
    let document = b"%PDF-1.4 <</Author (Lin \\(Zhou\\))>> <</Author <FEFF6797821F>>> <dc:creator><rdf:Seq><rdf:li>Lin</rdf:li>".to_vec();
    vec![picture, film, document]
}
