//! Seeded mutation of everything that arrives from outside: no input may panic a reader.
//!
//! Each target starts from real files and damages them: bits, cuts, repeats, splices. The same seed gives the
//! same inputs, so a panic found in an hour is found again in a second.

mod asking;
mod parts;
mod published;
mod received;
mod sealed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};

use crate::programs::root;

/// One reader with the real inputs it starts from.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    read: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
}

/// How long a target runs.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// So many inputs.
    Inputs(u32),
    /// So long.
    Time(Duration),
}

/// All targets.
pub const TARGETS: [Target; 25] = [
    Target {
        name: "mail",
        read: mail,
        seeds: mails,
    },
    Target {
        name: "form",
        read: form,
        seeds: forms,
    },
    Target {
        name: "mbox",
        read: mbox,
        seeds: mboxes,
    },
    Target {
        name: "received_file",
        read: received::file,
        seeds: received::documents,
    },
    Target {
        name: "mailbox",
        read: received::mailbox,
        seeds: received::mailboxes,
    },
    Target {
        name: "header_words",
        read: parts::header,
        seeds: parts::headers,
    },
    Target {
        name: "docx",
        read: parts::docx,
        seeds: parts::docx_texts,
    },
    Target {
        name: "zip_names",
        read: parts::zip_names,
        seeds: parts::names,
    },
    Target {
        name: "origins",
        read: parts::origins,
        seeds: parts::made_files,
    },
    Target {
        name: "contest_file",
        read: contest_file,
        seeds: contest_files,
    },
    Target {
        name: "zip_directory",
        read: zip_directory,
        seeds: zips,
    },
    Target {
        name: "json",
        read: strict_json,
        seeds: jsons,
    },
    Target {
        name: "age_header",
        read: sealed::age_header,
        seeds: sealed::age_headers,
    },
    Target {
        name: "age_chunks",
        read: sealed::age_chunks,
        seeds: sealed::age_payloads,
    },
    Target {
        name: "pack_archive",
        read: sealed::pack_archive,
        seeds: sealed::pack_archives,
    },
    Target {
        name: "manifest",
        read: sealed::manifest,
        seeds: sealed::manifests,
    },
    Target {
        name: "score_bundle",
        read: sealed::bundle,
        seeds: sealed::bundles,
    },
    Target {
        name: "bundle_text",
        read: sealed::bundle_text,
        seeds: sealed::bundle_texts,
    },
    Target {
        name: "comments",
        read: sealed::comments,
        seeds: sealed::comments_texts,
    },
    Target {
        name: "enrolment",
        read: sealed::enrolment,
        seeds: sealed::enrolments,
    },
    Target {
        name: "results_archive",
        read: published::results_archive,
        seeds: published::results_archives,
    },
    Target {
        name: "results_file",
        read: published::results_file,
        seeds: published::results_files,
    },
    Target {
        name: "invitation_file",
        read: sealed::invitation_file,
        seeds: sealed::invitation_files,
    },
    Target {
        name: "media_request",
        read: asking::media_request,
        seeds: asking::media_requests,
    },
    Target {
        name: "keys",
        read: keys,
        seeds: key_texts,
    },
];

fn mail(bytes: &[u8]) {
    if let Ok(mail) = intake::read_mail(bytes) {
        let sorted = intake::sort(&intake::Source::Mail(&mail), &limits());
        assert!(
            !sorted.drafts.is_empty() || !sorted.queue.is_empty(),
            "a mail vanished"
        );
    }
}

fn form(bytes: &[u8]) {
    let _ = intake::read_form(bytes);
}

fn mbox(bytes: &[u8]) {
    for mail in intake::split_mbox(bytes) {
        let _ = intake::read_mail(mail);
    }
}

fn contest_file(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Err(error) = contest::Contest::parse(text)
    {
        assert!(error.line > 0 && error.column > 0);
    }
}

fn zip_directory(bytes: &[u8]) {
    if let Ok(directory) = pack::zip::ZipDirectory::read(bytes) {
        for entry in directory.entries() {
            let _ = pack::zip::ZipDirectory::read_entry(bytes, entry, 1 << 20);
        }
    }
}

fn strict_json(bytes: &[u8]) {
    let _ = pack::score_bundle::join(bytes, None);
    let _ = pack::json::read::<pack::judge_pack::Manifest>("manifest.json", bytes);
}

fn keys(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = seal::PublicKey::parse(text);
        let _ = seal::SigningKey::from_openssh(text);
        let _ = seal::Identity::parse(text);
        let _ = seal::Recipient::parse(text);
        let _ = seal::Passphrase::parse(text);
        let _ = seal::signer_of(text);
    }
}

/// What the shipped contest measures forms against, without its vocabulary.
pub fn limits() -> intake::Limits {
    let contest = contest::Contest::parse(CONTEST).expect("the shipped contest");
    intake::Limits {
        title_max: contest.text.title_max,
        measures: (contest.text.measures_min, contest.text.measures_max),
        innovation_max: contest.text.innovation_max,
        effect_max: contest.text.effect_max,
        deadline: contest.deadline,
        subject_mark: contest.subject_mark,
        themes: contest
            .themes
            .into_iter()
            .map(|theme| (theme.id.get(), theme.name, theme.short))
            .collect(),
        vocabulary: intake::Vocabulary::default(),
    }
}

const CONTEST: &str = include_str!("../../assets/contests/westlake-2020.toml");

