//! One opened pack and everything the judge does in it.

use std::collections::HashMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use pack::Sha256Hex;
use pack::judge_pack::{BlindEntry, Checked, JudgeView, OpenPack, ThemeSheet};
use rand::{CryptoRng, RngCore};
use seal::{Passphrase, SigningKey};

use crate::error::DeskError;
use crate::sheet::{Change, Misfit, Sheet, Status, short_enough};
use crate::store::{Desk, Note, PackRecord, RecentEntry, Turned, sheets::Shown};

/// Whether the organiser's key is the one this contest came with before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {
    /// The first pack of this contest on this desk.
    New,
    /// The key of the pack whose fingerprint the judge confirmed before.
    Known,
    /// Another key than the one confirmed before: to be compared with great care.
    Changed,
}

/// What opening a pack found.
#[derive(Clone, Debug)]
pub struct OpenedPack {
    /// What is remembered of it.
    pub record: PackRecord,
    /// Whether its issuer is known.
    pub issuer: Issuer,
    /// The entries whose sheets came with this opening from earlier packs of the same judge and round, because neither they
    /// nor their rubric changed.
    pub taken_over: Vec<String>,
}

/// A sheet with its place and standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntrySheet {
    /// What stands on it.
    pub sheet: Sheet,
    /// Where it stands.
    pub status: Status,
    /// When it was last saved, RFC 3339; `None` for a sheet never touched.
    pub saved_at: Option<String>,
}

/// What one change led to; it is on the disk when this is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeMade {
    /// The entry.
    pub number: String,
    /// Its sheet now.
    pub now: EntrySheet,
    /// Whether there is a step to take back.
    pub can_undo: bool,
}

/// An opened pack with its sheets.
pub struct Session {
    pack: Arc<OpenPack>,
    id: String,
    place_of: HashMap<String, usize>,
    sheets: HashMap<String, (Sheet, String)>,
    /// When anything was last saved. Not the latest of all times: the clock may have been set back since.
    saved_at: Option<String>,
}

