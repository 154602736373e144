//! The chain end to end through the built `jury`, with the judge's side by the same use cases as the window,
//! and the files checked with stock tools.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{Desk, Session};
use rand::rngs::OsRng;
use seal::Passphrase;
use serde_json::Value;
use whole::demo::{Demo, sheet};
use whole::judging::{judge, now};
use whole::programs::{jury_json, root, run_jury};

fn text(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}

fn merge(demo: &Demo, file: &Path, expected: i32) -> Value {
    let answer = jury_json(&["merge", &text(&demo.folder()), &text(file)], expected);
    answer["lines"][0].clone()
}

fn rank(demo: &Demo) -> Value {
    jury_json(&["rank", &text(&demo.folder())], 0)
}

/// Flips one bit in the middle of a copy of the file.
fn flipped(file: &Path, place: f64) -> PathBuf {
    let mut bytes = std::fs::read(file).unwrap();
    let at = (bytes.len() as f64 * place) as usize;
    bytes[at] ^= 1;
    let copy = file.with_extension("flipped");
    std::fs::write(&copy, bytes).unwrap();
    copy
}

#[test]
fn four_judges_bundles_make_a_ranking_that_is_no_longer_provisional() {
    let demo = Demo::new();
    for (place, points) in [(0, 8.0), (1, 6.0), (2, 7.0), (3, 5.0)] {
        let bundle = judge(&demo, place, points);
        assert_eq!(merge(&demo, &bundle, 0)["verdict"], "merged");
        let provisional = rank(&demo)["provisional"] == true;
        assert_eq!(provisional, place < 3, "after judge {place}");
    }
    let ranking = rank(&demo);
    let lines = ranking["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 14);
    assert!(lines.iter().all(|line| line["reviews"] == 3));
    let ranks: Vec<u64> = lines
        .iter()
        .map(|line| line["rank"].as_u64().unwrap())
        .collect();
    assert!(ranks.is_sorted());
}

#[test]
fn one_byte_changed_in_a_bundle_is_refused_and_nothing_is_merged_or_lost() {
    let demo = Demo::new();
    let bundle = judge(&demo, 0, 8.0);
    let before = rank(&demo);
    for place in [0.1, 0.5, 0.9] {
        let broken = flipped(&bundle, place);
        let line = merge(&demo, &broken, 1);
        assert_eq!(line["verdict"], "held", "{line}");
        assert!(line["reason"]["code"].is_string(), "{line}");
        assert_eq!(rank(&demo), before);
        let kept = whole_tree(&demo.folder().join("received"));
        assert!(
            kept.contains(&std::fs::read(&broken).unwrap()),
            "kept byte for byte"
        );
        let said = run_jury(&[
            "merge",
            &text(&demo.folder()),
            &text(&broken),
            "--lang",
            "zh",
        ]);
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(
            said.contains("没有并入") || said.contains("未并入") || said.contains("暂存"),
            "{said}"
        );
    }
    assert_eq!(
        merge(&demo, &bundle, 0)["verdict"],
        "merged",
        "the whole one still comes in"
    );
}

#[test]
fn the_same_bundle_twice_changes_nothing() {
    let demo = Demo::new();
    let bundle = judge(&demo, 0, 8.0);
    merge(&demo, &bundle, 0);
    let before = rank(&demo);
    let copy = bundle.with_extension("copy");
    std::fs::copy(&bundle, &copy).unwrap();
    merge(&demo, &copy, 0);
    assert_eq!(rank(&demo), before);
}

#[test]
fn a_bundle_of_another_contest_is_refused() {
    let (ours, theirs) = (Demo::new(), Demo::another());
    let bundle = judge(&theirs, 0, 8.0);
    let line = merge(&ours, &bundle, 1);
    assert_eq!(line["verdict"], "held", "{line}");
    assert_eq!(rank(&ours)["lines"].as_array().unwrap().len(), 0);
}

#[test]
fn a_later_revision_replaces_and_an_earlier_one_never_does() {
    let demo = Demo::new();
    let first = judge(&demo, 0, 8.0);
    let second = judge(&demo, 0, 9.0);
    assert_eq!(merge(&demo, &second, 0)["verdict"], "merged");
    let after = rank(&demo);
    assert_eq!(merge(&demo, &first, 0)["verdict"], "older");
    assert_eq!(rank(&demo), after);
}

#[test]
fn one_byte_changed_in_a_video_of_a_pack_is_refused_by_name() {
    let demo = Demo::new();
    let (file, passphrase) = demo.pack(0);
    let passphrase = Passphrase::parse(&passphrase).unwrap();
    // Media lie behind the texts, so the middle of a pack is inside a medium.
    let broken = flipped(&file, 0.6);
    let mut desk = Desk::open(&demo.beside("judge")).unwrap();
    let (session, _) = Session::open(&mut desk, &broken, &passphrase, now(), &mut OsRng).unwrap();
    let refused =
        Session::check(session.pack(), &mut |_| std::ops::ControlFlow::Continue(())).unwrap_err();
    assert_eq!(refused.code(), "pack_damaged");
    assert!(
        refused.facts()["file"].starts_with("media/"),
        "{:?}",
        refused.facts()
    );
    // The other media still play.
    let untouched = session
        .entries()
        .iter()
        .flat_map(|entry| &entry.media)
        .filter(|medium| {
            let mut piece = vec![0; 4096];
            let length = session.pack().media_len(&medium.file).unwrap();
            (0..length).step_by(4096).all(|at| {
                session
                    .pack()
                    .read_media(&medium.file, at, &mut piece)
                    .is_ok()
            })
        })
        .count();
    assert!(untouched > 5, "{untouched} media are whole");
}

/// The bytes of every file below a folder.
fn whole_tree(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        if file.path().is_dir() {
            found.extend(whole_tree(&file.path()));
        } else {
            found.push(std::fs::read(file.path()).unwrap());
        }
    }
    found
}

