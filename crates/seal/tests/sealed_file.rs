//! The positional reader reads what age reads, and damage costs only the chunk it is in.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::str::FromStr;

use rand::rngs::OsRng;
use rand::{Rng, RngCore};
use seal::{Identity, Passphrase, SealError, SealedFile, Unlock};

const CHUNK: usize = 65_536;
const SEALED: usize = CHUNK + 16;

fn encrypt(plain: &[u8], identity: &Identity) -> Vec<u8> {
    let mut out = seal::encrypt_to_recipient(Vec::new(), &identity.to_recipient()).unwrap();
    out.write_all(plain).unwrap();
    out.finish().unwrap()
}

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn open(bytes: &[u8], identity: &Identity) -> Result<SealedFile, SealError> {
    SealedFile::open(file_of(bytes), Unlock::Identity(identity))
}

fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Where the payload begins: after the header and its nonce.
fn payload_of(sealed: &[u8]) -> usize {
    let mac = sealed.windows(4).position(|four| four == b"\n---").unwrap() + 4;
    mac + sealed[mac..]
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap()
        + 1
        + 16
}

#[test]
fn any_place_reads_as_with_age_itself() {
    let identity = Identity::generate();
    let stock = age::x25519::Identity::from_str(&identity.to_secret_string()).unwrap();
    for length in [
        0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 262_144, 300_001,
    ] {
        let plain = noise(length);
        let sealed = encrypt(&plain, &identity);
        let ours = open(&sealed, &identity).unwrap();
        assert_eq!(ours.len(), length as u64);
        assert_eq!(ours.sealed_len_of(ours.len()), Some(sealed.len() as u64));
        let mut theirs = age::Decryptor::new(std::io::Cursor::new(&sealed))
            .unwrap()
            .decrypt(std::iter::once(&stock as &dyn age::Identity))
            .unwrap();
        let mut places = vec![(0, length), (length, 10), (length + 5, 3), (0, 0)];
        for border in (0..=length + CHUNK).step_by(CHUNK) {
            places.extend([(border.saturating_sub(1), 2), (border, 1), (border, CHUNK)]);
        }
        for _ in 0..40 {
            places.push((
                OsRng.gen_range(0..=length),
                OsRng.gen_range(0..=2 * CHUNK + 2),
            ));
        }
        for (offset, size) in places {
            let mut buffer = vec![0xEE; size];
            let count = ours.read_at(offset as u64, &mut buffer).unwrap();
            let mut expected = Vec::new();
            if offset <= length {
                theirs.seek(SeekFrom::Start(offset as u64)).unwrap();
                theirs
                    .by_ref()
                    .take(size as u64)
                    .read_to_end(&mut expected)
                    .unwrap();
            }
            assert_eq!(&buffer[..count], expected, "{size} at {offset} of {length}");
        }
    }
}

#[test]
fn age_itself_reads_what_is_written_in_pieces_of_any_size() {
    let identity = Identity::generate();
    let stock = age::x25519::Identity::from_str(&identity.to_secret_string()).unwrap();
    // The writer hands 16 chunks on at a time, and every further 16 while the ones before are encrypted.
    let lengths = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 8 * CHUNK, 15 * CHUNK + 5];
    let longer = [
        16 * CHUNK - 1,
        16 * CHUNK,
        16 * CHUNK + 1,
        32 * CHUNK,
        130 * CHUNK + 77,
    ];
    for length in lengths.into_iter().chain(longer) {
        let plain = noise(length);
        for piece in [1_000, CHUNK, 100_001, length.max(1)] {
            let mut out = seal::encrypt_to_recipient(Vec::new(), &identity.to_recipient()).unwrap();
            for part in plain.chunks(piece) {
                out.write_all(part).unwrap();
                // Not always, so that several runs are on their way at once.
                if piece == 100_001 {
                    out.flush().unwrap();
                }
            }
            let sealed = out.finish().unwrap();
            let mut read = Vec::new();
            age::Decryptor::new(sealed.as_slice())
                .unwrap()
                .decrypt(std::iter::once(&stock as &dyn age::Identity))
                .unwrap()
                .read_to_end(&mut read)
                .unwrap();
            assert_eq!(read, plain, "{length} bytes in pieces of {piece}");
        }
    }
}

/// Storage that fails once in the middle, as a full disk does, and takes everything afterwards.
struct FailsOnce {
    taken: Vec<u8>,
    fails_at: usize,
}

