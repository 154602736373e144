//! One draft as it was read, beside the facts of the mail or folder it came in.

use serde::Serialize;

use crate::error::{AcceptError, StoreError};
use crate::findings::FindingView;
use crate::folder::Organizer;
use crate::store::{attachment, draft, draft_attachment, medium, source, theme_words};

/// A draft, with everything a person needs to decide on it. The texts are those of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The draft's number.
    pub id: i64,
    /// The title on the form.
    pub title: String,
    /// The authors as written.
    pub authors: String,
    /// Every phone number on the form.
    pub phones: Vec<String>,
    /// The unit.
    pub unit: String,
    /// Main measures.
    pub measures: String,
    /// What is new.
    pub innovation: String,
    /// The expected effect.
    pub effect: String,
    /// The suggested theme.
    pub theme: Option<u8>,
    /// Where the suggestion is from: `summary_sheet`, `subject`, `file_name` or `text`.
    pub theme_from: Option<String>,
    /// The words that speak for the theme when it is from the text, the most telling first.
    pub theme_words: Vec<String>,
    /// What a person should look at.
    pub findings: Vec<FindingView>,
    /// The files that belong to it, as they were sent.
    pub files: Vec<FileLine>,
    /// The file or folder name of the source.
    pub source: String,
    /// The subject of the mail; empty for folders.
    pub subject: String,
    /// The sender's name; empty for folders.
    pub from_name: String,
    /// The sender's address; empty for folders.
    pub from_address: String,
    /// When the mail was received, or else sent; RFC 3339.
    pub at: Option<String>,
}

/// One file of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileLine {
    /// The name it was sent under.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// `video`, `audio`, `image` or `pdf` once it is measured; `None` for the form and for media that wait or cannot be
    /// read.
    pub kind: Option<&'static str>,
    /// How long the original plays, in milliseconds.
    pub length_ms: Option<u64>,
}

impl Organizer {
    /// Reads one draft.
    ///
    /// # Errors
    /// [`AcceptError::NoDraft`]; a database that cannot be read.
    pub fn reading(&self, id: i64) -> Result<Reading, AcceptError> {
        let form = draft::get(&self.db, id)?.ok_or(AcceptError::NoDraft { draft: id })?;
        let from = source::get(&self.db, form.source)?;
        let (theme, theme_from) = form.theme.unzip();
        Ok(Reading {
            id,
            title: form.title,
            authors: form.authors_raw,
            phones: form.phones,
            unit: form.unit,
            measures: form.measures,
            innovation: form.innovation,
            effect: form.effect,
            theme,
            theme_from,
            theme_words: theme_words::of_draft(&self.db, id)?,
            findings: self.findings_of(id)?,
            files: self.files_of(id)?,
            source: from.name,
            subject: from.subject,
            from_name: from.from_name,
            from_address: from.from_address,
            at: from.received_at.or(from.sent_at),
        })
    }

    fn files_of(&self, draft: i64) -> Result<Vec<FileLine>, StoreError> {
        let media = medium::of_draft(&self.db, draft)?;
        let mut files = Vec::new();
        for (name, sha256) in draft_attachment::named(&self.db, draft)? {
            let places = attachment::with_bytes(&self.db, sha256)?;
            let state = media.iter().find(|one| one.sha256 == sha256);
            let measured = state.and_then(medium::Medium::measured);
            files.push(FileLine {
                name,
                bytes: places.first().map_or(0, |place| place.bytes),
                kind: measured.map(|facts| word(facts.kind)),
                length_ms: measured.and_then(media::Measured::length_ms),
            });
        }
        Ok(files)
    }
}

fn word(kind: media::Kind) -> &'static str {
    match kind {
        media::Kind::Video => "video",
        media::Kind::Audio => "audio",
        media::Kind::Image => "image",
        media::Kind::Pdf => "pdf",
    }
}

#[cfg(test)]
mod tests {
    use crate::accept::tests::plant;
    use crate::error::AcceptError;
    use crate::new::tests::fresh;

    #[test]
    fn a_draft_is_read_as_its_form_has_it() {
        let (_dir, organizer) = fresh();
        let id = plant(&organizer, "甲", "某校", Some(2));
        let reading = organizer.reading(id).unwrap();
        assert_eq!((reading.title.as_str(), reading.theme), ("甲", Some(2)));
        assert_eq!(reading.measures, "由林舟牵头，在站台划线。");
        assert!(matches!(
            organizer.reading(id + 1),
            Err(AcceptError::NoDraft { .. })
        ));
    }
}
