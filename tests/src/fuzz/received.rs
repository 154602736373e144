//! What senders put into their mails: files of every format that is opened, under every name they may bear, and bodies
//! with a form in them. Whatever comes, each file must end somewhere.

use std::io::{Cursor, Write};

use intake::{Attachment, Sorted, Source};

use super::{files, limits, mails};
use crate::programs::root;

/// Names that make a reader take the same bytes for different things.
const NAMES: [&str; 10] = [
    "a.docx",
    "a.doc",
    "a.rtf",
    "a.odt",
    "a.html",
    "a.csv",
    "a.zip",
    "a.eml",
    "winmail.dat",
    "a",
];

/// A file in a folder, under several names.
pub(super) fn file(bytes: &[u8]) {
    for name in NAMES {
        let source = Source::folder("x", vec![Attachment::new(name, bytes.to_vec())]);
        account(&source, &intake::sort(&source, &limits()));
    }
    let _ = intake::read_forms(bytes);
}

/// A mailbox: no piece of it vanishes, and each mail accounts for its files.
pub(super) fn mailbox(bytes: &[u8]) {
    let pieces = intake::split_mbox(bytes);
    let kept: usize = pieces.iter().map(|piece| piece.len()).sum();
    assert!(kept <= bytes.len(), "a piece stands in two mails");
    let _ = intake::is_mailbox(bytes);
    for piece in pieces {
        if let Ok(mail) = intake::read_mail(&intake::unquoted(piece)) {
            let source = Source::Mail(&mail);
            account(&source, &intake::sort(&source, &limits()));
        }
    }
}

/// Every file is in a draft, in the queue or set aside.
pub(super) fn account(source: &Source<'_>, sorted: &Sorted) {
    assert!(
        !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
        "a source vanished"
    );
    for index in 0..source.files().len() {
        let held = sorted
            .drafts
            .iter()
            .any(|draft| draft.form_attachment == index || draft.attachments.contains(&index))
            || sorted
                .queue
                .iter()
                .any(|item| item.attachment == Some(index))
            || sorted.aside.iter().any(|aside| aside.attachment == index);
        assert!(held, "file {index} vanished");
    }
}

const TABLE: &str = "<table><tr><td>点子标题<td>甲灯<tr><td>作者姓名<td>程野<tr><td>主要举措<td>一、做。<tr><td>创新之处<td>新</table>";

/// A form in each format that is read.
pub(super) fn documents() -> Vec<Vec<u8>> {
    let mut all = files(&root().join("tests/fixtures/forms"), 60_000);
    all.push(
        format!("<html><head><style>p{{}}</style></head><body>{TABLE}</body></html>").into_bytes(),
    );
    all.push(format!("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{TABLE}\n--b--\n").into_bytes());
    all.push(rtf());
    all.push(zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            "<office:text><table:table><table:table-row><table:table-cell><text:p>点子标题</text:p></table:table-cell><table:table-cell><text:p>甲<text:s text:c=\"3\"/>灯</text:p></table:table-cell></table:table-row></table:table></office:text>",
        ),
    ]));
    all.push(zip(&[
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"/word/document2.xml\"/></Relationships>",
        ),
        (
            "word/document2.xml",
            "<w:p><w:pPr><w:pStyle w:val=\"G\"/></w:pPr><w:r><w:t>点子标题：甲灯</w:t></w:r></w:p><w:altChunk r:id=\"c\"/>",
        ),
        (
            "word/_rels/document2.xml.rels",
            "<Relationships><Relationship Id=\"c\" Type=\"x/aFChunk\" Target=\"a.html\"/><Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"h\" Type=\"x/header\" Target=\"a.xml\"/></Relationships>",
        ),
        ("word/a.html", TABLE),
        ("word/a.xml", "<w:p><w:r><w:t>工作单位：某校</w:t></w:r></w:p>"),
        ("word/styles.xml", "<w:style w:styleId=\"G\"><w:rPr><w:vanish/></w:rPr></w:style>"),
    ]));
    all.push(
        "点子标题,专题\n“甲”,城市交通问题\n\"乙,\",环境\n"
            .as_bytes()
            .to_vec(),
    );
    all.push(winmail());
    all.push(seven_zip());
    all
}