fn tool(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The organiser's passphrase off the printed sheet of the contest `c`, in a file beside it.
fn key_off_the_sheet(folder: &Path) -> PathBuf {
    let page = std::fs::read_to_string(folder.join("c-passphrase.html")).unwrap();
    let (_, after) = page.split_once("id=\"passphrase\">").unwrap();
    let (inside, _) = after.split_once("</dd>").unwrap();
    let digits: String = inside.chars().filter(char::is_ascii_digit).collect();
    let place = folder.join("passphrase.txt");
    std::fs::write(&place, digits).unwrap();
    place
}

/// A contest made of real mails: received, accepted, assigned and issued.
struct Mailbox {
    folder: tempfile::TempDir,
}

impl Mailbox {
    fn issued() -> Mailbox {
        let folder = tempfile::tempdir().unwrap();
        let contest = text(&folder.path().join("c"));
        let mails = text(&root().join("tests/fixtures/eml"));
        jury_json(&["new", &contest], 0);
        jury_json(&["intake", &contest, &mails], 0);
        let queue = jury_json(&["queue", &contest], 0);
        let drafts = queue["drafts"].as_array().unwrap();
        assert!(drafts.len() >= 15, "{} drafts", drafts.len());
        jury_json(&["accept", &contest, "--all", "--theme", "2"], 0);
        let judges = folder.path().join("judges.csv");
        std::fs::write(
            &judges,
            "id,name,unit,email,themes\nJ01,沈清,城研院,a@x.example,\nJ02,陆远,规划院,b@x.example,\n",
        )
        .unwrap();
        jury_json(&["judges", &contest, &text(&judges)], 0);
        jury_json(&["assign", &contest, "--reviews", "2", "--seed", "7"], 0);
        jury_json(
            &[
                "pack",
                &contest,
                "--out",
                &text(&folder.path().join("packs")),
                "--passphrase-file",
                &text(&key_off_the_sheet(folder.path())),
            ],
            0,
        );
        Mailbox { folder }
    }

    /// Decrypts a pack with stock `age` and unpacks it with stock `unzip`.
    fn unpacked(&self) -> PathBuf {
        let packs = self.folder.path().join("packs");
        let row = &sheet(&packs)[0];
        let zip = self.folder.path().join("pack.zip");
        let out = self.folder.path().join("unpacked");
        // age reads a passphrase from the terminal only; `script` gives it one.
        let line = format!(
            "age -d -o '{}' '{}'",
            zip.display(),
            packs.join(&row["file"]).display()
        );
        let digits: String = row["passphrase"]
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let mut child = Command::new("script")
            .args(["-qec", &line, "/dev/null"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        use std::io::Write;
        child
            .stdin
            .take()
            .unwrap()
            .write_all(format!("{digits}\n").as_bytes())
            .unwrap();
        let said = child.wait_with_output().unwrap();
        assert!(
            said.status.success(),
            "{}",
            String::from_utf8_lossy(&said.stdout)
        );
        let listed = tool(Command::new("unzip").arg("-l").arg(&zip));
        for name in [
            "manifest.json",
            "manifest.json.sig",
            "segments.bin",
            "media/",
        ] {
            assert!(listed.contains(name), "{name} in {listed}");
        }
        tool(
            Command::new("unzip")
                .arg("-q")
                .arg(&zip)
                .arg("-d")
                .arg(&out),
        );
        out
    }
}

#[test]
fn a_pack_opens_with_stock_tools_and_names_nobody() {
    let mailbox = Mailbox::issued();
    let out = mailbox.unpacked();
    let contest = mailbox.folder.path().join("c");

    let signers = mailbox.folder.path().join("allowed_signers");
    let key = std::fs::read_to_string(contest.join("keys/organiser.pub")).unwrap();
    std::fs::write(&signers, format!("organiser {key}")).unwrap();
    let verified = tool(
        Command::new("ssh-keygen")
            .args([
                "-Y",
                "verify",
                "-I",
                "organiser",
                "-n",
                "judge-pack@jurydesk",
                "-f",
            ])
            .arg(&signers)
            .arg("-s")
            .arg(out.join("manifest.json.sig"))
            .stdin(std::fs::File::open(out.join("manifest.json")).unwrap()),
    );
    assert!(verified.contains("Good"), "{verified}");

    // Everything that could tell who sent an entry, in every encoding it could hide in.
    let expected: Value = serde_json::from_slice(
        &std::fs::read(root().join("tests/fixtures/expected.json")).unwrap(),
    )
    .unwrap();
    let mut secrets = Vec::new();
    for source in expected["sources"].as_array().unwrap() {
        if !source["source"].as_str().unwrap().starts_with("eml/") {
            continue;
        }
        for attachment in source["attachments"].as_array().into_iter().flatten() {
            secrets.push(attachment["name"].as_str().unwrap().to_owned());
        }
        for key in ["from_name", "from_address"] {
            secrets.extend(source[key].as_str().map(str::to_owned));
        }
        for entry in source["entries"].as_array().into_iter().flatten() {
            for author in entry["authors"].as_array().into_iter().flatten() {
                secrets.push(author.as_str().unwrap().to_owned());
            }
            for phone in entry["phones"].as_array().into_iter().flatten() {
                secrets.push(phone.as_str().unwrap().to_owned());
            }
            secrets.extend(entry["unit"].as_str().map(str::to_owned));
        }
    }
    secrets.retain(|secret| secret.chars().count() >= 2);
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > 60, "{} secrets", secrets.len());
    let files = whole_tree(&out);
    assert!(files.len() > 15, "{} files", files.len());
    for secret in &secrets {
        let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_be: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gbk = encoding_rs::GB18030.encode(secret).0.into_owned();
        for form in [secret.as_bytes().to_vec(), utf16, utf16_be, gbk] {
            // Four bytes of noise in compressed video match by chance; a name that short is looked for in text.
            let places = files.iter().filter(|bytes| {
                (form.len() > 4 || std::str::from_utf8(bytes).is_ok())
                    && bytes.windows(form.len()).any(|window| window == form)
            });
            assert_eq!(places.count(), 0, "{secret} is in the pack");
        }
    }
    for medium in std::fs::read_dir(out.join("media")).unwrap().flatten() {
        if medium
            .path()
            .extension()
            .is_some_and(|ending| ending == "pdf")
        {
            let bytes = std::fs::read(medium.path()).unwrap();
            for key in ["/Author", "/Creator", "/Producer", "/Metadata", "/Title"] {
                let found = bytes
                    .windows(key.len())
                    .any(|window| window == key.as_bytes());
                assert!(!found, "{key} in {}", medium.path().display());
            }
            continue;
        }
        let tags = tool(
            Command::new("ffprobe")
                .args([
                    "-v",
                    "error",
                    "-show_entries",
                    "format_tags:stream_tags",
                    "-of",
                    "flat",
                ])
                .arg(medium.path())
                .stderr(std::process::Stdio::null()),
        );
        for tag in [
            "title",
            "artist",
            "comment",
            "location",
            "creation_time",
            "author",
        ] {
            assert!(
                !tags.to_lowercase().contains(&format!("tags.{tag}")),
                "{tags}"
            );
        }
    }
}
