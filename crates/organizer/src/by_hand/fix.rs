//! Corrections: the form as read stays, and what a person puts in the place of a field counts.

use chrono::{DateTime, FixedOffset};
use contest::ThemeId;
use rand::RngCore;
use serde::Serialize;

use super::{Change, Deed, Hand, Move, note};
use crate::error::{AcceptError, HandError};
use crate::findings::FindingView;
use crate::folder::Organizer;
use crate::mended;
use crate::plain;
use crate::store::draft::Draft;
use crate::store::mend::{self, Mend};
use crate::store::{assignment, draft, entry, source};

/// A field that a person can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title.
    Title,
    /// The authors.
    Authors,
    /// The telephone numbers.
    Phone,
    /// The unit.
    Unit,
    /// Main measures.
    Measures,
    /// What is new.
    Innovation,
    /// The expected effect.
    Effect,
    /// The theme, by its number.
    Theme,
}

impl Field {
    /// The fields that judges read.
    pub const READ: [Self; 4] = [Self::Title, Self::Measures, Self::Innovation, Self::Effect];

    /// The stable name of the field: `title`, `authors`, `phone`, …
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Phone => "phone",
            Self::Unit => "unit",
            Self::Measures => "measures",
            Self::Innovation => "innovation",
            Self::Effect => "effect",
            Self::Theme => "theme",
        }
    }
}

/// Where a correction is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person typed it.
    Typed,
    /// It stands in the mail.
    Mail,
    /// It stands in the unit's summary sheet.
    Sheet,
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Which field.
    pub field: Field,
    /// What stands there from now on.
    pub value: String,
    /// Where it is from.
    pub origin: Origin,
}

/// A draft after its correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fixed {
    /// The draft.
    pub draft: i64,
    /// The fields that changed.
    pub fields: Vec<Field>,
    /// The number of its entry, which a new theme changes.
    pub number: Option<String>,
    /// Its findings as they are now, those that were mended included.
    pub findings: Vec<FindingView>,
}

