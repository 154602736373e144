//! A contest on the table: four entries, three judges, packs issued; and judges who hand in well and badly.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::Points;
use organizer::{
    IdentityRule, KeysAtRest, Merged, Organizer, PackOrder, ThemeChoice, Verdict, Which,
};
use pack::Sha256Hex;
use pack::judge_pack::OpenPack;
use pack::score_bundle::{
    Enrolment, Mark, Recusal, RecusalKind, ScoreBundle, SheetRecord, SheetStatus, write_bundle,
    write_enrolment,
};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use seal::{Passphrase, Recipient, SigningKey};

pub(crate) const CONTEST: &str = include_str!("../../../../assets/contests/westlake-2020.toml");
pub(crate) const JUDGES: &str =
    "id,name,unit,email,themes\nJ01,甲,一校,,\nJ02,乙,二校,,\nJ03,丙,三校,,\n";

pub(crate) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2020-08-20T09:00:00+08:00").unwrap()
}

pub(crate) fn go(_: organizer::Step<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(crate) fn mails(names: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/eml");
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    all.retain(|path| {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        names.iter().any(|name| file.starts_with(name))
    });
    all.sort();
    all
}

/// A contest in which nothing has happened yet, and the chance it goes on with.
pub(crate) fn created(folder: &Path, contest: &str) -> (Organizer, ChaCha20Rng) {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let made = Organizer::create(folder, contest, &KeysAtRest::Open, now(), &mut rng);
    (made.unwrap().0, rng)
}

/// Accepts all that came in for one theme, and plans so many reviews by this seed for three judges.
pub(crate) fn accept_and_plan(
    organizer: &mut Organizer,
    rng: &mut ChaCha20Rng,
    theme: u8,
    (reviews, seed): (u32, u64),
) {
    let themes = ThemeChoice {
        of_all: Some(theme),
        ..ThemeChoice::default()
    };
    organizer
        .accept(&Which::All, &themes, IdentityRule::Mask, now(), rng)
        .unwrap();
    organizer.take_judges(JUDGES).unwrap();
    organizer.plan(reviews, seed, now()).unwrap();
}

/// A contest of four entries without media, three judges, every judge has every entry, packs issued.
pub(crate) struct Stage {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) organizer: Organizer,
    pub(crate) rng: ChaCha20Rng,
}

impl Stage {
    pub(crate) fn set() -> Stage {
        Stage::set_by(CONTEST)
    }

    /// By another contest file.
    pub(crate) fn set_by(contest: &str) -> Stage {
        let mut stage = Stage::before_packs_by(contest);
        let out = stage.packs();
        let issued = stage
            .organizer
            .issue(&PackOrder::default(), &out, now(), &mut stage.rng, &mut go)
            .unwrap();
        assert_eq!(issued.packs.len(), 3);
        stage
    }

    pub(crate) fn before_packs() -> Stage {
        Stage::before_packs_by(CONTEST)
    }

    fn before_packs_by(contest: &str) -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let (mut organizer, mut rng) = created(&dir.path().join("c"), contest);
        let received = organizer
            .receive(&mails(&["03", "06", "10", "17"]), None, now(), &mut go)
            .unwrap();
        assert_eq!((received.sources, received.entries), (4, 4));
        accept_and_plan(&mut organizer, &mut rng, 7, (3, 2026));
        Stage {
            dir,
            organizer,
            rng,
        }
    }

    pub(crate) fn packs(&self) -> PathBuf {
        self.dir.path().join("packs")
    }

    pub(crate) fn judge(&mut self, id: &str) -> Judge {
        self.judge_of(id, &format!("westlake-2020_{id}.judgepack"))
    }

    pub(crate) fn judge_of(&mut self, id: &str, file: &str) -> Judge {
        let table = fs::read_to_string(self.packs().join("passphrases.csv")).unwrap();
        let line = table.lines().find(|line| line.contains(file)).unwrap();
        let passphrase = Passphrase::parse(line.rsplit(',').next().unwrap()).unwrap();
        let pack = OpenPack::open(&self.packs().join(file), &passphrase).unwrap();
        assert_eq!(pack.manifest().judge.as_str(), id);
        Judge {
            pack,
            key: SigningKey::generate(&mut self.rng),
            previous: None,
        }
    }

    pub(crate) fn save(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Merges a bundle of every judge for the panel: a row of marks for each.
    pub(crate) fn hand_in(&mut self, rows: &[(&str, [Option<u8>; 4])]) {
        for (id, marks) in rows {
            let bytes = self.judge(id).export(1, marks);
            let path = self.save(&format!("panel-{id}"), &bytes);
            assert_eq!(self.verdicts(&[&path]), vec![Verdict::Merged], "{id}");
        }
    }

    pub(crate) fn merge(&mut self, files: &[&PathBuf]) -> Merged {
        let files: Vec<PathBuf> = files.iter().map(|path| (*path).clone()).collect();
        self.organizer.merge(&files, now()).unwrap()
    }

    pub(crate) fn verdicts(&mut self, files: &[&PathBuf]) -> Vec<Verdict> {
        self.merge(files)
            .lines
            .iter()
            .map(|line| line.verdict)
            .collect()
    }

    pub(crate) fn held_because(&mut self, file: &PathBuf) -> String {
        let merged = self.merge(&[file]);
        assert_eq!(merged.lines[0].verdict, Verdict::Held, "{merged:?}");
        merged.lines[0].reason.clone().unwrap().code
    }
}

