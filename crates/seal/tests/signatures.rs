//! A signature proves one key, one purpose and one message, and no byte of it can change.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use rand::rngs::OsRng;
use seal::{PublicKey, SealError, SigningKey};

const PURPOSE: &str = "score-bundle@jurydesk";

#[test]
fn a_signature_holds_for_its_message_purpose_and_key_only() {
    let key = SigningKey::generate(&mut OsRng);
    let other = SigningKey::generate(&mut OsRng);
    let signature = key.sign(PURPOSE, b"marks").unwrap();
    key.public().verify(PURPOSE, b"marks", &signature).unwrap();
    assert!(matches!(
        key.public().verify(PURPOSE, b"Marks", &signature),
        Err(SealError::BadSignature)
    ));
    assert!(matches!(
        key.public()
            .verify("judge-pack@jurydesk", b"marks", &signature),
        Err(SealError::OtherNamespace { .. })
    ));
    assert!(matches!(
        other.public().verify(PURPOSE, b"marks", &signature),
        Err(SealError::OtherSigner)
    ));
}

#[test]
fn no_byte_of_a_signature_can_change_unnoticed() {
    let key = SigningKey::generate(&mut OsRng);
    let signature = key.sign(PURPOSE, b"marks").unwrap();
    for at in 0..signature.len() {
        for change in [1_u8, 32] {
            let mut bytes = signature.clone().into_bytes();
            bytes[at] ^= change;
            if let Ok(text) = String::from_utf8(bytes) {
                assert!(
                    key.public().verify(PURPOSE, b"marks", &text).is_err(),
                    "byte {at} changed by {change}"
                );
            }
        }
    }
    for text in [
        format!("{signature}\n"),
        signature.trim_end().to_owned(),
        signature.replace('\n', "\r\n"),
        format!(" {signature}"),
        String::new(),
    ] {
        assert!(matches!(
            key.public().verify(PURPOSE, b"marks", &text),
            Err(SealError::NotASignature { .. })
        ));
    }
}

#[test]
fn a_weak_key_is_refused() {
    // The neutral element and a point of order eight: under them one signature fits every message.
    for hex in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        let bytes: Vec<u8> = (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let key = ssh_key::PublicKey::from(ssh_key::public::KeyData::Ed25519(
            ssh_key::public::Ed25519PublicKey(bytes.try_into().unwrap()),
        ));
        let line = key.to_openssh().unwrap();
        assert!(
            matches!(
                PublicKey::parse(&line),
                Err(SealError::KeyNotAllowed { .. })
            ),
            "{hex}"
        );
    }
}

#[test]
fn another_algorithm_is_refused() {
    let ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHwf2HMM5TRXvo2SQJjsNkiDD5KqiiNjrGVv3UUh+mMT5RHxiRtOnlqvjhQtBq0VpmpCV/PwUdhOig4vkbqAcEc=";
    assert!(matches!(
        PublicKey::parse(ecdsa),
        Err(SealError::KeyNotAllowed { .. } | SealError::NotAKey { .. })
    ));
    assert!(matches!(
        PublicKey::parse("ssh-ed25519"),
        Err(SealError::NotAKey { .. })
    ));
}

#[test]
fn a_key_has_one_line_and_secrets_stay_out_of_debug() {
    let key = SigningKey::generate(&mut OsRng);
    let line = key.public().to_openssh();
    assert_eq!(
        PublicKey::parse(&format!("{line} 某人\n"))
            .unwrap()
            .to_openssh(),
        line
    );
    let copy = SigningKey::from_openssh(&key.to_openssh()).unwrap();
    assert_eq!(copy.public(), key.public());
    assert_eq!(format!("{key:?}"), format!("SigningKey(of {line})"));
    let identity = seal::Identity::generate();
    assert!(!format!("{identity:?}").contains("SECRET"));
}

#[test]
fn a_key_file_with_endless_bcrypt_rounds_is_refused_before_the_work() {
    let key = SigningKey::generate(&mut OsRng);
    let digits = seal::Passphrase::generate(&mut OsRng);
    let text = key.to_openssh_encrypted(&digits, &mut OsRng).unwrap();
    let parsed = ssh_key::PrivateKey::from_openssh(&text).unwrap();
    let mut bytes = parsed.to_bytes().unwrap().to_vec();
    let ssh_key::Kdf::Bcrypt { salt, rounds } = parsed.kdf() else {
        panic!("{:?}", parsed.kdf());
    };
    let at = bytes
        .windows(salt.len())
        .position(|window| window == salt)
        .unwrap()
        + salt.len();
    assert_eq!(bytes[at..at + 4], rounds.to_be_bytes());
    bytes[at..at + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    let hostile = ssh_key::PrivateKey::from_bytes(&bytes)
        .unwrap()
        .to_openssh(ssh_key::LineEnding::LF)
        .unwrap();
    assert!(matches!(
        SigningKey::from_openssh_encrypted(&hostile, &digits),
        Err(SealError::WorkFactorTooHigh {
            required: u32::MAX,
            ..
        })
    ));
}
