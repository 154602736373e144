//! Opening a pack of 2 GB against one of 20 MB, in the same run.
//!
//! Reading in place means that the time does not depend on the size. Each pack is opened in turn,
//! and the median of each and their ratio are printed: once with the passphrase, as a judge does, and once
//! with a key file, where no passphrase work hides the difference.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use contest::{CommentPolicy, CommentReaders, MarkStep, OrderPolicy};
use pack::judge_pack::{
    BlindEntry, BlindMedia, CommentSheet, CriterionSheet, JudgeView, LevelSheet, MediaKind,
    MediaSource, OpenPack, OrderSheet, PackContents, ThemeSheet, write_pack,
    write_pack_to_recipient,
};
use rand::rngs::OsRng;
use rand::{RngCore, SeedableRng, rngs::StdRng};
use seal::{Identity, Passphrase, SigningKey};
use sha2::{Digest, Sha256};

/// Entries in either pack, each with one video.
const ENTRIES: u32 = 40;
const ROUNDS: usize = 21;

fn main() {
    let folder = whole::programs::root().join("target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    let passphrase = Passphrase::generate(&mut OsRng);
    let identity = Identity::generate();
    let packs: Vec<Packs> = [("20 MB", 500 * 1024), ("2 GB", 50 * 1024 * 1024)]
        .into_iter()
        .map(|(name, bytes)| make(&folder, name, bytes, &passphrase, &identity))
        .collect();
    println!("opening a pack, median of {ROUNDS}, in turn");
    report(&packs, "with the passphrase", |packs| {
        drop(OpenPack::open(&packs.by_passphrase, &passphrase).unwrap());
    });
    report(&packs, "with a key file", |packs| {
        drop(OpenPack::open_with_identity(&packs.by_key, &identity).unwrap());
    });
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The same content, sealed both ways.
struct Packs {
    name: &'static str,
    by_passphrase: PathBuf,
    by_key: PathBuf,
}

fn report(packs: &[Packs], how: &str, open: impl Fn(&Packs)) {
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); packs.len()];
    for round in 0..=ROUNDS {
        for (pack, times) in packs.iter().zip(&mut times) {
            let begun = Instant::now();
            open(pack);
            // The first round warms the cache.
            if round > 0 {
                times.push(begun.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times.get(ROUNDS / 2).copied().unwrap().as_secs_f64() * 1e3
        })
        .collect();
    for (pack, median) in packs.iter().zip(&medians) {
        println!("  {how:<20} {:>6}: {median:9.3} ms", pack.name);
    }
    println!("  {how:<20}  ratio: {:9.3}", medians[1] / medians[0]);
}

fn make(
    folder: &Path,
    name: &'static str,
    video: usize,
    passphrase: &Passphrase,
    identity: &Identity,
) -> Packs {
    let media = folder.join("media");
    std::fs::create_dir_all(&media).unwrap();
    let mut dice = StdRng::seed_from_u64(7);
    let mut piece = vec![0; video];
    let videos: Vec<MediaSource> = (0..ENTRIES)
        .map(|_| {
            dice.fill_bytes(&mut piece);
            let hash: String = Sha256::digest(&piece)
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            let path = media.join(&hash);
            std::fs::write(&path, &piece).unwrap();
            MediaSource {
                file: format!("media/{hash}.mp4"),
                path,
            }
        })
        .collect();
    let contents = contents(videos, identity);
    let organiser = SigningKey::generate(&mut OsRng);
    let mut going = |_, _| ControlFlow::Continue(());
    let stem = name.replace(' ', "-");
    let by_passphrase = folder.join(format!("{stem}.judgepack"));
    let mut out = BufWriter::new(File::create(&by_passphrase).unwrap());
    write_pack(
        &mut out, &contents, &organiser, passphrase, &mut OsRng, &mut going,
    )
    .unwrap();
    out.flush().unwrap();
    let by_key = folder.join(format!("{stem}-key.judgepack"));
    let mut out = BufWriter::new(File::create(&by_key).unwrap());
    let to = identity.to_recipient();
    write_pack_to_recipient(&mut out, &contents, &organiser, &to, &mut OsRng, &mut going).unwrap();
    out.flush().unwrap();
    std::fs::remove_dir_all(&media).unwrap();
    let size = std::fs::metadata(&by_passphrase).unwrap().len();
    println!("made {name}: {size} bytes");
    Packs {
        name,
        by_passphrase,
        by_key,
    }
}

fn contents(media: Vec<MediaSource>, identity: &Identity) -> PackContents {
    let entries: Vec<BlindEntry> = (1..)
        .zip(&media)
        .map(|(serial, video)| BlindEntry {
            number: format!("T-2-{serial:04}"),
            label: format!("交-{serial:03}"),
            theme: 2,
            title: format!("第{serial}件"),
            measures: "利用小区闲置车棚设微站。".repeat(30),
            innovation: "把时间当作道路。".repeat(10),
            effect: "白天车次减半。".repeat(10),
            media: vec![BlindMedia {
                file: video.file.clone(),
                kind: MediaKind::Video,
                length_ms: Some(120_000),
                width: Some(1280),
                height: Some(720),
                pages: None,
            }],
        })
        .collect();
    let now = chrono::DateTime::parse_from_rfc3339("2026-09-01T00:00:00+08:00").unwrap();
    PackContents {
        contest: "bench".to_owned(),
        contest_key: "00112233445566778899aabbccddeeff".to_owned(),
        title: "Bench".to_owned(),
        round: "panel".to_owned(),
        judge: "J01".parse().unwrap(),
        pack_version: 1,
        issued_at: now,
        closes_at: None,
        reply_to: identity.to_recipient(),
        view: view(entries.iter().map(|entry| entry.number.clone()).collect()),
        entries,
        media,
    }
}

fn view(order: Vec<String>) -> JudgeView {
    let level = |from: u8| LevelSheet {
        name: format!("L{from}"),
        name_en: None,
        from,
        to: from + 1,
        descriptor: "…".to_owned(),
    };
    JudgeView {
        title: "Bench".to_owned(),
        subtitle: String::new(),
        organiser: "Bench".to_owned(),
        hand_in: None,
        themes: vec![ThemeSheet {
            id: 2,
            name: "城市交通".to_owned(),
            short: "交".to_owned(),
            name_en: None,
            short_en: None,
            criteria: vec![CriterionSheet {
                id: "fit".to_owned(),
                name: "fit".to_owned(),
                name_en: None,
                weight: 100,
                levels: [1, 3, 5, 7, 9].map(level).to_vec(),
            }],
        }],
        step: MarkStep::Whole,
        comment: CommentSheet {
            policy: CommentPolicy::Off,
            minimum: 0,
            readers: CommentReaders::Organizer,
        },
        media_limit_ms: 180_000,
        media_grace_ms: 1_000,
        order: OrderSheet {
            policy: OrderPolicy::Shuffled,
            entries: order,
        },
    }
}
