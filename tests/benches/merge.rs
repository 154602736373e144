//! Merging ten thousand bundles, beside the bare cost of what cannot be left out: decrypting, two signatures, parsing.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use organizer::Organizer;
use pack::Sha256Hex;
use pack::score_bundle::{Expected, open_bundle};
use seal::{Identity, PublicKey};
use whole::returns::{self, Returned, Returns, moment};

fn main() {
    // `cargo bench -- --bundles 1000` for a shorter run.
    let arguments: Vec<String> = std::env::args().collect();
    let bundles: u32 = arguments
        .iter()
        .position(|one| one == "--bundles")
        .and_then(|at| arguments.get(at + 1)?.parse().ok())
        .unwrap_or(10_000);
    let size = Returns {
        judges: 20,
        entries: 40,
        revisions: bundles.div_ceil(20),
    };
    let place = whole::programs::root().join("target/bench-merge");
    // What an earlier run that was broken off left behind.
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let begun = Instant::now();
    let returned = returns::make(&place, size);
    println!(
        "{} bundles of {} sheets, {} KB each, made in {:.0} s",
        returned.files.len(),
        size.entries,
        returned.files[0].metadata().unwrap().len() / 1_000,
        begun.elapsed().as_secs_f64()
    );
    let each = |time: Duration| time.as_secs_f64() * 1e6 / returned.files.len() as f64;

    let bare = bare(&returned);
    println!(
        "bare cost on one core: {:.2} s, {:.0} µs a bundle",
        bare.as_secs_f64(),
        each(bare)
    );
    let mut organizer = Organizer::open(&returned.contest).unwrap();
    let before = peak();
    let (half, rest) = returned.files.split_at(returned.files.len() / 2);
    let (begun, processor) = (Instant::now(), processor_ms());
    organizer.merge(half, moment()).unwrap();
    let middle = peak();
    organizer.merge(rest, moment()).unwrap();
    let merged = begun.elapsed();
    println!(
        "processor time of the merge: {:.2} s on all cores",
        (processor_ms() - processor) as f64 / 1e3
    );
    println!(
        "merged and on the disk: {:.2} s, {:.0} µs a bundle, {:.2} x the bare cost; {} cores",
        merged.as_secs_f64(),
        each(merged),
        merged.as_secs_f64() / bare.as_secs_f64(),
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    println!(
        "peak memory: {before} MB before, {middle} MB after one half, {} MB after both",
        peak()
    );
    let begun = Instant::now();
    organizer.merge(&returned.files, moment()).unwrap();
    println!(
        "all of them a second time, nothing new: {:.2} s",
        begun.elapsed().as_secs_f64()
    );
    let begun = Instant::now();
    organizer.overview().unwrap();
    println!(
        "the organiser's page: {:.0} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    drop(organizer);
    std::fs::remove_dir_all(&place).unwrap();
}

/// Opens and verifies every bundle, one after the other, and keeps nothing.
fn bare(returned: &Returned) -> Duration {
    let identity = std::fs::read_to_string(returned.contest.join("keys/organiser.age")).unwrap();
    let identity = Identity::parse(&identity).unwrap();
    let invitations = invitations(&returned.contest.with_file_name("packs"));
    let mut spent = Duration::ZERO;
    for file in &returned.files {
        let bytes = std::fs::read(file).unwrap();
        let begun = Instant::now();
        let unverified = open_bundle(&bytes, &identity).unwrap();
        let claim = unverified.claim().clone();
        let expected = Expected {
            contest: claim.contest,
            contest_key: claim.contest_key,
            judge: claim.judge,
            manifest_sha256: claim.manifest_sha256,
        };
        let invitation = &invitations[&expected.manifest_sha256.0];
        let verified = unverified.verify(invitation, &expected).unwrap();
        assert_eq!(verified.sheets.len(), 40);
        spent += begun.elapsed();
    }
    spent
}

/// The invitation key of every pack, by its manifest.
fn invitations(packs: &Path) -> BTreeMap<[u8; 32], PublicKey> {
    whole::demo::sheet(packs)
        .iter()
        .map(|row| {
            let passphrase = seal::Passphrase::parse(&row["passphrase"]).unwrap();
            let pack =
                pack::judge_pack::OpenPack::open(&packs.join(&row["file"]), &passphrase).unwrap();
            let key = PublicKey::parse(&pack.manifest().invitation_key).unwrap();
            (Sha256Hex(pack.manifest_sha256()).0, key)
        })
        .collect()
}

/// The processor time of this process so far, in ms (proc(5) `stat`, fields 14 and 15, in hundredths of a second).
fn processor_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    let ticks = after.split(' ').skip(11).take(2);
    ticks
        .filter_map(|text| text.parse::<u64>().ok())
        .sum::<u64>()
        * 10
}

/// The most memory this process has had at a time, in MB (proc(5), `VmHWM`).
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024)
}
