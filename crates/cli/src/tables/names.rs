//! Names as numbers.

use std::collections::HashMap;

/// The different names of a column, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: HashMap<String, usize>,
}

impl Names {
    /// The number of a name, a new one when it is new.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.numbers.len();
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The names in rising order, and for each number given out so far the place among them.
    pub(crate) fn sorted(self) -> (Vec<String>, Vec<usize>) {
        let mut all: Vec<(String, usize)> = self.numbers.into_iter().collect();
        all.sort_unstable();
        let mut places = vec![0; all.len()];
        for (place, (_, number)) in all.iter().enumerate() {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
        (all.into_iter().map(|(name, _)| name).collect(), places)
    }
}
