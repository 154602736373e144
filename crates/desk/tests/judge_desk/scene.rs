//! A pack of three entries on disk, the organiser's keys, and what a judge does with it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset};
use contest::{CommentPolicy, CommentReaders, MarkStep, OrderPolicy, Points};
use desk::{Change, Desk, DeskError, Session};
use pack::Sha256Hex;
use pack::judge_pack::{
    BlindEntry, CommentSheet, CriterionSheet, JudgeView, LevelSheet, OrderSheet, PackContents,
    ThemeSheet, write_pack,
};
use pack::score_bundle::{Expected, open_bundle};
use rand::rngs::OsRng;
use seal::{Identity, Passphrase, SigningKey};

/// A pack of three entries on disk, with the organiser's keys.
pub(super) struct Scene {
    pub(super) folder: tempfile::TempDir,
    pub(super) organiser: SigningKey,
    pub(super) identity: Identity,
    pub(super) passphrase: Passphrase,
    pub(super) pack: PathBuf,
}

pub(super) fn moment(seconds: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-14T09:20:00+08:00").unwrap() + Duration::seconds(seconds)
}

pub(super) fn view() -> JudgeView {
    let levels = ["不足", "偏弱", "合格", "良好", "优秀"];
    let criterion = |id: &str, weight| CriterionSheet {
        id: id.to_owned(),
        name: id.to_owned(),
        name_en: None,
        weight,
        levels: (1..)
            .step_by(2)
            .zip(levels)
            .map(|(from, name)| LevelSheet {
                name: name.to_owned(),
                name_en: None,
                from,
                to: from + 1,
                descriptor: "……".to_owned(),
            })
            .collect(),
    };
    JudgeView {
        title: "湖畔金点子·2026".to_owned(),
        subtitle: String::new(),
        organiser: "征集组委会".to_owned(),
        hand_in: None,
        themes: vec![ThemeSheet {
            id: 2,
            name: "城市交通".to_owned(),
            short: "交".to_owned(),
            name_en: None,
            short_en: None,
            criteria: vec![criterion("fit", 60), criterion("novel", 40)],
        }],
        step: MarkStep::Whole,
        comment: CommentSheet {
            policy: CommentPolicy::Reminder,
            minimum: 10,
            readers: CommentReaders::Organizer,
        },
        media_limit_ms: 180_000,
        media_grace_ms: 1_000,
        order: OrderSheet {
            policy: OrderPolicy::Shuffled,
            entries: vec!["T-2-0003".into(), "T-2-0001".into(), "T-2-0002".into()],
        },
    }
}

pub(super) fn entry(serial: u32) -> BlindEntry {
    BlindEntry {
        number: format!("T-2-{serial:04}"),
        label: format!("交-{serial:03}"),
        theme: 2,
        title: format!("第{serial}件"),
        measures: "举措".to_owned(),
        innovation: "创新".to_owned(),
        effect: "效果".to_owned(),
        media: Vec::new(),
    }
}

impl Scene {
    pub(super) fn new() -> Scene {
        Scene::of("westlake-2020", SigningKey::generate(&mut OsRng))
    }

    pub(super) fn of(contest: &str, organiser: SigningKey) -> Scene {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let passphrase = Passphrase::generate(&mut OsRng);
        let pack = folder.path().join("J07.judgepack");
        let first = Issue {
            contest,
            version: 1,
            view: view(),
            organiser: &organiser,
            identity: &identity,
            passphrase: &passphrase,
        };
        issue(&pack, &first, vec![entry(1), entry(2), entry(3)]);
        Scene {
            folder,
            organiser,
            identity,
            passphrase,
            pack,
        }
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(super) fn open(&self) -> (Desk, Session) {
        let mut desk = Desk::open(&self.data()).unwrap();
        let (session, _) = Session::open(
            &mut desk,
            &self.pack,
            &self.passphrase,
            moment(0),
            &mut OsRng,
        )
        .unwrap();
        (desk, session)
    }

    pub(super) fn export(
        &self,
        desk: &Desk,
        session: &Session,
        name: &str,
    ) -> Result<PathBuf, DeskError> {
        let place = self.folder.path().join(name);
        session.export(
            desk,
            &place,
            &self.passphrase,
            "test 1",
            moment(100),
            &mut OsRng,
        )?;
        Ok(place)
    }

    pub(super) fn read(
        &self,
        session: &Session,
        place: &Path,
    ) -> pack::score_bundle::Verified<pack::score_bundle::ScoreBundle> {
        let manifest = session.pack().manifest();
        open_bundle(&std::fs::read(place).unwrap(), &self.identity)
            .unwrap()
            .verify(
                &session.pack().invitation().public(),
                &Expected {
                    contest: manifest.contest.clone(),
                    contest_key: manifest.contest_key.clone(),
                    judge: manifest.judge.clone(),
                    manifest_sha256: Sha256Hex(session.pack().manifest_sha256()),
                },
            )
            .unwrap()
    }
}

pub(super) fn mark(criterion: &str, points: f64) -> Change {
    Change::Mark(
        criterion.parse().unwrap(),
        Points::try_from(points).unwrap(),
    )
}

/// Writes a pack of these entries, the version given.
pub(super) fn issue(place: &Path, scene: &Issue<'_>, entries: Vec<BlindEntry>) {
    let contents = PackContents {
        contest: scene.contest.to_owned(),
        contest_key: "00112233445566778899aabbccddeeff".to_owned(),
        title: "湖畔金点子·2026".to_owned(),
        round: "panel".to_owned(),
        judge: "J07".parse().unwrap(),
        pack_version: scene.version,
        issued_at: moment(-86_400),
        closes_at: Some(moment(86_400)),
        reply_to: scene.identity.to_recipient(),
        view: scene.view.clone(),
        entries,
        media: Vec::new(),
    };
    write_pack(
        std::fs::File::create(place).unwrap(),
        &contents,
        scene.organiser,
        scene.passphrase,
        &mut OsRng,
        &mut |_, _| std::ops::ControlFlow::Continue(()),
    )
    .unwrap();
}

/// What a pack is issued with.
pub(super) struct Issue<'a> {
    pub(super) contest: &'a str,
    pub(super) version: u32,
    pub(super) view: JudgeView,
    pub(super) organiser: &'a SigningKey,
    pub(super) identity: &'a Identity,
    pub(super) passphrase: &'a Passphrase,
}
