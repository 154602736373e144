//! Opening a bundle and deciding whether it is what its judge signed, on the organiser's machine.

use std::fmt;
use std::ops::Deref;

use contest::{ContestId, JudgeId};
use seal::{Fingerprint, Identity, PublicKey, SealError};
use serde::Deserialize;

use super::{
    BUNDLE, BUNDLE_SIG, COMMENTS, ENROL, ENROL_SIG, ENROLMENT_FORMAT, ENROLMENT_NAMESPACE,
    Enrolment, FILES, FORMAT, MOST_BYTES, MOST_SMALL, NAMESPACE, ScoreBundle, VERSION, join, rules,
};
use crate::inspect::SignedClaim;
use crate::judge_pack::{is_contest_key, stated_version};
use crate::zip::ZipDirectory;
use crate::{PackError, ReadAt, Sha256Hex, json};

/// The files of a bundle, without the archive and the encryption around them. Nothing is known about them.
#[derive(Clone, PartialEq, Eq)]
pub struct BundleFiles {
    /// `bundle.json`.
    pub bundle: Vec<u8>,
    /// `bundle.json.sig`.
    pub bundle_sig: String,
    /// `comments.json`; `None` where it was left out, as in results that are published without comments.
    pub comments: Option<Vec<u8>>,
    /// `enroll.json`.
    pub enrol: Vec<u8>,
    /// `enroll.json.sig`.
    pub enrol_sig: String,
}

impl fmt::Debug for BundleFiles {
    /// Texts of judges do not belong into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BundleFiles({})", Sha256Hex::of(&self.bundle))
    }
}

/// A decrypted bundle of which nothing is known to be true yet.
#[derive(Clone, Debug)]
pub struct UnverifiedBundle {
    files: BundleFiles,
    claim: Claim,
}

/// What a bundle says about itself. Unproven: it serves to find the pack record that it must be verified against, and
/// for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The contest's id.
    pub contest: String,
    /// The key of the contest folder.
    pub contest_key: String,
    /// The contest's title, without control characters.
    pub title: String,
    /// The judge.
    pub judge: JudgeId,
    /// SHA-256 of the manifest of the pack that it answers.
    pub manifest_sha256: Sha256Hex,
}

/// What the organiser's records say about the pack that the bundle claims to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The contest's id.
    pub contest: String,
    /// The key of the contest folder.
    pub contest_key: String,
    /// The judge for whom the pack was.
    pub judge: JudgeId,
    /// SHA-256 of the pack's manifest.
    pub manifest_sha256: Sha256Hex,
}

/// Content whose signature was verified. Only the verifier makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified<T> {
    content: T,
    json: Vec<u8>,
    signature: String,
    judge_key: PublicKey,
}

impl<T> Verified<T> {
    /// The signed bytes themselves.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The armoured signature over [`Verified::json`].
    pub fn signature(&self) -> &str {
        &self.signature
    }

    /// SHA-256 of the signed bytes.
    pub fn json_sha256(&self) -> [u8; 32] {
        Sha256Hex::of(&self.json).0
    }

    /// The judge's key, which the invitation vouches for.
    pub fn judge_key(&self) -> &PublicKey {
        &self.judge_key
    }

    /// The fingerprint of the signed bytes, the one that the judge's desk showed.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.json)
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.content
    }
}

/// Decrypts a bundle and takes it apart; at most 64 MiB.
///
/// # Errors
/// [`PackError::NotAPack`] for another file, [`PackError::WrongKey`] for another organiser's,
/// [`PackError::Damaged`], [`PackError::Incomplete`], [`PackError::Archive`], [`PackError::Altered`],
/// [`PackError::TooNew`], [`PackError::Malformed`], [`PackError::TooLarge`].
pub fn open_bundle(bytes: &[u8], identity: &Identity) -> Result<UnverifiedBundle, PackError> {
    let plain = seal::decrypt_all(bytes, identity, MOST_BYTES)?;
    take_apart(&plain, &ZipDirectory::read(&plain)?)
}

