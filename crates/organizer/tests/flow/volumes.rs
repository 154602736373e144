//! Packs in volumes.

use std::fs;

use organizer::{IssueError, PackOrder, Volumes};

use crate::stage::{Stage, go, now};

#[test]
fn a_pack_in_volumes_opens_like_one_file_and_joined_it_is_one() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    let issued = stage
        .organizer
        .issue(
            &PackOrder {
                volumes: Volumes::Of(2_000),
                ..PackOrder::default()
            },
            &out,
            now(),
            &mut stage.rng,
            &mut go,
        )
        .unwrap();
    let first = &issued.packs[0];
    assert_eq!(first.file, "westlake-2020_J01.judgepack.001");
    assert!(first.volumes > 2, "{first:?}");
    let volume = |number: usize| out.join(format!("westlake-2020_J01.judgepack.{number:03}"));
    let joined: Vec<u8> = (1..=first.volumes)
        .flat_map(|number| fs::read(volume(number)).unwrap())
        .collect();
    assert_eq!(joined.len() as u64, first.bytes);
    assert_eq!(stage.judge_of("J01", &first.file).pack.entries().len(), 4);

    // One file again, under the digits of the same slip.
    let table = out.join("passphrases.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replace("J01.judgepack.001", "J01.judgepack")).unwrap();
    fs::write(out.join("westlake-2020_J01.judgepack"), joined).unwrap();
    assert_eq!(stage.judge("J01").pack.entries().len(), 4);

    let names: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|child| child.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(names.is_empty(), "nothing unfinished is left: {names:?}");
}

#[test]
fn a_first_volume_of_the_name_stops_the_issue_before_anything_is_written() {
    let mut stage = Stage::before_packs();
    let out = stage.packs();
    fs::create_dir(&out).unwrap();
    fs::write(out.join("westlake-2020_J02.judgepack.001"), b"mine").unwrap();
    let refused = stage.organizer.issue(
        &PackOrder {
            volumes: Volumes::Fat32,
            ..PackOrder::default()
        },
        &out,
        now(),
        &mut stage.rng,
        &mut go,
    );
    assert!(matches!(refused, Err(IssueError::FileThere { .. })));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
}
