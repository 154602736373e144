//! A contest without films, of any number of judges and entries, and the bundles that come back to its organiser.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, FixedOffset};
use contest::Points;
use organizer::{IdentityRule, KeysAtRest, Organizer, PackOrder, ThemeChoice, Which};
use pack::Sha256Hex;
use pack::judge_pack::OpenPack;
use pack::score_bundle::{
    ENROLMENT_FORMAT, Enrolment, FORMAT, Mark, ScoreBundle, SheetRecord, SheetStatus, VERSION,
    write_bundle, write_enrolment,
};
use rand::rngs::{OsRng, StdRng};
use rand::{Rng, SeedableRng};
use seal::{Passphrase, Recipient, SigningKey};

use crate::demo::sheet;
use crate::programs::root;

/// How much comes back.
#[derive(Clone, Copy, Debug)]
pub struct Returns {
    /// Judges; each has every entry.
    pub judges: u32,
    /// Entries.
    pub entries: u32,
    /// Bundles of each judge, revision by revision.
    pub revisions: u32,
}

/// A contest folder with issued packs, closed, and the bundles beside it.
pub struct Returned {
    /// The contest folder.
    pub contest: PathBuf,
    /// The bundles, judge by judge and revision by revision.
    pub files: Vec<PathBuf>,
}

/// The time of everything.
pub fn moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2020-08-20T09:00:00+08:00").expect("a time")
}

/// Makes both below `folder`. Every mark is drawn from the seed 1; keys and passphrases are not.
pub fn make(folder: &Path, size: Returns) -> Returned {
    let contest = folder.join("contest");
    let organizer = accepted(folder, &contest, size);
    let files = answered(folder, organizer, size.revisions);
    Returned { contest, files }
}