/// A judge's desk, as far as these tests need one.
pub(crate) struct Judge {
    pub(crate) pack: OpenPack,
    pub(crate) key: SigningKey,
    pub(crate) previous: Option<[u8; 32]>,
}

impl Judge {
    /// A sheet for each entry, in order of their numbers: a mark for every criterion, or `None` for an open sheet, or 0
    /// for a recusal.
    pub(crate) fn sheets(&self, marks: &[Option<u8>]) -> Vec<SheetRecord> {
        let criteria: Vec<String> = self.pack.view().themes[0]
            .criteria
            .iter()
            .map(|criterion| criterion.id.clone())
            .collect();
        let entries = self.pack.entries().iter().zip(marks);
        entries
            .map(|(entry, mark)| {
                let all = |points: u8| -> BTreeMap<String, Mark> {
                    let points = Points::from_halves(points * 2).unwrap();
                    criteria
                        .iter()
                        .map(|id| (id.clone(), Mark(points)))
                        .collect()
                };
                let (status, marks, recusal) = match mark {
                    None => (SheetStatus::Open, BTreeMap::new(), None),
                    Some(0) => {
                        let recusal = Recusal {
                            kind: RecusalKind::KnowAuthor,
                            note: String::new(),
                        };
                        (SheetStatus::Recused, BTreeMap::new(), Some(recusal))
                    }
                    Some(points) => (SheetStatus::Scored, all(*points), None),
                };
                SheetRecord {
                    entry: entry.number.clone(),
                    entry_sha256: Sha256Hex(self.pack.entry_sha256(&entry.number).unwrap()),
                    status,
                    marks,
                    comment: String::new(),
                    recusal,
                    not_seen: Vec::new(),
                }
            })
            .collect()
    }

    pub(crate) fn export(&mut self, sequence: u32, marks: &[Option<u8>]) -> Vec<u8> {
        let sheets = self.sheets(marks);
        self.export_sheets(sequence, sheets, |_| ())
    }

    pub(crate) fn export_sheets(
        &mut self,
        sequence: u32,
        sheets: Vec<SheetRecord>,
        change: impl Fn(&mut ScoreBundle),
    ) -> Vec<u8> {
        let manifest = self.pack.manifest();
        let mut bundle = ScoreBundle {
            format: "jurydesk.score-bundle".to_owned(),
            version: 1,
            contest: manifest.contest.clone(),
            contest_key: manifest.contest_key.clone(),
            title: manifest.title.clone(),
            manifest_sha256: Sha256Hex(self.pack.manifest_sha256()),
            judge: manifest.judge.clone(),
            sequence,
            previous_sha256: (sequence > 1).then(|| Sha256Hex(self.previous.unwrap_or([7; 32]))),
            judge_key: self.key.public().to_openssh(),
            client: "test".to_owned(),
            exported_at: now(),
            sheets,
            ties: Vec::new(),
        };
        change(&mut bundle);
        let enrolment = Enrolment {
            format: "jurydesk.enrolment".to_owned(),
            version: 1,
            contest: bundle.contest.clone(),
            contest_key: bundle.contest_key.clone(),
            manifest_sha256: bundle.manifest_sha256,
            judge: bundle.judge.clone(),
            judge_key: bundle.judge_key.clone(),
        };
        let (enrol, signature) = write_enrolment(&enrolment, self.pack.invitation()).unwrap();
        let to = Recipient::parse(&manifest.reply_to).unwrap();
        // The same salt each time, so that the same sheets of one revision are the same bundle.
        let mut salt = ChaCha20Rng::seed_from_u64(u64::from(sequence));
        let sealed = write_bundle(&bundle, &self.key, &enrol, &signature, &to, &mut salt).unwrap();
        self.previous = Some(sealed.bundle_sha256);
        sealed.bytes
    }
}

/// Every file below a folder.
pub(crate) fn walk(folder: &Path) -> Vec<PathBuf> {
    let children = fs::read_dir(folder)
        .unwrap()
        .map(|child| child.unwrap().path());
    children
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
