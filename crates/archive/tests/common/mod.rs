//! A small contest that was judged in two rounds, with everybody's keys, and the ways to falsify its archive.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]

use std::collections::{BTreeMap, BTreeSet};

use archive::{Archive, CountedBundle, IssuedPack, WriteError, write};
use chrono::{DateTime, FixedOffset};
use contest::{Contest, EntryNumber, JudgeId, Points, RoundId, ThemeId};
use pack::Sha256Hex;
use pack::score_bundle::{
    ENROLMENT_FORMAT, Enrolment, FORMAT, Mark, Recusal, RecusalKind, ScoreBundle, SheetRecord,
    SheetStatus, VERSION, open_bundle, write_bundle, write_enrolment,
};
use pack::zip::{ZipDirectory, ZipWriter};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use results::{
    Decided, Decision, EntryFacts, Inputs, Recipient, Results, RoundInputs, Seat, SheetFacts,
    SheetState, UnitFacts, Video, compute,
};
use seal::{Identity, SigningKey};

pub const CONTEST: &str = include_str!("../../../../assets/contests/westlake-2020.toml");
pub const CONTEST_KEY: &str = "00112233445566778899aabbccddeeff";

/// A judged contest.
pub struct Scene {
    pub contest_toml: String,
    pub contest: Contest,
    pub organiser: SigningKey,
    pub judges: BTreeMap<JudgeId, SigningKey>,
    pub invitations: BTreeMap<JudgeId, SigningKey>,
    pub packs: Vec<IssuedPack>,
    pub inputs: Inputs,
    pub results: Results,
    pub bundles: Vec<CountedBundle>,
    pub rng: StdRng,
}

pub fn time() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2020-12-01T09:00:00+08:00").unwrap()
}

fn number(theme: u8, serial: u32) -> EntryNumber {
    format!("XH2020-{theme}-{serial:04}").parse().unwrap()
}

fn round(id: &str) -> RoundId {
    id.parse().unwrap()
}

impl Scene {
    /// Two themes of six entries, each judged by the same five judges; the best four by three others; gold is decided.
    pub fn new() -> Scene {
        Scene::of(CONTEST)
    }

    pub fn of(contest_toml: &str) -> Scene {
        let contest = Contest::parse(contest_toml).unwrap();
        let mut rng = StdRng::seed_from_u64(2020);
        let numbers: Vec<EntryNumber> = [1, 2]
            .into_iter()
            .flat_map(|theme| (1..=6).map(move |serial| number(theme, serial)))
            .collect();
        let theme = |number: &EntryNumber| {
            let digit = number.as_str().as_bytes()[7] - b'0';
            ThemeId::new(digit).unwrap()
        };
        let unit = |place: usize| format!("第{}中学", place % 3 + 1);
        let entries = numbers
            .iter()
            .enumerate()
            .map(|(place, number)| EntryFacts {
                number: number.clone(),
                theme: theme(number),
                title: format!("点子{place}"),
                unit: unit(place),
                video: Video::None,
            });
        let units = (0..3).map(|place| UnitFacts {
            unit: unit(place),
            sent: 5,
            accepted: 4,
        });
        let shortlist: Vec<EntryNumber> = [1, 4, 7, 10]
            .into_iter()
            .map(|at: usize| numbers[at].clone())
            .collect();
        let panel: Vec<JudgeId> = (1..=5)
            .map(|n| format!("J{n:02}").parse().unwrap())
            .collect();
        let last: Vec<JudgeId> = (6..=8)
            .map(|n| format!("J{n:02}").parse().unwrap())
            .collect();
        let mut scene = Scene {
            contest_toml: contest_toml.to_owned(),
            organiser: SigningKey::generate(&mut rng),
            judges: BTreeMap::new(),
            invitations: BTreeMap::new(),
            packs: Vec::new(),
            inputs: Inputs {
                seed: 20_200_801,
                draws: 200,
                entries: entries.collect(),
                units: units.collect(),
                rounds: Vec::new(),
                decisions: Vec::new(),
            },
            results: Results {
                rounds: Vec::new(),
                shortlists: Vec::new(),
                awards: Vec::new(),
                units: Vec::new(),
                extra_reviews: Vec::new(),
            },
            bundles: Vec::new(),
            contest,
            rng,
        };
        scene.judge("panel", &panel, &numbers, None);
        scene.judge("final", &last, &shortlist, Some(shortlist.clone()));
        scene.recompute();
        let second = winner(&scene.results, "nominee");
        scene.decide(Decision::Withheld {
            award: "nominee".parse().unwrap(),
            from: Recipient::Entry(second),
        });
        scene
    }

