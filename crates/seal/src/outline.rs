//! What an age file says without a key: for whom it is, and whether its length is one that a whole file can have.

use std::fs::File;

use crate::SealError;
use crate::header::{self, HEADER_LIMIT, NONCE_BYTES};
use crate::parts::Parts;
use crate::stream::{SEALED_CHUNK, TAG};

/// The outside of an age file. Nothing of it is proven: that takes a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// log2 of the scrypt work factor, when a passphrase opens it.
    pub passphrase: Option<u8>,
    /// How many X25519 recipients it has.
    pub recipients: usize,
    /// How many stanzas of other kinds; writers add meaningless ones so that readers do not depend on there being none.
    pub others: usize,
    /// Bytes of the encrypted file.
    pub sealed: u64,
    /// Bytes of the content; `None` when no whole file has this length, so that it was cut off or lengthened.
    pub content: Option<u64>,
}

impl Outline {
    /// Reads the outside of an age file that lies in these volumes, joined in this order.
    ///
    /// # Errors
    /// [`SealError::NotAge`], [`SealError::HeaderTooLarge`], [`SealError::Damaged`], [`SealError::Truncated`] when the
    /// header itself has no end, [`SealError::Io`].
    pub fn read(volumes: Vec<File>) -> Result<Outline, SealError> {
        let parts = Parts::join(volumes)?;
        let room = HEADER_LIMIT.saturating_add(NONCE_BYTES);
        let first = usize::try_from(parts.len()).unwrap_or(room).min(room);
        let mut first = vec![0_u8; first];
        parts.read_exact_at(0, &mut first)?;
        let (head, payload) = header::split(&first, parts.len())?;
        let mut outline = Outline {
            passphrase: None,
            recipients: 0,
            others: 0,
            sealed: parts.len(),
            content: content(parts.len().saturating_sub(payload)),
        };
        for line in head.split(|byte| *byte == b'\n') {
            let Some(stanza) = line.strip_prefix(b"-> ") else {
                continue;
            };
            let mut words = stanza.split(|byte| *byte == b' ');
            match words.next() {
                Some(b"X25519") => outline.recipients = outline.recipients.saturating_add(1),
                Some(b"scrypt") => {
                    let factor = words.nth(1).and_then(|word| std::str::from_utf8(word).ok());
                    outline.passphrase = factor.and_then(|factor| factor.parse().ok());
                }
                _ => outline.others = outline.others.saturating_add(1),
            }
        }
        Ok(outline)
    }
}

/// Bytes of content in a payload of this length: every chunk has its tag, and only an empty file has an empty chunk.
fn content(payload: u64) -> Option<u64> {
    let rest = payload % SEALED_CHUNK;
    let whole = rest > TAG || (rest == 0 && payload > 0) || payload == TAG;
    let tags = payload.div_ceil(SEALED_CHUNK).saturating_mul(TAG);
    whole.then(|| payload.saturating_sub(tags))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::{Identity, Passphrase};

    fn outline(bytes: &[u8]) -> Result<Outline, SealError> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Outline::read(vec![file])
    }

    fn sealed(plain: usize) -> Vec<u8> {
        let to = Identity::generate().to_recipient();
        let mut out = crate::encrypt_to_recipient(Vec::new(), &to).unwrap();
        out.write_all(&vec![7; plain]).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn the_length_of_the_content_follows_from_the_length_of_the_file() {
        for plain in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let found = outline(&sealed(plain)).unwrap();
            assert_eq!(found.content, Some(plain as u64));
            assert_eq!((found.recipients, found.passphrase), (1, None));
        }
    }

    #[test]
    fn a_length_that_no_whole_file_has_is_noticed() {
        let file = sealed(65_536 + 100);
        let into_second = file.len() - 116;
        for length in into_second + 1..=into_second + 16 {
            assert_eq!(outline(&file[..length]).unwrap().content, None);
        }
    }

    #[test]
    fn a_passphrase_and_its_work_are_named() {
        let digits = Passphrase::parse("12345678901234567890").unwrap();
        let out = crate::encrypt_to_passphrase(Vec::new(), &digits).unwrap();
        let found = outline(&out.finish().unwrap()).unwrap();
        assert_eq!((found.recipients, found.passphrase), (0, Some(16)));
    }

    #[test]
    fn what_is_no_age_file_has_no_outline() {
        assert!(matches!(outline(b"PK\x03\x04"), Err(SealError::NotAge)));
        assert!(matches!(
            outline(&sealed(10)[..60]),
            Err(SealError::Truncated { .. })
        ));
    }
}