impl Write for FailsOnce {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.taken.len() < self.fails_at {
            let count = bytes.len().min(self.fails_at - self.taken.len());
            self.taken.extend_from_slice(&bytes[..count]);
            return Ok(count);
        }
        if self.fails_at > 0 {
            self.fails_at = 0;
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.taken.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn after_a_failure_of_the_storage_nothing_more_is_written() {
    let identity = Identity::generate();
    let mut storage = FailsOnce {
        taken: Vec::new(),
        fails_at: 100_000,
    };
    let plain = vec![b'x'; 200 * CHUNK];
    let mut out = seal::encrypt_to_recipient(&mut storage, &identity.to_recipient()).unwrap();
    assert!(out.write_all(&plain).is_err());
    assert!(out.write_all(&plain).is_err());
    assert!(out.finish().is_err());
    assert_eq!(storage.taken.len(), 100_000);
    // The same key stream twice would have given the content back.
    assert!(!storage.taken.windows(8).any(|eight| eight == b"xxxxxxxx"));
}

#[test]
fn a_file_that_was_not_finished_is_refused() {
    let identity = Identity::generate();
    for length in [0, 10, 70 * CHUNK] {
        let mut bytes = Vec::new();
        let mut out = seal::encrypt_to_recipient(&mut bytes, &identity.to_recipient()).unwrap();
        out.write_all(&noise(length)).unwrap();
        drop(out);
        assert!(open(&bytes, &identity).is_err(), "{length}");
    }
}

#[test]
fn a_bad_chunk_fails_only_the_reads_that_touch_it() {
    let identity = Identity::generate();
    let plain = noise(4 * CHUNK + 100);
    let mut sealed = encrypt(&plain, &identity);
    let payload = payload_of(&sealed);
    sealed[payload + SEALED + 1234] ^= 1;
    let file = open(&sealed, &identity).unwrap();
    let mut buffer = vec![0; CHUNK];
    for good in [0, 2, 3] {
        let offset = good * CHUNK;
        assert_eq!(file.read_at(offset as u64, &mut buffer).unwrap(), CHUNK);
        assert_eq!(buffer, plain[offset..offset + CHUNK]);
    }
    for touching in [CHUNK - 1, CHUNK, 2 * CHUNK - 1] {
        let bad = file.read_at(touching as u64, &mut buffer);
        let at = (payload + SEALED) as u64;
        assert!(
            matches!(bad, Err(SealError::Damaged { offset }) if offset == at),
            "{bad:?}"
        );
    }
}

#[test]
fn a_changed_byte_is_refused_wherever_it_is() {
    let identity = Identity::generate();
    let plain = noise(CHUNK + 50);
    let sealed = encrypt(&plain, &identity);
    let payload = payload_of(&sealed);
    // All of the header, its MAC, the nonce; then both chunks, their tags and the end.
    let places = (0..payload + 4).chain([
        payload + SEALED - 17,
        payload + SEALED - 1,
        payload + SEALED,
        sealed.len() - 17,
        sealed.len() - 1,
    ]);
    let mut buffer = vec![0; plain.len()];
    for at in places {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let result = open(&changed, &identity).and_then(|file| file.read_at(0, &mut buffer));
        assert!(result.is_err(), "byte {at}, payload from {payload}");
    }
}

#[test]
fn a_file_without_its_end_is_never_opened() {
    let identity = Identity::generate();
    let sealed = encrypt(&noise(3 * CHUNK), &identity);
    let payload = payload_of(&sealed);
    for border in 0..3 {
        let cut = payload + border * SEALED;
        assert!(
            matches!(
                open(&sealed[..cut], &identity),
                Err(SealError::Truncated { bytes }) if bytes == cut as u64
            ),
            "at border {border}"
        );
    }
    for cut in (0..payload).chain((payload..sealed.len()).step_by(997)) {
        let result = open(&sealed[..cut], &identity);
        assert!(
            matches!(
                result,
                Err(SealError::Truncated { .. } | SealError::Damaged { .. } | SealError::NotAge)
            ),
            "{cut}: {result:?}"
        );
    }
    let beginning = SealedFile::open_beginning(
        vec![file_of(&sealed[..payload + SEALED + 9])],
        Unlock::Identity(&identity),
    )
    .unwrap();
    assert_eq!(beginning.len(), CHUNK as u64);
    beginning.read_at(5, &mut [0; 100]).unwrap();
}

#[test]
fn bytes_after_the_end_are_refused() {
    let identity = Identity::generate();
    for length in [0, 10, CHUNK, CHUNK + 1] {
        for surplus in [1, 16, 17, SEALED] {
            let mut sealed = encrypt(&noise(length), &identity);
            sealed.extend(noise(surplus));
            assert!(
                open(&sealed, &identity).is_err(),
                "{surplus} after {length}"
            );
        }
    }
}

#[test]
fn wrong_digits_wrong_identity_and_no_age_file_are_told_apart() {
    let right = Passphrase::generate(&mut OsRng);
    let wrong = Passphrase::generate(&mut OsRng);
    let mut out = seal::encrypt_to_passphrase(Vec::new(), &right).unwrap();
    out.write_all(b"x").unwrap();
    let sealed = out.finish().unwrap();
    let with = |bytes: &[u8], digits| SealedFile::open(file_of(bytes), Unlock::Passphrase(digits));
    assert_eq!(with(&sealed, &right).unwrap().len(), 1);
    assert!(matches!(
        with(&sealed, &wrong),
        Err(SealError::WrongPassphrase)
    ));
    assert!(matches!(
        open(&sealed, &Identity::generate()),
        Err(SealError::WrongKey)
    ));
    let to_identity = encrypt(b"x", &Identity::generate());
    assert!(matches!(
        with(&to_identity, &right),
        Err(SealError::WrongKey)
    ));
    assert!(matches!(
        open(&to_identity, &Identity::generate()),
        Err(SealError::WrongKey)
    ));
    for bytes in [
        &b""[..],
        b"PK\x03\x04",
        b"hello, this is no age file at all",
    ] {
        assert!(matches!(with(bytes, &right), Err(SealError::NotAge)));
    }
}

#[test]
fn a_header_that_asks_for_too_much_is_refused_before_the_work() {
    let digits = Passphrase::generate(&mut OsRng);
    let sealed = seal::encrypt_to_passphrase(Vec::new(), &digits)
        .unwrap()
        .finish()
        .unwrap();
    let line = sealed.windows(4).position(|four| four == b" 16\n").unwrap();
    let mut hostile = sealed.clone();
    hostile[line + 1..line + 3].copy_from_slice(b"40");
    assert!(matches!(
        SealedFile::open(file_of(&hostile), Unlock::Passphrase(&digits)),
        Err(SealError::WorkFactorTooHigh {
            required: 40,
            limit: 18
        })
    ));

    let mut endless = b"age-encryption.org/v1\n".to_vec();
    endless.extend(b"-> X25519 a\n".repeat(10_000));
    assert!(matches!(
        SealedFile::open(file_of(&endless), Unlock::Passphrase(&digits)),
        Err(SealError::HeaderTooLarge { .. })
    ));
}

#[test]
fn volumes_read_as_the_one_file_they_were() {
    let identity = Identity::generate();
    let plain = noise(3 * CHUNK + 7);
    let sealed = encrypt(&plain, &identity);
    let (first, rest) = sealed.split_at(40);
    let (second, third) = rest.split_at(SEALED);
    let parts: Vec<File> = [first, second, &[][..], third]
        .into_iter()
        .map(file_of)
        .collect();
    let file = SealedFile::open_volumes(parts, Unlock::Identity(&identity)).unwrap();
    let mut buffer = vec![0; plain.len()];
    assert_eq!(file.read_at(0, &mut buffer).unwrap(), plain.len());
    assert_eq!(buffer, plain);
    assert!(
        SealedFile::open_volumes(
            [first, third, second].into_iter().map(file_of).collect(),
            Unlock::Identity(&identity)
        )
        .is_err()
    );
}

#[test]
fn many_threads_read_one_file() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let identity = Identity::generate();
    let plain = noise(20 * CHUNK);
    let file = shared(open(&encrypt(&plain, &identity), &identity).unwrap());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut buffer = vec![0; 100_000];
                for _ in 0..60 {
                    let offset = OsRng.gen_range(0..plain.len() - buffer.len());
                    file.read_at(offset as u64, &mut buffer).unwrap();
                    assert_eq!(buffer, plain[offset..offset + buffer.len()]);
                }
            });
        }
    });
}

#[test]
fn a_whole_decryption_is_capped_before_it_grows() {
    let identity = Identity::generate();
    let sealed = encrypt(&noise(200_000), &identity);
    assert!(seal::decrypt_all(&sealed, &identity, 200_000).is_ok());
    for cap in [0, 1_000, 199_999] {
        assert!(matches!(
            seal::decrypt_all(&sealed, &identity, cap),
            Err(SealError::TooLarge { limit }) if limit == cap
        ));
    }
    assert!(matches!(
        seal::decrypt_all(&sealed, &Identity::generate(), 200_000),
        Err(SealError::WrongKey)
    ));
    assert!(matches!(
        seal::decrypt_all(b"PK", &identity, 10),
        Err(SealError::NotAge)
    ));
    let mut damaged = sealed.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert!(matches!(
        seal::decrypt_all(&damaged, &identity, 200_000),
        Err(SealError::Damaged { .. })
    ));
    let cut = payload_of(&sealed) + SEALED;
    assert!(matches!(
        seal::decrypt_all(&sealed[..cut], &identity, 200_000),
        Err(SealError::Truncated { .. } | SealError::Damaged { .. })
    ));
}