    /// Decides something, and computes what follows.
    pub fn decide(&mut self, decision: Decision) {
        self.inputs.decisions.push(Decided {
            at: "2020-11-30T15:00:00+08:00".to_owned(),
            reason: "评审委员会决定".to_owned(),
            present: vec!["王主席".to_owned()],
            decision,
        });
        self.recompute();
    }

    /// Gives the entries to the judges, who all answer.
    fn judge(
        &mut self,
        id: &str,
        judges: &[JudgeId],
        entries: &[EntryNumber],
        shortlist: Option<Vec<EntryNumber>>,
    ) {
        let mut inputs = RoundInputs {
            round: round(id),
            shortlist,
            seats: Vec::new(),
            returned: judges.to_vec(),
            sheets: Vec::new(),
            ties: Vec::new(),
        };
        for judge in judges {
            let invitation = SigningKey::generate(&mut self.rng);
            self.packs.push(IssuedPack {
                judge: judge.clone(),
                version: 1,
                round: round(id),
                manifest_sha256: Sha256Hex::of(judge.as_str().as_bytes()),
                invitation_key: invitation.public().to_openssh(),
                entries: entries
                    .iter()
                    .map(|entry| (entry.clone(), Sha256Hex::of(entry.as_str().as_bytes())))
                    .collect(),
            });
            self.judges
                .insert(judge.clone(), SigningKey::generate(&mut self.rng));
            self.invitations.insert(judge.clone(), invitation);
            let mut sheets: Vec<SheetFacts> = Vec::new();
            for entry in entries {
                let (judge, entry) = (judge.clone(), entry.clone());
                inputs.seats.push(Seat {
                    judge: judge.clone(),
                    entry: entry.clone(),
                });
                // One judge knows one author.
                let state = if judge.as_str() == "J03" && entry.as_str().ends_with("1-0002") {
                    SheetState::Recused
                } else {
                    SheetState::Scored(self.marks(id, &entry))
                };
                sheets.push(SheetFacts {
                    judge,
                    entry,
                    state,
                });
            }
            let bundle = self.bundle(judge, &sheets);
            self.sign(&bundle);
            inputs.sheets.append(&mut sheets);
        }
        self.inputs.rounds.push(inputs);
    }

    fn marks(&mut self, id: &str, entry: &EntryNumber) -> BTreeMap<contest::CriterionId, Points> {
        let facts = self.inputs.entries.iter().find(|e| &e.number == entry);
        let round = self.contest.round(&round(id)).unwrap();
        let rubric = self.contest.rubric(round, facts.unwrap().theme).unwrap();
        let rng = &mut self.rng;
        // Entries differ by more than judges do.
        let digits: u32 = entry.as_str().bytes().map(u32::from).sum();
        let merit = u8::try_from(digits * 5 % 7 + 2).unwrap();
        let criteria = rubric.criteria.iter().map(|one| one.criterion.id.clone());
        criteria
            .map(|id| {
                (
                    id,
                    Points::from_halves((merit + rng.gen_range(0..=2)) * 2).unwrap(),
                )
            })
            .collect()
    }

    /// What a judge hands in.
    pub fn bundle(&self, judge: &JudgeId, sheets: &[SheetFacts]) -> ScoreBundle {
        let pack = self.packs.iter().find(|pack| &pack.judge == judge).unwrap();
        let record = |sheet: &SheetFacts| {
            let (status, marks) = match &sheet.state {
                SheetState::Scored(marks) => (SheetStatus::Scored, marks.clone()),
                SheetState::Recused => (SheetStatus::Recused, BTreeMap::new()),
                SheetState::Unscored => (SheetStatus::Open, BTreeMap::new()),
            };
            SheetRecord {
                entry: sheet.entry.to_string(),
                entry_sha256: pack.entries[&sheet.entry],
                status,
                marks: marks
                    .into_iter()
                    .map(|(id, points)| (id.into(), Mark(points)))
                    .collect(),
                comment: "可以试行。".to_owned(),
                recusal: (status == SheetStatus::Recused).then(|| Recusal {
                    kind: RecusalKind::KnowAuthor,
                    note: "同事。".to_owned(),
                }),
                not_seen: Vec::new(),
            }
        };
        ScoreBundle {
            format: FORMAT.to_owned(),
            version: VERSION,
            contest: self.contest.id.to_string(),
            contest_key: CONTEST_KEY.to_owned(),
            title: self.contest.title.clone(),
            manifest_sha256: pack.manifest_sha256,
            judge: judge.clone(),
            sequence: 1,
            previous_sha256: None,
            judge_key: self.judges[judge].public().to_openssh(),
            client: "test".to_owned(),
            exported_at: time(),
            sheets: sheets.iter().map(record).collect(),
            ties: Vec::new(),
        }
    }

