//! No wrong file gets in: every mutant of a real pack and a real bundle is refused at the right moment for the right
//! reason, and what is only packed again is accepted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::ops::ControlFlow;

use pack::PackError;
use pack::judge_pack::OpenPack;
use pack::score_bundle::open_bundle;
use pack::zip::ZipDirectory;
use whole::mutants::{
    Class, Moment, Mutant, Scene, archives, forged_bundle, forged_by_judge, forged_pack, outside,
    reseal, write_vectors,
};

/// When a file was refused and why; nothing when it was accepted.
type Refusal = Option<(Moment, PackError)>;

fn pack(scene: &Scene, bytes: &[u8]) -> Refusal {
    let path = scene.path("mutant.judgepack");
    std::fs::write(&path, bytes).unwrap();
    let open = match OpenPack::open_with_identity(&path, &scene.reader) {
        Ok(open) => open,
        Err(error) => return Some((Moment::Opening, error)),
    };
    let checked = open.check(&mut |_| ControlFlow::Continue(()));
    checked.err().map(|error| (Moment::Using, error))
}

fn bundle(scene: &Scene, bytes: &[u8]) -> Refusal {
    let open = match open_bundle(bytes, &scene.replies) {
        Ok(open) => open,
        Err(error) => return Some((Moment::Opening, error)),
    };
    let verified = open.verify(&scene.invitation.public(), &scene.expected);
    verified.err().map(|error| (Moment::Using, error))
}

/// What is wrong with how a mutant was decided; nothing when all is right.
fn misjudged(mutant: &Mutant, refusal: &Refusal) -> Option<String> {
    let right = match refusal {
        None => mutant.expected.is_empty(),
        Some((moment, error)) => {
            *moment == mutant.moment && mutant.expected.contains(&Class::of(error))
        }
    };
    let Mutant {
        name,
        expected,
        moment,
        ..
    } = mutant;
    (!right).then(|| format!("{name}: expected {expected:?} at {moment:?}, was {refusal:?}"))
}

/// Judges all mutants; at least `least` there must be, so that a generator that falls silent is noticed.
fn judge(mutants: impl Iterator<Item = Mutant>, least: usize, decide: impl Fn(&Mutant) -> Refusal) {
    let mut count = 0;
    let mut wrong = Vec::new();
    for mutant in mutants {
        count += 1;
        wrong.extend(misjudged(&mutant, &decide(&mutant)));
    }
    let shown = wrong.get(..wrong.len().min(20)).unwrap().join("\n");
    assert!(wrong.is_empty(), "{} of {count}:\n{shown}", wrong.len());
    assert!(count >= least, "{count} mutants of {least}");
}

#[test]
fn the_files_that_the_mutants_come_from_are_accepted() {
    let scene = Scene::new();
    assert!(pack(&scene, &scene.pack).is_none());
    assert!(bundle(&scene, &scene.bundle).is_none());
}

#[test]
fn no_damage_on_the_way_gets_a_bundle_in() {
    let scene = Scene::new();
    judge(outside(&scene.bundle), 2 * scene.bundle.len(), |mutant| {
        bundle(&scene, &mutant.bytes)
    });
}

