//! `jury score`: the judge's desk without a window. Marks come from a table, and the bundle is the one the window would sign.

use std::path::{Path, PathBuf};

use clap::Args;
use contest::{CriterionId, Points};
use desk::{Change, Desk, DeskError, OpenedPack, Recusal, RecusalKind, Session, Status};
use rand::rngs::OsRng;
use seal::Passphrase;
use serde::Serialize;

use crate::clock;
use crate::failure::Failure;
use crate::output::Report;
use crate::passphrase;
use crate::progress::Progress;
use crate::tables::csv_file::{self, Column, Need, Row};
use crate::tables::refused::{TableError, TableFault};
use crate::words::Words;

/// What `jury score` can be told.
#[derive(Debug, Args)]
pub(crate) struct Score {
    /// 评审包；分卷只写 .001 · the judge pack; of volumes the .001
    pack: PathBuf,
    /// 评分存在哪个文件夹（与窗口共用时写窗口的数据文件夹）· the folder the scores are kept in
    #[arg(long, value_name = "FOLDER")]
    data: PathBuf,
    /// 分数表：列 entry,criterion,mark，另可有 comment 和 recusal · a table of marks, with comment and recusal if wanted
    #[arg(long, value_name = "FILE.csv")]
    marks: Option<PathBuf>,
    /// 口令单上组织方的六组数字；第一次打开时要写 · the organiser's six groups on the slip; needed the first time
    #[arg(long, value_name = "GROUPS")]
    organiser: Option<String>,
    /// 签名并写出评分文件 · sign, and write the score bundle
    #[arg(long, value_name = "FILE.scorebundle")]
    out: Option<PathBuf>,
    /// 口令所在的文件，- 为标准输入；不写则在终端里问 · the passphrase of the pack; - reads standard input
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// How the desk stands.
#[derive(Debug, Serialize)]
struct Standing {
    judge: String,
    title: String,
    entries: Vec<EntryLine>,
    scored: usize,
    recused: usize,
    /// Begun or not, and neither scored nor recused.
    unfinished: usize,
    /// How many sheets this opening brought along from an earlier pack.
    taken_over: usize,
    /// The bundle, when one was written.
    bundle: Option<BundleLine>,
}

#[derive(Debug, Serialize)]
struct EntryLine {
    entry: String,
    theme: u8,
    title: String,
    status: Status,
    /// What is marked, in the order of the sheet.
    criteria: Vec<String>,
}

#[derive(Debug, Serialize)]
struct BundleLine {
    path: PathBuf,
    revision: u32,
    bytes: u64,
    fingerprint: String,
}

/// Opens the pack, takes the marks, and signs what was asked for. Every mark is on the disk before the next is taken.
pub(crate) fn run(what: &Score, words: &Words) -> Result<Report, Failure> {
    let passphrase = passphrase::read_for(what.passphrase_file.as_deref(), "sealed", words)?;
    let mut desk = Desk::open(&what.data).map_err(refused)?;
    let (mut session, opened) =
        Session::open(&mut desk, &what.pack, &passphrase, clock::utc(), &mut OsRng)
            .map_err(refused)?;
    know_the_organiser(&session, &desk, &opened, what.organiser.as_deref())?;
    if !opened.record.checked {
        check(&session, &desk, words)?;
    }
    if let Some(file) = &what.marks {
        for (entry, change) in read_marks(file, &session)? {
            session
                .change(&mut desk, &entry, change, clock::utc())
                .map_err(refused)?;
        }
    }
    let bundle = what
        .out
        .as_ref()
        .map(|out| sign(&session, &desk, out, &passphrase))
        .transpose()?;
    let standing = standing(&session, opened.taken_over.len(), bundle)?;
    let mut report = Report::new(&standing, said(&standing, words));
    report.attention = standing.unfinished > 0;
    Ok(report)
}

/// The fingerprint on the slip must be compared once, by a person, before anything is scored.
fn know_the_organiser(
    session: &Session,
    desk: &Desk,
    opened: &OpenedPack,
    groups: Option<&str>,
) -> Result<(), Failure> {
    if opened.record.confirmed && groups.is_none() {
        return Ok(());
    }
    let fingerprint = session.pack().organiser().fingerprint().to_string();
    let facts = |typed: &str| {
        [
            ("fingerprint", fingerprint.clone()),
            ("typed", typed.to_owned()),
        ]
    };
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    match groups {
        None => Err(Failure::new("score_organiser_unknown", facts(""))),
        Some(typed) if digits(typed) != digits(&fingerprint) => {
            Err(Failure::new("score_organiser_other", facts(typed)))
        }
        Some(_) => {
            let now = clock::utc();
            session.confirm_fingerprint(desk, now).map_err(refused)
        }
    }
}

/// Verifies every file of the pack once, as the window does behind the judge's back.
fn check(session: &Session, desk: &Desk, words: &Words) -> Result<(), Failure> {
    let mut progress = Progress::new(words);
    let outcome = Session::check(session.pack(), &mut |done| {
        progress.checking(done.bytes_done, done.bytes_total)
    });
    drop(progress);
    let now = clock::utc();
    Session::note_check(desk, session.pack(), &outcome, now).map_err(refused)?;
    outcome.map_err(refused)
}

const COLUMNS: [Column; 5] = [
    ("entry", Need::Filled),
    ("criterion", Need::MayBeEmpty),
    ("mark", Need::MayBeEmpty),
    ("comment", Need::MayBeAbsent),
    ("recusal", Need::MayBeAbsent),
];
const ENTRY: usize = 0;
const CRITERION: usize = 1;
const MARK: usize = 2;
const COMMENT: usize = 3;
const RECUSAL: usize = 4;

/// The changes of a table, all of them looked at before the first is made.
fn read_marks(file: &Path, session: &Session) -> Result<Vec<(String, Change)>, Failure> {
    let mut changes = Vec::new();
    csv_file::read(file, &COLUMNS, |row| {
        let entry = row.text(ENTRY);
        let unknown = |column, at| {
            row.refuse(TableFault::NotInPack {
                column,
                found: row.text(at).chars().take(60).collect(),
            })
        };
        let (_, theme) = session.entry(entry).map_err(|_| unknown("entry", ENTRY))?;
        if !row.text(CRITERION).is_empty() {
            let id: CriterionId = row
                .text(CRITERION)
                .parse()
                .map_err(|_| unknown("criterion", CRITERION))?;
            if !theme.criteria.iter().any(|one| one.id == id.as_str()) {
                return Err(unknown("criterion", CRITERION));
            }
            changes.push((entry.to_owned(), mark(row, session, id)?));
        }
        if !row.text(COMMENT).is_empty() {
            let text = row.text(COMMENT).to_owned();
            changes.push((entry.to_owned(), Change::Comment(text)));
        }
        let kind = match row.text(RECUSAL) {
            "" => return Ok(()),
            "worked_on_it" => RecusalKind::WorkedOnIt,
            "know_author" => RecusalKind::KnowAuthor,
            "other" => RecusalKind::Other,
            _ => return Err(unknown("recusal", RECUSAL)),
        };
        let note = String::new();
        changes.push((entry.to_owned(), Change::Recuse(Recusal { kind, note })));
        Ok(())
    })?;
    Ok(changes)
}

fn mark(row: &Row<'_>, session: &Session, id: CriterionId) -> Result<Change, TableError> {
    if row.text(MARK).is_empty() {
        return Ok(Change::Clear(id));
    }
    let points = Points::try_from(row.number(MARK)?).ok();
    points
        .filter(|points| points.fits(session.view().step))
        .map(|points| Change::Mark(id, points))
        .ok_or_else(|| {
            row.refuse(TableFault::NotAMark {
                found: row.text(MARK).chars().take(60).collect(),
            })
        })
}

fn sign(
    session: &Session,
    desk: &Desk,
    out: &Path,
    passphrase: &Passphrase,
) -> Result<BundleLine, Failure> {
    let client = concat!("jury ", env!("CARGO_PKG_VERSION"));
    let now = clock::utc();
    let exported = session
        .export(desk, out, passphrase, client, now, &mut OsRng)
        .map_err(refused)?;
    Ok(BundleLine {
        path: exported.path,
        revision: exported.revision,
        bytes: exported.bytes,
        fingerprint: exported.fingerprint.to_string(),
    })
}

fn standing(
    session: &Session,
    taken_over: usize,
    bundle: Option<BundleLine>,
) -> Result<Standing, Failure> {
    let mut entries = Vec::new();
    for entry in session.entries() {
        let (_, theme) = session.entry(&entry.number).map_err(refused)?;
        entries.push(EntryLine {
            entry: entry.number.clone(),
            theme: entry.theme,
            title: entry.title.clone(),
            status: session.sheet(&entry.number).map_err(refused)?.status,
            criteria: theme.criteria.iter().map(|one| one.id.clone()).collect(),
        });
    }
    let count = |status| entries.iter().filter(|line| line.status == status).count();
    let (scored, recused) = (count(Status::Scored), count(Status::Recused));
    let manifest = session.pack().manifest();
    Ok(Standing {
        judge: manifest.judge.to_string(),
        title: manifest.title.clone(),
        unfinished: entries.len().saturating_sub(scored).saturating_sub(recused),
        scored,
        recused,
        taken_over,
        entries,
        bundle,
    })
}

fn said(standing: &Standing, words: &Words) -> String {
    let mut text = words.with(
        "score.standing",
        [
            ("title", &standing.title),
            ("judge", &standing.judge),
            ("entries", &standing.entries.len()),
            ("scored", &standing.scored),
            ("recused", &standing.recused),
            ("unfinished", &standing.unfinished),
        ],
    );
    if standing.taken_over > 0 {
        text.push_str(&words.with("score.taken_over", [("taken_over", &standing.taken_over)]));
    }
    if let Some(bundle) = &standing.bundle {
        text.push_str(&words.with(
            "score.signed",
            [
                ("path", &bundle.path.display()),
                ("revision", &bundle.revision),
                ("fingerprint", &bundle.fingerprint),
            ],
        ));
    }
    text
}

fn refused(error: DeskError) -> Failure {
    Failure {
        code: error.code().to_owned(),
        facts: error.facts(),
    }
}
