//! A good pack: opened, read at any place, and checked.

use std::fs;
use std::ops::ControlFlow;

use pack::judge_pack::{Checked, MediaKind, OpenPack, write_pack};
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::{Identity, Passphrase, SigningKey};

use crate::MIB;
use crate::common::{Sample, check, contents, entry, medium, noise, shown};

#[test]
fn a_pack_opens_with_its_digits_and_says_what_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let film = medium(folder.path(), &noise(5, MIB + 5), "mp4");
    let replies = Identity::generate();
    let entries = vec![
        entry(1, vec![shown(&film, MediaKind::Video)]),
        entry(2, vec![]),
    ];
    let contents = contents(entries.clone(), vec![film.clone()], &replies);
    let organiser = SigningKey::generate(&mut OsRng);
    let digits = Passphrase::generate(&mut OsRng);
    let path = folder.path().join("J07.judgepack");
    let mut steps = Vec::new();
    let mut out = fs::File::create(&path).unwrap();
    let written = write_pack(
        &mut out,
        &contents,
        &organiser,
        &digits,
        &mut OsRng,
        &mut |done, total| {
            steps.push((done, total));
            ControlFlow::Continue(())
        },
    )
    .unwrap();
    let total = 2 * (MIB as u64 + 5);
    assert_eq!(steps.last(), Some(&(total, total)));
    assert_eq!(steps.len(), 4);

    let pack = OpenPack::open(&path, &digits).unwrap();
    assert_eq!(pack.manifest_sha256(), written.manifest_sha256);
    assert_eq!(*pack.organiser(), organiser.public());
    assert_eq!(pack.invitation().public(), written.invitation);
    assert_eq!(*pack.view(), contents.view);
    assert_eq!(pack.entries(), entries);
    let manifest = pack.manifest();
    assert_eq!(manifest.reply_to, replies.to_recipient().to_string());
    assert_eq!(manifest.entries, 2);
    assert_eq!(manifest.judge.as_str(), "J07");
    assert_eq!(manifest.issued_at, contents.issued_at);
    assert_eq!(pack.media_len(&film.file), Some(MIB as u64 + 5));
    assert_eq!(pack.media_len("contest.json"), None);
    assert!(matches!(
        pack.read_media("media/none.mp4", 0, &mut [0]),
        Err(PackError::NoSuchFile { .. })
    ));

    let object = serde_json::to_vec(&entries[0]).unwrap();
    assert_eq!(
        pack.entry_sha256(&entries[0].number),
        Some(Sha256Hex::of(&object).0)
    );
    assert_eq!(pack.entry_sha256("XH2020-3-9999"), None);

    let wrong = Passphrase::generate(&mut OsRng);
    assert!(matches!(
        OpenPack::open(&path, &wrong),
        Err(PackError::WrongPassphrase)
    ));
    fs::write(&path, b"PK\x03\x04 not an age file").unwrap();
    assert!(matches!(
        OpenPack::open(&path, &digits),
        Err(PackError::NotAPack)
    ));
    fs::write(&path, b"").unwrap();
    assert!(matches!(
        OpenPack::open(&path, &digits),
        Err(PackError::NotAPack)
    ));
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        OpenPack::open(&path, &digits),
        Err(PackError::Io(_))
    ));
}

#[test]
fn media_read_the_same_at_every_place() {
    for size in [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB + 12_345] {
        let sample = Sample::new(size, 10);
        let pack = sample.open().unwrap();
        let file = &sample.contents.media[0].file;
        for (offset, length) in [
            (0, size),
            (0, 0),
            (size / 2, 70_000),
            (MIB - 1, 2),
            (MIB, MIB),
            (size.saturating_sub(3), 10),
            (size, 10),
            (size + 1, 10),
        ] {
            let mut buffer = vec![0xEE; length];
            let count = pack.read_media(file, offset as u64, &mut buffer).unwrap();
            let end = (offset + length).min(size);
            let expected = sample.media[0].get(offset..end).unwrap_or_default();
            assert_eq!(&buffer[..count], expected, "{length} at {offset} of {size}");
        }
        check(Ok(pack)).unwrap();
    }
}

#[test]
fn an_open_pack_is_read_by_many_threads() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let sample = Sample::new(3 * MIB, MIB);
    let pack = shared(sample.open().unwrap());
    std::thread::scope(|scope| {
        for thread in 0..4_usize {
            let (pack, sample) = (&pack, &sample);
            scope.spawn(move || {
                for round in 0..20_usize {
                    let which = round % 2;
                    let data = &sample.media[which];
                    let offset = (thread * 997 + round * 131_071) % (data.len() - 1000);
                    let mut buffer = [0; 1000];
                    let file = &sample.contents.media[which].file;
                    pack.read_media(file, offset as u64, &mut buffer).unwrap();
                    assert_eq!(buffer, data[offset..offset + 1000]);
                }
            });
        }
    });
}

#[test]
fn checking_counts_every_file_and_byte_and_can_be_stopped() {
    let sample = Sample::new(2 * MIB + 1, 100);
    let pack = sample.open().unwrap();
    let mut last = None;
    pack.check(&mut |checked| {
        last = Some(checked);
        ControlFlow::Continue(())
    })
    .unwrap();
    let bytes: u64 = pack.manifest().files.iter().map(|file| file.bytes).sum();
    assert_eq!(
        last,
        Some(Checked {
            files_done: 5,
            files_total: 5,
            bytes_done: bytes,
            bytes_total: bytes
        })
    );
    assert!(matches!(
        pack.check(&mut |_| ControlFlow::Break(())),
        Err(PackError::Stopped)
    ));
}
