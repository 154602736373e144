//! A judge with an enrolment and a bundle, and the organiser who receives it.

use std::collections::BTreeMap;

use contest::Points;
use pack::score_bundle::{
    ENROLMENT_FORMAT, ENROLMENT_NAMESPACE, Enrolment, Expected, FORMAT, Mark, NAMESPACE, Recusal,
    RecusalKind, ScoreBundle, Sealed, SheetRecord, SheetStatus, Verified, open_bundle,
    write_bundle, write_enrolment,
};
use pack::zip::ZipWriter;
use pack::{PackError, Sha256Hex};
use rand::SeedableRng;
use rand::rngs::{OsRng, StdRng};
use seal::{Identity, SigningKey};

use crate::common::{encrypt, time};

pub(crate) struct Desk {
    pub(crate) organiser: Identity,
    pub(crate) invitation: SigningKey,
    pub(crate) judge: SigningKey,
    pub(crate) enrolment: Enrolment,
    pub(crate) bundle: ScoreBundle,
}

pub(crate) fn mark(halves: u8) -> Mark {
    Mark(Points::from_halves(halves).unwrap())
}

fn sheet(number: u32, status: SheetStatus) -> SheetRecord {
    SheetRecord {
        entry: format!("XH2020-3-{number:04}"),
        entry_sha256: Sha256Hex::of(&number.to_le_bytes()),
        status,
        marks: BTreeMap::new(),
        comment: String::new(),
        recusal: None,
        not_seen: Vec::new(),
    }
}

impl Desk {
    pub(crate) fn new() -> Desk {
        let judge = SigningKey::generate(&mut OsRng);
        let enrolment = Enrolment {
            format: ENROLMENT_FORMAT.to_owned(),
            version: 1,
            contest: "westlake-2020".to_owned(),
            contest_key: "00112233445566778899aabbccddeeff".to_owned(),
            manifest_sha256: Sha256Hex::of(b"manifest"),
            judge: "J07".parse().unwrap(),
            judge_key: judge.public().to_openssh(),
        };
        let mut scored = sheet(1, SheetStatus::Scored);
        scored.marks = BTreeMap::from([
            ("practicable".to_owned(), mark(16)),
            ("innovative".to_owned(), mark(15)),
        ]);
        scored.comment = "可行。\n值得试。".to_owned();
        let mut recused = sheet(2, SheetStatus::Recused);
        recused.recusal = Some(Recusal {
            kind: RecusalKind::KnowAuthor,
            note: String::new(),
        });
        let bundle = ScoreBundle {
            format: FORMAT.to_owned(),
            version: 1,
            contest: enrolment.contest.clone(),
            contest_key: enrolment.contest_key.clone(),
            title: "“我为西湖献一计”".to_owned(),
            manifest_sha256: enrolment.manifest_sha256,
            judge: enrolment.judge.clone(),
            sequence: 2,
            previous_sha256: Some(Sha256Hex::of(b"first bundle")),
            judge_key: enrolment.judge_key.clone(),
            client: "Jury Desk 0.1.0".to_owned(),
            exported_at: time("2020-09-12T21:30:00+08:00"),
            sheets: vec![scored, recused, sheet(3, SheetStatus::Open)],
            ties: Vec::new(),
        };
        Desk {
            organiser: Identity::generate(),
            invitation: SigningKey::generate(&mut OsRng),
            judge,
            enrolment,
            bundle,
        }
    }

    pub(crate) fn write(&self) -> Result<Sealed, PackError> {
        let (enrol, signature) = write_enrolment(&self.enrolment, &self.invitation)?;
        write_bundle(
            &self.bundle,
            &self.judge,
            &enrol,
            &signature,
            &self.organiser.to_recipient(),
            // The same salt in every run, so that a forger's comments are the ones that were signed.
            &mut StdRng::seed_from_u64(7),
        )
    }

    pub(crate) fn expected(&self) -> Expected {
        Expected {
            contest: self.enrolment.contest.clone(),
            contest_key: self.enrolment.contest_key.clone(),
            judge: self.enrolment.judge.clone(),
            manifest_sha256: self.enrolment.manifest_sha256,
        }
    }

    pub(crate) fn verify(&self, bytes: &[u8]) -> Result<Verified<ScoreBundle>, PackError> {
        open_bundle(bytes, &self.organiser)?.verify(&self.invitation.public(), &self.expected())
    }

    /// A bundle of arbitrary texts, signed with these keys and encrypted: what a hostile judge can send.
    pub(crate) fn forge(
        &self,
        bundle: &str,
        signer: &SigningKey,
        enrol: &str,
        inviter: &SigningKey,
    ) -> Vec<u8> {
        let mut zip = ZipWriter::new(Vec::new());
        let mut add = |name: &str, data: &[u8]| zip.add(name, data).unwrap();
        add("bundle.json", bundle.as_bytes());
        add(
            "bundle.json.sig",
            signer
                .sign(NAMESPACE, bundle.as_bytes())
                .unwrap()
                .as_bytes(),
        );
        add("comments.json", &self.write().unwrap().comments_json);
        add("enroll.json", enrol.as_bytes());
        let signature = inviter.sign(ENROLMENT_NAMESPACE, enrol.as_bytes()).unwrap();
        add("enroll.json.sig", signature.as_bytes());
        encrypt(&zip.finish().unwrap().0, &self.organiser)
    }

    pub(crate) fn texts(&self) -> (String, String) {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            text(self.write().unwrap().bundle_json),
            text(pack::json::write("enroll.json", &self.enrolment).unwrap()),
        )
    }
}
