//! Forty judges at work: marks that follow from a truth, each judge's own severity, and chance.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::demo::sheet;
use crate::mailbox::Idea;
use crate::programs::jury_json;

/// How good each idea is, by its title: points above an average one.
pub struct Truth {
    merit: BTreeMap<String, f64>,
}

impl Truth {
    /// Drawn once for all ideas.
    pub fn new(ideas: &[Idea]) -> Truth {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let merit = ideas
            .iter()
            .map(|idea| (idea.title.clone(), 1.1 * bell(&mut rng)))
            .collect();
        Truth { merit }
    }
}

/// The sum of twelve uniform draws, less six: close to a normal draw, and the same on every machine.
fn bell(rng: &mut ChaCha20Rng) -> f64 {
    (0..12).map(|_| rng.gen_range(0.0..1.0)).sum::<f64>() - 6.0
}

/// The list of judges: two themes each, the first the one they know best. All sit on the panels, a third of them in the
/// final as well, and a quarter judge the videos.
pub fn judges(count: usize) -> String {
    let mut list = String::from("id,name,unit,email,themes,rounds\n");
    for at in 0..count {
        let more = match at {
            0..14 => ";final",
            14..24 => ";video",
            _ => "",
        };
        let (one, first, second) = (at + 1, at % 7 + 1, (at + 3) % 7 + 1);
        let _ = writeln!(
            list,
            "J{one:02},评委{one},评审单位{one},,{first};{second},panel{more}"
        );
    }
    list
}

/// Every judge scores the own pack of a round and hands in; the bundles' places. `folder` is where the contest's folders
/// lie, one beside the other: every judge has a desk there, every round its bundles in `judges-ROUND`.
pub fn hand_in(
    folder: &Path,
    truth: &Truth,
    round: &str,
    packs: &Path,
    fingerprint: &str,
) -> Vec<PathBuf> {
    let rows = sheet(packs);
    let work = folder.join(format!("judges-{round}"));
    fs::create_dir_all(&work).unwrap();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    score_one(folder, truth, packs, &work, fingerprint, row);
                }
            });
        }
    });
    rows.iter()
        .map(|row| work.join(format!("{}.scorebundle", row["judge"])))
        .collect()
}

fn score_one(
    folder: &Path,
    truth: &Truth,
    packs: &Path,
    work: &Path,
    fingerprint: &str,
    row: &BTreeMap<String, String>,
) {
    let judge = &row["judge"];
    let slip = work.join(format!("{judge}.txt"));
    fs::write(&slip, &row["passphrase"]).unwrap();
    let (pack, slip) = (text(&packs.join(&row["file"])), text(&slip));
    let desk = text(&folder.join(format!("desk-{judge}")));
    let arguments = [
        "score",
        &pack,
        "--data",
        &desk,
        "--passphrase-file",
        &slip,
        "--organiser",
        fingerprint,
    ];
    let begun = jury_json(&arguments, 1);
    let marks = work.join(format!("{judge}.csv"));
    fs::write(&marks, table(truth, judge, &begun)).unwrap();
    let (marks, out) = (
        text(&marks),
        text(&work.join(format!("{judge}.scorebundle"))),
    );
    let mut last = arguments.to_vec();
    last.extend(["--marks", &marks, "--out", &out]);
    let done = jury_json(&last, 0);
    assert_eq!(done["unfinished"], 0);
}

/// The judge's marks: seven for an average idea, up or down by merit, severity and chance.
fn table(truth: &Truth, judge: &str, begun: &Value) -> String {
    let number: u64 = judge.trim_start_matches('J').parse().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(1000 + number);
    let leniency = 0.7 * bell(&mut rng);
    let mut marks = String::from("entry,criterion,mark,comment,recusal\n");
    for line in begun["entries"].as_array().unwrap() {
        let entry = line["entry"].as_str().unwrap();
        let merit = truth.merit[line["title"].as_str().unwrap()];
        for criterion in line["criteria"].as_array().unwrap() {
            let mark = 6.5 + merit + leniency + 0.9 * bell(&mut rng);
            let mark = mark.round().clamp(1.0, 10.0);
            let _ = writeln!(marks, "{entry},{},{mark},,", criterion.as_str().unwrap());
        }
    }
    marks
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
