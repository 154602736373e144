//! The next edition of a contest: the same rules, other dates.

use chrono::{DateTime, Datelike, FixedOffset, Months};

use super::ContestForm;

impl ContestForm {
    /// Makes it the form of the edition of `year`: the year of its deadline is replaced wherever it stands in the id, the
    /// title, the subject mark and the prefix, and every date moves by as many years. Nothing changes for a year that is
    /// not later.
    pub fn turn_to(&mut self, year: i32) {
        let Ok(deadline) = DateTime::parse_from_rfc3339(&self.deadline) else {
            return;
        };
        let before = deadline.year();
        let Some(months) = year
            .checked_sub(before)
            .and_then(|years| u32::try_from(years).ok())
            .and_then(|years| years.checked_mul(12))
        else {
            return;
        };
        let (old, new) = (before.to_string(), year.to_string());
        for text in [
            &mut self.id,
            &mut self.title,
            &mut self.subject_mark,
            &mut self.prefix,
        ] {
            *text = text.replace(&old, &new);
        }
        let moved = |text: &str| -> Option<String> {
            let date: DateTime<FixedOffset> = DateTime::parse_from_rfc3339(text).ok()?;
            Some(date.checked_add_months(Months::new(months))?.to_rfc3339())
        };
        if let Some(date) = moved(&self.deadline) {
            self.deadline = date;
        }
        for round in &mut self.rounds {
            round.closes_at = round.closes_at.as_deref().and_then(moved);
        }
    }
}
