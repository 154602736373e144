//! The test vectors of the age format (C2SP CCTV, `age/`): this reader and the `age` crate decide alike on every one.
//!
//! The vectors are read where the published `age` crate carries them; none is copied. Each is a few lines of facts
//! (`expect`, `payload`, `identity`, `passphrase`), a blank line, and an age file, perhaps compressed with zlib.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;
use std::str::FromStr;

use age::secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::header::{self, Asked};
use crate::{Identity, SealError, SealedFile};

/// What a reader makes of a vector, in the words of the vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Success,
    NoMatch,
    Header,
    Hmac,
    Payload,
    Armour,
}

/// Headers that the `age` crate opens although the format forbids them: a stanza whose body has no last short line. Here
/// they are refused, as the vectors demand.
const LAXER_IN_AGE: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];

struct Vector {
    name: String,
    expected: Outcome,
    payload: Option<String>,
    identities: Vec<String>,
    passphrases: Vec<String>,
    file: Vec<u8>,
}

/// The folder of the vectors in the sources of the `age` crate that this crate is built with.
///
/// Only what this platform needs is asked for: what other platforms need was perhaps never downloaded.
fn folder() -> PathBuf {
    let host = printed(Command::new("rustc").args(["--print", "host-tuple"]));
    let metadata = printed(
        Command::new(std::env::var_os("CARGO").expect("cargo runs the tests"))
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .args(["--filter-platform", host.trim_end()])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    );
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let age = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| package["name"] == "age")
        .expect("the age crate is a dependency");
    PathBuf::from(age["manifest_path"].as_str().unwrap())
        .with_file_name("tests")
        .join("testdata/testkit")
}

/// What a command prints; it has to end well.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn vectors() -> Vec<Vector> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the age crate carries the vectors")
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            vector(name, &fs::read(path).unwrap())
        })
        .collect()
}

fn vector(name: &str, bytes: &[u8]) -> Vector {
    let blank = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
    let mut vector = Vector {
        name: name.to_owned(),
        expected: Outcome::Success,
        payload: None,
        identities: Vec::new(),
        passphrases: Vec::new(),
        file: bytes[blank + 2..].to_vec(),
    };
    for line in std::str::from_utf8(&bytes[..blank]).unwrap().lines() {
        let (key, value) = line.split_once(": ").unwrap();
        match key {
            "expect" => {
                vector.expected = match value {
                    "success" => Outcome::Success,
                    "no match" => Outcome::NoMatch,
                    "header failure" => Outcome::Header,
                    "HMAC failure" => Outcome::Hmac,
                    "payload failure" => Outcome::Payload,
                    "armor failure" => Outcome::Armour,
                    other => panic!("{name} expects {other}"),
                }
            }
            "payload" => vector.payload = Some(value.to_owned()),
            "identity" => vector.identities.push(value.to_owned()),
            "passphrase" => vector.passphrases.push(value.to_owned()),
            "armored" | "file key" | "comment" => {}
            "compressed" => {
                let mut plain = Vec::new();
                flate2::read::ZlibDecoder::new(vector.file.as_slice())
                    .read_to_end(&mut plain)
                    .unwrap();
                vector.file = plain;
            }
            other => panic!("{name} has a key {other}"),
        }
    }
    vector
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Opens and reads the whole vector with each of its keys in turn, as a person with several would.
fn ours(vector: &Vector) -> Result<Vec<u8>, SealError> {
    let open = |key: &dyn age::Identity, asked| {
        let mut file: File = tempfile::tempfile().unwrap();
        file.write_all(&vector.file).unwrap();
        let sealed =
            SealedFile::open_by(vec![file], |head| header::payload_key_by(head, key, asked))?;
        let mut plain = vec![0; usize::try_from(sealed.len()).unwrap()];
        let count = sealed.read_at(0, &mut plain)?;
        assert_eq!(count, plain.len());
        Ok(plain)
    };
    let mut last = Err(SealError::WrongKey);
    if vector.passphrases.is_empty() && vector.identities.is_empty() {
        last = open(&age::x25519::Identity::generate(), Asked::Identity);
    }
    for words in &vector.passphrases {
        let identity = header::scrypt_identity(SecretString::from(words.clone()));
        last = open(&identity, Asked::Passphrase);
    }
    for identity in &vector.identities {
        if matches!(last, Err(SealError::WrongKey | SealError::WrongPassphrase)) {
            let identity = age::x25519::Identity::from_str(identity).unwrap();
            last = open(&identity, Asked::Identity);
        }
    }
    last
}

/// The same with the `age` crate's own reader.
fn theirs(vector: &Vector) -> Outcome {
    use age::DecryptError::{
        ExcessiveWork, InvalidHeader, InvalidMac, Io, NoMatchingKeys, UnknownFormat,
    };
    let mut identities: Vec<Box<dyn age::Identity>> = Vec::new();
    for words in &vector.passphrases {
        identities.push(Box::new(header::scrypt_identity(SecretString::from(
            words.clone(),
        ))));
    }
    for identity in &vector.identities {
        identities.push(Box::new(age::x25519::Identity::from_str(identity).unwrap()));
    }
    let opened = age::Decryptor::new_buffered(vector.file.as_slice())
        .and_then(|decryptor| decryptor.decrypt(identities.iter().map(|identity| &**identity)));
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(NoMatchingKeys | age::DecryptError::DecryptionFailed) => return Outcome::NoMatch,
        Err(InvalidMac) => return Outcome::Hmac,
        Err(InvalidHeader | UnknownFormat | Io(_) | ExcessiveWork { .. }) => {
            return Outcome::Header;
        }
        Err(other) => panic!("{}: {other}", vector.name),
    };
    let mut plain = Vec::new();
    match reader.read_to_end(&mut plain) {
        Ok(_) => Outcome::Success,
        Err(_) => Outcome::Payload,
    }
}

