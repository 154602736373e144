//! Every way in which a pack or a bundle can come back wrong, made from a good one.
//!
//! [`outside`] damages the encrypted file, as a bad stick, a cut-off copy or a stranger can. [`archives`] changes the
//! archive inside, and [`forged_pack`] and [`forged_bundle`] the content, as a holder of the key can; [`forged_by_judge`] is
//! what a judge can sign. [`reseal`] encrypts the result again. A mutant says which refusals are right for it, and when they have to come.

mod archive;
pub(crate) mod forged;
mod scene;
mod vectors;

use std::io::Write;

use pack::PackError;
use seal::Recipient;

pub use archive::archives;
pub use forged::{forged_bundle, forged_by_judge, forged_pack};
pub use scene::Scene;
pub use vectors::write_vectors;

/// Bytes of a chunk of age's payload with its tag.
const SEALED_CHUNK: usize = 65_536 + 16;
/// Bytes of the line with which an age file begins.
const MAGIC: usize = 22;
/// Bytes of the nonce between header and payload.
const NONCE: usize = 16;

/// A wrong file, or a wrong archive that still has to be encrypted.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was done to it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The refusals that are right for it; none when it is a control that must be accepted.
    pub expected: &'static [Class],
    /// When the refusal has to come.
    pub moment: Moment,
}

/// When something wrong has to be noticed at the latest, and is not noticed earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When a pack is opened, or a bundle decrypted and taken apart.
    Opening,
    /// When a medium of the pack is read, or the bundle is verified.
    Using,
}

/// A kind of refusal: the variants of [`PackError`] without their facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not a file of this format.
    NotAPack,
    /// Encrypted to somebody else.
    WrongKey,
    /// Damaged on the way.
    Damaged,
    /// Its end is missing.
    Incomplete,
    /// An archive that the strict reader refuses.
    Archive,
    /// Changed by somebody who holds the key.
    Altered,
    /// A signature does not fit.
    BadSignature,
    /// Signed with another key than the enrolled one.
    SecondKey,
    /// Enrolled by another invitation.
    WrongInvitation,
    /// Of another contest.
    OtherContest,
    /// Answers another pack.
    OtherPack,
    /// Of another judge.
    OtherJudge,
    /// A rule of the format is broken.
    Malformed,
    /// Anything else, which no mutant expects.
    Other,
}

impl Class {
    /// The kind of this refusal.
    pub fn of(error: &PackError) -> Class {
        match error {
            PackError::NotAPack => Class::NotAPack,
            PackError::WrongKey => Class::WrongKey,
            PackError::Damaged { .. } => Class::Damaged,
            PackError::Incomplete { .. } => Class::Incomplete,
            PackError::Archive(_) => Class::Archive,
            PackError::Altered { .. } => Class::Altered,
            PackError::BadSignature { .. } => Class::BadSignature,
            PackError::SecondKey { .. } => Class::SecondKey,
            PackError::WrongInvitation => Class::WrongInvitation,
            PackError::OtherContest { .. } => Class::OtherContest,
            PackError::OtherPack { .. } => Class::OtherPack,
            PackError::OtherJudge { .. } => Class::OtherJudge,
            PackError::Malformed { .. } => Class::Malformed,
            _ => Class::Other,
        }
    }
}

/// Encrypts an archive as the holder of the key can.
pub fn reseal(archive: &[u8], to: &Recipient) -> Vec<u8> {
    let mut out = seal::encrypt_to_recipient(Vec::new(), to).expect("encryption to memory");
    out.write_all(archive).expect("memory takes it");
    out.finish().expect("memory takes it")
}

/// The places of an age file.
struct Places {
    /// Where the line with the MAC begins.
    mac: usize,
    /// Where the payload begins.
    payload: usize,
    len: usize,
}

impl Places {
    fn of(file: &[u8]) -> Places {
        let mac = 1 + file
            .windows(4)
            .position(|four| four == b"\n---")
            .expect("an age file");
        let line = file[mac..].iter().position(|byte| *byte == b'\n');
        Places {
            mac,
            payload: mac + line.expect("an age file") + 1 + NONCE,
            len: file.len(),
        }
    }

