//! Completeness, and the signed export.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use contest::CommentPolicy;
use pack::Sha256Hex;
use pack::judge_pack::BlindEntry;
use pack::score_bundle::{self, Mark, Recusal, ScoreBundle, SheetRecord, SheetStatus, TieOrder};
use rand::{CryptoRng, RngCore};
use seal::{Fingerprint, Passphrase, Recipient};

use crate::error::DeskError;
use crate::place::write_whole;
use crate::session::{Session, judge_key};
use crate::sheet::{RecusalKind, Status};
use crate::store::{Desk, ExportRecord};
use crate::ties::{OpenTie, changed_ties};

/// An entry the judge stepped back from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecusedEntry {
    /// Its number.
    pub number: String,
    /// What the judge reads on the slip.
    pub label: String,
    /// Why.
    pub kind: RecusalKind,
    /// The reason in words.
    pub note: String,
}

/// What would be handed in now. Lists hold entry numbers in the judge's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// How many entries the pack assigns.
    pub assigned: u32,
    /// How many are scored.
    pub scored: u32,
    /// Entries without anything.
    pub open: Vec<String>,
    /// Entries begun and not finished.
    pub drafts: Vec<String>,
    /// How many sheets that count carry a comment.
    pub comments: u32,
    /// Scored entries whose comment is shorter than the contest's minimum.
    pub short_comments: Vec<String>,
    /// Scored entries without a comment, where the contest asks for one.
    pub missing_comments: Vec<String>,
    /// Entries that still carry the flag.
    pub flagged: Vec<String>,
    /// Entries the judge stepped back from.
    pub recused: Vec<RecusedEntry>,
    /// How many ties the judge put in order.
    pub decided_ties: u32,
    /// Ties without an order.
    pub open_ties: Vec<OpenTie>,
    /// The revision the next export gets.
    pub next_revision: u32,
    /// What was signed before, the latest first.
    pub exports: Vec<ExportRecord>,
    /// The file name proposed for the next export.
    pub suggested_name: String,
}

impl Submission {
    /// How many things the judge is reminded of before signing. None of them stops the export.
    pub fn reminders(&self) -> u32 {
        let lists = [
            self.open.len(),
            self.drafts.len(),
            self.short_comments.len(),
            self.missing_comments.len(),
            self.flagged.len(),
            self.open_ties.len(),
        ];
        u32::try_from(lists.iter().filter(|count| **count > 0).count()).unwrap_or(u32::MAX)
    }
}

/// A bundle that lies, whole and read back, where the judge wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The revision.
    pub revision: u32,
    /// When it was signed, RFC 3339.
    pub signed_at: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The fingerprint of what was signed.
    pub fingerprint: Fingerprint,
}

