//! Secrets stay out of everything that is printed: debug output, errors, and what a caller may log.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fmt::Debug;

use rand::rngs::OsRng;
use seal::{Identity, InvitationFile, Passphrase, SealError, SealedFile, SigningKey, Unlock};

/// Whether `shown` has a piece of `secret` in it: any eight characters in a row, however it is grouped.
fn leaks(shown: &str, secret: &str) -> bool {
    let squeeze = |text: &str| -> Vec<char> {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect()
    };
    let (shown, secret) = (squeeze(shown), squeeze(secret));
    secret
        .windows(8)
        .any(|piece| shown.windows(8).any(|window| window == piece))
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn the_test_itself_would_notice() {
    assert!(leaks("key 1234 5678 rest", "0123456789"));
    assert!(!leaks("key 1234", "0123456789"));
}

#[test]
fn a_passphrase_is_never_shown() {
    let passphrase = Passphrase::generate(&mut OsRng);
    assert!(!leaks(&shown(&passphrase), passphrase.digits()));
    assert!(!leaks(
        &shown(&Unlock::Passphrase(&passphrase)),
        passphrase.digits()
    ));
    let typed = format!("{}x", passphrase.digits());
    let refused = Passphrase::parse(&typed).unwrap_err();
    assert!(!leaks(
        &format!("{refused} {refused:?}"),
        passphrase.digits()
    ));
}

#[test]
fn a_signing_key_is_never_shown() {
    let key = SigningKey::generate(&mut OsRng);
    let text = key.to_openssh();
    let public = key.public().to_openssh();
    let body: String = text
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect();
    // The seed has the bytes 161 to 192 of the file; around it stands the public half, which may be shown.
    let secret = body.get(216..256).unwrap();
    assert!(!leaks(&shown(&key), secret));
    assert!(shown(&key).contains(&public));
    for text in [text.replace("OPENSSH", "OTHER"), text.replace('A', "!")] {
        let refused = SigningKey::from_openssh(&text).unwrap_err();
        assert!(!leaks(&format!("{refused} {refused:?}"), secret));
    }
}

#[test]
fn an_identity_is_never_shown() {
    let identity = Identity::generate();
    let secret = identity.to_secret_string();
    let secret = secret.strip_prefix("AGE-SECRET-KEY-1").unwrap();
    let key = SigningKey::generate(&mut OsRng).public();
    let invitation = InvitationFile::generate("westlake-2020", "J07", &key);
    let invited = invitation.identity().to_secret_string();
    let invited = invited.strip_prefix("AGE-SECRET-KEY-1").unwrap();
    assert!(!leaks(&shown(&identity), secret));
    assert!(!leaks(&shown(&Unlock::Identity(&identity)), secret));
    assert!(!leaks(&shown(&invitation), invited));
    for text in [
        format!("AGE-SECRET-KEY-2{secret}"),
        format!("{secret}\n{secret}"),
    ] {
        let refused = Identity::parse(&text).unwrap_err();
        assert!(!leaks(&format!("{refused} {refused:?}"), secret));
    }
}

#[test]
fn an_open_file_and_its_refusals_show_neither_key_nor_content() {
    use std::io::Write;
    let identity = Identity::generate();
    let secret = identity.to_secret_string();
    let content = "the content that nobody else may read";
    let mut out = seal::encrypt_to_recipient(Vec::new(), &identity.to_recipient()).unwrap();
    out.write_all(content.as_bytes()).unwrap();
    assert!(!leaks(&shown(&out), content));
    let mut bytes = out.finish().unwrap();
    let open = |bytes: &[u8]| -> Result<SealedFile, SealError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        SealedFile::open(file, Unlock::Identity(&identity))
    };
    let opened = open(&bytes).unwrap();
    opened.read_at(0, &mut [0; 100]).unwrap();
    assert!(!leaks(&shown(&opened), content));
    *bytes.last_mut().unwrap() ^= 1;
    let refused = open(&bytes).unwrap_err();
    let said = format!("{refused} {refused:?}");
    assert!(!leaks(&said, &secret) && !leaks(&said, content));
}
