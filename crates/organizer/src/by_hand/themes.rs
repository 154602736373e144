//! The themes of several drafts at once, as one decision.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use rand::RngCore;

use super::fix::present;
use super::{Deed, Field, Fix, Origin};
use crate::error::{AcceptError, HandError};
use crate::folder::Organizer;
use crate::mended;

impl Organizer {
    /// Sets the theme of each of these drafts; returns those of which it changed.
    ///
    /// # Errors
    /// As [`Organizer::fix`]; then no draft is changed.
    pub fn set_themes(
        &mut self,
        themes: &BTreeMap<i64, u8>,
        now: DateTime<FixedOffset>,
        rng: &mut impl RngCore,
    ) -> Result<Vec<i64>, HandError> {
        let mut hand = self.hand(now)?;
        let mut changed = Vec::new();
        for (&draft, theme) in themes {
            let form = mended::draft(&hand.db, draft)?.ok_or(AcceptError::NoDraft { draft })?;
            let fix = Fix {
                field: Field::Theme,
                value: theme.to_string(),
                origin: Origin::Typed,
            };
            if present(&form, Field::Theme) == fix.value {
                continue;
            }
            hand.move_to(draft, &fix.value, rng)?;
            hand.mend(draft, &fix, fix.value.clone(), "")?;
            changed.push(draft);
        }
        if changed.is_empty() {
            return Err(HandError::NoChange);
        }
        hand.record(Deed::Fixed, "")?;
        Ok(changed)
    }
}
