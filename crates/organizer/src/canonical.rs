//! What counts and why, as one text that two organisers can compare.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::digest::Digest;
use crate::error::StoreError;
use crate::folder::Organizer;
use crate::ledger::{Ruling, Verdict};
use crate::store::bundle::{Bundle, Opened};
use crate::store::{bundle, sheet, to_json};

impl Organizer {
    /// The state of the ledger as text, one fact a line. The same files, received in whatever order, however often, under
    /// whatever names and at whatever times, give the same bytes, as long as the same packs were issued and the same was
    /// decided.
    ///
    /// - `file SHA256 CONTENT`: every received file by its hash, with the SHA-256 of the signed bytes in it;
    ///   `file SHA256 - CODE FACTS` when it did not pass.
    /// - `content ROUND JUDGE VERSION SEQUENCE CONTENT RULING KEY`: every verified content once. The ruling is `counts`, `older`
    ///   or the code of the reason for which it is held. The key is the OpenSSH line.
    /// - `sheet ROUND JUDGE ENTRY STATUS MARKS COMMENT RECUSAL NOT_SEEN`: the sheets that count, in JSON where they are texts.
    ///
    /// Each kind is sorted by bytes. The receipt, its time, the file's name and which of two copies came first are not in
    /// it: they depend on the order.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn canonical_state(&self) -> Result<String, StoreError> {
        let received = bundle::all(&self.db)?;
        let rulings = self.rulings(&received)?;
        let mut files = Vec::with_capacity(received.len());
        let mut contents = BTreeSet::new();
        for one in &received {
            let ruling = rulings
                .get(&one.receipt)
                .ok_or(StoreError::damaged("bundle"))?;
            files.push(file_line(one)?);
            if let Opened::Verified(signed) = &one.opened {
                let line = format!(
                    "content {} {} {} {} {} {} {}\n",
                    signed.round,
                    signed.judge,
                    signed.version,
                    signed.sequence,
                    signed.content,
                    ruling_word(ruling),
                    signed.judge_key
                );
                contents.insert(line);
            }
        }
        files.sort();
        let mut text = String::from("jurydesk ledger v1\n");
        text.extend(files);
        text.extend(contents);
        for ((round, judge), bundle) in self.standing(&received, &rulings) {
            for one in sheet::of_bundle(&self.db, bundle.receipt)? {
                let _ = writeln!(
                    text,
                    "sheet {round} {judge} {} {} {} {} {} {}",
                    one.entry,
                    one.status.as_str(),
                    to_json(&one.marks)?,
                    to_json(&one.comment)?,
                    to_json(&one.recusal)?,
                    to_json(&one.not_seen)?
                );
            }
        }
        Ok(text)
    }

    /// The SHA-256 of [`Organizer::canonical_state`], hexadecimal.
    ///
    /// # Errors
    /// As there.
    pub fn state_sha256(&self) -> Result<String, StoreError> {
        Ok(Digest::of(self.canonical_state()?.as_bytes()).to_string())
    }
}

fn file_line(one: &Bundle) -> Result<String, StoreError> {
    Ok(match &one.opened {
        Opened::Verified(signed) => format!("file {} {}\n", one.sha256, signed.content),
        Opened::Refused { code, facts, .. } => {
            format!("file {} - {code} {}\n", one.sha256, to_json(facts)?)
        }
    })
}

/// A copy of what counts counts as much.
fn ruling_word(ruling: &Ruling) -> &str {
    match (&ruling.held, ruling.verdict) {
        (Some((code, _)), _) => code,
        (None, Verdict::Older) => "older",
        (None, _) => "counts",
    }
}