/// Issues the packs of a plan below `folder`, closes the contest, and gives what its judges hand in, so many revisions each.
pub fn answered(folder: &Path, mut organizer: Organizer, revisions: u32) -> Vec<PathBuf> {
    let packs = folder.join("packs");
    organizer
        .issue(
            &PackOrder::default(),
            &packs,
            moment(),
            &mut OsRng,
            &mut |_| ControlFlow::Continue(()),
        )
        .expect("packs");
    drop(organizer);
    let place = folder.join("returned");
    std::fs::create_dir_all(&place).expect("a folder");
    let judges: Vec<BTreeMap<String, String>> = sheet(&packs);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut files: Vec<PathBuf> = thread::scope(|scope| {
        let shares: Vec<_> = (0..workers)
            .map(|worker| {
                let (judges, packs, place) = (&judges, &packs, &place);
                scope.spawn(move || {
                    let own = judges.iter().enumerate().skip(worker).step_by(workers);
                    own.flat_map(|(at, row)| hand_in(packs, row, place, at as u64, revisions))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        shares
            .into_iter()
            .flat_map(|share| share.join().expect("bundles"))
            .collect()
    });
    files.sort();
    files
}

/// A contest with accepted entries, judges and a plan.
fn accepted(folder: &Path, contest: &Path, size: Returns) -> Organizer {
    let rules = std::fs::read_to_string(root().join("assets/contests/westlake-2020.toml"))
        .expect("the contest file");
    let (mut organizer, _) =
        Organizer::create(contest, &rules, &KeysAtRest::Open, moment(), &mut OsRng)
            .expect("a contest");
    let mails = folder.join("mails");
    std::fs::create_dir_all(&mails).expect("a folder");
    let form = root().join("tests/fixtures/eml/06-foxmail-paragraph-form.eml");
    let form = std::fs::read(form).expect("a fixture");
    let paths: Vec<PathBuf> = (1..=size.entries)
        .map(|serial| {
            let path = mails.join(format!("{serial}.eml"));
            std::fs::write(&path, renamed(&form, serial)).expect("a mail");
            path
        })
        .collect();
    organizer
        .receive(&paths, None, moment(), &mut |_| ControlFlow::Continue(()))
        .expect("mails");
    let drafts: Vec<i64> = organizer
        .queue()
        .expect("drafts")
        .drafts
        .iter()
        .map(|draft| draft.id)
        .collect();
    assert_eq!(drafts.len(), size.entries as usize);
    let themes = ThemeChoice {
        of_all: Some(7),
        ..ThemeChoice::default()
    };
    organizer
        .accept(
            &Which::These(drafts),
            &themes,
            IdentityRule::Mask,
            moment(),
            &mut OsRng,
        )
        .expect("entries");
    let mut list = String::from("id,name,unit,email,themes\n");
    for judge in 1..=size.judges {
        list.push_str(&format!("J{judge:02},评委{judge},单位{judge},,\n"));
    }
    organizer.take_judges(&list).expect("judges");
    organizer.plan(size.judges, 1, moment()).expect("a plan");
    organizer
}

/// The same mail as a mail of its own.
fn renamed(mail: &[u8], serial: u32) -> Vec<u8> {
    let mut own =
        format!("X-Serial: {serial}\r\nMessage-ID: <{serial}@returns.example>\r\n").into_bytes();
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        if !line.to_ascii_lowercase().starts_with(b"message-id:") {
            own.extend_from_slice(line);
        }
    }
    own
}

/// Every revision of one judge.
fn hand_in(
    packs: &Path,
    row: &BTreeMap<String, String>,
    place: &Path,
    seed: u64,
    revisions: u32,
) -> Vec<PathBuf> {
    let passphrase = Passphrase::parse(&row["passphrase"]).expect("a passphrase");
    let pack = OpenPack::open(&packs.join(&row["file"]), &passphrase).expect("a pack");
    let manifest = pack.manifest();
    let key = SigningKey::generate(&mut OsRng);
    let to = Recipient::parse(&manifest.reply_to).expect("a recipient");
    let manifest_sha256 = Sha256Hex(pack.manifest_sha256());
    let enrolment = Enrolment {
        format: ENROLMENT_FORMAT.to_owned(),
        version: VERSION,
        contest: manifest.contest.clone(),
        contest_key: manifest.contest_key.clone(),
        manifest_sha256,
        judge: manifest.judge.clone(),
        judge_key: key.public().to_openssh(),
    };
    let (enrol, signature) = write_enrolment(&enrolment, pack.invitation()).expect("an enrolment");
    let mut dice = StdRng::seed_from_u64(seed);
    let mut previous = None;
    (1..=revisions)
        .map(|sequence| {
            let bundle = ScoreBundle {
                format: FORMAT.to_owned(),
                version: VERSION,
                contest: manifest.contest.clone(),
                contest_key: manifest.contest_key.clone(),
                title: manifest.title.clone(),
                manifest_sha256,
                judge: manifest.judge.clone(),
                sequence,
                previous_sha256: previous.map(Sha256Hex),
                judge_key: key.public().to_openssh(),
                client: "returns".to_owned(),
                exported_at: moment(),
                sheets: sheets(&pack, &mut dice),
                ties: Vec::new(),
            };
            let sealed =
                write_bundle(&bundle, &key, &enrol, &signature, &to, &mut OsRng).expect("a bundle");
            previous = Some(sealed.bundle_sha256);
            let path = place.join(format!("{}-{sequence:05}.scorebundle", manifest.judge));
            std::fs::write(&path, &sealed.bytes).expect("a file");
            path
        })
        .collect()
}

/// A complete sheet for every entry.
fn sheets(pack: &OpenPack, dice: &mut StdRng) -> Vec<SheetRecord> {
    let themes = &pack.view().themes;
    pack.entries()
        .iter()
        .map(|entry| {
            let theme = themes.iter().find(|theme| theme.id == entry.theme);
            let criteria = &theme.expect("a theme of the pack").criteria;
            let entry_sha256 = pack.entry_sha256(&entry.number).expect("an entry");
            SheetRecord {
                entry: entry.number.clone(),
                entry_sha256: Sha256Hex(entry_sha256),
                status: SheetStatus::Scored,
                marks: criteria
                    .iter()
                    .map(|criterion| {
                        let halves = dice.gen_range(1..=10) * 2;
                        let points = Points::from_halves(halves).expect("in range");
                        (criterion.id.clone(), Mark(points))
                    })
                    .collect(),
                comment: "举措可落地，可先在两个社区试点；经费来源还应写明。".to_owned(),
                recusal: None,
                not_seen: Vec::new(),
            }
        })
        .collect()
}
