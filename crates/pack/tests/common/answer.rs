//! What a judge answers to a pack.

use std::collections::BTreeMap;

use contest::Points;
use pack::judge_pack::{BlindEntry, OpenPack};
use pack::score_bundle::{
    ENROLMENT_FORMAT, Enrolment, FORMAT, Mark, ScoreBundle, Sealed, SheetRecord, SheetStatus,
    TieOrder, write_bundle, write_enrolment,
};
use rand::rngs::OsRng;
use seal::{Recipient, SigningKey};

use super::time;

/// A sheet for an entry of the pack, with a mark and a comment.
pub(crate) fn scored(pack: &OpenPack, entry: &BlindEntry) -> SheetRecord {
    SheetRecord {
        entry_sha256: pack.entry_sha256(&entry.number).unwrap().into(),
        entry: entry.number.clone(),
        status: SheetStatus::Scored,
        marks: BTreeMap::from([(
            "practicable".to_owned(),
            Mark(Points::from_halves(15).unwrap()),
        )]),
        comment: "可以试行。".to_owned(),
        recusal: None,
        not_seen: Vec::new(),
    }
}

/// The first bundle of these sheets, under a key made for it and sealed to the organiser of the pack.
pub(crate) fn answer(pack: &OpenPack, sheets: Vec<SheetRecord>, ties: Vec<TieOrder>) -> Sealed {
    let judge = SigningKey::generate(&mut OsRng);
    let manifest = pack.manifest();
    let enrolment = Enrolment {
        format: ENROLMENT_FORMAT.to_owned(),
        version: 1,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        manifest_sha256: pack.manifest_sha256().into(),
        judge: manifest.judge.clone(),
        judge_key: judge.public().to_openssh(),
    };
    let bundle = ScoreBundle {
        format: FORMAT.to_owned(),
        version: 1,
        contest: enrolment.contest.clone(),
        contest_key: enrolment.contest_key.clone(),
        title: manifest.title.clone(),
        manifest_sha256: enrolment.manifest_sha256,
        judge: enrolment.judge.clone(),
        sequence: 1,
        previous_sha256: None,
        judge_key: enrolment.judge_key.clone(),
        client: "Jury Desk 0.1.0".to_owned(),
        exported_at: time("2020-09-12T21:30:00+08:00"),
        sheets,
        ties,
    };
    let (enrol, signature) = write_enrolment(&enrolment, pack.invitation()).unwrap();
    let to = Recipient::parse(&manifest.reply_to).unwrap();
    write_bundle(&bundle, &judge, &enrol, &signature, &to, &mut OsRng).unwrap()
}