    /// Signs a bundle with the judge's key, and counts it in place of the judge's earlier one.
    pub fn sign(&mut self, bundle: &ScoreBundle) {
        let judge = bundle.judge.clone();
        let enrolment = Enrolment {
            format: ENROLMENT_FORMAT.to_owned(),
            version: VERSION,
            contest: bundle.contest.clone(),
            contest_key: bundle.contest_key.clone(),
            manifest_sha256: bundle.manifest_sha256,
            judge: judge.clone(),
            judge_key: bundle.judge_key.clone(),
        };
        let (enrol, signature) = write_enrolment(&enrolment, &self.invitations[&judge]).unwrap();
        let identity = Identity::generate();
        let to = identity.to_recipient();
        let key = &self.judges[&judge];
        let sealed = write_bundle(bundle, key, &enrol, &signature, &to, &mut self.rng).unwrap();
        let open = open_bundle(&sealed.bytes, &identity).unwrap();
        self.bundles.retain(|bundle| bundle.judge != judge);
        self.bundles.push(CountedBundle {
            judge,
            version: 1,
            files: open.files().clone(),
        });
    }

    pub fn recompute(&mut self) {
        self.results = compute(&self.contest, &self.inputs).unwrap();
    }

    pub fn write(&self) -> Result<Vec<u8>, WriteError> {
        write(
            &Archive {
                contest_toml: &self.contest_toml,
                contest_key: CONTEST_KEY,
                written_at: time(),
                client: "test",
                packs: &self.packs,
                inputs: &self.inputs,
                results: &self.results,
                bundles: self.bundles.clone(),
            },
            &self.organiser,
        )
    }
}

/// The winner of an award, who must be an entry.
pub fn winner(results: &Results, award: &str) -> EntryNumber {
    let award = results
        .awards
        .iter()
        .find(|one| one.award.as_str() == award);
    match &award.unwrap().received[0].to {
        Recipient::Entry(number) => number.clone(),
        Recipient::Unit(unit) => panic!("{unit} is no entry"),
    }
}

/// The files of an archive, in order.
pub type Files = Vec<(String, Vec<u8>)>;

pub fn files(zip: &[u8]) -> Files {
    let directory = ZipDirectory::read(zip).unwrap();
    directory
        .entries()
        .iter()
        .map(|entry| {
            let bytes = ZipDirectory::read_entry(zip, entry, u64::MAX).unwrap();
            (entry.name.clone(), bytes)
        })
        .collect()
}

pub fn zip(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, bytes) in files {
        zip.add(name, bytes).unwrap();
    }
    zip.finish().unwrap().0
}

pub fn file<'a>(files: &'a mut Files, name: &str) -> &'a mut Vec<u8> {
    let found = files.iter_mut().find(|(found, _)| found == name);
    &mut found.unwrap_or_else(|| panic!("no file {name}")).1
}

/// Puts another text in place of a file's.
pub fn rewrite(files: &mut Files, name: &str, change: impl FnOnce(&str) -> String) {
    let file = file(files, name);
    *file = change(std::str::from_utf8(file).unwrap()).into_bytes();
}

/// Replaces one piece of a file, which must be there.
pub fn edit(files: &mut Files, name: &str, from: &str, to: &str) {
    rewrite(files, name, |before| {
        assert!(before.contains(from), "{name} has {from}");
        before.replacen(from, to, 1)
    });
}

/// Signs the files as they are now, as a cheating organiser can.
pub fn sign_again(files: &mut Files, key: &SigningKey) {
    let listed: BTreeSet<&str> = BTreeSet::from(["SHA256SUMS", "SHA256SUMS.sig"]);
    let sums: String = files
        .iter()
        .filter(|(name, _)| !listed.contains(name.as_str()))
        .map(|(name, bytes)| format!("{}  {name}\n", Sha256Hex::of(bytes)))
        .collect();
    let signature = key.sign(archive::NAMESPACE, sums.as_bytes()).unwrap();
    *file(files, "SHA256SUMS") = sums.into_bytes();
    *file(files, "SHA256SUMS.sig") = signature.into_bytes();
}