impl Session {
    /// Opens a pack: unlocks it, verifies what the organiser signed, remembers it, and on the first
    /// opening makes the judge's own key, kept encrypted under the same passphrase.
    ///
    /// # Errors
    /// Everything the pack or the passphrase can be refused for; nothing is remembered then.
    pub fn open(
        desk: &mut Desk,
        path: &Path,
        passphrase: &Passphrase,
        now: DateTime<FixedOffset>,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<(Session, OpenedPack), DeskError> {
        let pack = OpenPack::open(path, passphrase)?;
        let id = Sha256Hex(pack.manifest_sha256()).to_string();
        let order = in_order(&pack);
        let manifest = pack.manifest();
        let record = PackRecord {
            id: id.clone(),
            path: path.to_owned(),
            contest: manifest.contest.clone(),
            title: manifest.title.clone(),
            round: Some(manifest.round.clone()),
            version: Some(manifest.pack_version),
            judge: manifest.judge.to_string(),
            organiser_key: manifest.organiser_key.clone(),
            closes_at: manifest.closes_at.map(|at| at.to_rfc3339()),
            checked: false,
            check_failed: None,
            confirmed: false,
            stopped_at: None,
        };
        let issuer = match desk.organiser_key_before(&record.contest, &id)? {
            None => Issuer::New,
            Some(key) if key == record.organiser_key => Issuer::Known,
            Some(_) => Issuer::Changed,
        };
        let remembered = desk.pack(&id)?;
        ensure_key(desk, &id, remembered.is_some(), passphrase, rng)?;
        let entries = order
            .iter()
            .map(|entry| Ok((recent(&pack, entry), question(&pack, entry)?)))
            .collect::<Result<Vec<_>, DeskError>>()?;
        let taken_over = desk.remember(&record, &entries, &now.to_rfc3339())?;
        let stored = desk.sheets(&id)?;
        let saved_at = stored.last().map(|(_, _, at)| at.clone());
        let sheets = stored
            .into_iter()
            .map(|(number, sheet, at)| (number, (sheet, at)))
            .collect();
        let place_of = pack
            .entries()
            .iter()
            .enumerate()
            .map(|(place, entry)| (entry.number.clone(), place))
            .collect();
        let record = desk.pack(&id)?.unwrap_or(record);
        let session = Session {
            pack: Arc::new(pack),
            id,
            place_of,
            sheets,
            saved_at,
        };
        let opened = OpenedPack {
            record,
            issuer,
            taken_over,
        };
        Ok((session, opened))
    }

    /// The pack, shared with whoever serves its media.
    pub fn pack(&self) -> &Arc<OpenPack> {
        &self.pack
    }

    /// The pack's identifier: SHA-256 of its manifest, hexadecimal.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the judge sees of the contest.
    pub fn view(&self) -> &JudgeView {
        self.pack.view()
    }

    /// The entries in the judge's order.
    pub fn entries(&self) -> Vec<&BlindEntry> {
        in_order(&self.pack)
    }

    /// One entry and the rubric of its theme.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`].
    pub fn entry(&self, number: &str) -> Result<(&BlindEntry, &ThemeSheet), DeskError> {
        let missing = || DeskError::NoSuch(number.to_owned());
        let place = self.place_of.get(number).ok_or_else(missing)?;
        let entry = self.pack.entries().get(*place).ok_or_else(missing)?;
        let theme = theme_of(&self.pack, entry).ok_or_else(missing)?;
        Ok((entry, theme))
    }

    /// The sheet of an entry.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`].
    pub fn sheet(&self, number: &str) -> Result<EntrySheet, DeskError> {
        let (_, theme) = self.entry(number)?;
        let (sheet, saved_at) = match self.sheets.get(number) {
            Some((sheet, at)) => (sheet.clone(), Some(at.clone())),
            None => (Sheet::default(), None),
        };
        let status = sheet.status(self.view(), theme);
        Ok(EntrySheet {
            sheet,
            status,
            saved_at,
        })
    }

    /// When anything was last saved, RFC 3339.
    pub fn saved_at(&self) -> Option<&str> {
        self.saved_at.as_deref()
    }

    pub(crate) fn note_saved(&mut self, at: String) {
        self.saved_at = Some(at);
    }

    /// Reads and verifies every file of the pack and remembers that it was done.
    ///
    /// # Errors
    /// The first file that is not what the organiser signed, or `Stopped` when `progress` breaks off.
    pub fn check(
        pack: &OpenPack,
        progress: &mut dyn FnMut(Checked) -> ControlFlow<()>,
    ) -> Result<(), DeskError> {
        Ok(pack.check(progress)?)
    }

    /// Remembers how the check of a pack opened here ended: that every file was verified, or which one is damaged. A
    /// check that was broken off, or could not read, says nothing about the pack and is not remembered.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn note_check(
        desk: &Desk,
        pack: &OpenPack,
        outcome: &Result<(), DeskError>,
        now: DateTime<FixedOffset>,
    ) -> Result<(), DeskError> {
        let id = Sha256Hex(pack.manifest_sha256()).to_string();
        match outcome {
            Ok(()) => desk.note_checked(&id, &now.to_rfc3339()),
            Err(error) => match error.damaged_file() {
                Some(file) => desk.note_check_failed(&id, file, &now.to_rfc3339()),
                None => Ok(()),
            },
        }
    }

    /// Goes on with this very pack at the place it was moved to, and remembers the place.
    ///
    /// # Errors
    /// Another pack or no readable file there, or what the desk's file says.
    pub fn moved_to(&self, desk: &Desk, path: &Path) -> Result<(), DeskError> {
        self.pack.take_up_at(path)?;
        desk.note_moved(&self.id, path)
    }