#[test]
fn no_damage_on_the_way_gets_into_a_pack() {
    let scene = Scene::new();
    let archive = scene.pack_archive();
    let directory = ZipDirectory::read(&archive).unwrap();
    let ends = |entry: &pack::zip::ZipEntry| entry.data_offset() + entry.size;
    let (small, media): (Vec<_>, Vec<_>) = directory
        .entries()
        .iter()
        .partition(|entry| !entry.name.starts_with("media/"));
    // The chunks that opening has no reason to look at: those between the small files and the directory.
    let chunk = |at: u64| at / 65_536;
    let first = chunk(ends(small[small.len() - 1])) + 1;
    let untouched = first..chunk(ends(media[media.len() - 1]));
    assert!(untouched.end - untouched.start >= 5, "{untouched:?}");
    let payload = scene.pack.len() as u64 - sealed_len(archive.len() as u64);
    let in_media = |name: &str| {
        let digits = name.strip_prefix("a bit of byte ")?;
        let at: u64 = digits.strip_suffix(" turned")?.parse().unwrap();
        Some(untouched.contains(&(at.checked_sub(payload)? / 65_552)))
    };
    // Two chunks of media in each other's place are found where they are read.
    let moved = |name: &str| {
        let pair = name.strip_prefix("chunks ")?.strip_suffix(" swapped")?;
        let (one, two) = pair.split_once(" and ").unwrap();
        let inside = |text: &str| untouched.contains(&text.parse().unwrap());
        Some(inside(one) && inside(two))
    };
    let mutants = outside(&scene.pack).map(|mut mutant| {
        let later = in_media(&mutant.name).or_else(|| moved(&mutant.name));
        if later == Some(true) {
            mutant.moment = Moment::Using;
        }
        mutant
    });
    // A header is as long as the stanza that age mixes in by chance; every byte of it is turned once and cut at once.
    let least = 2 * payload as usize + 1_000;
    judge(mutants, least, |mutant| {
        let refusal = pack(&scene, &mutant.bytes);
        if mutant.moment == Moment::Using {
            assert!(
                matches!(&refusal, Some((_, PackError::Damaged { file: Some(file), .. })) if file.starts_with("media/")),
                "{}: {refusal:?}",
                mutant.name
            );
        }
        refusal
    });
}

fn sealed_len(plain: u64) -> u64 {
    plain + plain.div_ceil(65_536).max(1) * 16
}

#[test]
fn no_changed_archive_gets_into_a_pack() {
    let scene = Scene::new();
    let to = scene.reader.to_recipient();
    judge(archives(&scene.pack_archive()).into_iter(), 900, |mutant| {
        pack(&scene, &reseal(&mutant.bytes, &to))
    });
}

#[test]
fn no_changed_archive_gets_a_bundle_in() {
    let scene = Scene::new();
    let to = scene.replies.to_recipient();
    judge(
        archives(&scene.bundle_archive()).into_iter(),
        380,
        |mutant| bundle(&scene, &reseal(&mutant.bytes, &to)),
    );
}

#[test]
fn no_changed_content_gets_into_a_pack() {
    let scene = Scene::new();
    let to = scene.reader.to_recipient();
    judge(
        forged_pack(&scene.pack_archive()).into_iter(),
        13,
        |mutant| pack(&scene, &reseal(&mutant.bytes, &to)),
    );
}

#[test]
fn no_changed_content_gets_a_bundle_in() {
    let scene = Scene::new();
    let to = scene.replies.to_recipient();
    judge(
        forged_bundle(&scene.bundle_archive()).into_iter(),
        18,
        |mutant| bundle(&scene, &reseal(&mutant.bytes, &to)),
    );
}

#[test]
fn no_comments_that_break_the_format_get_in_under_the_judges_signature() {
    let scene = Scene::new();
    let to = scene.replies.to_recipient();
    judge(
        forged_by_judge(&scene.bundle_archive(), &scene.judge).into_iter(),
        11,
        |mutant| bundle(&scene, &reseal(&mutant.bytes, &to)),
    );
}

#[test]
fn no_turned_bit_of_a_bundles_archive_is_accepted_under_new_encryption() {
    let scene = Scene::new();
    let archive = scene.bundle_archive();
    for at in 0..archive.len() {
        let mut changed = archive.clone();
        changed[at] ^= 1 << (at % 8);
        let refusal = bundle(&scene, &reseal(&changed, &scene.replies.to_recipient()));
        assert!(
            matches!(
                &refusal,
                Some((
                    Moment::Opening,
                    PackError::Altered { .. } | PackError::Archive(_) | PackError::NotAPack
                ))
            ),
            "byte {at}: {refusal:?}"
        );
    }
}

#[test]
#[ignore = "writes the vectors of a new version, once, when it is published"]
fn write_the_vectors() {
    write_vectors(&whole::programs::root().join("crates/pack/tests/vectors"));
}
