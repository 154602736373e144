//! Nothing vanishes, whatever arrives: mailboxes put together from real mails and damaged in every way still account
//! for every byte, every mail and every file.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its fixtures must stop"
)]

mod common;

use std::io::{Cursor, Write};

use common::{fixtures, limits};
use intake::{
    Aside, Attachment, FormError, Mailbox, Opened, QueueReason, Sorted, Source, read_form,
    read_mail, sort, split_mbox,
};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Every file of a source is in a draft, in the queue, or set aside for one reason.
fn account(source: &Source<'_>, sorted: &Sorted, of: &str) {
    assert!(
        !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
        "{of} vanished"
    );
    for (index, file) in source.files().iter().enumerate() {
        let in_drafts = sorted
            .drafts
            .iter()
            .any(|draft| draft.form_attachment == index || draft.attachments.contains(&index));
        let in_queue = sorted
            .queue
            .iter()
            .any(|item| item.attachment == Some(index));
        let aside: Vec<Aside> = sorted
            .aside
            .iter()
            .filter(|aside| aside.attachment == index)
            .map(|aside| aside.why)
            .collect();
        match aside.as_slice() {
            [] => assert!(in_drafts || in_queue, "{of}: {} vanished", file.name),
            [why] => {
                assert!(!in_drafts && !in_queue, "{of}: {} is told twice", file.name);
                if *why == Aside::WaitsWithSource {
                    assert!(
                        !sorted.queue.is_empty(),
                        "{of}: {} waits for nobody",
                        file.name
                    );
                }
                if *why == Aside::Opened {
                    assert_eq!(file.opened, Opened::Whole, "{of}: {}", file.name);
                }
            }
            _ => panic!("{of}: {} is set aside twice", file.name),
        }
    }
}

/// Every byte of a mailbox is in a piece, or is a separator line, or white space; the pieces follow each other.
fn account_for_bytes(mailbox: &[u8], pieces: &[&[u8]], of: &str) {
    let mut at = 0;
    let gap = |from: usize, to: usize| {
        for line in mailbox[from..to].split(|b| *b == b'\n') {
            let is_separator = line.starts_with(b"From ") || line.starts_with(&[0x10; 4]);
            assert!(
                is_separator || line.trim_ascii().is_empty(),
                "{of}: lost {:?}",
                String::from_utf8_lossy(line)
            );
        }
    };
    for piece in pieces {
        let from = piece.as_ptr().addr() - mailbox.as_ptr().addr();
        assert!(from >= at, "{of}: pieces overlap");
        gap(at, from);
        at = from + piece.len();
    }
    gap(at, mailbox.len());
}

/// The pieces of a mailbox that is read as a file.
fn in_stretches(mailbox: &[u8]) -> Vec<Vec<u8>> {
    let mut read = Mailbox::new(mailbox);
    std::iter::from_fn(|| read.next_piece().unwrap())
        .map(|piece| piece.bytes.unwrap())
        .collect()
}

