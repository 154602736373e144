//! What was worked out of the database at one moment, for as long as nothing has changed since.

use std::sync::Arc;

use results::{Inputs, Results};
use rusqlite::Connection;

use crate::error::StoreError;

/// A state of the database, as one connection knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Changes with what other connections commit.
    others: i64,
    /// Rises with every row that this connection changes.
    own: i64,
}

/// The state now; `None` while changes are under way that may never be committed.
pub(crate) fn state(db: &Connection) -> Result<Option<State>, StoreError> {
    let number = |query| db.query_row(query, [], |row| row.get::<_, i64>(0));
    let state = State {
        others: number("PRAGMA data_version")?,
        own: number("SELECT total_changes()")?,
    };
    Ok((db.is_autocommit() || state.own == 0).then_some(state))
}

/// The inputs of the last moment that was asked for, and their results once they are there.
#[derive(Default)]
pub(crate) struct Moment {
    state: Option<State>,
    inputs: Option<Arc<Inputs>>,
    results: Option<Arc<Results>>,
}

impl Moment {
    /// The inputs, if they are of this state.
    pub(crate) fn inputs_at(&self, state: Option<State>) -> Option<Arc<Inputs>> {
        let known = state.is_some() && state == self.state;
        self.inputs.clone().filter(|_| known)
    }

    /// Keeps inputs. When they are as before, though something else changed, so are their results.
    pub(crate) fn keep(&mut self, state: Option<State>, inputs: Inputs) -> Arc<Inputs> {
        let same = self.inputs.as_deref() == Some(&inputs);
        self.state = state;
        match &self.inputs {
            Some(known) if same => Arc::clone(known),
            _ => {
                let inputs = Arc::new(inputs);
                self.inputs = Some(Arc::clone(&inputs));
                self.results = None;
                inputs
            }
        }
    }

    /// The results of the inputs that are kept.
    pub(crate) fn results_of(&self, inputs: &Arc<Inputs>) -> Option<Arc<Results>> {
        let known = self.inputs.as_ref();
        let same = known.is_some_and(|known| Arc::ptr_eq(known, inputs));
        self.results.clone().filter(|_| same)
    }

    pub(crate) fn keep_results(&mut self, inputs: &Arc<Inputs>, results: &Arc<Results>) {
        let known = self.inputs.as_ref();
        if known.is_some_and(|known| Arc::ptr_eq(known, inputs)) {
            self.results = Some(Arc::clone(results));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::new::tests::{fresh, now, rng};

    #[test]
    fn inputs_are_read_anew_when_something_changed_and_only_then() {
        let (_dir, mut organizer) = fresh();
        let reader = organizer.reader().unwrap();
        let (own, read) = (
            organizer.inputs_now().unwrap(),
            reader.inputs_now().unwrap(),
        );
        assert!(Arc::ptr_eq(&own, &organizer.inputs_now().unwrap()));
        assert!(Arc::ptr_eq(&read, &reader.inputs_now().unwrap()));
        let results = reader.results_now().unwrap();
        assert!(reader.results_awaited().unwrap().is_none());

        plant(&organizer, "甲", "某校", Some(2));
        organizer
            .accept(
                &Which::All,
                &ThemeChoice::default(),
                IdentityRule::Mask,
                now(),
                &mut rng(),
            )
            .unwrap();
        for after in [organizer.inputs_now(), reader.inputs_now()] {
            assert_eq!(after.unwrap().entries.len(), 1);
        }
        assert!(reader.results_awaited().unwrap().is_some());
        assert!(!Arc::ptr_eq(&results, &reader.results_now().unwrap()));
    }

    #[test]
    fn what_is_never_committed_is_not_kept() {
        let (_dir, mut organizer) = fresh();
        let before = organizer.inputs_now().unwrap();
        let hand = organizer.hand(now()).unwrap();
        hand.db
            .execute("UPDATE setting SET value = value", [])
            .unwrap();
        drop(hand);
        assert_eq!(organizer.inputs_now().unwrap(), before);
        organizer.db.execute_batch("BEGIN").unwrap();
        plant(&organizer, "甲", "某校", Some(2));
        assert_eq!(organizer.inputs_now().unwrap().units.len(), 1);
        organizer.db.execute_batch("ROLLBACK").unwrap();
        assert!(organizer.inputs_now().unwrap().units.is_empty());
    }
}
