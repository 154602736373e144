//! Packs of any size for tests and measurements, with real small videos.
//!
//! One short video is made by ffmpeg; every entry gets it with a few bytes of its own in a box that players skip
//! (ISO/IEC 14496-12 §8.1.2, `free`), so each is another file with another hash and plays all the same.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, FixedOffset};
use contest::{CommentPolicy, CommentReaders, MarkStep, OrderPolicy};
use pack::Sha256Hex;
use pack::judge_pack::{
    BlindEntry, BlindMedia, CommentSheet, CriterionSheet, JudgeView, LevelSheet, MediaKind,
    MediaSource, OrderSheet, PackContents, ThemeSheet, write_pack,
};
use rand::rngs::OsRng;
use seal::{Identity, Passphrase, SigningKey};

/// The themes of a bulk pack: number, name, short name.
const THEMES: [(u8, &str, &str); 4] = [
    (1, "城市流动人口", "人"),
    (2, "城市交通", "交"),
    (3, "城市教育", "教"),
    (4, "城市卫生健康", "卫"),
];
/// Criteria of every theme with their weights.
const CRITERIA: [(&str, &str, u8); 5] = [
    ("fit", "问题针对性", 20),
    ("doable", "举措可操作性", 25),
    ("novel", "创新程度", 25),
    ("effect", "预期效果", 20),
    ("shown", "表达与展示", 10),
];
const LEVELS: [&str; 5] = ["不足", "偏弱", "合格", "良好", "优秀"];

/// Whether the entries of a bulk pack carry a video each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Videos {
    /// Texts alone: no ffmpeg is needed.
    None,
    /// A video of two seconds for every entry.
    Each,
    /// A file for every entry that is called a video and that no program can play.
    Unplayable,
}

/// A pack with its passphrase.
pub struct Bulk {
    /// Where the pack lies.
    pub pack: PathBuf,
    /// What opens it.
    pub passphrase: Passphrase,
    /// The same in digits.
    pub digits: String,
}

/// Writes a pack of so many entries into the folder.
pub fn make(folder: &Path, entries: u32, videos: Videos) -> Bulk {
    let media_folder = folder.join("bulk-media");
    std::fs::create_dir_all(&media_folder).expect("a folder");
    let media: Vec<MediaSource> = match videos {
        Videos::None => Vec::new(),
        Videos::Unplayable => (1..=entries)
            .map(|serial| variant(&media_folder, b"no picture and no sound", serial))
            .collect(),
        Videos::Each => {
            let film = film(&media_folder);
            (1..=entries)
                .map(|serial| variant(&media_folder, &film, serial))
                .collect()
        }
    };
    let entries: Vec<BlindEntry> = (1..=entries)
        .map(|serial| entry(serial, media.get(serial as usize - 1)))
        .collect();
    let bulk = write(folder, entries, media);
    std::fs::remove_dir_all(&media_folder).expect("what was made here");
    bulk
}

/// Writes a pack of these entries into the folder.
pub fn write(folder: &Path, entries: Vec<BlindEntry>, media: Vec<MediaSource>) -> Bulk {
    let passphrase = Passphrase::generate(&mut OsRng);
    let pack = folder.join("J07.judgepack");
    let mut out = BufWriter::new(File::create(&pack).expect("a file"));
    write_pack(
        &mut out,
        &contents(entries, media),
        &SigningKey::generate(&mut OsRng),
        &passphrase,
        &mut OsRng,
        &mut |_, _| ControlFlow::Continue(()),
    )
    .expect("a pack");
    out.flush().expect("a pack");
    let digits = passphrase.digits().to_owned();
    Bulk {
        pack,
        passphrase,
        digits,
    }
}

/// A video of two seconds in the form every webview plays.
fn film(folder: &Path) -> Vec<u8> {
    let place = folder.join("film.mp4");
    let done = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i"])
        .arg("testsrc2=size=320x180:rate=25:duration=2")
        .args(["-f", "lavfi", "-i", "sine=frequency=440:duration=2"])
        .args(["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"])
        .args(["-movflags", "+faststart"])
        .arg(&place)
        .stdin(Stdio::null())
        .status()
        .expect("ffmpeg starts");
    assert!(done.success(), "ffmpeg makes a video");
    std::fs::read(&place).expect("a video")
}

