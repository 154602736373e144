//! What would follow if one thing were otherwise: looked at, and noted in the log on request. No result follows from it.

use chrono::{DateTime, FixedOffset};
use results::{Change, Differences, Results};

use crate::error::{StoreError, WhatIfRefused};
use crate::folder::Organizer;
use crate::store::log::{self, Act};

impl Organizer {
    /// What would come out if one thing were otherwise, and what would move. Nothing is changed.
    ///
    /// # Errors
    /// A database that cannot be read; [`WhatIfRefused::Change`] when there is no such thing to change.
    pub fn what_if(&self, change: &Change) -> Result<(Results, Differences), WhatIfRefused> {
        let inputs = self.inputs_now()?;
        Ok(results::what_if(&self.contest, &inputs, change)?)
    }

    /// As [`Organizer::what_if`], and the log says that it was looked at and what would have moved.
    ///
    /// # Errors
    /// As there.
    pub fn note_what_if(
        &mut self,
        change: &Change,
        now: DateTime<FixedOffset>,
    ) -> Result<(Results, Differences), WhatIfRefused> {
        let (results, moves) = self.what_if(change)?;
        let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
        let act = Act::Analysed {
            change: change.clone(),
            awards: moves.awards.clone(),
            ranks: count(moves.ranks.len()),
            shortlists: count(moves.shortlists.len()),
            units: count(moves.units.len()),
        };
        let noted = self.db.transaction().map_err(StoreError::from)?;
        log::append(&noted, now, &act)?;
        noted.commit().map_err(StoreError::from)?;
        Ok((results, moves))
    }
}

#[cfg(test)]
mod tests {
    use results::Change;

    use crate::new::tests::{fresh, now};
    use crate::store::log::Act;

    #[test]
    fn an_analysis_is_noted_and_changes_no_result() {
        let (_dir, mut organizer) = fresh();
        let (inputs, lines) = (organizer.inputs().unwrap(), organizer.log().unwrap().len());
        let change = Change::OtherSeed { seed: 7 };
        organizer.what_if(&change).unwrap();
        assert_eq!(organizer.log().unwrap().len(), lines);
        organizer.note_what_if(&change, now()).unwrap();
        let log = organizer.log().unwrap();
        assert!(matches!(
            log.last().map(|line| &line.act),
            Some(Act::Analysed { change: noted, ranks: 0, .. }) if *noted == change
        ));
        assert_eq!(organizer.inputs().unwrap(), inputs);
    }
}
