//! The texts of a draft and of its mail cut into pieces, so that what may tell who wrote them can be marked.

use intake::identity::{self, Strength, Units, Who};
use serde::Serialize;

use crate::error::HandError;
use crate::folder::Organizer;
use crate::judging_copy::Texts;
use crate::store::draft::{self, Draft};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its characters.
    pub text: String,
    /// What it tells, if it does: `author`, `phone`, `unit`, `email`, `account`, `id_number`, `team`.
    pub tells: Option<&'static str>,
    /// Whether it is sure, and masked at acceptance; else a person has to look.
    pub sure: bool,
}

/// Texts in pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// The text of the mail.
    pub mail: Vec<Piece>,
    /// The title as mended.
    pub title: Vec<Piece>,
    /// Main measures as mended.
    pub measures: Vec<Piece>,
    /// What is new, as mended.
    pub innovation: Vec<Piece>,
    /// The expected effect, as mended.
    pub effect: Vec<Piece>,
}

impl Organizer {
    /// Marks the texts of a draft and the given text of its mail.
    pub(crate) fn telling(&self, form: &Draft, mail: &str) -> Result<Telling, HandError> {
        let names = draft::units(&self.db)?;
        let units = Units::new(names.iter().map(String::as_str));
        let who = Who {
            authors: &form.authors,
            phones: &form.phones,
            unit: &form.unit,
        };
        let texts = Texts::plain(form);
        Ok(Telling {
            mail: pieces(mail, &who, &units),
            title: pieces(&texts.title, &who, &units),
            measures: pieces(&texts.measures, &who, &units),
            innovation: pieces(&texts.innovation, &who, &units),
            effect: pieces(&texts.effect, &who, &units),
        })
    }
}

/// The whole text in order; nothing is left out.
fn pieces(text: &str, who: &Who<'_>, units: &Units) -> Vec<Piece> {
    let mut letters = text.chars();
    let mut at = 0;
    let mut all = Vec::new();
    let plain = |text: String, all: &mut Vec<Piece>| {
        if !text.is_empty() {
            all.push(Piece {
                text,
                tells: None,
                sure: false,
            });
        }
    };
    for one in identity::told(text, who, units) {
        plain(
            letters.by_ref().take(one.from.saturating_sub(at)).collect(),
            &mut all,
        );
        all.push(Piece {
            text: letters
                .by_ref()
                .take(one.to.saturating_sub(one.from))
                .collect(),
            tells: Some(one.kind.code()),
            sure: one.strength == Strength::Sure,
        });
        at = one.to;
    }
    plain(letters.collect(), &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_text_and_names_stand_alone() {
        let who = Who {
            authors: &["林舟".to_owned()],
            phones: &[],
            unit: "",
        };
        let text = "由林舟牵头，电话 188 0000 0101。";
        let all = pieces(text, &who, &Units::default());
        let whole: String = all.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(whole, text);
        let told: Vec<_> = all
            .iter()
            .filter_map(|one| Some((one.tells?, one.text.as_str(), one.sure)))
            .collect();
        assert_eq!(
            told,
            [("author", "林舟", true), ("phone", "188 0000 0101", true)]
        );
    }
}