impl Session {
    /// What would be handed in now.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn submission(&self, desk: &Desk) -> Result<Submission, DeskError> {
        let exports = desk.exports(self.id())?;
        let ties = self.ties(desk)?;
        let mut found = Submission {
            decided_ties: u32::try_from(ties.decided.len()).unwrap_or(u32::MAX),
            open_ties: ties.open,
            next_revision: next_sequence(&exports),
            exports,
            ..Submission::default()
        };
        let rule = &self.view().comment;
        for entry in self.entries() {
            let at = self.sheet(&entry.number)?;
            let number = || entry.number.clone();
            found.assigned += 1;
            match at.status {
                Status::Open => found.open.push(number()),
                Status::Draft => found.drafts.push(number()),
                Status::Scored => found.scored += 1,
                Status::Recused => {}
            }
            if let Some(recusal) = &at.sheet.recusal {
                found.recused.push(RecusedEntry {
                    number: number(),
                    label: entry.label.clone(),
                    kind: recusal.kind,
                    note: recusal.note.clone(),
                });
            } else {
                let characters = at.sheet.comment_characters();
                found.comments += u32::from(characters > 0);
                let asked = rule.policy != CommentPolicy::Off && at.status == Status::Scored;
                if asked && rule.minimum > 0 && characters == 0 {
                    found.missing_comments.push(number());
                } else if asked && characters < rule.minimum {
                    found.short_comments.push(number());
                }
            }
            if at.sheet.flagged {
                found.flagged.push(number());
            }
        }
        found.suggested_name = suggested_name(self, found.next_revision);
        Ok(found)
    }

    /// Signs every sheet as it stands now as the next revision and writes it to `place`.
    ///
    /// The sequence number and the signed bytes are committed to the desk first, so a revision number is
    /// never given twice, whatever happens to the file. The salt of the comments comes from `rng`.
    ///
    /// # Errors
    /// A wrong passphrase, a place that cannot be written or holds another file, or a file that does not
    /// read back as written. The scores stay as they are; signing again gives a new revision.
    pub fn export(
        &self,
        desk: &Desk,
        place: &Path,
        passphrase: &Passphrase,
        client: &str,
        now: DateTime<FixedOffset>,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Exported, DeskError> {
        let key = judge_key(desk, self.id(), passphrase)?;
        let before = desk.exports(self.id())?;
        let manifest = self.pack().manifest();
        let manifest_sha256 = Sha256Hex(self.pack().manifest_sha256());
        let judge_public = key.public().to_openssh();
        let sheets = self
            .entries()
            .into_iter()
            .map(|entry| self.record(entry))
            .collect::<Result<Vec<_>, _>>()?;
        let ties = self.ties(desk)?.decided;
        let changes = changed_since(before.first(), &sheets, &ties)?;
        let bundle = ScoreBundle {
            format: score_bundle::FORMAT.to_owned(),
            version: score_bundle::VERSION,
            contest: manifest.contest.clone(),
            contest_key: manifest.contest_key.clone(),
            title: manifest.title.clone(),
            manifest_sha256,
            judge: manifest.judge.clone(),
            sequence: next_sequence(&before),
            previous_sha256: before.first().map(|last| Sha256Hex::of(&last.bundle_json)),
            judge_key: judge_public.clone(),
            client: client.to_owned(),
            exported_at: now,
            sheets,
            ties,
        };
        let (enrolment, enrolment_signature) = score_bundle::write_enrolment(
            &score_bundle::Enrolment {
                format: score_bundle::ENROLMENT_FORMAT.to_owned(),
                version: score_bundle::VERSION,
                contest: manifest.contest.clone(),
                contest_key: manifest.contest_key.clone(),
                manifest_sha256,
                judge: manifest.judge.clone(),
                judge_key: judge_public,
            },
            self.pack().invitation(),
        )?;
        let to = Recipient::parse(&manifest.reply_to)?;
        let sealed =
            score_bundle::write_bundle(&bundle, &key, &enrolment, &enrolment_signature, &to, rng)?;
        let record = ExportRecord {
            sequence: bundle.sequence,
            signed_at: now.to_rfc3339(),
            changes,
            bundle_json: sealed.bundle_json,
            comments_json: sealed.comments_json,
            path: None,
        };
        desk.commit_export(self.id(), &record, &sealed.bytes, place)?;
        write_whole(place, &sealed.bytes)?;
        desk.note_written(self.id(), bundle.sequence, place)?;
        Ok(Exported {
            revision: bundle.sequence,
            signed_at: record.signed_at,
            path: place.to_owned(),
            bytes: u64::try_from(sealed.bytes.len()).unwrap_or(u64::MAX),
            fingerprint: sealed.fingerprint,
        })
    }

    fn record(&self, entry: &BlindEntry) -> Result<SheetRecord, DeskError> {
        let at = self.sheet(&entry.number)?;
        let missing = || DeskError::NoSuch(entry.number.clone());
        Ok(SheetRecord {
            entry: entry.number.clone(),
            entry_sha256: self
                .pack()
                .entry_sha256(&entry.number)
                .map(Sha256Hex)
                .ok_or_else(missing)?,
            status: match at.status {
                Status::Open => SheetStatus::Open,
                Status::Draft => SheetStatus::Draft,
                Status::Scored => SheetStatus::Scored,
                Status::Recused => SheetStatus::Recused,
            },
            // A recusal drops the score: the marks stay on the judge's desk and go nowhere.
            marks: if at.status == Status::Recused {
                BTreeMap::new()
            } else {
                at.sheet
                    .marks
                    .into_iter()
                    .map(|(criterion, points)| (criterion.into(), Mark(points)))
                    .collect()
            },
            comment: at.sheet.comment,
            recusal: at.sheet.recusal.map(|recusal| Recusal {
                kind: match recusal.kind {
                    RecusalKind::WorkedOnIt => score_bundle::RecusalKind::WorkedOnIt,
                    RecusalKind::KnowAuthor => score_bundle::RecusalKind::KnowAuthor,
                    RecusalKind::Other => score_bundle::RecusalKind::Other,
                },
                note: recusal.note,
            }),
            not_seen: at.sheet.not_seen.into_iter().collect(),
        })
    }
}

fn next_sequence(exports: &[ExportRecord]) -> u32 {
    exports
        .first()
        .map_or(1, |last| last.sequence.saturating_add(1))
}

/// How many entries differ from the last revision, in their sheet or their order within a tie; all that carry anything,
/// for the first.
fn changed_since(
    last: Option<&ExportRecord>,
    sheets: &[SheetRecord],
    ties: &[TieOrder],
) -> Result<u32, DeskError> {
    let (old, old_ties): (Vec<SheetRecord>, Vec<TieOrder>) = match last {
        Some(last) => {
            let bundle = last.bundle()?;
            (bundle.sheets, bundle.ties)
        }
        None => (Vec::new(), Vec::new()),
    };
    let old: BTreeMap<&str, &SheetRecord> = old.iter().map(|s| (s.entry.as_str(), s)).collect();
    let changed = sheets
        .iter()
        .filter(|sheet| match old.get(sheet.entry.as_str()) {
            Some(before) => before != sheet,
            None => sheet.status != SheetStatus::Open,
        });
    let mut entries = changed_ties(&old_ties, ties);
    entries.extend(changed.map(|sheet| sheet.entry.as_str()));
    Ok(u32::try_from(entries.len()).unwrap_or(u32::MAX))
}

/// For example `湖畔金点子2026_J07_第2版.scorebundle`; letters and digits of the title only.
fn suggested_name(session: &Session, revision: u32) -> String {
    let manifest = session.pack().manifest();
    let title: String = manifest
        .title
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(40)
        .collect();
    format!("{title}_{}_第{revision}版.scorebundle", manifest.judge)
}