    /// Remembers that the judge found the organiser's fingerprint the same as on paper.
    ///
    /// # Errors
    /// What the desk's file says.
    pub fn confirm_fingerprint(
        &self,
        desk: &Desk,
        now: DateTime<FixedOffset>,
    ) -> Result<(), DeskError> {
        desk.note_confirmed(&self.id, &now.to_rfc3339())
    }

    /// Remembers which entry is open.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`], or what the desk's file says.
    pub fn stop_at(&self, desk: &Desk, number: &str) -> Result<(), DeskError> {
        self.entry(number)?;
        desk.note_stopped(&self.id, number)
    }

    /// Makes one change to one sheet. When this returns, the change survives the loss of power.
    ///
    /// # Errors
    /// A change the sheet does not take, or what the disk says; the sheet is then as it was.
    pub fn change(
        &mut self,
        desk: &mut Desk,
        number: &str,
        change: Change,
        now: DateTime<FixedOffset>,
    ) -> Result<ChangeMade, DeskError> {
        let before = self.sheet(number)?.sheet;
        let after = before
            .after(change, self.view(), self.entry(number)?)
            .map_err(|misfit| refused(misfit, number))?;
        if after != before {
            let at = stamp(now);
            let shown = self.shown(number, &after)?;
            desk.save_sheet(&self.id, number, (&before, &after), &shown, &at)?;
            self.saved_at = Some(at.clone());
            self.sheets.insert(number.to_owned(), (after, at));
        }
        self.made(desk, number)
    }

    /// Takes the last step back; `None` when there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn undo(
        &mut self,
        desk: &mut Desk,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<ChangeMade>, DeskError> {
        self.turn(desk, Turned::Back, now)
    }

    /// Takes a step forward again that was taken back; `None` when there is none.
    ///
    /// # Errors
    /// What the disk says.
    pub fn redo(
        &mut self,
        desk: &mut Desk,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<ChangeMade>, DeskError> {
        self.turn(desk, Turned::Forward, now)
    }

    fn turn(
        &mut self,
        desk: &mut Desk,
        turned: Turned,
        now: DateTime<FixedOffset>,
    ) -> Result<Option<ChangeMade>, DeskError> {
        let Some((id, number, sheet)) = desk.next_turn(&self.id, turned)? else {
            return Ok(None);
        };
        let at = stamp(now);
        let shown = self.shown(&number, &sheet)?;
        desk.save_turn(&self.id, (id, &number, &sheet), turned, &shown, &at)?;
        self.saved_at = Some(at.clone());
        self.sheets.insert(number.clone(), (sheet, at));
        self.made(desk, &number).map(Some)
    }

    fn made(&self, desk: &Desk, number: &str) -> Result<ChangeMade, DeskError> {
        Ok(ChangeMade {
            number: number.to_owned(),
            now: self.sheet(number)?,
            can_undo: desk.next_turn(&self.id, Turned::Back)?.is_some(),
        })
    }

    fn shown(&self, number: &str, sheet: &Sheet) -> Result<Shown, DeskError> {
        let (_, theme) = self.entry(number)?;
        Ok(Shown {
            status: sheet.status(self.view(), theme),
            flagged: sheet.flagged,
        })
    }

    /// The notes of an entry in the order of their moments.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`], or what the desk's file says.
    pub fn notes(&self, desk: &Desk, number: &str) -> Result<Vec<Note>, DeskError> {
        self.entry(number)?;
        desk.notes(&self.id, number)
    }

    /// Writes a note at a moment of a medium of the entry, and returns all its notes.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`] for a medium of another entry, [`DeskError::TooLong`], or what the disk says.
    pub fn add_note(
        &self,
        desk: &Desk,
        number: &str,
        (media, at_ms, text): (&str, u32, String),
    ) -> Result<Vec<Note>, DeskError> {
        let (entry, _) = self.entry(number)?;
        if !entry.media.iter().any(|medium| medium.file == media) {
            return Err(DeskError::NoSuch(number.to_owned()));
        }
        let text = short_enough(text).map_err(|misfit| refused(misfit, number))?;
        desk.insert_note(&self.id, number, (media, at_ms, &text))?;
        desk.notes(&self.id, number)
    }

    /// Removes a note of the entry, and returns the notes left.
    ///
    /// # Errors
    /// [`DeskError::NoSuch`], or what the desk's file says.
    pub fn remove_note(&self, desk: &Desk, number: &str, id: u32) -> Result<Vec<Note>, DeskError> {
        self.entry(number)?;
        desk.remove_note(&self.id, number, id)?;
        desk.notes(&self.id, number)
    }
}

/// Keeps a later time later as text: one form, UTC offset as given, whole milliseconds.
pub(crate) fn stamp(now: DateTime<FixedOffset>) -> String {
    now.to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
}

fn refused(misfit: Misfit, number: &str) -> DeskError {
    match misfit {
        Misfit::NoSuch => DeskError::NoSuch(number.to_owned()),
        Misfit::Recused => DeskError::Recused(number.to_owned()),
        Misfit::TooLong => DeskError::TooLong(crate::sheet::LONGEST_TEXT),
    }
}

/// The entries in the order the pack gives, those it does not place at the end.
fn in_order(pack: &OpenPack) -> Vec<&BlindEntry> {
    let mut entries: Vec<&BlindEntry> = pack.entries().iter().collect();
    let place: HashMap<&str, usize> = pack
        .view()
        .order
        .entries
        .iter()
        .enumerate()
        .map(|(place, number)| (number.as_str(), place))
        .collect();
    entries.sort_by_key(|entry| {
        place
            .get(entry.number.as_str())
            .copied()
            .unwrap_or(usize::MAX)
    });
    entries
}

pub(crate) fn theme_of<'a>(pack: &'a OpenPack, entry: &BlindEntry) -> Option<&'a ThemeSheet> {
    pack.view()
        .themes
        .iter()
        .find(|theme| theme.id == entry.theme)
}

