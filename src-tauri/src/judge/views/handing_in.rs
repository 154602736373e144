//! Completeness, export and receipt.

use desk::Session;

use super::{count, few, fingerprint, kib, recusal_shown};
use crate::wire;

/// Completeness.
pub(in crate::judge) fn submission(found: desk::Submission) -> wire::Submission {
    let latest = found
        .exports
        .iter()
        .find(|e| e.path.is_some())
        .map(|e| e.sequence);
    wire::Submission {
        reminders: found.reminders(),
        assigned: found.assigned,
        scored: found.scored,
        recused: count(found.recused.len()),
        open: found.open,
        drafts: found.drafts,
        comments: found.comments,
        short_comments: found.short_comments,
        missing_comments: found.missing_comments,
        flagged: found.flagged,
        decided_ties: found.decided_ties,
        open_ties: found
            .open_ties
            .into_iter()
            .map(|tie| wire::OpenTie {
                theme: tie.theme,
                numbers: tie.numbers,
            })
            .collect(),
        recusals: found
            .recused
            .into_iter()
            .map(|recused| wire::RecusalLine {
                number: recused.number,
                label: recused.label,
                kind: recusal_shown(recused.kind),
                note: recused.note,
            })
            .collect(),
        next_revision: found.next_revision,
        exports: found
            .exports
            .iter()
            .map(|export| export_line(export, latest))
            .collect(),
        suggested_name: found.suggested_name,
    }
}

fn export_line(export: &desk::ExportRecord, latest: Option<u32>) -> wire::ExportLine {
    let name = export
        .path
        .as_ref()
        .and_then(|path| path.file_name())
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    wire::ExportLine {
        revision: export.sequence,
        at: export.signed_at.clone(),
        changes: export.changes,
        fingerprint: fingerprint(&seal::Fingerprint::of(&export.bundle_json)),
        name,
        latest: latest == Some(export.sequence),
    }
}

/// A bundle that was written and read back.
pub(in crate::judge) fn exported(done: &desk::Exported) -> wire::Exported {
    let text = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    wire::Exported {
        revision: done.revision,
        at: done.signed_at.clone(),
        path: text(done.path.as_os_str()),
        folder: done
            .path
            .parent()
            .map_or_else(String::new, |folder| text(folder.as_os_str())),
        name: done.path.file_name().map_or_else(String::new, text),
        kib: kib(done.bytes),
        fingerprint: fingerprint(&done.fingerprint),
    }
}

/// What was signed, for paper.
pub(in crate::judge) fn receipt(
    session: &Session,
    found: desk::Receipt,
    program: &str,
) -> wire::Receipt {
    wire::Receipt {
        contest_title: found.title,
        organiser: found.organiser,
        organiser_fingerprint: fingerprint(&session.pack().organiser().fingerprint()),
        judge: found.judge,
        revision: found.revision,
        at: found.signed_at,
        assigned: found.assigned,
        scored: found.scored,
        recused: found.recused,
        unfinished: found.unfinished,
        comments: found.comments,
        fingerprint: fingerprint(&found.fingerprint),
        name: found.name,
        bytes: few(found.bytes),
        sha256: found.sha256.to_string(),
        program: program.to_owned(),
    }
}
