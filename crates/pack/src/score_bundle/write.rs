//! Writing an enrolment and a bundle, on the judge's machine.

use rand::{CryptoRng, RngCore};
use seal::{Fingerprint, Recipient, SigningKey};

use super::split::{Split, split};
use super::{
    BUNDLE, BUNDLE_SIG, COMMENTS, ENROL, ENROL_SIG, ENROLMENT_NAMESPACE, Enrolment, NAMESPACE,
    ScoreBundle, rules,
};
use crate::zip::ZipWriter;
use crate::{PackError, Sha256Hex, json};

/// A written bundle, with everything the judge's desk keeps about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The `.scorebundle` file.
    pub bytes: Vec<u8>,
    /// The signed `bundle.json`.
    pub bundle_json: Vec<u8>,
    /// The `comments.json` whose hash was signed.
    pub comments_json: Vec<u8>,
    /// SHA-256 of `bundle_json`: the next bundle's `previous_sha256`.
    pub bundle_sha256: [u8; 32],
    /// The fingerprint of `bundle_json`, which judge and organiser compare.
    pub fingerprint: Fingerprint,
}

/// Signs an enrolment with the invitation key of the pack: `enroll.json` and its armoured signature.
///
/// It is made once, when the pack is first opened, and goes unchanged into every bundle.
///
/// # Errors
/// [`PackError::Malformed`] when the enrolment breaks a rule of the format.
pub fn write_enrolment(
    enrolment: &Enrolment,
    invitation: &SigningKey,
) -> Result<(Vec<u8>, String), PackError> {
    rules::enrolment(enrolment)?;
    let bytes = json::write(ENROL, enrolment)?;
    let signature = invitation.sign(ENROLMENT_NAMESPACE, &bytes)?;
    Ok((bytes, signature))
}

/// Signs a bundle with the judge's key and encrypts it, with the enrolment, to the organiser. The salt of its comments comes
/// from `rng`.
///
/// # Errors
/// [`PackError::Malformed`] when the bundle breaks a rule of the format or disagrees with the enrolment,
/// [`PackError::SecondKey`] when `judge_key` is not the key that the enrolment states.
pub fn write_bundle(
    bundle: &ScoreBundle,
    judge_key: &SigningKey,
    enrol_bytes: &[u8],
    enrol_sig: &str,
    to: &Recipient,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<Sealed, PackError> {
    let enrolment: Enrolment = json::read(ENROL, enrol_bytes)?;
    rules::enrolment(&enrolment)?;
    super::open::same_judge(bundle, &enrolment)?;
    let public = judge_key.public().to_openssh();
    if public != enrolment.judge_key {
        return Err(PackError::SecondKey {
            enrolled: enrolment.judge_key,
            found: public,
        });
    }
    let Split {
        bundle_json,
        comments_json,
    } = split(bundle, rng)?;
    let signature = judge_key.sign(NAMESPACE, &bundle_json)?;

    let mut zip = ZipWriter::new(seal::encrypt_to_recipient(Vec::new(), to)?);
    zip.add(BUNDLE, &bundle_json)?;
    zip.add(BUNDLE_SIG, signature.as_bytes())?;
    zip.add(COMMENTS, &comments_json)?;
    zip.add(ENROL, enrol_bytes)?;
    zip.add(ENROL_SIG, enrol_sig.as_bytes())?;
    let (sealed, bytes) = zip.finish()?;
    if bytes > super::MOST_BYTES {
        return Err(PackError::TooLarge {
            limit: super::MOST_BYTES,
        });
    }
    Ok(Sealed {
        bytes: sealed.finish()?,
        bundle_sha256: Sha256Hex::of(&bundle_json).0,
        fingerprint: Fingerprint::of(&bundle_json),
        bundle_json,
        comments_json,
    })
}