impl Organizer {
    /// Corrects fields of a draft, accepted or not. The judging copy follows; an entry whose theme changes gets a number of the
    /// new theme, drawn with `rng`.
    ///
    /// # Errors
    /// No such draft, an unknown theme, a value the field cannot have; [`HandError::NoChange`]; [`HandError::Issued`] when
    /// judges have the copy that would change; [`HandError::Planned`] for the theme of an entry in a plan.
    pub fn fix(
        &mut self,
        draft: i64,
        fixes: &[Fix],
        said: &str,
        now: DateTime<FixedOffset>,
        rng: &mut impl RngCore,
    ) -> Result<Fixed, HandError> {
        let said = note(said)?;
        let mut hand = self.hand(now)?;
        let mut fields = Vec::new();
        for fix in fixes {
            let form = mended::draft(&hand.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
            let value = allowed(fix)?;
            if value == present(&form, fix.field) {
                continue;
            }
            if fix.field == Field::Theme {
                hand.move_to(draft, &value, rng)?;
            }
            hand.mend(draft, fix, value, &said)?;
            fields.push(fix.field);
        }
        if fields.is_empty() {
            return Err(HandError::NoChange);
        }
        hand.record(Deed::Fixed, &said)?;
        let made = entry::of_draft(&self.db, draft)?;
        Ok(Fixed {
            draft,
            fields,
            number: made.map(|one| one.number.to_string()),
            findings: crate::findings::of_draft(&self.db, &self.contest, draft)?,
        })
    }

    /// The one mobile number that the mail of a draft names.
    ///
    /// # Errors
    /// [`HandError::NoMail`]; [`HandError::PhoneUnclear`] when it names none or several.
    pub fn phone_in_mail(&self, draft: i64) -> Result<String, HandError> {
        let mut found = self.phones_in_mail(draft)?;
        match (found.pop(), found.is_empty()) {
            (Some(only), true) => Ok(only),
            (last, _) => {
                found.extend(last);
                Err(HandError::PhoneUnclear { found })
            }
        }
    }

    /// Every mobile number in the text of a draft's mail, in the order it names them.
    ///
    /// # Errors
    /// [`HandError::NoMail`] when the draft did not come in a mail that can be read.
    pub fn phones_in_mail(&self, draft: i64) -> Result<Vec<String>, HandError> {
        let form = draft::get(&self.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
        let mail = self
            .mail_of(form.source)?
            .ok_or(HandError::NoMail { draft })?;
        let mut found: Vec<String> = Vec::new();
        for number in intake::phones(&mail.text) {
            if number.len() == 11 && number.starts_with('1') && !found.contains(&number) {
                found.push(number);
            }
        }
        Ok(found)
    }

    /// The mail a source is, read again from its kept bytes.
    pub(crate) fn mail_of(&self, id: i64) -> Result<Option<intake::Mail>, HandError> {
        let from = source::get(&self.db, id)?;
        if from.kind != source::Kind::Mail {
            return Ok(None);
        }
        let bytes = self.media.read(from.sha256)?;
        Ok(intake::read_mail(&bytes).ok())
    }
}

impl Hand<'_> {
    pub(super) fn mend(
        &mut self,
        draft: i64,
        fix: &Fix,
        value: String,
        said: &str,
    ) -> Result<(), HandError> {
        let field = fix.field.code();
        let earlier = mend::of_draft(&self.db, draft)?
            .into_iter()
            .find(|one| one.field == field)
            .map(|one| one.id);
        let row = Mend {
            id: 0,
            draft,
            field: field.to_owned(),
            value,
            origin: match fix.origin {
                Origin::Typed => "typed",
                Origin::Mail => "mail",
                Origin::Sheet => "sheet",
            }
            .to_owned(),
            note: said.to_owned(),
            made_at: self.at(),
        };
        let mend = mend::insert(&self.db, &row)?;
        Ok(self.make(Change::Mended {
            draft,
            field: field.to_owned(),
            mend,
            replaces: earlier,
        })?)
    }

    /// Gives the entry of a draft, if it is one, a number of another theme.
    pub(super) fn move_to(
        &mut self,
        draft: i64,
        theme: &str,
        rng: &mut impl RngCore,
    ) -> Result<(), HandError> {
        let number: u8 = theme.parse().unwrap_or_default();
        let unknown = || AcceptError::UnknownTheme { theme: number };
        let theme = ThemeId::new(number)
            .ok()
            .filter(|id| self.contest.theme(*id).is_some())
            .ok_or_else(unknown)?;
        let Some(made) = entry::of_draft(&self.db, draft)? else {
            return Ok(());
        };
        if made.theme == theme {
            return Ok(());
        }
        self.refuse_issued(draft)?;
        if !assignment::of_entry(&self.db, &made.number)?.is_empty() {
            return Err(HandError::Planned {
                number: made.number.to_string(),
            });
        }
        let full = || AcceptError::NoSerial { theme: number };
        let used = entry::serials(&self.db, theme)?;
        let numbering = &self.contest.numbering;
        let serial = numbering
            .next_serial(&used, rng.next_u64())
            .ok_or_else(full)?;
        let to = numbering.number(theme, serial).map_err(|_| full())?;
        Ok(self.make(Change::Renumbered {
            moves: vec![Move {
                draft,
                from: made.number,
                from_theme: made.theme.get(),
                from_serial: made.serial,
                to,
                to_theme: theme.get(),
                to_serial: serial,
            }],
        })?)
    }
}

/// The value as it is kept.
fn allowed(fix: &Fix) -> Result<String, HandError> {
    let value = match fix.field {
        Field::Measures | Field::Innovation | Field::Effect => plain::paragraphs(&fix.value),
        _ => plain::one_line(&fix.value),
    };
    let fits = match fix.field {
        Field::Authors => !intake::authors(&value).is_empty(),
        Field::Phone => !intake::phones(&value).is_empty(),
        _ => !value.is_empty(),
    };
    if fits {
        Ok(value)
    } else {
        Err(HandError::BadValue {
            field: fix.field.code(),
        })
    }
}

pub(super) fn present(form: &Draft, field: Field) -> String {
    match field {
        Field::Title => form.title.clone(),
        Field::Authors => form.authors_raw.clone(),
        Field::Phone => form.phones.join("、"),
        Field::Unit => form.unit.clone(),
        Field::Measures => form.measures.clone(),
        Field::Innovation => form.innovation.clone(),
        Field::Effect => form.effect.clone(),
        Field::Theme => form
            .theme
            .as_ref()
            .filter(|(_, from)| from == mended::BY_PERSON)
            .map_or_else(String::new, |(theme, _)| theme.to_string()),
    }
}
