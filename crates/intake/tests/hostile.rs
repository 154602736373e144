//! Mails and documents that were damaged on the way, or made to do harm: no reader may panic, hang or lose them.
//! The damage is seeded, so a failure comes back with its seed.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]

mod common;

use std::io::{Cursor, Read, Write};

use common::{fixture, fixtures, limits};
use intake::{Attachment, Source, read_form, read_mail, sort, split_mbox};
use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Changes, drops, doubles or cuts some bytes.
fn damage(bytes: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
    for _ in 0..rng.gen_range(1..=8) {
        if bytes.is_empty() {
            return;
        }
        let at = rng.gen_range(0..bytes.len());
        let end = (at + rng.gen_range(1..64)).min(bytes.len());
        match rng.gen_range(0..6) {
            0 => bytes[at] = rng.r#gen(),
            1 => bytes[at] ^= 1 << rng.gen_range(0..8),
            2 => {
                bytes.drain(at..end);
            }
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => bytes[at..end].fill(rng.r#gen()),
            _ => {
                if rng.gen_ratio(1, 4) {
                    bytes.truncate(at);
                }
            }
        }
    }
}

/// Damages the front of a mail more often than its long base64 bodies.
fn damage_mail(bytes: &mut Vec<u8>, rng: &mut ChaCha8Rng) {
    if rng.gen_bool(0.7) {
        let mut head: Vec<u8> = bytes.drain(..bytes.len().min(2_000)).collect();
        damage(&mut head, rng);
        head.append(bytes);
        *bytes = head;
    } else {
        damage(bytes, rng);
    }
}

#[test]
fn no_damaged_mail_panics_or_vanishes() {
    let mut names: Vec<_> = std::fs::read_dir(fixtures().join("eml"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mails: Vec<Vec<u8>> = names
        .iter()
        .map(|name| std::fs::read(name).unwrap())
        .filter(|raw| raw.len() < 120_000)
        .collect();
    let limits = limits();
    for seed in 0..400 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut raw = mails[rng.gen_range(0..mails.len())].clone();
        damage_mail(&mut raw, &mut rng);
        if let Ok(mail) = read_mail(&raw) {
            let sorted = sort(&Source::Mail(&mail), &limits);
            assert!(
                !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
                "seed {seed} vanished"
            );
        }
        let _ = split_mbox(&raw);
    }
}

#[test]
fn no_damaged_document_or_archive_panics() {
    let files = [
        "forms/d01.docx",
        "forms/d07.docx",
        "forms/d08.doc",
        "forms/d09.docx",
        "zip/湖墅学院报送.zip",
    ];
    let limits = limits();
    let mail = read_mail(&fixture("eml/12-pdf-form-truncated-video.eml")).unwrap();
    for seed in 0..100 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut pdf = mail.attachments[0].bytes.clone();
        damage(&mut pdf, &mut rng);
        let _ = read_form(&pdf);
    }
    for seed in 0..400 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let name = files[rng.gen_range(0..files.len())];
        let mut bytes = fixture(name);
        damage(&mut bytes, &mut rng);
        let _ = read_form(&bytes);
        let sorted = sort(
            &Source::folder("x", vec![Attachment::new(name, bytes)]),
            &limits,
        );
        assert!(
            !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
            "seed {seed} vanished"
        );
    }
}

/// Damage to the text part itself: the archive around it is whole, so the XML reader sees every byte of it.
#[test]
fn no_damaged_text_part_panics() {
    let parts: Vec<Vec<u8>> = ["forms/d07.docx", "forms/d09.docx", "forms/d10.docx"]
        .iter()
        .map(|name| {
            let mut archive = zip::ZipArchive::new(Cursor::new(fixture(name))).unwrap();
            let mut xml = Vec::new();
            archive
                .by_name("word/document.xml")
                .unwrap()
                .read_to_end(&mut xml)
                .unwrap();
            xml
        })
        .collect();
    let mut forms = 0;
    for seed in 0..400 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut xml = parts[rng.gen_range(0..parts.len())].clone();
        damage(&mut xml, &mut rng);
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file("word/document.xml", stored).unwrap();
        archive.write_all(&xml).unwrap();
        forms += usize::from(read_form(&archive.finish().unwrap().into_inner()).is_ok());
    }
    // Most damage leaves the form readable: a reader that gave up at once would test nothing.
    assert!(forms > 100, "{forms} of 400");
}

#[test]
fn noise_is_never_a_form() {
    for seed in 0..200 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut noise = vec![0; rng.gen_range(0..4_000)];
        rng.fill_bytes(&mut noise);
        for front in [
            &b"PK\x03\x04"[..],
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"From: a\n\n",
            b"",
        ] {
            let bytes = [front, &noise].concat();
            assert!(read_form(&bytes).is_err());
            let _ = read_mail(&bytes);
            for name in ["a.docx", "a.zip", "a.xlsx", "a.eml", "a.doc"] {
                let _ = sort(
                    &Source::folder("x", vec![Attachment::new(name, bytes.clone())]),
                    &limits(),
                );
            }
        }
    }
}

/// What was read of a mail is no more than the mail: nothing grows on the way, so no step is taken too often.
fn read_within(raw: &[u8]) {
    let Ok(mail) = read_mail(raw) else { return };
    let links = mail.links.iter().map(|link| link.address.len());
    let names = mail.attachments.iter().map(|file| file.name.len());
    let read = mail.subject.len()
        + mail.from_name.len()
        + mail.text.len()
        + links.chain(names).sum::<usize>();
    // A byte in another character set is three in UTF-8 at most.
    assert!(read <= 3 * raw.len(), "{read} out of {}", raw.len());
}

#[test]
fn headers_and_documents_made_to_be_slow_give_no_more_than_was_sent() {
    let mut headers: Vec<Vec<u8>> = Vec::new();
    for piece in [
        "=?a?Q?x",
        "=?a?B?",
        "; a*1*=",
        "\"\\",
        "<\"",
        "=?gbk?q?=ba?= ",
    ] {
        headers.push(piece.repeat(900_000 / piece.len()).into_bytes());
    }
    for value in headers {
        let mail = [
            &b"Subject: "[..],
            &value,
            b"\nFrom: ",
            &value[..1_000],
            b"\n\nx",
        ]
        .concat();
        read_within(&mail);
        let typed = [&b"Content-Type: text/plain; name="[..], &value, b"\n\nx"].concat();
        read_within(&typed);
    }
    for piece in ["<a href=", "<style>", "<!--", "&#", "<a><br>", "http", "</"] {
        let html = [
            b"Content-Type: text/html\n\n",
            piece.repeat(1 << 18).as_bytes(),
        ]
        .concat();
        read_within(&html);
    }
}