fn rtf() -> Vec<u8> {
    let unicode = |text: &str| -> String {
        text.encode_utf16()
            .map(|unit| format!("\\u{}?", unit.cast_signed()))
            .collect()
    };
    format!(
        "{{\\rtf1\\ansi\\ansicpg936{{\\fonttbl{{\\f1\\fcharset134 x;}}}}\\trowd\\pard\\intbl\\f1 {}\\cell \\'ba\\'fe\\cell\\row\\pard {{\\v x}}{{\\*\\shpinst{{\\shptxt y}}}}\\bin2 {{{{\\par}}",
        unicode("点子标题")
    )
    .into_bytes()
}

/// An archive with one stored file and a directory that is not packed.
fn seven_zip() -> Vec<u8> {
    let body = "点子标题：甲灯".as_bytes();
    let length = u8::try_from(body.len()).expect("it is short");
    let mut header = vec![
        1, 4, 6, 0, 1, 9, length, 0, 7, 0x0b, 1, 0, 1, 1, 0, 0x0c, length, 0, 8, 0, 0, 5, 1, 0x11,
        13, 0,
    ];
    header.extend("a.docx".encode_utf16().flat_map(u16::to_le_bytes));
    header.extend([0, 0, 0, 0]);
    header[24] = 15;
    let place = |length: usize| u64::try_from(length).expect("it is short").to_le_bytes();
    let crc = crc32fast::hash(&header).to_le_bytes();
    [
        &b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0"[..],
        &place(body.len()),
        &place(header.len()),
        &crc,
        body,
        &header,
    ]
    .concat()
}

fn winmail() -> Vec<u8> {
    let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    let mut attribute = |level: u8, id: u32, data: &[u8]| {
        out.push(level);
        out.extend(id.to_le_bytes());
        out.extend(
            u32::try_from(data.len())
                .expect("it is small")
                .to_le_bytes(),
        );
        out.extend(data);
        out.extend([0, 0]);
    };
    let compressed = [
        2, 0, 0, 0, 0x1f, 0, 0, 0x10, 1, 0, 0, 0, 4, 0, 0, 0, b'a', 0, 0, 0, 2, 1, 9, 0x10, 1, 0,
        0, 0, 0x1e, 0, 0, 0, 0x1a, 0, 0, 0, 0x1c, 0, 0, 0, b'L', b'Z', b'F', b'u', 0, 0, 0, 0,
        0x41, 0, 4, 0x20, b'W', b'X', b'Y', b'Z', 0x0d, 0x6e, 0x7d, 1, 0x0e, 0xb0, 0, 0,
    ];
    attribute(1, 0x0006_9003, &compressed);
    attribute(2, 0x0006_9002, &[0; 14]);
    attribute(2, 0x0001_8010, b"a.doc\0");
    attribute(2, 0x0006_800f, b"PK\x03\x04");
    out
}

/// Mailboxes of several kinds, with mails of several shapes.
pub(super) fn mailboxes() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    let marks: [&[u8]; 3] = [
        b"From a@x Thu Jun 18 15:30:00 2020\n",
        b"From - Thu Jun 18 15:30:00 2020\nContent-Length: 60000\n",
        b"\x10\x10\x10\x10\x10\x10\x10\x11\x11\x11\x11\x11\x11S\r\n",
    ];
    let shaped = format!(
        "From: a@x\nContent-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/html\n\n{TABLE}\n--a\n\n>From me\nbegin 644 a.doc\n%:&5L;&\\ \n`\nend\n--a--\n"
    );
    let seeds = mails();
    all.push(made_up());
    for mark in marks {
        let small = seeds.iter().filter(|mail| mail.len() < 60_000).take(2);
        let mails = small.map(Vec::as_slice).chain([shaped.as_bytes()]);
        all.push(
            mails
                .flat_map(|mail| [mark, mail, b"\n"].concat())
                .collect(),
        );
    }
    all
}

/// A made-up mailbox without films.
fn made_up() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let recipe = crate::mailbox::Recipe {
        mails: 12,
        seed: 20_260_801,
        films: 0,
        forms: crate::mailbox::Forms::All,
    };
    let mailbox = crate::mailbox::write(folder.path(), recipe);
    std::fs::read(mailbox.file).expect("it was written")
}

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        // Stored, so that damage reaches the text and not only its deflated form.
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("a small archive");
        zip.write_all(text.as_bytes()).expect("a small archive");
    }
    zip.finish().expect("a small archive").into_inner()
}
