//! What the writer refuses.

use std::fs;
use std::ops::ControlFlow;

use pack::judge_pack::{BlindEntry, MediaKind, PackContents, write_pack_to_recipient};
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::{Identity, SigningKey};

use crate::common::{contents, entry, medium, shown};

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
