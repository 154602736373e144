//! The invitation file: read back as written, read by stock `age`, and never more than comments and one key.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use rand::rngs::OsRng;
use seal::{Identity, InvitationFile, SealError, SigningKey};

#[test]
fn an_invitation_file_says_for_whom_it_is_and_comes_back() {
    let organiser = SigningKey::generate(&mut OsRng).public();
    let made = InvitationFile::generate("westlake-2020", "J07", &organiser);
    let read = InvitationFile::parse(&made.to_text()).unwrap();
    assert_eq!(read.recipient(), made.recipient());
    assert_eq!(read.contest(), Some("westlake-2020"));
    assert_eq!(read.judge(), Some("J07"));
    assert_eq!(
        read.organiser(),
        Some(organiser.fingerprint().to_string().as_str())
    );
    assert_eq!(*read.to_text(), *made.to_text());
    // What reads identities alone reads it too.
    assert_eq!(
        Identity::parse(&made.to_text()).unwrap().to_recipient(),
        made.recipient()
    );
}

#[test]
fn a_plain_identity_file_is_an_invitation_file_without_comments() {
    let identity = Identity::generate();
    let text = format!(
        "# created: 2020-09-01\r\n\r\n{}\r\n",
        *identity.to_secret_string()
    );
    let read = InvitationFile::parse(&text).unwrap();
    assert_eq!(read.recipient(), identity.to_recipient());
    assert_eq!(
        (read.contest(), read.judge(), read.organiser()),
        (None, None, None)
    );
}

#[test]
fn a_comment_cannot_smuggle_a_line_in() {
    let organiser = SigningKey::generate(&mut OsRng).public();
    let other = Identity::generate();
    let hostile = format!("x\n{}\r", *other.to_secret_string());
    let made = InvitationFile::generate(&hostile, "J07\u{1b}[2J", &organiser);
    let text = made.to_text();
    assert_eq!(
        text.lines().filter(|line| !line.starts_with('#')).count(),
        1
    );
    assert!(
        text.chars()
            .all(|character| character == '\n' || !character.is_control())
    );
    assert_eq!(
        InvitationFile::parse(&text).unwrap().recipient(),
        made.recipient()
    );
}

#[test]
fn a_comment_that_says_nothing_is_none() {
    let secret = Identity::generate().to_secret_string();
    for comment in [
        "# contest: ",
        "# contest:  \u{7}",
        "# contest: \u{1b}\u{2028}",
    ] {
        let read = InvitationFile::parse(&format!("{comment}\n{}\n", *secret)).unwrap();
        assert_eq!(read.contest(), None, "{comment:?}");
        let again = InvitationFile::parse(&read.to_text()).unwrap();
        assert_eq!(again.to_text(), read.to_text());
    }
}

#[test]
fn what_is_no_single_identity_is_refused() {
    let one = Identity::generate().to_secret_string();
    let two = format!("{}\n{}\n", *one, *Identity::generate().to_secret_string());
    let long = format!("{}\n{}", *one, "#".repeat(20_000));
    for text in [
        "",
        "# only a comment\n",
        "age1abc",
        two.as_str(),
        long.as_str(),
    ] {
        assert!(matches!(
            InvitationFile::parse(text),
            Err(SealError::NotAKey { .. })
        ));
    }
}

#[cfg(unix)]
#[test]
fn stock_age_opens_a_pack_with_an_invitation_file() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let organiser = SigningKey::generate(&mut OsRng).public();
    let invitation = InvitationFile::generate("西湖 2020", "J07", &organiser);
    let path = folder.path().join("J07.invitation");
    std::fs::write(&path, invitation.to_text().as_bytes()).unwrap();
    let mut out = seal::encrypt_to_recipient(Vec::new(), &invitation.recipient()).unwrap();
    out.write_all(b"the pack").unwrap();
    let mut child = Command::new("age")
        .args(["-d", "-i"])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let sealed = out.finish().unwrap();
    child.stdin.take().unwrap().write_all(&sealed).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, b"the pack");
}
