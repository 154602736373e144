//! The files of the mail or folder that an open question is about, for a person who reads a form off a picture.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use serde::Serialize;

use crate::by_hand::TypedForm;
use crate::error::{HandError, StoreError};
use crate::folder::Organizer;
use crate::plain;
use crate::store::{attachment, queue_item};

/// How much of a file tells what it is.
const HEAD: u64 = 4096;

/// One file of the source of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemFile {
    /// Its place among the files.
    pub position: u64,
    /// The name it was sent under.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What its first bytes say it is.
    pub kind: Option<media::Kind>,
    /// Where its bytes are kept.
    #[serde(skip)]
    pub path: PathBuf,
}

impl Organizer {
    /// The files that came with an open question.
    ///
    /// # Errors
    /// [`HandError::NoItem`]; a kept file that cannot be read.
    pub fn item_files(&self, item: i64) -> Result<Vec<ItemFile>, HandError> {
        let question = queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        let mut files = Vec::new();
        for file in attachment::of_source(&self.db, question.source)? {
            let path = self.media.path(file.sha256);
            let mut head = Vec::new();
            File::open(&path)
                .and_then(|kept| kept.take(HEAD).read_to_end(&mut head))
                .map_err(|source| StoreError::file(&path, source))?;
            files.push(ItemFile {
                position: file.position,
                name: file.name,
                bytes: file.bytes,
                kind: media::sniff(&head),
                path,
            });
        }
        Ok(files)
    }

    /// The form that stands in the text of the mail of an open question.
    ///
    /// # Errors
    /// [`HandError::NoItem`]; a mail that cannot be read again.
    pub fn offered_form(&self, item: i64) -> Result<Option<TypedForm>, HandError> {
        let question = queue_item::get_open(&self.db, item)?.ok_or(HandError::NoItem { item })?;
        let mail = self.mail_of(question.source)?;
        Ok(mail.and_then(|mail| mail.typed).map(|form| TypedForm {
            title: plain::one_line(&form.title),
            authors: plain::one_line(&form.authors_raw),
            phone: form.phones.join("、"),
            unit: plain::one_line(&form.unit),
            measures: plain::paragraphs(&form.measures),
            innovation: plain::paragraphs(&form.innovation),
            effect: plain::paragraphs(&form.effect),
            rest_from_mail: false,
        }))
    }
}