/// Whether a refusal of ours is one that the outcome allows. A wrong MAC and a malformed header are both damage at the
/// beginning here: what to do about them is the same.
fn fits(error: &SealError, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Success => false,
        Outcome::NoMatch => matches!(error, SealError::WrongKey | SealError::WrongPassphrase),
        Outcome::Hmac => matches!(error, SealError::Damaged { offset: 0 }),
        Outcome::Header => matches!(
            error,
            SealError::NotAge
                | SealError::Damaged { offset: 0 }
                | SealError::Truncated { .. }
                | SealError::HeaderTooLarge { .. }
                | SealError::WorkFactorTooHigh { .. }
        ),
        Outcome::Payload => matches!(
            error,
            SealError::Damaged { .. } | SealError::Truncated { .. }
        ),
        Outcome::Armour => matches!(error, SealError::NotAge),
    }
}

#[test]
fn every_vector_of_the_age_format_is_decided_as_published_and_as_the_age_crate_does() {
    let mut counted: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut armoured = 0;
    let mut wrong = Vec::new();
    for vector in vectors() {
        let mine = ours(&vector);
        // A pack is binary, so an armoured file is none of ours, however good it is.
        if vector.name.starts_with("armor") {
            armoured += 1;
            if !matches!(mine, Err(SealError::NotAge)) {
                wrong.push(format!("{}: {mine:?}", vector.name));
            }
            continue;
        }
        *counted.entry(vector.expected).or_default() += 1;
        let agrees = match &mine {
            Ok(plain) => {
                vector.expected == Outcome::Success && vector.payload == Some(sha256(plain))
            }
            Err(error) => fits(error, vector.expected),
        };
        let other = theirs(&vector);
        let alike = match &mine {
            Ok(_) => other == Outcome::Success,
            Err(error) => fits(error, other),
        };
        let alike = alike || LAXER_IN_AGE.contains(&vector.name.as_str());
        if !agrees || !alike {
            wrong.push(format!(
                "{}: expected {:?}, age says {other:?}, here {:?}",
                vector.name,
                vector.expected,
                mine.map(|plain| plain.len())
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(armoured, 31);
    let counts: Vec<(Outcome, usize)> = counted.into_iter().collect();
    assert_eq!(
        counts,
        [
            (Outcome::Success, 15),
            (Outcome::NoMatch, 7),
            (Outcome::Header, 51),
            (Outcome::Hmac, 1),
            (Outcome::Payload, 18),
        ]
    );
}

#[test]
fn reading_whole_and_reading_in_place_decide_alike_on_every_vector() {
    let mut compared = 0;
    for vector in vectors() {
        for identity in &vector.identities {
            let identity = Identity::parse(identity).unwrap();
            let whole = crate::decrypt_all(&vector.file, &identity, 1 << 26);
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&vector.file).unwrap();
            let in_place =
                SealedFile::open(file, crate::Unlock::Identity(&identity)).and_then(|sealed| {
                    let mut plain = vec![0; usize::try_from(sealed.len()).unwrap()];
                    sealed.read_at(0, &mut plain)?;
                    Ok(plain)
                });
            match (&whole, &in_place) {
                (Ok(whole), Ok(in_place)) => assert_eq!(whole, in_place, "{}", vector.name),
                (Err(_), Err(_)) => {}
                _ => panic!("{}: {whole:?} {in_place:?}", vector.name),
            }
            compared += 1;
        }
    }
    assert!(compared > 70, "{compared}");
}
