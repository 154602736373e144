//! Counting tests from what the test runners print, and the one line that closes a run.

use std::fmt;

use crate::shell::plain;

/// How many tests passed, failed and were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed, and checks that stopped the run.
    pub(crate) failed: u64,
    /// Tests that were ignored or skipped.
    pub(crate) skipped: u64,
}

impl Tally {
    /// Adds what a line of a runner's output says; most lines say nothing.
    pub(crate) fn hear(&mut self, line: &str) {
        let line = plain(line);
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            // `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
            let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
            self.add(counts.split(';'));
        } else if let Some(counts) = line.strip_prefix("Tests ") {
            // `Tests  1 failed | 11 passed | 2 skipped (14)`
            let counts = counts.rsplit_once('(').map_or(counts, |(counts, _)| counts);
            self.add(counts.split('|'));
        }
    }

    fn add<'a>(&mut self, counts: impl Iterator<Item = &'a str>) {
        for count in counts {
            let mut words = count.split_whitespace();
            let (Some(number), Some(kind)) = (
                words.next().and_then(|word| word.parse::<u64>().ok()),
                words.next(),
            ) else {
                continue;
            };
            match kind {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" | "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.hear(line));
        tally
    }

    #[test]
    fn cargo_results_are_added_up() {
        let tally = heard(&[
            "running 4 tests\n",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.2s\n",
        ]);
        assert_eq!(
            tally,
            Tally {
                passed: 13,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(tally.to_string(), "13 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn vitest_results_are_added_up_in_colour_or_without() {
        let tally = heard(&[
            " Test Files  1 failed | 2 passed (3)\n",
            "      Tests  12 passed (12)\n",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m\u{1b}[2m | \u{1b}[22m\u{1b}[32m4 passed\u{1b}[39m | 2 skipped (7)\n",
        ]);
        assert_eq!(
            tally,
            Tally {
                passed: 16,
                failed: 1,
                skipped: 2
            }
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        let tally = heard(&[
            "test a_name ... ok\n",
            "12 passed\n",
            "Tests\n",
            "test result: \n",
            "",
            "Tests are fun (5)\n",
        ]);
        assert_eq!(tally.to_string(), "0 passed, 0 failed");
    }
}
