//! Counting what agrees.

use std::fmt::Debug;

/// A disagreement that stands, with the reason.
pub(super) struct Exception {
    /// Where: the beginning of what is printed.
    pub(super) at: &'static str,
    /// Why it is right all the same.
    pub(super) why: &'static str,
}

/// Every comparison made so far.
#[derive(Default)]
pub(super) struct Tally {
    agreed: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Compares one thing.
    pub(super) fn compare<T: PartialEq + Debug>(&mut self, at: &str, found: T, wanted: T) {
        if found == wanted {
            self.agreed += 1;
        } else {
            self.wrong
                .push(format!("{at}: found {found:?}, wanted {wanted:?}"));
        }
    }

    /// Prints `agreements N of M` with every line that does not agree.
    ///
    /// # Panics
    /// When one of them is not among the exceptions, or an exception is not met any more.
    pub(super) fn close(self, exceptions: &[Exception]) {
        let all = self.agreed + self.wrong.len();
        eprintln!("agreements {} of {all}", self.agreed);
        let mut unexplained = Vec::new();
        let mut met = vec![false; exceptions.len()];
        for line in self.wrong {
            match exceptions.iter().position(|one| line.starts_with(one.at)) {
                Some(place) => {
                    met[place] = true;
                    eprintln!("  {line}\n    {}", exceptions[place].why);
                }
                None => unexplained.push(line),
            }
        }
        assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
        for (one, met) in exceptions.iter().zip(met) {
            assert!(met, "agrees by now: {}", one.at);
        }
    }
}
