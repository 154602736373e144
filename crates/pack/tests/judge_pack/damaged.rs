//! Packs that were cut, came in parts, or lost a byte.

use std::fs;
use std::io::Write;

use pack::PackError;
use pack::judge_pack::OpenPack;
use pack::volumes::VolumeWriter;

use crate::MIB;
use crate::common::{Sample, check};

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
