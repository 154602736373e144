//! The account balances on any mailbox: made up, damaged, doubled, packed.

use std::path::Path;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use whole::mailbox::{Forms, Recipe, write};
use whole::programs::root;
use whole::receiving::{contest, receive, state};

/// A mailbox out of made-up mails and samples, some twice, damaged a few times.
fn mailbox(pieces: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut out = Vec::new();
    for _ in 0..rng.gen_range(1..12) {
        out.extend(b"From - Thu Jun 18 15:30:00 2020\r\n");
        out.extend(pieces.choose(rng).unwrap());
        out.extend(b"\r\n");
        if rng.gen_ratio(1, 6) {
            out.extend((0..rng.gen_range(1..300)).map(|_| rng.r#gen::<u8>()));
            out.extend(b"\r\n\r\n");
        }
    }
    for _ in 0..rng.gen_range(0..12) {
        let at = rng.gen_range(0..out.len());
        let end = (at + rng.gen_range(1..3_000)).min(out.len());
        match rng.gen_range(0..5) {
            0 => out[at] ^= 1 << rng.gen_range(0..8),
            1 => drop(out.drain(at..end)),
            2 => {
                let piece = out[at..end].to_vec();
                out.splice(at..at, piece);
            }
            3 => out[at..end].fill(rng.r#gen()),
            _ => out.truncate(end),
        }
    }
    out
}

fn samples() -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("tests/fixtures/eml"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    let all = paths.iter().map(|path| std::fs::read(path).unwrap());
    all.filter(|raw| raw.len() < 200_000).collect()
}

fn made_up(folder: &Path) -> Vec<Vec<u8>> {
    let recipe = Recipe {
        mails: 60,
        seed: 5,
        films: 0,
        forms: Forms::All,
    };
    let bytes = std::fs::read(write(folder, recipe).file).unwrap();
    intake::split_mbox(&bytes)
        .into_iter()
        .map(<[u8]>::to_vec)
        .collect()
}

#[test]
fn every_mail_and_every_byte_of_any_mailbox_is_in_the_account() {
    let folder = tempfile::tempdir().unwrap();
    let mut pieces = made_up(folder.path());
    pieces.extend(samples());
    let mut organizer = contest(&folder.path().join("c"));
    let (mut found, mut aside) = (0, 0);
    for seed in 0..60 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let bytes = mailbox(&pieces, &mut rng);
        let path = folder.path().join(format!("{seed}.mbox"));
        std::fs::write(&path, &bytes).unwrap();
        let received = receive(&mut organizer, &[path]);
        // What a stretch reader found in the file, counted without the program's own rows.
        let messages = intake::split_mbox(&bytes).len();
        assert_eq!(received.sources, messages, "seed {seed}");
        assert_eq!(
            received.sources,
            received.with_entries + received.queued + received.duplicates + received.set_aside,
            "seed {seed}"
        );
        assert!(
            received.account.balances(),
            "seed {seed}: {:?}",
            received.account
        );
        found += messages;
        aside += received.set_aside;
    }
    let state = state(&organizer);
    assert!(found > 200 && aside > 0, "{found} found, {aside} aside");
    // The bytes of the account are those of the rows, and each file says where it is.
    let files = state["sources"].as_array().unwrap().iter();
    let files = files.flat_map(|source| source["files"].as_array().unwrap());
    let bytes: u64 = files
        .inspect(|file| assert!(!file["place"].as_str().unwrap().is_empty(), "{file}"))
        .map(|file| file["bytes"].as_u64().unwrap())
        .sum();
    assert_eq!(state["account"]["files"]["found"]["bytes"], bytes);
}

#[test]
fn noise_between_the_mails_of_a_mailbox_waits_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let path = folder.path().join("Archiv.mbox");
    let mbox = b"\x01\x02 noise \x03\n\nFrom - Thu Jun 18 15:30:00 2020\nFrom: a@x.example\nSubject: b\n\nx\n";
    std::fs::write(&path, mbox).unwrap();
    let received = receive(&mut organizer, &[path]);
    assert_eq!((received.sources, received.queued), (2, 2));
    let items = organizer.queue().unwrap().items;
    assert_eq!(items[0].reason, "mail_unreadable");
    assert_eq!(items[0].about, "Archiv.mbox#1 [0–12]");
}

#[test]
fn another_mail_under_a_message_id_that_was_seen_is_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let mail = |name: &str, text: &str| {
        let path = folder.path().join(name);
        let raw = format!(
            "From: a@x.example\nSubject: {name}\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: attachment; filename=a.txt\n\n{text}\n--b--\n"
        );
        std::fs::write(&path, raw).unwrap();
        path
    };
    let paths = [
        mail("1.eml", "one"),
        mail("2.eml", "two"),
        mail("3.eml", "two"),
    ];
    let received = receive(&mut organizer, &paths);
    assert_eq!((received.sources, received.duplicates), (3, 1));
}
