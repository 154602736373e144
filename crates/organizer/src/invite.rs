//! Invitation files: what opens a judge's pack in place of twenty digits, made once and handed over by hand.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use contest::JudgeId;
use seal::{InvitationFile, Zeroizing};

use crate::error::{IssueError, StoreError};
use crate::folder::Organizer;
use crate::vault::write_new;

/// More than any invitation file has, in bytes.
const LONGEST: u64 = 64 * 1024;

impl Organizer {
    /// The invitation file at `path`; where there is none, a new one is made for the judge and written there, readable by
    /// its owner alone. One file opens the judge's packs of every round.
    ///
    /// # Errors
    /// [`IssueError::NotAnInvitation`]; [`IssueError::InvitationOfAnother`] when the file says that it is for another judge.
    pub fn invitation(&self, path: &Path, judge: &JudgeId) -> Result<InvitationFile, IssueError> {
        let failed = |source| StoreError::file(path, source);
        let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize));
        match File::open(path) {
            Ok(file) => file
                .take(LONGEST)
                .read_to_string(&mut text)
                .map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let title = &self.contest.title;
                let made = InvitationFile::generate(title, judge.as_str(), &self.public.signing);
                write_new(path, made.to_text().as_bytes()).map_err(failed)?;
                return Ok(made);
            }
            Err(error) => return Err(failed(error).into()),
        };
        let found = InvitationFile::parse(&text).map_err(|_| IssueError::NotAnInvitation {
            path: path.to_owned(),
        })?;
        match found.judge() {
            Some(other) if other != judge.as_str() => Err(IssueError::InvitationOfAnother {
                path: path.to_owned(),
                judge: other.to_owned(),
            }),
            _ => Ok(found),
        }
    }
}
