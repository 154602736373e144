//! The commands of `docs/formats/` are run as they stand there, on freshly made files.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use common::Sample;
use common::answer::{answer, scored};
use pack::Sha256Hex;
use pack::judge_pack::{OpenPack, write_pack};
use rand::rngs::OsRng;
use seal::{Passphrase, SigningKey};

/// Runs a script on a terminal and types the digits when age asks for them.
const ON_A_TERMINAL: &str = r#"
import os, pty, sys
digits, script = sys.argv[1], sys.argv[2]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp("bash", ["bash", "-euo", "pipefail", script])
heard, asked = b"", False
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    heard += piece
    if not asked and b"assphrase" in heard and heard.rstrip(b" ").endswith(b":"):
        asked = True
        os.write(terminal, digits.encode() + b"\n")
sys.stdout.buffer.write(heard)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

/// All ```sh blocks of a document, in order.
fn commands(document: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/formats")
        .join(document);
    let text = fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = text
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect();
    assert!(blocks.len() >= 3, "{document}");
    blocks.concat()
}

fn run(document: &str, folder: &Path, digits: &str, variables: &[(&str, &str)]) -> (bool, String) {
    let work = tempfile::tempdir_in(folder).unwrap();
    let script = work.path().join("commands.sh");
    fs::write(&script, commands(document)).unwrap();
    let output = Command::new("python3")
        .args(["-c", ON_A_TERMINAL, digits])
        .arg(&script)
        .current_dir(work.path())
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), text)
}

/// A pack under digits, made of the sample's contents.
fn pack_of(sample: &Sample, digits: &Passphrase) -> (String, OpenPack) {
    let path = sample.folder.path().join("digits.judgepack");
    write_pack(
        fs::File::create(&path).unwrap(),
        &sample.contents,
        &sample.organiser,
        digits,
        &mut OsRng,
        &mut |_, _| ControlFlow::Continue(()),
    )
    .unwrap();
    let pack = OpenPack::open(&path, digits).unwrap();
    (path.to_str().unwrap().to_owned(), pack)
}

#[test]
fn the_commands_for_a_judge_pack_work() {
    let sample = Sample::new(2_500_000, 1_000);
    let digits = Passphrase::generate(&mut OsRng);
    let (path, pack) = pack_of(&sample, &digits);
    let key = sample.organiser.public();
    let (good, said) = run(
        "judge-pack.md",
        sample.folder.path(),
        digits.digits(),
        &[("PACK", &path), ("ORGANISER_KEY", &key.to_openssh())],
    );
    assert!(good, "{said}");
    assert!(
        said.contains("Good \"judge-pack@jurydesk\" signature for organiser"),
        "{said}"
    );
    assert!(said.contains("segments: good"), "{said}");
    assert!(said.contains(&key.fingerprint().to_string()), "{said}");
    assert!(said.contains(&pack.manifest().title), "{said}");

    let stranger = SigningKey::generate(&mut OsRng).public().to_openssh();
    let (good, said) = run(
        "judge-pack.md",
        sample.folder.path(),
        digits.digits(),
        &[("PACK", &path), ("ORGANISER_KEY", &stranger)],
    );
    assert!(!good, "{said}");
}

#[test]
fn the_commands_for_a_score_bundle_work() {
    let sample = Sample::new(1_000, 1_000);
    let pack = sample.open().unwrap();
    let entry = &pack.entries()[0];
    let sealed = answer(&pack, vec![scored(&pack, entry)], Vec::new());
    let at = |name: &str| sample.folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("J07.scorebundle"), &sealed.bytes).unwrap();
    fs::write(
        at("organiser.age"),
        sample.replies.to_secret_string().as_str(),
    )
    .unwrap();
    let variables = |key: &str| {
        [
            ("BUNDLE", at("J07.scorebundle")),
            ("IDENTITY", at("organiser.age")),
            ("INVITATION_KEY", key.to_owned()),
        ]
    };
    let attempt = |key: &str| {
        let variables = variables(key);
        let borrowed: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        run("score-bundle.md", sample.folder.path(), "", &borrowed)
    };
    let (good, said) = attempt(&pack.manifest().invitation_key);
    assert!(good, "{said}");
    for expected in [
        "Good \"enrolment@jurydesk\" signature for invitation".to_owned(),
        "Good \"score-bundle@jurydesk\" signature for judge".to_owned(),
        format!(
            "same judge and pack: J07 {}",
            Sha256Hex(pack.manifest_sha256())
        ),
        format!("{}  bundle/bundle.json", Sha256Hex(sealed.bundle_sha256)),
        sealed.fingerprint.to_string(),
        format!("{} scored practicable=7.5", entry.number),
        format!("{} 可以试行。", entry.number),
    ] {
        assert!(said.contains(&expected), "{expected}\n{said}");
    }
    let stranger = SigningKey::generate(&mut OsRng).public().to_openssh();
    let (good, said) = attempt(&stranger);
    assert!(!good, "{said}");
}