fn mails() -> Vec<Vec<u8>> {
    let mut names: Vec<_> = std::fs::read_dir(fixtures().join("eml"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| std::fs::read(name).unwrap())
        .filter(|raw| raw.len() < 120_000)
        .collect()
}

/// One to six mails between separators of several writers.
fn mailbox(mails: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut out = Vec::new();
    let foxmail = rng.gen_ratio(1, 8);
    for _ in 0..rng.gen_range(1..=6) {
        let mail = mails.choose(rng).unwrap();
        if foxmail {
            out.extend([0x10; 7]);
            out.extend([0x11; 6]);
            out.extend(b"S\r\n");
        } else {
            out.extend(b"From - Thu Jun 18 15:30:00 2020\n");
        }
        if rng.gen_ratio(1, 4) {
            out.extend(format!("Content-Length: {}\n", mail.len()).bytes());
        }
        out.extend(mail);
        if rng.gen_ratio(3, 4) {
            out.extend(b"\n\n");
        }
    }
    out
}

/// Flips bits, cuts, doubles and splices, a few times.
fn damage(bytes: &mut Vec<u8>, other: &[u8], rng: &mut ChaCha8Rng) {
    for _ in 0..rng.gen_range(0..=6) {
        if bytes.is_empty() {
            return;
        }
        // Headers and boundaries are few among the bytes; half of the damage is aimed at them.
        let mut at = rng.gen_range(0..bytes.len());
        if rng.gen_bool(0.5) {
            let wanted = *[&b"\n--"[..], b"\nContent-", b"\nFrom ", b"\n\n"]
                .choose(rng)
                .unwrap();
            let found = bytes[at..]
                .windows(wanted.len())
                .position(|piece| piece == wanted);
            at += found.unwrap_or(0);
        }
        let end = (at + rng.gen_range(1..2_000)).min(bytes.len());
        match rng.gen_range(0..6) {
            0 => bytes[at] ^= 1 << rng.gen_range(0..8),
            1 => bytes.truncate(at.max(1)),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let from = rng.gen_range(0..other.len());
                let to = (from + rng.gen_range(1..4_000)).min(other.len());
                bytes.splice(at..end, other[from..to].to_vec());
            }
            _ => bytes[at..end].fill(rng.r#gen()),
        }
    }
}

#[test]
fn every_byte_mail_and_file_of_a_damaged_mailbox_is_accounted_for() {
    let mails = mails();
    let limits = limits();
    let (mut read, mut refused) = (0, 0);
    for seed in 0..250 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = mailbox(&mails, &mut rng);
        let other = mails.choose(&mut rng).unwrap();
        damage(&mut bytes, other, &mut rng);
        let pieces = split_mbox(&bytes);
        account_for_bytes(&bytes, &pieces, &format!("seed {seed}"));
        assert_eq!(in_stretches(&bytes), pieces, "seed {seed}");
        for (number, raw) in pieces.iter().enumerate() {
            let of = format!("seed {seed}, mail {number}");
            match read_mail(raw) {
                Ok(mail) => {
                    let source = Source::Mail(&mail);
                    account(&source, &sort(&source, &limits), &of);
                    read += 1;
                }
                Err(error) => {
                    assert!(
                        QueueReason::from_code(error.reason().code()).is_some(),
                        "{of}"
                    );
                    refused += 1;
                }
            }
        }
    }
    // Damage that made everything unreadable would test nothing.
    assert!(read > 500 && refused > 5, "{read} read, {refused} refused");
}

#[test]
fn every_file_of_the_samples_is_accounted_for() {
    for raw in mails() {
        let mail = read_mail(&raw).unwrap();
        let source = Source::Mail(&mail);
        account(&source, &sort(&source, &limits()), &mail.subject);
    }
}

fn zip_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

fn sorted(name: &str, bytes: Vec<u8>) -> Sorted {
    let source = Source::folder("x", vec![Attachment::new(name, bytes)]);
    let sorted = sort(&source, &limits());
    account(&source, &sorted, name);
    sorted
}

#[test]
fn archives_inside_archives_end_and_the_last_one_waits_for_a_person() {
    let mut nested = zip_of("a.txt", b"x");
    for level in 0..100 {
        nested = zip_of(&format!("{level}.zip"), &nested);
    }
    let sorted = sorted("deep.zip", nested);
    assert_eq!(sorted.queue.len(), 1);
    assert_eq!(sorted.queue[0].reason, QueueReason::ArchiveUnopened);
}

#[test]
fn a_document_that_inflates_without_end_is_refused_before_it_does() {
    let bomb = zip_of("word/document.xml", &vec![b' '; 33 << 20]);
    assert!(matches!(read_form(&bomb), Err(FormError::TooLarge { .. })));
    assert_eq!(
        sorted("a.docx", bomb.clone()).queue[0].reason,
        QueueReason::FormUnreadable
    );
    // The directory may claim less than there is, or two gigabytes that are not there.
    for claimed in [10_u32, 0x8000_0000] {
        let mut lying = bomb.clone();
        let central = lying
            .windows(4)
            .rposition(|four| four == b"PK\x01\x02")
            .unwrap();
        lying[central + 24..central + 28].copy_from_slice(&claimed.to_le_bytes());
        assert!(read_form(&lying).is_err());
        let _ = sorted("a.docx", lying);
    }
}

#[test]
fn an_archive_under_a_password_says_so() {
    let mut locked = zip_of("a.txt", b"secret");
    let central = locked
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
        .unwrap();
    locked[6] |= 1;
    locked[central + 8] |= 1;
    assert_eq!(
        sorted("a.zip", locked).queue[0].reason,
        QueueReason::ArchiveEncrypted
    );
    assert_eq!(
        sorted("b.rar", b"Rar!\x1a\x07\0".to_vec()).queue[0].reason,
        QueueReason::ArchiveUnopened
    );
}

#[test]
fn names_that_climb_out_of_a_folder_are_names_and_no_places() {
    let source = Source::folder(
        "x",
        vec![Attachment::new("a.zip", zip_of("../../etc/甲.txt", b"x"))],
    );
    assert_eq!(source.files()[1].file_name(), "甲.txt");
}
