//! A small contest with three entries, its pack, and means to change a pack as one who holds its key can.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

pub(crate) mod answer;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::{CommentPolicy, CommentReaders, MarkStep, OrderPolicy};
use pack::judge_pack::{
    BlindEntry, BlindMedia, CommentSheet, CriterionSheet, JudgeView, LevelSheet, MediaKind,
    MediaSource, OpenPack, OrderSheet, PackContents, ThemeSheet, Written, write_pack_to_recipient,
};
use pack::{PackError, Sha256Hex};
use rand::rngs::OsRng;
use seal::{Identity, SigningKey};
use tempfile::TempDir;

pub(crate) fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// Bytes that look like nothing, the same in every run.
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect()
}

pub(crate) fn medium(folder: &Path, content: &[u8], extension: &str) -> MediaSource {
    let file = format!("media/{}.{extension}", Sha256Hex::of(content));
    let path = folder.join(file.replace('/', "-"));
    fs::write(&path, content).unwrap();
    MediaSource { file, path }
}

pub(crate) fn shown(source: &MediaSource, kind: MediaKind) -> BlindMedia {
    BlindMedia {
        file: source.file.clone(),
        kind,
        length_ms: (kind == MediaKind::Video).then_some(181_250),
        width: Some(1280),
        height: Some(720),
        pages: None,
    }
}

pub(crate) fn entry(number: u32, media: Vec<BlindMedia>) -> BlindEntry {
    BlindEntry {
        number: format!("XH2020-3-{number:04}"),
        label: format!("交-{number:03}"),
        theme: 3,
        title: format!("潮汐“车道” {number}"),
        measures: "第一段。\n第二段。".to_owned(),
        innovation: "新\t意 \u{1F6B2}".to_owned(),
        effect: "缩短等候。".to_owned(),
        media,
    }
}

pub(crate) fn view(numbers: &[BlindEntry]) -> JudgeView {
    let level = |name: &str, name_en: &str, from, to| LevelSheet {
        name: name.to_owned(),
        name_en: Some(name_en.to_owned()),
        from,
        to,
        descriptor: "可以直接试行。".to_owned(),
    };
    JudgeView {
        title: "“我为西湖献一计”金点子征集".to_owned(),
        subtitle: "2020 年".to_owned(),
        organiser: "西湖区".to_owned(),
        hand_in: Some("交给会务组。".to_owned()),
        themes: vec![ThemeSheet {
            id: 3,
            name: "交通治理".to_owned(),
            short: "交".to_owned(),
            name_en: Some("Traffic".to_owned()),
            short_en: None,
            criteria: vec![CriterionSheet {
                id: "practicable".to_owned(),
                name: "可行性".to_owned(),
                name_en: None,
                weight: 100,
                levels: vec![
                    level("差", "poor", 1, 2),
                    level("较差", "weak", 3, 4),
                    level("中", "fair", 5, 6),
                    level("良", "good", 7, 8),
                    level("优", "excellent", 9, 10),
                ],
            }],
        }],
        step: MarkStep::Half,
        comment: CommentSheet {
            policy: CommentPolicy::Reminder,
            minimum: 15,
            readers: CommentReaders::Organizer,
        },
        media_limit_ms: 180_000,
        media_grace_ms: 1_000,
        order: OrderSheet {
            policy: OrderPolicy::VideosFirst,
            entries: numbers
                .iter()
                .rev()
                .map(|entry| entry.number.clone())
                .collect(),
        },
    }
}

pub(crate) fn contents(
    entries: Vec<BlindEntry>,
    media: Vec<MediaSource>,
    to: &Identity,
) -> PackContents {
    PackContents {
        contest: "westlake-2020".to_owned(),
        contest_key: "00112233445566778899aabbccddeeff".to_owned(),
        title: "“我为西湖献一计”金点子征集".to_owned(),
        round: "panel".to_owned(),
        judge: "J07".parse().unwrap(),
        pack_version: 1,
        issued_at: time("2020-09-01T09:00:00+08:00"),
        closes_at: Some(time("2020-09-20T18:00:00+08:00")),
        reply_to: to.to_recipient(),
        view: view(&entries),
        entries,
        media,
    }
}

/// A contest folder with a pack in it that is sealed to `reader`.
pub(crate) struct Sample {
    pub(crate) folder: TempDir,
    pub(crate) organiser: SigningKey,
    pub(crate) reader: Identity,
    pub(crate) replies: Identity,
    pub(crate) contents: PackContents,
    pub(crate) written: Written,
    pub(crate) media: Vec<Vec<u8>>,
}

impl Sample {
    /// One entry with a video and a picture, one with the same picture, one without media.
    pub(crate) fn new(video: usize, picture: usize) -> Sample {
        let folder = tempfile::tempdir().unwrap();
        let media = vec![noise(1, video), noise(2, picture)];
        let film = medium(folder.path(), &media[0], "mp4");
        let photo = medium(folder.path(), &media[1], "jpg");
        let entries = vec![
            entry(
                1,
                vec![
                    shown(&film, MediaKind::Video),
                    shown(&photo, MediaKind::Image),
                ],
            ),
            entry(2, vec![shown(&photo, MediaKind::Image)]),
            entry(17, vec![]),
        ];
        let replies = Identity::generate();
        let reader = Identity::generate();
        let organiser = SigningKey::generate(&mut OsRng);
        let contents = contents(entries, vec![film, photo.clone(), photo], &replies);
        let mut sealed = Vec::new();
        let written = write_pack_to_recipient(
            &mut sealed,
            &contents,
            &organiser,
            &reader.to_recipient(),
            &mut OsRng,
            &mut |_, _| ControlFlow::Continue(()),
        )
        .unwrap();
        let sample = Sample {
            folder,
            organiser,
            reader,
            replies,
            contents,
            written,
            media,
        };
        fs::write(sample.path(), sealed).unwrap();
        sample
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("J07.judgepack")
    }

    pub(crate) fn sealed(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    pub(crate) fn archive(&self) -> Vec<u8> {
        seal::decrypt_all(&self.sealed(), &self.reader, 1 << 30).unwrap()
    }

    pub(crate) fn open(&self) -> Result<OpenPack, PackError> {
        OpenPack::open_with_identity(&self.path(), &self.reader)
    }

    /// Opens other bytes in place of the pack.
    pub(crate) fn open_bytes(&self, sealed: &[u8]) -> Result<OpenPack, PackError> {
        let path = self.folder.path().join("changed.judgepack");
        fs::write(&path, sealed).unwrap();
        OpenPack::open_with_identity(&path, &self.reader)
    }

    /// Opens another archive, encrypted as the pack was: what a holder of the key can make.
    pub(crate) fn open_archive(&self, archive: &[u8]) -> Result<OpenPack, PackError> {
        self.open_bytes(&encrypt(archive, &self.reader))
    }
}

pub(crate) fn encrypt(plain: &[u8], to: &Identity) -> Vec<u8> {
    let mut out = seal::encrypt_to_recipient(Vec::new(), &to.to_recipient()).unwrap();
    out.write_all(plain).unwrap();
    out.finish().unwrap()
}

/// Opens and reads all of it; what a judge's desk would notice at the latest.
pub(crate) fn check(opened: Result<OpenPack, PackError>) -> Result<(), PackError> {
    opened?.check(&mut |_| ControlFlow::Continue(()))
}
