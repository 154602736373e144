//! Fingerprints that two people compare by voice: thirty digits in six groups.

use std::fmt;

use sha2::{Digest, Sha512};

/// Domain separation, so that no other use of SHA-512 can produce these digits.
const PREFIX: &[u8] = b"jurydesk fingerprint v1\n";

/// The first thirty bytes of SHA-512(`"jurydesk fingerprint v1\n"` ‖ bytes), shown as six groups of five digits.
///
/// Each group is one 5-byte big-endian number modulo 100,000. Thirty digits are 99.6 bits. The bytes are public for
/// whoever draws a picture of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 30]);

impl Fingerprint {
    /// The fingerprint of any bytes: the SSH wire form of a key, or bytes that were signed.
    pub fn of(bytes: &[u8]) -> Fingerprint {
        let hash = Sha512::new()
            .chain_update(PREFIX)
            .chain_update(bytes)
            .finalize();
        let mut first = [0_u8; 30];
        for (to, from) in first.iter_mut().zip(hash) {
            *to = from;
        }
        Fingerprint(first)
    }

    /// Six groups of five decimal digits, in reading order.
    pub fn groups(&self) -> [String; 6] {
        let mut numbers = self.0.chunks(5).map(|five| {
            five.iter()
                .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte))
        });
        std::array::from_fn(|_| format!("{:05}", numbers.next().unwrap_or(0) % 100_000))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.groups().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_fingerprints_never_change() {
        // Computed with python3: hashlib.sha512(b"jurydesk fingerprint v1\n" + data), see docs/formats/judge-pack.md.
        assert_eq!(
            Fingerprint::of(b"").to_string(),
            "69423 58889 71514 66006 69006 52693"
        );
        assert_eq!(
            Fingerprint::of(b"judge pack").to_string(),
            "48432 48292 96798 87330 74496 18291"
        );
    }

    #[test]
    fn a_group_keeps_its_leading_zeros() {
        let fingerprint = Fingerprint([0; 30]);
        assert_eq!(
            fingerprint.to_string(),
            "00000 00000 00000 00000 00000 00000"
        );
    }
}
