//! What a pack costs, in one run: opening 7.5 GB against 20 MB, random reads, streaming, and building one beside `age`.
//!
//! The media are sparse files with bytes of their own at their beginnings, so that neither side waits for a disk to read
//! them and the whole takes no more room than the packs. Reading in place means that opening does not depend on the
//! size; both packs are opened in turn with a key file, where no passphrase work hides the difference, and the passphrase
//! work is measured beside it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and stops at the first thing that goes wrong"
)]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chacha20poly1305::aead::{AeadInPlace, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use pack::judge_pack::{MediaHashes, MediaSource, OpenPack, PackContents, SealTo, write_pack_with};
use rand::rngs::{OsRng, StdRng};
use rand::{Rng, SeedableRng};
use seal::{Identity, Passphrase, SealedFile, SigningKey, Unlock};
use sha2::{Digest, Sha256};
use whole::bulk;

/// Entries in either pack, each with one video.
const ENTRIES: u32 = 40;
const ROUNDS: usize = 21;
const MIB: usize = 1 << 20;

fn main() {
    let folder = whole::programs::root().join("target/bench-pack");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    // `cargo bench --bench pack -- building` does that part alone.
    let wanted = |part: &str| {
        let parts: Vec<String> = std::env::args()
            .skip(1)
            .filter(|a| !a.starts_with('-'))
            .collect();
        parts.is_empty() || parts.iter().any(|wanted| wanted == part)
    };
    primitives();
    let maker = Maker::new(&folder);
    if wanted("building") {
        building(&maker);
    }
    if wanted("reading") {
        let [small, large] = [("20 MB", 500 << 10), ("7.5 GB", 188 << 20)]
            .map(|(name, video)| maker.make(name, video));
        passphrase(&maker, &small);
        opening(&maker, [&small, &large], Cache::Warm);
        opening(&maker, [&small, &large], Cache::Cold);
        reading(&maker, &large);
    }
    println!("most memory of this process: {} MB", most_memory());
    fs::remove_dir_all(&folder).unwrap();
}

/// What the machine can do at all, on one core.
fn primitives() {
    let mut bytes = vec![0x5A; 64 * MIB];
    let hashing = best(|| {
        for mebibyte in bytes.chunks(MIB) {
            std::hint::black_box(Sha256::digest(mebibyte));
        }
    });
    let cipher = ChaCha20Poly1305::new(&[7; 32].into());
    let opening = best(|| {
        for chunk in bytes.chunks_mut(65_536) {
            let nonce = Nonce::default();
            let tag = cipher.encrypt_in_place_detached(&nonce, b"", chunk);
            std::hint::black_box(tag.unwrap());
        }
    });
    let rate = |time: Duration| 64.0 * MIB as f64 / time.as_secs_f64() / 1e9;
    println!(
        "one core: SHA-256 {:.2} GB/s, ChaCha20-Poly1305 {:.2} GB/s, one after the other {:.2} GB/s",
        rate(hashing),
        rate(opening),
        rate(hashing + opening)
    );
}

fn best(mut work: impl FnMut()) -> Duration {
    (0..5)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .min()
        .unwrap()
}

/// What packs are made with.
struct Maker {
    folder: PathBuf,
    passphrase: Passphrase,
    identity: Identity,
    organiser: SigningKey,
}

/// A pack that the key file opens, and what it was made of.
struct Made {
    name: &'static str,
    contents: PackContents,
    hashes: MediaHashes,
    path: PathBuf,
}

impl Maker {
    fn new(folder: &Path) -> Maker {
        Maker {
            folder: folder.to_owned(),
            passphrase: Passphrase::generate(&mut OsRng),
            identity: Identity::generate(),
            organiser: SigningKey::generate(&mut OsRng),
        }
    }

    fn make(&self, name: &'static str, video: u64) -> Made {
        let mut made = self.plan(name, video);
        let to = self.identity.to_recipient();
        let out = File::create(&made.path).unwrap();
        self.write(out, &mut made, SealTo::Recipient(&to));
        let size = fs::metadata(&made.path).unwrap().len();
        println!("made {name}: {size} bytes");
        made
    }

    /// Everything but the pack itself.
    fn plan(&self, name: &'static str, video: u64) -> Made {
        let media: Vec<MediaSource> = (1..=ENTRIES)
            .map(|serial| self.sparse(name, serial, video))
            .collect();
        let entries = (1..).zip(&media);
        let entries = entries.map(|(serial, medium)| bulk::entry(serial, Some(medium)));
        Made {
            name,
            contents: bulk::contents(entries.collect(), media.clone()),
            hashes: MediaHashes::new(),
            path: self.folder.join(format!("{name}.judgepack")),
        }
    }

    /// A medium that takes one block of the disk.
    fn sparse(&self, name: &str, serial: u32, bytes: u64) -> MediaSource {
        let path = self.folder.join(format!("{name}-{serial}.mp4"));
        let mut file = File::create(&path).unwrap();
        file.write_all(&serial.to_le_bytes()).unwrap();
        file.set_len(bytes).unwrap();
        let mut hash = Sha256::new();
        std::io::copy(&mut File::open(&path).unwrap(), &mut hash).unwrap();
        let hash = pack::Sha256Hex(hash.finalize().into());
        MediaSource {
            file: format!("media/{hash}.mp4"),
            path,
        }
    }

    fn write(&self, out: File, made: &mut Made, to: SealTo<'_>) {
        let out = BufWriter::with_capacity(MIB, out);
        let (contents, hashes) = (&made.contents, &mut made.hashes);
        let mut going = |_, _| ControlFlow::Continue(());
        write_pack_with(
            out,
            contents,
            &self.organiser,
            to,
            hashes,
            &mut OsRng,
            &mut going,
        )
        .unwrap();
    }

    fn open(&self, made: &Made) -> OpenPack {
        OpenPack::open_with_identity(&made.path, &self.identity).unwrap()
    }
}

/// What the digits cost, beside which opening is held.
fn passphrase(maker: &Maker, small: &Made) {
    let path = maker.folder.join("by-passphrase");
    let mut again = Made {
        path: path.clone(),
        name: small.name,
        contents: small.contents.clone(),
        hashes: small.hashes.clone(),
    };
    let out = File::create(&path).unwrap();
    maker.write(out, &mut again, SealTo::Passphrase(&maker.passphrase));
    let time = best(|| drop(OpenPack::open(&path, &maker.passphrase).unwrap()));
    println!("opening 20 MB with its digits: {:.0} ms", millis(time));
}

/// Whether the file is in memory before it is opened.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cache {
    Warm,
    Cold,
}

