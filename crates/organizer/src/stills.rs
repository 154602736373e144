//! Still pictures of the media of a draft, for a person who looks for what tells the author.

use std::path::PathBuf;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::{draft_attachment, medium, still};

/// A small JPEG of a film or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StillView {
    /// The name of the medium, as it was sent.
    pub name: String,
    /// Where in the film it stands, in milliseconds; 0 of a picture.
    pub at_ms: u64,
    /// The file.
    pub path: PathBuf,
}

impl Organizer {
    /// As [`Organizer::stills`], but of what judges are shown: nothing of files that are kept from them, and covered what is
    /// covered. A medium whose covered copy is not made yet has none.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn judged_stills(&self, draft: i64) -> Result<Vec<StillView>, StoreError> {
        let named = draft_attachment::named(&self.db, draft)?;
        let mut views = Vec::new();
        for (medium, stills) in medium::stills_shown(&self.db, draft)? {
            let name = named.iter().find(|(_, sha256)| *sha256 == medium);
            views.extend(stills.into_iter().map(|one| StillView {
                name: name.map_or_else(String::new, |(name, _)| name.clone()),
                at_ms: one.at_ms,
                path: self.media.path(one.sha256),
            }));
        }
        Ok(views)
    }

    /// The stills of all media of a draft, in the order of its files and of each film. Media that wait have none yet.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn stills(&self, draft: i64) -> Result<Vec<StillView>, StoreError> {
        let mut views = Vec::new();
        for (name, medium) in draft_attachment::named(&self.db, draft)? {
            for one in still::of_medium(&self.db, medium)? {
                views.push(StillView {
                    name: name.clone(),
                    at_ms: one.at_ms,
                    path: self.media.path(one.sha256),
                });
            }
        }
        Ok(views)
    }
}