    /// Where the chunks begin, and the end of the last one.
    fn borders(&self) -> Vec<usize> {
        let mut borders: Vec<usize> = (self.payload..self.len).step_by(SEALED_CHUNK).collect();
        borders.push(self.len);
        borders
    }

    fn flip_is(&self, at: usize) -> &'static [Class] {
        use Class::{Damaged, Incomplete, NotAPack, WrongKey};
        if at < MAGIC {
            &[NotAPack]
        } else if at + 1 < self.mac {
            &[WrongKey, Damaged]
        } else if at < self.payload - NONCE {
            // Without its mark the header has no end.
            &[Damaged, Incomplete]
        } else {
            &[Damaged]
        }
    }

    fn cut_is(&self, to: usize) -> &'static [Class] {
        use Class::{Damaged, Incomplete, NotAPack};
        match to {
            0 => &[NotAPack],
            to if to <= self.payload => &[Incomplete],
            _ => &[Incomplete, Damaged],
        }
    }
}

/// The encrypted file damaged: a bit of every byte, cuts, bytes after the end, chunks swapped, repeated and left out.
///
/// A file of more than 64 KiB is flipped in its whole header and around every border of a chunk, and elsewhere in steps.
pub fn outside(file: &[u8]) -> impl Iterator<Item = Mutant> + '_ {
    let places = Places::of(file);
    let borders = places.borders();
    let is_near = {
        let borders = borders.clone();
        move |at: usize| borders.iter().any(|border| border.abs_diff(at) <= 20)
    };
    let small = file.len() <= 65_536;
    let payload = places.payload;
    let wanted =
        move |at: &usize| small || *at < payload + 4 || is_near(*at) || at.is_multiple_of(4_099);
    let places = std::rc::Rc::new(places);

    let flipped = {
        let places = std::rc::Rc::clone(&places);
        (0..file.len()).filter(wanted.clone()).map(move |at| {
            let mut bytes = file.to_vec();
            bytes[at] ^= 1 << (at % 8);
            mutant(
                format!("a bit of byte {at} turned"),
                bytes,
                places.flip_is(at),
            )
        })
    };
    let cut = {
        let places = std::rc::Rc::clone(&places);
        (0..file.len()).filter(wanted).map(move |to| {
            mutant(
                format!("cut to {to} bytes"),
                file[..to].to_vec(),
                places.cut_is(to),
            )
        })
    };
    let longer = [1, 15, 16, 17, SEALED_CHUNK].into_iter().map(|surplus| {
        let mut bytes = file.to_vec();
        bytes.extend((0..surplus).map(|at| file[at % file.len()]));
        let name = format!("{surplus} bytes after the end");
        mutant(name, bytes, &[Class::Damaged, Class::Incomplete])
    });
    flipped
        .chain(cut)
        .chain(longer)
        .chain(rearranged(file, &borders))
}

/// Whole chunks in other places: what keeps every chunk whole and the order not.
fn rearranged(file: &[u8], borders: &[usize]) -> Vec<Mutant> {
    const WRONG: &[Class] = &[Class::Damaged, Class::Incomplete];
    let head = &file[..borders[0]];
    let chunks: Vec<&[u8]> = borders
        .windows(2)
        .map(|two| &file[two[0]..two[1]])
        .collect();
    let assemble = |name: String, order: &[usize]| {
        let mut bytes = head.to_vec();
        order
            .iter()
            .for_each(|at| bytes.extend_from_slice(chunks[*at]));
        mutant(name, bytes, WRONG)
    };
    let all: Vec<usize> = (0..chunks.len()).collect();
    let mut mutants = Vec::new();
    for at in 0..chunks.len() {
        let mut twice = all.clone();
        twice.insert(at, at);
        mutants.push(assemble(format!("chunk {at} repeated"), &twice));
        let mut without = all.clone();
        without.remove(at);
        mutants.push(assemble(format!("chunk {at} left out"), &without));
        if at > 0 {
            let mut swapped = all.clone();
            swapped.swap(at - 1, at);
            mutants.push(assemble(
                format!("chunks {} and {at} swapped", at - 1),
                &swapped,
            ));
        }
    }
    mutants
}

fn mutant(name: String, bytes: Vec<u8>, expected: &'static [Class]) -> Mutant {
    Mutant {
        name,
        bytes,
        expected,
        moment: Moment::Opening,
    }
}
