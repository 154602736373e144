//! Places that are looked at again, and mailboxes of kinds and sizes that a program holds in no memory.

use std::io::Write;
use std::ops::ControlFlow;

use organizer::Step;
use whole::mailbox::{Forms, Recipe, write};
use whole::programs::root;
use whole::receiving::{contest, receive, state};
use whole::returns::moment;

#[test]
fn the_same_export_again_brings_only_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let recipe = Recipe {
        mails: 40,
        seed: 3,
        films: 0,
        forms: Forms::All,
    };
    let file = write(folder.path(), recipe).file;
    let first = receive(&mut organizer, &[file.clone(), file.clone()]);
    assert_eq!((first.sources, first.known), (80, 0));
    let before = state(&organizer);

    let mut go = |_: Step<'_>| ControlFlow::Continue(());
    let again = organizer.receive_again(None, moment(), &mut go).unwrap();
    assert_eq!((again.sources, again.known, again.duplicates), (40, 40, 40));
    assert_eq!(state(&organizer), before);

    let new =
        b"From - Thu Jun 18 15:30:00 2020\r\nFrom: new@x.example\r\nSubject: new\r\n\r\nx\r\n";
    let mut grown = std::fs::OpenOptions::new()
        .append(true)
        .open(&file)
        .unwrap();
    grown.write_all(new).unwrap();
    let again = organizer.receive_again(None, moment(), &mut go).unwrap();
    assert_eq!((again.sources, again.known, again.queued), (41, 40, 1));

    std::fs::remove_file(&file).unwrap();
    let gone = organizer.receive_again(None, moment(), &mut go).unwrap();
    assert_eq!(gone.sources, 0);
    assert_eq!(gone.skipped[0].reason, "not_there");
}

#[test]
fn a_packed_mailbox_gives_each_of_its_mails() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let path = folder.path().join("export.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for name in ["01-qq-gb18030", "03-words-split-inside-a-character"] {
        let raw = std::fs::read(root().join(format!("tests/fixtures/eml/{name}.eml"))).unwrap();
        zip.start_file(format!("收件箱/{name}.eml"), options)
            .unwrap();
        zip.write_all(&raw).unwrap();
    }
    zip.start_file("../说明.txt", options).unwrap();
    zip.write_all("导出说明".as_bytes()).unwrap();
    zip.finish().unwrap();
    let received = receive(&mut organizer, &[path]);
    assert_eq!(
        (received.sources, received.with_entries, received.set_aside),
        (3, 2, 1)
    );
    assert_eq!(
        received.lines[0].name,
        "export.zip/收件箱/01-qq-gb18030.eml"
    );
}

#[test]
fn a_mailbox_over_a_gigabyte_is_read_and_a_mail_that_is_too_large_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let path = folder.path().join("large.mbox");
    let mut file = std::fs::File::create(&path).unwrap();
    let mail = |number: u32| {
        format!("From - Thu Jun 18 15:30:00 2020\nFrom: a@x.example\nSubject: {number}\n\nx\n\n")
    };
    write!(file, "{}", mail(1)).unwrap();
    // Nothing is written there: the system gives zeros.
    let hole = file.metadata().unwrap().len() + (1200 << 20);
    file.set_len(hole).unwrap();
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap();
    write!(file, "\n\n{}", mail(2)).unwrap();
    let received = receive(&mut organizer, &[path]);
    assert_eq!((received.sources, received.queued), (1, 1));
    assert_eq!(received.skipped.len(), 1);
    assert_eq!(received.skipped[0].reason, "mail_too_large");
    assert!(
        received.skipped[0].path.starts_with("large.mbox#1 [32–"),
        "{}",
        received.skipped[0].path
    );
}
