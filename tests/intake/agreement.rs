//! Every sample in one import, held against what a right import yields.

use std::ops::ControlFlow;
use std::path::PathBuf;

use media::Ffmpeg;
use organizer::{FiledFile, Organizer, Queue, Reading, SourceFiles, WaitingDraft};
use serde_json::Value;
use whole::programs::root;
use whole::receiving::contest;
use whole::returns::moment;

use super::tally::{Exception, Tally};

/// What does not agree, and why that is right.
const EXCEPTIONS: [Exception; 4] = [
    Exception {
        at: "04-netease-gbk-pdf-mp3.eml: 老弄堂声音档案馆 findings",
        why: "its PDF names the author in its properties, which is told beside what is expected",
    },
    Exception {
        at: "19-zip-with-gbk-names.eml: 菜场里的十分钟体检角 findings",
        why: SAME_CLIP,
    },
    Exception {
        at: "湖墅学院报送.zip: 菜场里的十分钟体检角 findings",
        why: SAME_CLIP,
    },
    Exception {
        at: "湖墅学院-程野: 让噪声“看得见”的街角灯 findings",
        why: SAME_CLIP,
    },
];

const SAME_CLIP: &str =
    "the samples use one clip for two ideas, and the same film under two ideas is told";

/// Everything the import yielded.
struct Import {
    sources: Vec<SourceFiles>,
    queue: Queue,
    readings: Vec<Reading>,
}

fn fixtures() -> PathBuf {
    root().join("tests/fixtures")
}

fn import(organizer: &mut Organizer) -> Import {
    let ffmpeg = Ffmpeg::find().unwrap();
    let paths = ["eml", "mbox", "maildir", "zip", "folder", "forms"]
        .map(|name| fixtures().join(name))
        .to_vec();
    let mut go = |_: organizer::Step<'_>| ControlFlow::Continue(());
    let received = organizer
        .receive(&paths, Some(&ffmpeg), moment(), &mut go)
        .unwrap();
    assert!(received.account.balances());
    let queue = organizer.queue().unwrap();
    Import {
        sources: organizer.sources().unwrap(),
        readings: queue
            .drafts
            .iter()
            .map(|draft| organizer.reading(draft.id).unwrap())
            .collect(),
        queue,
    }
}

impl Import {
    fn source(&self, name: &str) -> &SourceFiles {
        self.sources.iter().find(|one| one.name == name).unwrap()
    }

    fn drafts(&self, source: &str) -> Vec<(&WaitingDraft, &Reading)> {
        let all = self.queue.drafts.iter().zip(&self.readings);
        all.filter(|(draft, _)| draft.source == source).collect()
    }

    fn reasons(&self, source: &str) -> Vec<String> {
        let items = self.queue.items.iter();
        sorted(
            items
                .filter(|item| item.source == source)
                .map(|item| item.reason.clone()),
        )
    }
}