fn opening(maker: &Maker, packs: [&Made; 2], cache: Cache) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (made, times) in packs.iter().zip(&mut times) {
            if cache == Cache::Cold {
                forget(&made.path);
            }
            let begun = Instant::now();
            drop(maker.open(made));
            // The first round warms what is to be warm.
            if round > 0 {
                times.push(begun.elapsed());
            }
        }
    }
    let medians = times.map(|mut times| {
        times.sort();
        millis(times[ROUNDS / 2])
    });
    for (made, median) in packs.iter().zip(medians) {
        println!(
            "opening {:>6}, {cache:?}: {median:.3} ms, median of {ROUNDS}",
            made.name
        );
    }
    println!("opening, {cache:?}: ratio {:.3}", medians[1] / medians[0]);
}

/// Takes a file out of the page cache.
fn forget(path: &Path) {
    let sync = Command::new("dd")
        .arg(format!("if={}", path.display()))
        .args(["iflag=nocache", "count=0", "status=none"])
        .status()
        .unwrap();
    assert!(sync.success());
}

fn reading(maker: &Maker, large: &Made) {
    let pack = maker.open(large);
    let files: Vec<&str> = large
        .contents
        .media
        .iter()
        .map(|m| m.file.as_str())
        .collect();
    let bytes = pack.media_len(files[0]).unwrap();
    let mut buffer = vec![0; MIB];
    let mut stream = || {
        for file in &files[..16] {
            let mut at = 0;
            while at < bytes {
                at += pack.read_media(file, at, &mut buffer).unwrap() as u64;
            }
        }
    };
    stream();
    let time = best(stream);
    println!(
        "streaming, checked: {:.2} GB/s on one core",
        16.0 * bytes as f64 / time.as_secs_f64() / 1e9
    );

    let file = File::open(&large.path).unwrap();
    let sealed = SealedFile::open(file, Unlock::Identity(&maker.identity)).unwrap();
    let time = best(|| {
        let mut at = 0;
        while at < 3_000_000_000 {
            at += sealed.read_at(at, &mut buffer).unwrap() as u64;
        }
    });
    println!(
        "streaming, decrypted alone: {:.2} GB/s",
        3.0 / time.as_secs_f64()
    );

    let mut dice = StdRng::seed_from_u64(1);
    for (what, step) in [("of whole segments", MIB as u64), ("anywhere", 1)] {
        let mut times: Vec<Duration> = (0..3_000)
            .map(|_| {
                let file = files[dice.gen_range(0..files.len())];
                let at = dice.gen_range(0..(bytes - MIB as u64) / step) * step;
                let begun = Instant::now();
                assert_eq!(pack.read_media(file, at, &mut buffer).unwrap(), MIB);
                begun.elapsed()
            })
            .collect();
        times.sort();
        let [middle, p99] = [1_500, 2_970].map(|at| millis(times[at]));
        println!("random checked reads of 1 MiB {what}: median {middle:.2} ms, p99 {p99:.2} ms");
    }
}

fn building(maker: &Maker) {
    let mut made = maker.plan("2 GB", 50 << 20);
    let to = maker.identity.to_recipient();
    let nowhere = || File::options().write(true).open("/dev/null").unwrap();
    // The first one finds the hashes.
    maker.write(nowhere(), &mut made, SealTo::Recipient(&to));
    let plain = maker.folder.join("plain");
    let bytes: u64 = made
        .contents
        .media
        .iter()
        .map(|m| fs::metadata(&m.path).unwrap().len())
        .sum();
    File::create(&plain).unwrap().set_len(bytes).unwrap();
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..7 {
        let begun = Instant::now();
        maker.write(nowhere(), &mut made, SealTo::Recipient(&to));
        ours = ours.min(begun.elapsed());
        let begun = Instant::now();
        let done = Command::new("age")
            .args(["-r", &to.to_string(), "-o", "/dev/null"])
            .stdin(File::open(&plain).unwrap())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success());
        theirs = theirs.min(begun.elapsed());
    }
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e9;
    println!(
        "building with known hashes {:.2} GB/s, age -r {:.2} GB/s: {:.2} of it",
        rate(ours),
        rate(theirs),
        rate(ours) / rate(theirs)
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The most memory that this process ever held, in megabytes (`VmHWM`).
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1000
}
