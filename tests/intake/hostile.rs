//! Files made to do harm, through the whole program under a limit of memory that the system keeps: each ends with a
//! reason, and none stops the others.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use whole::programs::{jury, root};
use whole::receiving::contest;
use zip::write::SimpleFileOptions;

/// Most memory the program may ask for, in KiB: the largest archive that is opened, twice, and what a program has anyway.
const MEMORY_KIB: u32 = 2 << 20;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Members of zeros, each as large as a film may be, many times what one source may hold.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let zeros = vec![0; 1 << 20];
    for member in 0..12 {
        let options = SimpleFileOptions::default();
        zip.start_file(format!("{member}.mp4"), options).unwrap();
        for _ in 0..200 {
            zip.write_all(&zeros).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn nested() -> Vec<u8> {
    (0..100).fold(zipped(&[("a.txt", b"x")]), |inner, level| {
        zipped(&[(&format!("{level}.zip"), &inner)])
    })
}

fn document(xml: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", xml.as_bytes()),
    ])
}

/// An entity that names a file of the system, and one that grows a billion times.
fn entities(secret: &Path) -> Vec<u8> {
    let grow: String = (1..10)
        .map(|level| {
            let inner = format!("&e{};", level - 1).repeat(10);
            format!("<!ENTITY e{level} \"{inner}\">")
        })
        .collect();
    document(&format!(
        "<?xml version=\"1.0\"?><!DOCTYPE w:document [<!ENTITY f SYSTEM \"file://{}\"><!ENTITY e0 \"ha\">{grow}]>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:r><w:t>点子标题：&f;&e9;</w:t></w:r></w:p><w:p><w:r><w:t>主要举措：&f;</w:t></w:r></w:p>\
         <w:p><w:r><w:t>创新之处：&f;</w:t></w:r></w:p></w:body></w:document>",
        secret.display()
    ))
}

/// A film whose boxes claim lengths that are not there.
fn film() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    for length in [0_u32, 1, 7, u32::MAX] {
        bytes.extend(length.to_be_bytes());
        bytes.extend(b"moov");
    }
    bytes.extend([0xff; 64]);
    bytes
}

fn mail(header: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let hex: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
    format!(
        "From: a@x.example\r\nSubject: {name}\r\n{header}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
         Content-Type: application/octet-stream; name=\"{name}\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{hex}\r\n--b--\r\n"
    )
    .into_bytes()
}

/// The files, each with the reasons one of which it must wait for.
fn files(folder: &Path) -> Vec<(PathBuf, &'static [&'static str])> {
    let secret = folder.join("secret.txt");
    std::fs::write(&secret, "SECRET-OF-THE-SYSTEM").unwrap();
    let form = std::fs::read(root().join("tests/fixtures/forms/d01.docx")).unwrap();
    let letter = std::fs::read(root().join("tests/fixtures/eml/01-qq-gb18030.eml")).unwrap();
    let climbing = zipped(&[
        ("../../../outside.txt", b"x"),
        ("/etc/outside.jpg", b"\xff\xd8\xff"),
    ]);
    let multiparts: String = (0..100)
        .map(|level| {
            format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n")
        })
        .collect();
    let deep = format!("From: a@x.example\r\n{multiparts}Content-Type: text/plain\r\n\r\nx");
    let header = format!(
        "From: a@x.example\r\nX-Long: {}\r\n\r\nx",
        "y".repeat(64 << 20)
    );
    let program = [&b"MZ\x90\0\x03\0\0\0"[..], &[0xcc; 4096]].concat();
    let unread: &[&str] = &["form_unreadable", "no_form_found"];
    let made: [(&str, Vec<u8>, &[&str]); 13] = [
        ("bomb.zip", bomb(), &["archive_unopened"]),
        ("nested.zip", nested(), &["archive_unopened"]),
        ("climbing.zip", climbing, &["form_is_image"]),
        ("entities.docx", entities(&secret), unread),
        ("program.docx", program.clone(), unread),
        ("cut.docx", form[..form.len() / 2].to_vec(), unread),
        ("head.docx", form[..60].to_vec(), unread),
        ("film.mp4", film(), &["no_form_found", "media_unreadable"]),
        (
            "cut.eml",
            letter[..20_000].to_vec(),
            &["form_unreadable", "no_form_found"],
        ),
        ("deep.eml", deep.into_bytes(), &["mail_unreadable"]),
        ("header.eml", header.into_bytes(), &["mail_unreadable"]),
        ("program.eml", mail("", "a.docx", &program), unread),
        (
            "climbing.eml",
            mail("", "..\\../../etc/passwd.docx", &program),
            unread,
        ),
    ];
    made.into_iter()
        .map(|(name, bytes, reasons)| {
            // Each in a folder of its own, so that none is taken for what belongs to another.
            let place = folder.join(name.replace('.', "-"));
            std::fs::create_dir(&place).unwrap();
            std::fs::write(place.join(name), bytes).unwrap();
            (place.join(name), reasons)
        })
        .collect()
}

#[test]
fn harmful_files_wait_with_a_reason_and_take_no_more_memory_than_they_may() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("c");
    drop(contest(&place));
    let inside = folder.path().join("in");
    std::fs::create_dir(&inside).unwrap();
    let files = files(&inside);
    // A mail of two gigabytes, of which the disk holds nothing.
    let endless = inside.join("endless.eml");
    std::fs::File::create(&endless)
        .unwrap()
        .set_len(2 << 30)
        .unwrap();

    let limited = format!("ulimit -v {MEMORY_KIB}; exec \"$0\" intake \"$@\" --json");
    let output = Command::new("sh")
        .args(["-c", &limited])
        .arg(jury())
        .arg(&place)
        .args(files.iter().map(|(path, _)| path))
        .arg(&endless)
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    let received: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(received["sources"], files.len());
    assert_eq!(received["with_entries"], 0, "{said}");
    assert_eq!(received["skipped"][0]["reason"], "mail_too_large");

    let organizer = organizer::Organizer::open(&place).unwrap();
    let items = organizer.queue().unwrap().items;
    for (path, reasons) in &files {
        let name = path.file_name().unwrap().to_string_lossy();
        let found: Vec<&str> = items
            .iter()
            .filter(|item| item.source == name)
            .map(|item| item.reason.as_str())
            .collect();
        assert!(
            found.iter().any(|one| reasons.contains(one)),
            "{name}: {found:?}"
        );
    }
    let state = whole::receiving::state(&organizer).to_string();
    assert!(!state.contains("SECRET-OF-THE-SYSTEM"));
    for outside in [folder.path(), Path::new("/etc")] {
        assert!(!outside.join("outside.txt").exists() && !outside.join("outside.jpg").exists());
    }
}
