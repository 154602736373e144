//! The hands an archive can go through, and what is found in it afterwards.

use archive::{Difference, Verification, WriteError, read};

use crate::common::{Files, Scene, files, sign_again, zip};

pub(crate) fn verify(bytes: &[u8]) -> Verification {
    read(bytes).unwrap().verify()
}

/// The archive with its files changed and not signed again: what a stranger can do.
pub(crate) fn by_stranger(scene: &Scene, change: impl Fn(&mut Files)) -> Verification {
    let mut all = files(&scene.write().unwrap());
    change(&mut all);
    verify(&zip(&all))
}

/// The archive with its files changed and signed again: what a cheating organiser can do.
pub(crate) fn by_organiser(scene: &Scene, change: impl Fn(&mut Files)) -> Verification {
    let mut all = files(&scene.write().unwrap());
    change(&mut all);
    sign_again(&mut all, &scene.organiser);
    verify(&zip(&all))
}

/// What the writer says instead of writing.
pub(crate) fn told_on_writing(scene: &Scene) -> Vec<Difference> {
    let Err(WriteError::Differs(found)) = scene.write() else {
        panic!("it was written")
    };
    found
}

pub(crate) fn codes(found: &Verification) -> Vec<&'static str> {
    let mut codes: Vec<_> = found.differences.iter().map(Difference::code).collect();
    codes.dedup();
    codes
}

pub(crate) fn codes_of(found: &Verification, code: &str) -> usize {
    let all = found.differences.iter();
    all.filter(|difference| difference.code() == code).count()
}