fn variant(folder: &Path, film: &[u8], serial: u32) -> MediaSource {
    let mut bytes = film.to_vec();
    bytes.extend_from_slice(&12_u32.to_be_bytes());
    bytes.extend_from_slice(b"free");
    bytes.extend_from_slice(&serial.to_be_bytes());
    let hash = Sha256Hex::of(&bytes);
    let path = folder.join(hash.to_string());
    std::fs::write(&path, &bytes).expect("a file");
    MediaSource {
        file: format!("media/{hash}.mp4"),
        path,
    }
}

/// One entry of a bulk pack, with its video.
pub fn entry(serial: u32, video: Option<&MediaSource>) -> BlindEntry {
    let place = (serial - 1) as usize % THEMES.len();
    let (theme, _, short) = THEMES[place];
    let own = (serial - 1) / THEMES.len() as u32 + 1;
    BlindEntry {
        number: format!("T-{theme}-{own:04}"),
        label: format!("{short}-{own:03}"),
        theme,
        title: format!("社区闲置车棚改微站的第 {serial} 种做法"),
        measures: format!("第 {serial} 件。利用小区闲置车棚设微站，白天收件、夜间充电。")
            .repeat(12),
        innovation: "把时间当作道路，错峰使用同一块地方。".repeat(6),
        effect: "白天车次减半，夜间照样有人值守。".repeat(6),
        media: video
            .iter()
            .map(|video| BlindMedia {
                file: video.file.clone(),
                kind: MediaKind::Video,
                length_ms: Some(2_000),
                width: Some(320),
                height: Some(180),
                pages: None,
            })
            .collect(),
    }
}

/// A pack of these entries before it is written.
pub fn contents(entries: Vec<BlindEntry>, media: Vec<MediaSource>) -> PackContents {
    PackContents {
        contest: "bulk".to_owned(),
        contest_key: "00112233445566778899aabbccddeeff".to_owned(),
        title: "湖畔金点子·大卷".to_owned(),
        round: "panel".to_owned(),
        judge: "J07".parse().expect("an id"),
        pack_version: 1,
        issued_at: moment(),
        closes_at: None,
        reply_to: Identity::generate().to_recipient(),
        view: view(entries.iter().map(|entry| entry.number.clone()).collect()),
        entries,
        media,
    }
}

fn moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-09-01T00:00:00+08:00").expect("a time")
}

fn view(order: Vec<String>) -> JudgeView {
    let criteria: Vec<CriterionSheet> = CRITERIA
        .iter()
        .map(|(id, name, weight)| CriterionSheet {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            name_en: None,
            weight: *weight,
            levels: (1..)
                .step_by(2)
                .zip(LEVELS)
                .map(|(from, name)| LevelSheet {
                    name: name.to_owned(),
                    name_en: None,
                    from,
                    to: from + 1,
                    descriptor: format!("{name}：与本专题的问题相对应。"),
                })
                .collect(),
        })
        .collect();
    JudgeView {
        title: "湖畔金点子·大卷".to_owned(),
        subtitle: "一千二百件".to_owned(),
        organiser: "征集组委会".to_owned(),
        hand_in: None,
        themes: THEMES
            .iter()
            .map(|(id, name, short)| ThemeSheet {
                id: *id,
                name: (*name).to_owned(),
                short: (*short).to_owned(),
                name_en: None,
                short_en: None,
                criteria: criteria.clone(),
            })
            .collect(),
        step: MarkStep::Half,
        comment: CommentSheet {
            policy: CommentPolicy::Off,
            minimum: 0,
            readers: CommentReaders::Organizer,
        },
        media_limit_ms: 180_000,
        media_grace_ms: 1_000,
        order: OrderSheet {
            policy: OrderPolicy::Shuffled,
            entries: order,
        },
    }
}
