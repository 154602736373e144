//! The papers: facts are taken while the contest is held, everything is set and written afterwards.

use std::path::Path;

use contest::Contest;
use organizer::{Organizer, hand_out};
use report::{BundleFact, JudgeName, Papers, Standing};
use results::{Inputs, Results};
use tauri::State;
use tauri::ipc::Channel;

use super::super::reading;
use super::super::views::count;
use crate::state::{Shell, now};
use crate::wire::{Failure, Language, PaperProgress, PapersView};

/// What papers are made from, apart from the contest's folder.
struct Taken {
    contest: Contest,
    inputs: Inputs,
    results: Results,
    authors: std::collections::BTreeMap<contest::EntryNumber, Vec<String>>,
    judges: std::collections::BTreeMap<contest::JudgeId, JudgeName>,
    bundles: Vec<BundleFact>,
}

/// Writes the workbook, the notice, the jury report, the certificates and the letters into a folder that has none of them.
#[tauri::command(async)]
#[specta::specta]
pub(crate) fn write_papers(
    shell: State<'_, Shell>,
    folder: String,
    language: Language,
    on_progress: Channel<PaperProgress>,
) -> Result<PapersView, Failure> {
    let folder = Path::new(&folder);
    if let Some(there) = report::FILES
        .iter()
        .map(|file| folder.join(file))
        .find(|path| path.exists())
    {
        let path = there.display().to_string();
        return Err(Failure::with("publish_file_there", "path", path));
    }
    let taken = reading(&shell, take)?;
    let papers = Papers {
        contest: &taken.contest,
        inputs: &taken.inputs,
        results: &taken.results,
        authors: taken.authors,
        judges: taken.judges,
        bundles: taken.bundles,
        objections: None,
        dated: now().date_naive(),
        language: match language {
            Language::Zh => report::Language::Chinese,
            Language::En => report::Language::English,
        },
    };
    let mut making = "";
    let mut begun = 0;
    let made = report::all_papers(&papers, &mut |file| {
        (making, begun) = (file, begun + 1);
        // A window that no longer listens is no reason to stop.
        let _ = on_progress.send(PaperProgress {
            file: file.to_owned(),
            begun,
            total: count(report::FILES.len()),
        });
    });
    let made = made.map_err(|why| {
        let mut failure = Failure::with("paper_failed", "paper", making);
        failure.facts.insert("why".to_owned(), why.to_string());
        failure
    })?;
    for (name, bytes) in &made.files {
        hand_out(&folder.join(name), bytes).map_err(|error| Failure::of(&error))?;
    }
    Ok(PapersView {
        folder: folder.display().to_string(),
        files: count(made.files.len()),
        draft: papers.standing() == Standing::Draft,
        unprintable: made.unprintable.into_iter().collect(),
    })
}

fn take(organizer: &Organizer) -> Result<Taken, Failure> {
    let failed = |error: &dyn organizer::Refusal| Failure::of(error);
    let judges = organizer.judge_names().map_err(|error| failed(&error))?;
    let bundles = organizer
        .bundles_on_record()
        .map_err(|error| failed(&error))?;
    Ok(Taken {
        contest: organizer.contest().clone(),
        inputs: organizer.inputs().map_err(|error| failed(&error))?,
        results: organizer.results().map_err(|error| failed(&error))?,
        authors: organizer.authors().map_err(|error| failed(&error))?,
        judges: judges
            .into_iter()
            .map(|(judge, (name, unit))| (judge, JudgeName { name, unit }))
            .collect(),
        bundles: bundles
            .into_iter()
            .map(|line| BundleFact {
                round: line.round,
                judge: line.judge,
                revision: line.revision,
                fingerprint: line.fingerprint,
                sha256: line.content_sha256,
            })
            .collect(),
    })
}
