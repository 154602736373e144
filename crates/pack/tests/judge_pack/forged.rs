//! Packs that a holder of the key put together anew.

use pack::PackError;
use pack::judge_pack::{NAMESPACE, OpenPack};
use pack::zip::ZipWriter;
use rand::rngs::OsRng;
use seal::SigningKey;

use crate::common::Sample;

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