/// What the signatures of an archive that lies open prove by themselves.
pub(crate) fn signed_in(
    source: &(impl ReadAt + ?Sized),
    directory: &ZipDirectory,
) -> Result<SignedClaim, PackError> {
    take_apart(source, directory)?.signed()
}

fn take_apart(
    source: &(impl ReadAt + ?Sized),
    directory: &ZipDirectory,
) -> Result<UnverifiedBundle, PackError> {
    let names = directory.entries().iter().map(|entry| entry.name.as_str());
    if !names.eq(FILES) {
        return Err(PackError::NotAPack);
    }
    let read = |name: &str, limit| -> Result<Vec<u8>, PackError> {
        let entry = directory.find(name).ok_or(PackError::NotAPack)?;
        Ok(ZipDirectory::read_entry(source, entry, limit)?)
    };
    let text = |what: &'static str, bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| PackError::BadSignature {
            what,
            why: SealError::NotASignature { why: "not text" },
        })
    };
    BundleFiles {
        bundle: read(BUNDLE, MOST_BYTES)?,
        bundle_sig: text(BUNDLE, read(BUNDLE_SIG, MOST_SMALL)?)?,
        comments: Some(read(COMMENTS, MOST_BYTES)?),
        enrol: read(ENROL, MOST_SMALL)?,
        enrol_sig: text(ENROL, read(ENROL_SIG, MOST_SMALL)?)?,
    }
    .open()
}

impl BundleFiles {
    /// Looks whose bundle this claims to be.
    ///
    /// # Errors
    /// [`PackError::NotAPack`], [`PackError::TooNew`], [`PackError::Malformed`].
    pub fn open(self) -> Result<UnverifiedBundle, PackError> {
        let claim = peek(&self.bundle)?;
        Ok(UnverifiedBundle { files: self, claim })
    }
}

impl UnverifiedBundle {
    /// What the bundle says about itself.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// The files as they came.
    pub fn files(&self) -> &BundleFiles {
        &self.files
    }

    /// SHA-256 of `bundle.json` as it came, for the record of bundles that are held.
    pub fn json_sha256(&self) -> [u8; 32] {
        Sha256Hex::of(&self.files.bundle).0
    }

    /// What the signatures prove by themselves, without the organiser's records: that the enrolment and the bundle
    /// belong together. Whether the invitation is the one of the judge's pack is left open.
    ///
    /// # Errors
    /// As [`UnverifiedBundle::verify`].
    pub fn signed(self) -> Result<SignedClaim, PackError> {
        let bad = |why| PackError::BadSignature { what: ENROL, why };
        let invitation = seal::signer_of(&self.files.enrol_sig).map_err(bad)?;
        let claim = self.claim.clone();
        let expected = Expected {
            contest: claim.contest.clone(),
            contest_key: claim.contest_key.clone(),
            judge: claim.judge.clone(),
            manifest_sha256: claim.manifest_sha256,
        };
        let verified = self.verify(&invitation, &expected)?;
        Ok(SignedClaim {
            claim,
            sequence: verified.sequence,
            sheets: verified.sheets.len(),
            judge_key: *verified.judge_key(),
            invitation,
            fingerprint: verified.fingerprint(),
        })
    }