const IDENTITY: &str = "AGE-SECRET-KEY-1JRK2LLGRAHSRU4JT7AFT3FE8JZ7DEVERKN36HKV27VRSWC5KVYNQ7Y5FHM";

fn mails() -> Vec<Vec<u8>> {
    files(&root().join("tests/fixtures/eml"), 200_000)
}

fn forms() -> Vec<Vec<u8>> {
    files(&root().join("tests/fixtures/forms"), 200_000)
}

fn mboxes() -> Vec<Vec<u8>> {
    files(&root().join("tests/fixtures/mbox"), 400_000)
}

fn contest_files() -> Vec<Vec<u8>> {
    vec![CONTEST.as_bytes().to_vec()]
}

fn zips() -> Vec<Vec<u8>> {
    let mut writer = pack::zip::ZipWriter::new(Vec::new());
    for (name, bytes) in [("manifest.json", &b"{}"[..]), ("media/a.mp4", &[7; 3000])] {
        writer.add(name, bytes).expect("a small archive");
    }
    let mut all = vectors("zip");
    all.push(writer.finish().expect("a small archive").0);
    all
}

/// The published vectors of one kind: each is wrong in its own way, and a step from the next.
fn vectors(kind: &str) -> Vec<Vec<u8>> {
    let folder = root().join("crates/pack/tests/vectors").join(kind);
    let vectors = files(&folder, 100_000);
    assert!(
        !vectors.is_empty(),
        "the vectors lie in {}",
        folder.display()
    );
    vectors
}

fn jsons() -> Vec<Vec<u8>> {
    let mut all = vectors("json");
    all.push(
        br#"{"format":"jurydesk.score-bundle","version":1,"contest":"c","contest_key":"00","title":"t","manifest_sha256":"00","judge":"J01","sequence":1,"previous_sha256":null,"judge_key":"k","client":"\u8bc4","exported_at":"2026-10-14T09:20:00+08:00","comments_sha256":"00","sheets":[{"entry":"T-2-0001","entry_sha256":"00","status":"scored","marks":{"fit":7.5},"recusal":null,"not_seen":[]}],"ties":[]}"#.to_vec(),
    );
    all
}

fn key_texts() -> Vec<Vec<u8>> {
    let key = seal::SigningKey::generate(&mut StdRng::seed_from_u64(1));
    let signature = key.sign("test", b"message").expect("a signature");
    vec![
        key.to_openssh().as_bytes().to_vec(),
        key.public().to_openssh().into_bytes(),
        signature.into_bytes(),
        IDENTITY.as_bytes().to_vec(),
        b"1234 5678 9012 3456 7890".to_vec(),
    ]
}

fn files(folder: &Path, largest: usize) -> Vec<Vec<u8>> {
    let mut places: Vec<_> = std::fs::read_dir(folder)
        .expect("fixtures")
        .flatten()
        .map(|file| file.path())
        .collect();
    places.sort();
    places
        .iter()
        .filter_map(|place| std::fs::read(place).ok())
        .filter(|bytes| bytes.len() <= largest)
        .collect()
}

/// Damages an input in one to eight places.
fn damage(bytes: &mut Vec<u8>, other: &[u8], dice: &mut StdRng) {
    for _ in 0..dice.gen_range(1..=8) {
        if bytes.is_empty() {
            bytes.push(dice.r#gen());
        }
        let at = dice.gen_range(0..bytes.len());
        let end = (at + dice.gen_range(1..64)).min(bytes.len());
        match dice.gen_range(0..8) {
            0 => bytes[at] ^= 1 << dice.gen_range(0..8),
            1 => {
                bytes[at] = *[0, 0xff, b'"', b'=', b'?', b'<', b'\n', 0x80]
                    .choose(dice)
                    .expect("eight")
            }
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            5 => bytes.insert(at, dice.r#gen()),
            6 if !other.is_empty() => {
                let from = dice.gen_range(0..other.len());
                let to = (from + dice.gen_range(1..256)).min(other.len());
                bytes.splice(at..end, other[from..to].to_vec());
            }
            _ => bytes[at..end].fill(dice.r#gen()),
        }
    }
}

/// Runs one target and returns how many inputs it read.
///
/// # Panics
/// When the reader panics on an input; the message names target, seed and input, and the input is kept
/// under `target/fuzz`.
pub fn run(target: &Target, seed: u64, budget: Budget) -> u32 {
    let seeds = (target.seeds)();
    assert!(
        !seeds.is_empty(),
        "{} has nothing to start from",
        target.name
    );
    let begun = Instant::now();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut count = 0;
    loop {
        let done = match budget {
            Budget::Inputs(most) => count >= most,
            Budget::Time(most) => begun.elapsed() >= most,
        };
        if done {
            return count;
        }
        let mut input = seeds.choose(&mut dice).expect("not empty").clone();
        let other = seeds.choose(&mut dice).expect("not empty");
        damage(&mut input, other, &mut dice);
        if catch_unwind(AssertUnwindSafe(|| (target.read)(&input))).is_err() {
            let folder = root().join("target/fuzz");
            std::fs::create_dir_all(&folder).expect("target/ can be written");
            let place = folder.join(format!("{}-{seed}-{count}", target.name));
            std::fs::write(&place, &input).expect("target/ can be written");
            panic!(
                "{} panicked on input {count} of seed {seed}: {}",
                target.name,
                place.display()
            );
        }
        count += 1;
    }
}