/// What a judge is asked about an entry: its own hash, the rubric of its theme and the step of the marks, as one hash.
fn question(pack: &OpenPack, entry: &BlindEntry) -> Result<String, DeskError> {
    let asked = (
        pack.entry_sha256(&entry.number),
        theme_of(pack, entry),
        pack.view().step,
    );
    let text = serde_json::to_vec(&asked).map_err(|error| DeskError::Stored(error.to_string()))?;
    Ok(Sha256Hex::of(&text).to_string())
}

fn recent(pack: &OpenPack, entry: &BlindEntry) -> RecentEntry {
    RecentEntry {
        number: entry.number.clone(),
        label: entry.label.clone(),
        theme: theme_of(pack, entry).map_or_else(String::new, |theme| theme.short.clone()),
        status: Status::Open,
        flagged: false,
    }
}

/// Makes the judge's key on the first opening. A desk that knows the pack but lost the key must not make
/// a second one silently: to the organiser that would be another judge.
fn ensure_key(
    desk: &Desk,
    id: &str,
    known: bool,
    passphrase: &Passphrase,
    rng: &mut (impl CryptoRng + RngCore),
) -> Result<(), DeskError> {
    let place = desk.key_place(id);
    if place.exists() {
        return Ok(());
    }
    if known {
        return Err(DeskError::KeyMissing(place));
    }
    let key = SigningKey::generate(rng);
    let sealed = key.to_openssh_encrypted(passphrase, rng)?;
    crate::place::write_whole(&place, sealed.as_bytes())
}

/// The judge's key of a pack, unlocked.
pub(crate) fn judge_key(
    desk: &Desk,
    id: &str,
    passphrase: &Passphrase,
) -> Result<SigningKey, DeskError> {
    let place = desk.key_place(id);
    let sealed = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(DeskError::KeyMissing(place));
        }
        Err(error) => return Err(error.into()),
    };
    Ok(SigningKey::from_openssh_encrypted(&sealed, passphrase)?)
}