    /// Verifies the whole chain: the invitation signed the enrolment, the enrolment is for this contest, pack and
    /// judge, and the key that it states signed the bundle, which says the same and names the hash of the comments. Where
    /// these were left out, all texts come back empty.
    ///
    /// # Errors
    /// [`PackError::WrongInvitation`], [`PackError::OtherContest`], [`PackError::OtherPack`],
    /// [`PackError::OtherJudge`], [`PackError::SecondKey`], [`PackError::BadSignature`], [`PackError::Altered`] for the
    /// comments, [`PackError::TooNew`], [`PackError::Malformed`].
    pub fn verify(
        self,
        invitation: &PublicKey,
        expected: &Expected,
    ) -> Result<Verified<ScoreBundle>, PackError> {
        expect(&self.claim, expected)?;
        invitation
            .verify(
                ENROLMENT_NAMESPACE,
                &self.files.enrol,
                &self.files.enrol_sig,
            )
            .map_err(|why| match why {
                SealError::OtherSigner => PackError::WrongInvitation,
                why => PackError::BadSignature { what: ENROL, why },
            })?;
        let enrolment = self.enrolment()?;
        expect(
            &Claim {
                contest: enrolment.contest.clone(),
                contest_key: enrolment.contest_key.clone(),
                title: String::new(),
                judge: enrolment.judge.clone(),
                manifest_sha256: enrolment.manifest_sha256,
            },
            expected,
        )?;

        let bad = |why| PackError::BadSignature { what: BUNDLE, why };
        let judge_key = PublicKey::parse(&enrolment.judge_key).map_err(bad)?;
        let signer = seal::signer_of(&self.files.bundle_sig).map_err(bad)?;
        if signer != judge_key {
            return Err(PackError::SecondKey {
                enrolled: enrolment.judge_key,
                found: signer.to_openssh(),
            });
        }
        judge_key
            .verify(NAMESPACE, &self.files.bundle, &self.files.bundle_sig)
            .map_err(bad)?;
        let content = join(&self.files.bundle, self.files.comments.as_deref())?;
        same_judge(&content, &enrolment)?;
        Ok(Verified {
            content,
            json: self.files.bundle,
            signature: self.files.bundle_sig,
            judge_key,
        })
    }

    fn enrolment(&self) -> Result<Enrolment, PackError> {
        let text =
            json::check(&self.files.enrol).map_err(|error| PackError::malformed(ENROL, error))?;
        stated_version(text, ENROL, ENROLMENT_FORMAT, VERSION)?;
        let enrolment: Enrolment = json::read(ENROL, &self.files.enrol)?;
        rules::enrolment(&enrolment)?;
        Ok(enrolment)
    }
}

/// The bundle says the same as the enrolment.
pub(super) fn same_judge(bundle: &ScoreBundle, enrolment: &Enrolment) -> Result<(), PackError> {
    if bundle.judge_key != enrolment.judge_key {
        return Err(PackError::SecondKey {
            enrolled: enrolment.judge_key.clone(),
            found: bundle.judge_key.clone(),
        });
    }
    let same = bundle.contest == enrolment.contest
        && bundle.contest_key == enrolment.contest_key
        && bundle.judge == enrolment.judge
        && bundle.manifest_sha256 == enrolment.manifest_sha256;
    if same {
        Ok(())
    } else {
        Err(PackError::malformed(BUNDLE, "contradicts enroll.json"))
    }
}

fn expect(found: &Claim, expected: &Expected) -> Result<(), PackError> {
    if found.contest != expected.contest || found.contest_key != expected.contest_key {
        return Err(PackError::OtherContest {
            expected: expected.contest.clone(),
            found: found.contest.clone(),
        });
    }
    if found.judge != expected.judge {
        return Err(PackError::OtherJudge {
            expected: expected.judge.clone(),
            found: found.judge.clone(),
        });
    }
    if found.manifest_sha256 != expected.manifest_sha256 {
        return Err(PackError::OtherPack {
            expected: expected.manifest_sha256,
            found: found.manifest_sha256,
        });
    }
    Ok(())
}

/// Reads the few fields of a claim, loosely, from bytes that nobody has verified; the strict scan comes first.
fn peek(bundle: &[u8]) -> Result<Claim, PackError> {
    #[derive(Deserialize)]
    struct Peeked {
        contest: ContestId,
        contest_key: String,
        #[serde(deserialize_with = "json::name")]
        title: String,
        judge: JudgeId,
        manifest_sha256: Sha256Hex,
    }
    let text = json::check(bundle).map_err(|error| PackError::malformed(BUNDLE, error))?;
    stated_version(text, BUNDLE, FORMAT, VERSION)?;
    let peeked: Peeked =
        serde_json::from_str(text).map_err(|error| PackError::malformed(BUNDLE, error))?;
    if !is_contest_key(&peeked.contest_key) {
        return Err(PackError::malformed(BUNDLE, "contest_key is no key"));
    }
    Ok(Claim {
        contest: peeked.contest.into(),
        contest_key: peeked.contest_key,
        title: peeked.title,
        judge: peeked.judge,
        manifest_sha256: peeked.manifest_sha256,
    })
}
