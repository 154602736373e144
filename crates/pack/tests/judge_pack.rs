//! Judge packs: written, opened, read in place, and refused where they must be.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;

use common::{Sample, check, contents, entry, medium, noise, shown};
use pack::judge_pack::{
    BlindEntry, Checked, MediaKind, NAMESPACE, OpenPack, PackContents, write_pack,
    write_pack_to_recipient,
};
use pack::volumes::VolumeWriter;
use pack::zip::ZipWriter;
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::{Identity, Passphrase, SigningKey};

const MIB: usize = 1 << 20;

fn go(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn write(contents: &PackContents) -> Result<Vec<u8>, PackError> {
    let mut out = Vec::new();
    let key = SigningKey::generate(&mut OsRng);
    let to = Identity::generate().to_recipient();
    write_pack_to_recipient(&mut out, contents, &key, &to, &mut OsRng, &mut go)?;
    Ok(out)
}

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

#[test]
fn a_pack_without_its_end_says_how_much_is_missing() {
    let sample = Sample::new(3 * MIB, 1000);
    let sealed = sample.sealed();
    for missing in [1, 15, 17, 65_536, MIB, 2 * MIB, 3 * MIB - 70_000] {
        let result = sample.open_bytes(&sealed[..sealed.len() - missing]);
        assert!(
            matches!(result, Err(PackError::Incomplete { missing: told }) if told == missing as u64),
            "{missing}: {result:?}"
        );
    }
    let header = 400;
    for left in [header, 100, 30] {
        let result = sample.open_bytes(&sealed[..left]);
        assert!(
            matches!(
                result,
                Err(PackError::Incomplete { .. } | PackError::Damaged { .. })
            ),
            "{left}: {result:?}"
        );
    }
}

#[test]
fn volumes_open_as_one_pack_and_a_missing_one_is_noticed() {
    let sample = Sample::new(3 * MIB, 1000);
    let base = sample.folder.path().join("volumes.judgepack");
    let sealed = sample.sealed();
    let mut writer = VolumeWriter::create(&base, 1_000_000).unwrap();
    writer.write_all(&sealed).unwrap();
    let paths = writer.finish().unwrap();
    assert_eq!(paths.len(), 4);
    assert!(!base.exists());
    let joined: Vec<u8> = paths
        .iter()
        .flat_map(|path| fs::read(path).unwrap())
        .collect();
    assert_eq!(joined, sealed);
    check(OpenPack::open_with_identity(&paths[0], &sample.reader)).unwrap();

    fs::remove_file(&paths[3]).unwrap();
    let missing = sealed.len() as u64 - 3_000_000;
    let result = OpenPack::open_with_identity(&paths[0], &sample.reader);
    assert!(
        matches!(result, Err(PackError::Incomplete { missing: told }) if told == missing),
        "{result:?}"
    );

    let small = sample.folder.path().join("small");
    let mut writer = VolumeWriter::create(&small, 1000).unwrap();
    writer.write_all(&[1; 1000]).unwrap();
    assert_eq!(writer.finish().unwrap(), vec![small.clone()]);
    assert!(
        VolumeWriter::create(&small, 1000).is_err(),
        "never overwrites"
    );
}

#[test]
fn opening_does_not_read_the_media_and_damage_costs_one_segment() {
    let sample = Sample::new(4 * MIB, 3 * MIB);
    let mut sealed = sample.sealed();
    let place = sealed.len() / 2;
    sealed[place] ^= 1;
    let pack = sample.open_bytes(&sealed).unwrap();
    let mut failed = 0;
    for (which, data) in sample.media.iter().enumerate() {
        let file = &sample.contents.media[which].file;
        for segment in 0..data.len() / MIB {
            let mut buffer = vec![0; MIB];
            match pack.read_media(file, (segment * MIB) as u64, &mut buffer) {
                Ok(_) => assert_eq!(buffer, data[segment * MIB..(segment + 1) * MIB]),
                Err(PackError::Damaged {
                    file: Some(named), ..
                }) => {
                    assert_eq!(&named, file);
                    failed += 1;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    assert!((1..=2).contains(&failed), "{failed}");
    assert!(matches!(
        check(Ok(pack)),
        Err(PackError::Damaged { file: Some(_), .. })
    ));
}

/// Which file of the archive a byte belongs to; none for the directory.
fn owner(pack: &OpenPack, archive: &[u8], at: usize) -> Option<String> {
    let directory = pack::zip::ZipDirectory::read(archive).unwrap();
    assert_eq!(directory.entries().len(), pack.manifest().files.len() + 3);
    directory
        .entries()
        .iter()
        .find(|entry| (at as u64) < entry.data_offset() + entry.size)
        .map(|entry| entry.name.clone())
}

#[test]
fn a_byte_changed_by_a_key_holder_is_refused_and_the_file_is_named() {
    let sample = Sample::new(300, 200);
    let archive = sample.archive();
    let pack = sample.open().unwrap();
    for at in 0..archive.len() {
        let mut changed = archive.clone();
        changed[at] ^= 1 << (at % 8);
        let error = check(sample.open_archive(&changed)).expect_err(&format!("byte {at}"));
        if let Some(name) = owner(&pack, &archive, at) {
            let text = error.to_string();
            let stem = name.strip_suffix(".sig").unwrap_or(&name);
            assert!(text.contains(stem), "byte {at} of {name}: {text}");
        } else {
            assert!(
                matches!(
                    error,
                    PackError::Archive(_) | PackError::Altered { .. } | PackError::NotAPack
                ),
                "byte {at}: {error:?}"
            );
        }
    }
}

#[test]
fn a_byte_changed_on_the_way_is_refused() {
    let sample = Sample::new(100_000, 200);
    let sealed = sample.sealed();
    let dense = (0..600).chain(sealed.len() - 100..sealed.len());
    for at in dense.chain((600..sealed.len()).step_by(1_499)) {
        let mut changed = sealed.clone();
        changed[at] ^= 1 << (at % 8);
        let result = check(sample.open_bytes(&changed));
        assert!(
            matches!(
                result,
                Err(PackError::Damaged { .. }
                    | PackError::NotAPack
                    | PackError::WrongKey
                    | PackError::Incomplete { .. })
            ),
            "byte {at}: {result:?}"
        );
    }
}

/// The archive again, with other bytes for some of its files: what a holder of the key can assemble.
fn reassembled(sample: &Sample, change: &dyn Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let archive = sample.archive();
    let directory = pack::zip::ZipDirectory::read(&archive).unwrap();
    let mut zip = ZipWriter::new(Vec::new());
    for entry in directory.entries() {
        let data = pack::zip::ZipDirectory::read_entry(&archive, entry, 1 << 30).unwrap();
        zip.add(&entry.name, &change(&entry.name, data)).unwrap();
    }
    zip.finish().unwrap().0
}

/// A pack whose manifest was changed and signed anew by `signer`.
fn with_manifest(
    sample: &Sample,
    signer: &SigningKey,
    change: &dyn Fn(String) -> String,
) -> Result<OpenPack, PackError> {
    let signature = std::cell::RefCell::new(String::new());
    let archive = reassembled(sample, &|name, data| match name {
        "manifest.json" => {
            let text = change(String::from_utf8(data).unwrap()).into_bytes();
            *signature.borrow_mut() = signer.sign(NAMESPACE, &text).unwrap();
            text
        }
        "manifest.json.sig" => signature.borrow().clone().into_bytes(),
        _ => data,
    });
    sample.open_archive(&archive)
}

#[test]
fn a_replaced_file_is_refused_by_name() {
    let sample = Sample::new(5_000, 200);
    for name in [
        "contest.json",
        "entries.json",
        "invitation.key",
        "segments.bin",
    ] {
        let archive = reassembled(&sample, &|found, mut data| {
            if found == name {
                data[20] ^= 1;
            }
            data
        });
        let result = sample.open_archive(&archive);
        assert!(
            matches!(&result, Err(PackError::Altered { file }) if file == name),
            "{name}: {result:?}"
        );
    }
    let film = sample.contents.media[0].file.clone();
    let archive = reassembled(&sample, &|found, mut data| {
        if found == film {
            data[4_999] ^= 1;
        }
        data
    });
    let pack = sample.open_archive(&archive).unwrap();
    let mut buffer = [0xEE; 10];
    let result = pack.read_media(&film, 0, &mut buffer);
    assert!(
        matches!(&result, Err(PackError::Altered { file }) if *file == film),
        "{result:?}"
    );
    assert_eq!(buffer, [0xEE; 10], "nothing unverified is handed out");
    let longer = reassembled(&sample, &|found, mut data| {
        if found == film {
            data.push(0);
        }
        data
    });
    assert!(
        matches!(sample.open_archive(&longer), Err(PackError::Altered { file }) if file == film)
    );
}

#[test]
fn another_signer_must_state_another_organiser() {
    let sample = Sample::new(10, 10);
    let stranger = SigningKey::generate(&mut OsRng);
    let result = with_manifest(&sample, &stranger, &|text| text);
    assert!(
        matches!(
            result,
            Err(PackError::BadSignature {
                what: "manifest.json",
                ..
            })
        ),
        "{result:?}"
    );
    // A stranger may sign a pack of their own; the fingerprint that the judge compares then differs.
    let ours = sample.organiser.public().to_openssh();
    let theirs = stranger.public().to_openssh();
    let pack = with_manifest(&sample, &stranger, &|text| text.replace(&ours, &theirs)).unwrap();
    assert_ne!(
        pack.organiser().fingerprint(),
        sample.organiser.public().fingerprint()
    );
}

#[test]
fn a_later_version_is_called_that_and_another_format_is_none_of_ours() {
    let sample = Sample::new(10, 10);
    let with = |from: &'static str, to: &'static str| {
        with_manifest(&sample, &sample.organiser, &move |text| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
    };
    assert!(with("\"version\": 1,", "\"version\": 1,").is_ok());
    assert!(matches!(
        with("\"version\": 1,", "\"version\": 2, \"new\": {},"),
        Err(PackError::TooNew { version: 2 })
    ));
    assert!(matches!(
        with("jurydesk.judge-pack", "jurydesk.other-pack"),
        Err(PackError::NotAPack)
    ));
    for (from, to) in [
        ("\"version\": 1,", "\"version\": 1, \"extra\": 1,"),
        ("\"version\": 1,", "\"version\": 1, \"version\": 1,"),
        ("\"version\": 1,", "\"version\": 0,"),
        ("\"version\": 1,", "\"version\": 1.0,"),
        ("\"round\": \"panel\"", "\"round\": \"pa\u{202E}nel\""),
        ("\"round\": \"panel\"", "\"round\": \"pa\\u202enel\""),
        ("\"judge\": \"J07\"", "\"judge\": \"../J07\""),
        ("\"entries\": 3", "\"entries\": 4"),
        ("\"segment_bytes\": 1048576", "\"segment_bytes\": 4"),
        ("\"pack_version\": 1", "\"pack_version\": 0"),
        ("\"contest_key\": \"00", "\"contest_key\": \"0g"),
        ("\"reply_to\": \"age1", "\"reply_to\": \"age2"),
    ] {
        let result = with(from, to);
        assert!(
            matches!(result, Err(PackError::Malformed { .. })),
            "{to}: {result:?}"
        );
    }
}

#[test]
fn a_surplus_or_absent_file_is_refused() {
    let sample = Sample::new(10, 10);
    let archive = sample.archive();
    let directory = pack::zip::ZipDirectory::read(&archive).unwrap();
    let assemble = |keep: &dyn Fn(&str) -> bool, surplus: &[(&str, &[u8])]| {
        let mut zip = ZipWriter::new(Vec::new());
        for entry in directory.entries().iter().filter(|entry| keep(&entry.name)) {
            let data = pack::zip::ZipDirectory::read_entry(&archive, entry, 1 << 30).unwrap();
            zip.add(&entry.name, &data).unwrap();
        }
        for (name, data) in surplus {
            zip.add(name, data).unwrap();
        }
        sample.open_archive(&zip.finish().unwrap().0)
    };
    assert!(assemble(&|_| true, &[]).is_ok());
    assert!(matches!(
        assemble(&|_| true, &[("readme.html", b"x")]),
        Err(PackError::Altered { file }) if file == "readme.html"
    ));
    let last = directory.entries().last().unwrap().name.clone();
    assert!(matches!(
        assemble(&|name| name != last, &[]),
        Err(PackError::Altered { file }) if file == last
    ));
    assert!(matches!(
        assemble(&|name| name != "manifest.json", &[]),
        Err(PackError::NotAPack)
    ));
}

#[test]
fn the_writer_refuses_what_the_reader_would() {
    let folder = tempfile::tempdir().unwrap();
    let film = medium(folder.path(), b"film", "mp4");
    let replies = Identity::generate();
    let good = contents(
        vec![
            entry(1, vec![shown(&film, MediaKind::Video)]),
            entry(2, vec![]),
        ],
        vec![film.clone()],
        &replies,
    );
    assert!(write(&good).is_ok());
    let refused = |change: &dyn Fn(&mut PackContents)| {
        let mut contents = good.clone();
        change(&mut contents);
        let result = write(&contents);
        assert!(
            matches!(result, Err(PackError::Malformed { .. })),
            "{:?}",
            result.err()
        );
    };
    refused(&|c| c.entries[1].number = c.entries[0].number.clone());
    refused(&|c| c.entries[0].number = "交-1".to_owned());
    refused(&|c| c.entries[0].theme = 4);
    refused(&|c| c.entries[0].title = "左\u{202E}右".to_owned());
    refused(&|c| c.entries[0].title = "两\n行".to_owned());
    refused(&|c| c.entries[0].measures = "长".repeat(30_000));
    refused(&|c| c.entries[0].media.clear());
    refused(&|c| c.media.clear());
    refused(&|c| c.media[0].file = format!("media/{}.mp4", Sha256Hex::of(b"other")));
    refused(&|c| c.media[0].file = c.media[0].file.replace("media/", "../"));
    refused(&|c| c.view.order.entries.truncate(1));
    refused(&|c| c.view.themes[0].criteria[0].weight = 0);
    refused(&|c| c.view.themes[0].criteria.clear());
    refused(&|c| c.view.themes[0].criteria[0].levels[0].to = 11);
    refused(&|c| c.contest = "West Lake".to_owned());
    refused(&|c| c.contest_key = "00".to_owned());
    refused(&|c| c.pack_version = 0);
    refused(&|c| c.title = "\u{2067}".to_owned());
}

#[test]
fn a_medium_that_changes_while_it_is_written_is_refused() {
    for later in [&b"FILM"[..], b"fil", b"films", b""] {
        let folder = tempfile::tempdir().unwrap();
        let mut media = [
            medium(folder.path(), b"film", "mp4"),
            medium(folder.path(), b"tale", "mp4"),
        ];
        let shown = media
            .iter()
            .map(|source| shown(source, MediaKind::Video))
            .collect();
        let contents = contents(vec![entry(1, shown)], media.to_vec(), &Identity::generate());
        media.sort_by(|a, b| a.file.cmp(&b.file));
        let before = fs::read(&media[0].path).unwrap();
        let key = SigningKey::generate(&mut OsRng);
        let to = Identity::generate().to_recipient();
        let attempt = |progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>| {
            write_pack_to_recipient(&mut Vec::new(), &contents, &key, &to, &mut OsRng, progress)
        };
        // When the second medium is being hashed, the first one has been.
        let result = attempt(&mut |done, _| {
            if done == 8 {
                fs::write(&media[0].path, later).unwrap();
            }
            ControlFlow::Continue(())
        });
        assert!(
            matches!(&result, Err(PackError::ChangedWhileWriting { file }) if *file == media[0].file),
            "{result:?}"
        );
        fs::write(&media[0].path, before).unwrap();
        let stopped = attempt(&mut |_, _| ControlFlow::Break(()));
        assert!(matches!(stopped, Err(PackError::Stopped)));
    }
}

#[test]
fn an_entry_has_no_place_for_its_author() {
    let mut object = serde_json::to_value(entry(1, vec![])).unwrap();
    assert!(serde_json::from_value::<BlindEntry>(object.clone()).is_ok());
    for key in ["author", "authors", "unit", "phone", "original_name"] {
        let fields = object.as_object_mut().unwrap();
        fields.insert(key.to_owned(), "某某".into());
        assert!(
            serde_json::from_value::<BlindEntry>(object.clone()).is_err(),
            "{key}"
        );
        object.as_object_mut().unwrap().remove(key);
    }
}
