//! How many tests passed and failed, read from what each runner writes.

use std::iter::Sum;
use std::ops::Add;

use anyhow::{Context as _, Result};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

/// What a stage found, and what it wrote.
#[derive(Debug)]
pub(crate) struct StageOutcome {
    pub(crate) tally: Tally,
    /// Shown in full when something failed.
    pub(crate) output: String,
}

impl Tally {
    pub(crate) const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub(crate) const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// The tally of a runner that ended as it did. A runner that crashed, or that found nothing to
    /// run, has failed.
    pub(crate) fn judged(self, runner_succeeded: bool) -> Self {
        let is_empty = self == Self::default();
        if self.failed == 0 && (is_empty || !runner_succeeded) {
            return self + Self::ONE_FAILED;
        }
        self
    }

    /// From the "test result:" lines of `cargo test`. A test that is ignored does not pass.
    pub(crate) fn from_cargo(output: &str) -> Self {
        output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result: "))
            .map(cargo_line)
            .sum()
    }

    /// From Node's TAP reporter. A test that is skipped does not pass, other than one that was not asked
    /// for: Node counts the tests that a filter leaves out as skipped too.
    pub(crate) fn from_tap(output: &str) -> Self {
        let count = |name: &str| {
            let mut lines = output.lines().rev();
            lines
                .find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
                .unwrap_or(0)
        };
        const LEFT_OUT: &str = "# SKIP test name does not match pattern";
        let left_out = output.lines().filter(|line| line.ends_with(LEFT_OUT));
        let failed = ["# fail ", "# cancelled ", "# skipped ", "# todo "];
        let failed: u32 = failed.into_iter().map(count).sum();
        Self {
            passed: count("# pass "),
            failed: failed.saturating_sub(u32::try_from(left_out.count()).unwrap_or(u32::MAX)),
        }
    }

    /// From Playwright's JSON report. A test that passes only at the second try, or is skipped, does
    /// not pass.
    pub(crate) fn from_playwright(report: &str) -> Result<Self> {
        let report: PlaywrightReport = serde_json::from_str(report)
            .context("The report of Playwright is not what was expected")?;
        let PlaywrightStats {
            expected,
            unexpected,
            flaky,
            skipped,
        } = report.stats;
        let errors = u32::try_from(report.errors.len())?;
        Ok(Self {
            passed: expected,
            failed: unexpected + flaky + skipped + errors,
        })
    }
}

/// "ok. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out"
fn cargo_line(line: &str) -> Tally {
    let count = |name: &str| {
        let words: Vec<&str> = line
            .split([' ', ';'])
            .filter(|word| !word.is_empty())
            .collect();
        words
            .windows(2)
            .find(|pair| pair[1] == name)
            .and_then(|pair| pair[0].parse().ok())
            .unwrap_or(0)
    };
    Tally {
        passed: count("passed"),
        failed: count("failed") + count("ignored"),
    }
}

#[derive(Deserialize)]
struct PlaywrightReport {
    stats: PlaywrightStats,
    /// Faults outside of a test, for instance in the configuration.
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct PlaywrightStats {
    expected: u32,
    unexpected: u32,
    flaky: u32,
    skipped: u32,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u32, failed: u32) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn the_results_of_all_crates_are_added() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
            test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out\n";
        assert_eq!(Tally::from_cargo(output), tally(4, 3));
    }

    #[test]
    fn what_node_cancels_or_skips_has_failed() {
        let output = "TAP version 13\n# tests 7\n# suites 1\n# pass 4\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n";
        assert_eq!(Tally::from_tap(output), tally(4, 3));
    }

    #[test]
    fn what_a_filter_leaves_out_has_not_failed() {
        let output = "ok 1 - a\nok 2 - b # SKIP test name does not match pattern\n# pass 1\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0\n";
        assert_eq!(Tally::from_tap(output), tally(1, 0));
    }

    #[test]
    fn what_playwright_repeats_or_skips_has_failed() {
        let report = r#"{"errors":[],"stats":{"startTime":"x","expected":5,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(Tally::from_playwright(report).unwrap(), tally(5, 4));
        let broken = r#"{"errors":[{"message":"no config"}],"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":0}}"#;
        assert_eq!(Tally::from_playwright(broken).unwrap(), tally(0, 1));
        assert!(Tally::from_playwright("").is_err());
    }

    #[test]
    fn a_runner_that_crashes_or_runs_nothing_has_failed() {
        assert_eq!(tally(3, 0).judged(true), tally(3, 0));
        assert_eq!(tally(3, 0).judged(false), tally(3, 1));
        assert_eq!(tally(3, 2).judged(false), tally(3, 2));
        assert_eq!(tally(0, 0).judged(true), tally(0, 1));
    }
}
