//! The places of imports that have begun and not come to their end: stopped, killed, or cut by the power. They are on record
//! before the first mail is read, so that the next opening can say so and go on.

use rusqlite::Connection;

use crate::error::StoreError;
use crate::folder::Organizer;
use crate::store::setting::{self, IMPORTS_BEGUN};
use crate::store::{from_json, to_json};

impl Organizer {
    /// The places of imports that began and did not come to their end, first come first. What was received from them is
    /// there to stay; [`Organizer::receive_again`] goes on with the rest.
    ///
    /// # Errors
    /// A database that cannot be read.
    pub fn imports_cut(&self) -> Result<Vec<String>, StoreError> {
        of(&self.db)
    }

    /// Leaves the imports that were cut as they are: they are told no longer. What was received stays, and the places are
    /// looked at again by [`Organizer::receive_again`] as before.
    ///
    /// # Errors
    /// A database that cannot be written.
    pub fn leave_imports_cut(&mut self) -> Result<(), StoreError> {
        setting::remove(&self.db, IMPORTS_BEGUN)
    }
}

/// Puts on record that these places are about to be read.
pub(super) fn begin(db: &Connection, places: &[String]) -> Result<(), StoreError> {
    let mut all = of(db)?;
    for place in places {
        if !all.contains(place) {
            all.push(place.clone());
        }
    }
    put(db, &all)
}

/// Takes off the record what was read to its end.
pub(super) fn end(db: &Connection, places: &[String]) -> Result<(), StoreError> {
    let mut left = of(db)?;
    left.retain(|place| !places.contains(place));
    put(db, &left)
}

fn put(db: &Connection, places: &[String]) -> Result<(), StoreError> {
    if places.is_empty() {
        return setting::remove(db, IMPORTS_BEGUN);
    }
    setting::set(db, IMPORTS_BEGUN, &to_json(&places)?)
}

fn of(db: &Connection) -> Result<Vec<String>, StoreError> {
    match setting::get(db, IMPORTS_BEGUN)? {
        Some(text) => Ok(from_json(&text)?),
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::ops::ControlFlow;
    use std::path::{Path, PathBuf};

    use crate::Organizer;
    use crate::new::tests::{fresh, now};
    use crate::watch::Step;

    const MAIL: &str =
        "From: a@x.example\r\nTo: b@x.example\r\nSubject: s\r\nMessage-ID: <1@x>\r\n\r\nText\r\n";

    fn go(_: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn stop(_: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    /// A contest, and two folders with a mail each.
    fn with_mails() -> (tempfile::TempDir, Organizer, [PathBuf; 2]) {
        let (dir, organizer) = fresh();
        let places = ["one", "two"].map(|name| {
            let place = dir.path().join(name);
            fs::create_dir(&place).unwrap();
            let mail = MAIL.replace("<1@x>", &format!("<{name}@x>"));
            fs::write(place.join(format!("{name}.eml")), mail).unwrap();
            place
        });
        (dir, organizer, places)
    }

    fn text(place: &Path) -> String {
        place.to_string_lossy().into_owned()
    }

    #[test]
    fn an_import_that_came_to_its_end_is_not_told_as_cut() {
        let (_dir, mut organizer, places) = with_mails();
        organizer.receive(&places, None, now(), &mut go).unwrap();
        assert!(organizer.imports_cut().unwrap().is_empty());
    }

    #[test]
    fn an_import_that_was_cut_is_told_until_it_has_gone_on_to_its_end() {
        let (_dir, mut organizer, places) = with_mails();
        let [one, two] = &places;
        organizer
            .receive(&places[..1], None, now(), &mut stop)
            .unwrap();
        assert_eq!(organizer.imports_cut().unwrap(), [text(one)]);
        // Another import that is whole changes nothing about it.
        organizer
            .receive(&places[1..], None, now(), &mut go)
            .unwrap();
        assert_eq!(organizer.imports_cut().unwrap(), [text(one)]);
        organizer
            .receive(&places[1..], None, now(), &mut stop)
            .unwrap();
        assert_eq!(organizer.imports_cut().unwrap(), [text(one), text(two)]);

        let folder = organizer.folder().to_owned();
        drop(organizer);
        let mut organizer = Organizer::open(&folder).unwrap();
        let received = organizer.receive_again(None, now(), &mut go).unwrap();
        assert_eq!((received.sources, received.known), (2, 1));
        assert!(organizer.imports_cut().unwrap().is_empty());
    }

    #[test]
    fn a_place_that_is_gone_stays_told_until_it_is_back_or_left() {
        let (_dir, mut organizer, places) = with_mails();
        let away = places[0].with_file_name("away");
        organizer.receive(&places, None, now(), &mut stop).unwrap();
        fs::rename(&places[0], &away).unwrap();
        organizer.receive_again(None, now(), &mut go).unwrap();
        assert_eq!(organizer.imports_cut().unwrap(), [text(&places[0])]);
        organizer.leave_imports_cut().unwrap();
        assert!(organizer.imports_cut().unwrap().is_empty());
        fs::rename(&away, &places[0]).unwrap();
        let received = organizer.receive_again(None, now(), &mut go).unwrap();
        assert_eq!((received.sources, received.known), (2, 1));
    }
}
