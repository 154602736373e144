//! The media of a draft as a person looks at them: each whole, and as judges get it.

use std::path::PathBuf;

use crate::error::HandError;
use crate::folder::Organizer;
use crate::shown::ShownFile;
use crate::store::{draft_attachment, medium};

/// A file that plays in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playable {
    /// Where it is.
    pub path: PathBuf,
    /// `<sha256>.<ending>`: a name that tells nothing.
    pub name: String,
}

/// One file of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownMedium {
    /// What it is, and what of it judges do not get.
    pub shown: ShownFile,
    /// Width and height as shown, in pixels, of films and pictures.
    pub size: Option<(u32, u32)>,
    /// The upright copy, with nothing covered; `None` while it is not made, and of what is no medium.
    pub whole: Option<Playable>,
    /// The copy that judges get; `None` when they get none, or while what is covered is still in it.
    pub judged: Option<Playable>,
}

impl Organizer {
    /// The files of a draft, in their order.
    ///
    /// # Errors
    /// No such draft; a database that cannot be read.
    pub fn media_shown(&self, draft: i64) -> Result<Vec<ShownMedium>, HandError> {
        let shown = self.show(draft)?.files;
        let named = draft_attachment::named(&self.db, draft)?;
        let judged = medium::shown_of_draft(&self.db, draft)?;
        let mut media = Vec::new();
        for (shown, (_, sha256)) in shown.into_iter().zip(named) {
            let whole = medium::get(&self.db, sha256)?.map(|one| one.state);
            let judged = judged.iter().find(|one| one.sha256 == sha256);
            media.push(ShownMedium {
                size: match &whole {
                    Some(medium::State::Ready(copy)) => {
                        let measured = &copy.measured;
                        measured.shown_width.zip(measured.shown_height)
                    }
                    _ => None,
                },
                whole: whole.as_ref().and_then(|state| self.playable(state)),
                judged: judged.and_then(|one| self.playable(&one.state)),
                shown,
            });
        }
        Ok(media)
    }

    fn playable(&self, state: &medium::State) -> Option<Playable> {
        let medium::State::Ready(copy) = state else {
            return None;
        };
        Some(Playable {
            path: self.media.path(copy.sha256),
            name: format!("{}.{}", copy.sha256, copy.ending),
        })
    }
}
