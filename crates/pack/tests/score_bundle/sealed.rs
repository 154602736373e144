//! Only the organiser opens a bundle, and no byte of it can change.

use pack::PackError;
use pack::score_bundle::open_bundle;
use seal::Identity;

use crate::common::encrypt;
use crate::desk::Desk;

#[test]
fn a_bundle_is_opened_by_its_organiser_only() {
    let desk = Desk::new();
    let sealed = desk.write().unwrap();
    let stranger = Identity::generate();
    assert!(matches!(
        open_bundle(&sealed.bytes, &stranger),
        Err(PackError::WrongKey)
    ));
    assert!(matches!(
        open_bundle(b"hello", &desk.organiser),
        Err(PackError::NotAPack)
    ));
    assert!(matches!(
        open_bundle(b"", &desk.organiser),
        Err(PackError::NotAPack)
    ));
    let other = encrypt(b"no archive", &desk.organiser);
    assert!(matches!(
        open_bundle(&other, &desk.organiser),
        Err(PackError::Archive(_))
    ));
}

#[test]
fn no_byte_of_a_bundle_can_change_on_the_way() {
    let desk = Desk::new();
    let bytes = desk.write().unwrap().bytes;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(open_bundle(&changed, &desk.organiser).is_err(), "byte {at}");
    }
    for cut in (0..bytes.len()).step_by(7) {
        assert!(
            open_bundle(&bytes[..cut], &desk.organiser).is_err(),
            "cut at {cut}"
        );
    }
}

#[test]
fn no_byte_of_the_archive_can_change_under_new_encryption() {
    let desk = Desk::new();
    let plain = seal::decrypt_all(&desk.write().unwrap().bytes, &desk.organiser, 1 << 20).unwrap();
    for at in 0..plain.len() {
        let mut changed = plain.clone();
        changed[at] ^= 1 << (at % 8);
        let result = desk.verify(&encrypt(&changed, &desk.organiser));
        assert!(result.is_err(), "byte {at}");
    }
}