fn sorted(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn reasons(source: &Value) -> Vec<String> {
    let needs = source["needs_human"].as_array().into_iter().flatten();
    sorted(needs.map(|one| one["reason"].as_str().unwrap().to_owned()))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[test]
fn every_sample_is_read_as_it_should_be() {
    let folder = tempfile::tempdir().unwrap();
    let mut organizer = contest(&folder.path().join("c"));
    let import = import(&mut organizer);
    let expected: Value =
        serde_json::from_slice(&std::fs::read(fixtures().join("expected.json")).unwrap()).unwrap();
    let mut tally = Tally::default();
    for source in expected["sources"].as_array().unwrap() {
        let name = source["source"].as_str().unwrap();
        match name.split_once('/').map_or(name, |(kind, _)| kind) {
            "eml" => mail(
                &import,
                name.strip_prefix("eml/").unwrap(),
                source,
                &mut tally,
            ),
            "mbox" => mailbox(&import, source, "export.mbox#", &mut tally),
            "maildir" => mailbox(&import, source, "", &mut tally),
            "zip" => packed(&import, &expected, source, &mut tally),
            "folder" => loose(&import, source, &mut tally),
            "forms" => forms(&import, &expected, source, &mut tally),
            "media" => clips(source, &mut tally),
            other => panic!("{other} is not looked at"),
        }
    }
    tally.close(&EXCEPTIONS);
}

fn mail(import: &Import, name: &str, wanted: &Value, tally: &mut Tally) {
    let found = import.source(name);
    let at = |what: &str| format!("{name}: {what}");
    let optional = |value: &Value| text(value).unwrap_or_default();
    tally.compare(
        &at("message_id"),
        found.message_id.clone(),
        text(&wanted["message_id"]),
    );
    tally.compare(
        &at("subject"),
        found.subject.clone(),
        optional(&wanted["subject"]),
    );
    tally.compare(
        &at("from_name"),
        found.from_name.clone(),
        optional(&wanted["from_name"]),
    );
    tally.compare(
        &at("from_address"),
        found.from_address.clone(),
        optional(&wanted["from_address"]),
    );
    let sent = found.sent_at.as_ref().map(|at| {
        let time = chrono::DateTime::parse_from_rfc3339(at).unwrap().to_utc();
        time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    });
    tally.compare(&at("date_utc"), sent, text(&wanted["date_utc"]));
    tally.compare(
        &at("unit"),
        found.unit.clone(),
        text(&wanted["unit_from_subject"]),
    );
    for list in ["attachments", "inside_archive"] {
        files(&found.files, &wanted[list], &at(list), tally);
    }
    entries(import, name, &wanted["entries"], tally);
    tally.compare(&at("queue"), import.reasons(name), reasons(wanted));
}

/// By name, length and hash; and where each went, by the part it plays.
fn files(found: &[FiledFile], wanted: &Value, at: &str, tally: &mut Tally) {
    for file in wanted.as_array().into_iter().flatten() {
        let name = file["name"].as_str().unwrap();
        let one = found.iter().find(|one| one.name == name);
        let key = (file["bytes"].as_u64(), text(&file["sha256"]));
        let got = one.map_or((None, None), |one| {
            (Some(one.bytes), Some(one.sha256.clone()))
        });
        tally.compare(&format!("{at} {name}"), got, key);
        let place = match file["role"].as_str() {
            Some("junk") => "aside_junk",
            Some("summary") => "aside_summary_sheet",
            Some("archive") => "aside_opened",
            _ => continue,
        };
        let why = one.map(|one| one.why.as_str());
        tally.compare(&format!("{at} {name} place"), why, Some(place));
    }
}

fn entries(import: &Import, source: &str, wanted: &Value, tally: &mut Tally) {
    let found = import.drafts(source);
    let wanted = wanted.as_array().map_or(&[][..], Vec::as_slice);
    tally.compare(&format!("{source}: entries"), found.len(), wanted.len());
    for ((draft, reading), entry) in found.into_iter().zip(wanted) {
        entry_agrees(draft, reading, entry, source, tally);
    }
}

fn entry_agrees(
    draft: &WaitingDraft,
    reading: &Reading,
    entry: &Value,
    source: &str,
    tally: &mut Tally,
) {
    let loose = entry["text_compare"].is_string();
    let plain = |text: &str| -> String {
        let quotes = |c: &char| loose && matches!(c, '“' | '”');
        text.chars()
            .filter(|c| !c.is_whitespace() && !quotes(c))
            .collect()
    };
    let at = |what: &str| format!("{source}: {} {what}", reading.title);
    let fields = [
        ("title", &reading.title),
        ("authors_raw", &reading.authors),
        ("unit", &reading.unit),
        ("measures", &reading.measures),
        ("innovation", &reading.innovation),
        ("effect", &reading.effect),
    ];
    for (name, got) in fields {
        if let Some(want) = entry[name].as_str() {
            tally.compare(&at(name), plain(got), plain(want));
        }
        let counts = &entry["counts"][name];
        if counts.is_object() && !loose {
            let got = (
                u64::from(intake::zi(got)),
                u64::from(intake::characters(got)),
            );
            let want = (
                counts["zi"].as_u64().unwrap(),
                counts["chars_no_space"].as_u64().unwrap(),
            );
            tally.compare(&at(&format!("counts of {name}")), got, want);
        }
    }
    if entry["phones"].is_array() {
        tally.compare(
            &at("phones"),
            reading.phones.clone(),
            texts(&entry["phones"]),
        );
    }
    let codes = draft.findings.iter().map(|finding| finding.code.clone());
    tally.compare(
        &at("findings"),
        sorted(codes),
        sorted(texts(&entry["findings"]).into_iter()),
    );
    for medium in entry["media"].as_array().into_iter().flatten() {
        let name = medium["name"].as_str().unwrap();
        let found = draft.media.iter().find(|one| one.name.ends_with(name));
        let readable = found.map(|one| one.state == "ready");
        tally.compare(
            &at(&format!("{name} readable")),
            readable,
            medium["readable"].as_bool(),
        );
        if let Some(played) = medium["played_s"].as_f64() {
            let got = found.and_then(|one| one.length_ms);
            tally.compare(
                &at(&format!("{name} length")),
                near(got, played),
                Some(played),
            );
        }
        if medium["shown_width"].is_u64() {
            let got = found.map(|one| (one.width.map(u64::from), one.height.map(u64::from)));
            let want = (
                medium["shown_width"].as_u64(),
                medium["shown_height"].as_u64(),
            );
            tally.compare(&at(&format!("{name} size")), got, Some(want));
        }
    }
}

/// A length in milliseconds as the wanted one in seconds when they are a tenth apart at most.
fn near(found: Option<u64>, wanted: f64) -> Option<f64> {
    let found = found? as f64 / 1000.0;
    Some(if (found - wanted).abs() < 0.1 {
        wanted
    } else {
        found
    })
}

/// The mails of a mailbox, by Message-ID or by file.
fn mailbox(import: &Import, wanted: &Value, prefix: &str, tally: &mut Tally) {
    let messages = wanted["messages"].as_array().unwrap();
    for (number, message) in (1..).zip(messages) {
        let file = message["file"]
            .as_str()
            .map(|file| file.rsplit('/').next().unwrap());
        let name = file.map_or_else(|| format!("{prefix}{number}"), str::to_owned);
        let Some(of) = message["duplicate_of"].as_str() else {
            let found = import.source(&name);
            tally.compare(
                &format!("{name}: message_id"),
                found.message_id.clone(),
                text(&message["message_id"]),
            );
            entries(import, &name, &message["entries"], tally);
            tally.compare(
                &format!("{name}: queue"),
                import.reasons(&name),
                reasons(message),
            );
            continue;
        };
        let first = import.source(of.strip_prefix("eml/").unwrap());
        tally.compare(
            &format!("{of}: message_id"),
            first.message_id.clone(),
            text(&message["message_id"]),
        );
        // The same bytes leave no second row; another writing of the mail leaves one that gave nothing.
        let copy = import.sources.iter().find(|one| one.name == name);
        let original = copy.map_or(Some(first.id), |copy| copy.duplicate_of);
        tally.compare(&format!("{name}: duplicate"), original, Some(first.id));
    }
}

/// An archive by itself gives the entries of the mail it came in.
fn packed(import: &Import, expected: &Value, wanted: &Value, tally: &mut Tally) {
    let name = wanted["source"]
        .as_str()
        .unwrap()
        .strip_prefix("zip/")
        .unwrap();
    files(
        &import.source(name).files,
        &wanted["inside_archive"],
        name,
        tally,
    );
    let same = &wanted["same_entries_as"];
    let sources = expected["sources"].as_array().unwrap();
    let mail = sources.iter().find(|one| one["source"] == *same).unwrap();
    let mut mail = mail["entries"].clone();
    for entry in mail.as_array_mut().unwrap() {
        let findings = entry["findings"].as_array_mut().unwrap();
        findings.push("possible_duplicate".into());
    }
    entries(import, name, &mail, tally);
}

fn loose(import: &Import, wanted: &Value, tally: &mut Tally) {
    for entry in wanted["entries"].as_array().unwrap() {
        let name = entry["folder"].as_str().unwrap();
        entries(import, name, &serde_json::json!([entry]), tally);
    }
    for name in texts(&wanted["not_submissions"]) {
        let source = import.sources.iter().find(|one| {
            one.files
                .iter()
                .any(|file| file.name == name && file.why == "aside_note")
        });
        tally.compare(&format!("{name}: set aside"), source.is_some(), true);
        let drafts = source.map_or(0, |source| import.drafts(&source.name).len());
        tally.compare(&format!("{name}: entries"), drafts, 0);
    }
}

/// Forms by themselves read as in their mails; the empty one gives nothing.
fn forms(import: &Import, expected: &Value, wanted: &Value, tally: &mut Tally) {
    let found = import.drafts("forms");
    let forms = wanted["forms"].as_array().unwrap();
    let titled = forms.iter().filter(|form| form["title"].is_string());
    tally.compare("forms: entries", found.len(), titled.clone().count());
    for form in titled {
        let title = form["title"].as_str().unwrap();
        let got = found.iter().find(|(_, reading)| reading.title == title);
        let see = form["see"].as_str().unwrap();
        let sources = expected["sources"].as_array().unwrap();
        let mail = sources
            .iter()
            .find(|one| one["source"].as_str().unwrap().starts_with(see));
        let mut entry = mail.unwrap()["entries"][0].clone();
        entry["findings"] = serde_json::json!(["possible_duplicate"]);
        entry["media"] = Value::Null;
        match got {
            Some((draft, reading)) => entry_agrees(draft, reading, &entry, see, tally),
            None => tally.compare(&format!("forms: {title}"), false, true),
        }
    }
}

/// Single clips, measured.
fn clips(wanted: &Value, tally: &mut Tally) {
    let ffmpeg = Ffmpeg::find().unwrap();
    for clip in wanted["media"].as_array().unwrap() {
        let name = clip["name"].as_str().unwrap();
        let measured = ffmpeg
            .measure(&fixtures().join("media").join(name))
            .unwrap();
        let lengths = [
            ("played_s", measured.length_ms()),
            ("duration_s", measured.duration_ms),
        ];
        for (what, got) in lengths {
            if let Some(wanted) = clip[what].as_f64() {
                tally.compare(&format!("{name}: {what}"), near(got, wanted), Some(wanted));
            }
        }
        for (what, got) in [
            ("video_codec", &measured.video_codec),
            ("audio_codec", &measured.audio_codec),
        ] {
            tally.compare(&format!("{name}: {what}"), got.clone(), text(&clip[what]));
        }
    }
}
