//! Collects what the stages found, and tells it.

use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;

use crate::clock::{self, Stopwatch};
use crate::console::Console;
use crate::interrupt::Interrupted;
use crate::tally::{StageOutcome, Tally};

#[derive(Debug)]
pub(super) struct Report<'console> {
    console: &'console Console,
    stopwatch: Stopwatch,
    stages: Mutex<Vec<StageResult>>,
}

#[derive(Debug)]
struct StageResult {
    name: &'static str,
    tally: Tally,
    took: String,
}

/// Whether every test passed. An error means that the tests were interrupted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Passed,
    Failed,
}

impl Verdict {
    fn of(tally: Tally) -> Self {
        if tally.failed == 0 {
            Self::Passed
        } else {
            Self::Failed
        }
    }
}

impl<'console> Report<'console> {
    pub(super) fn new(console: &'console Console) -> Self {
        Self {
            console,
            stopwatch: Stopwatch::start(),
            stages: Mutex::default(),
        }
    }

    /// Runs a stage. An error of its runner counts as one failed test. Stages may run beside each other.
    pub(super) fn run(
        &self,
        name: &'static str,
        stage: impl FnOnce() -> Result<StageOutcome>,
    ) -> Result<Verdict, Interrupted> {
        let stopwatch = Stopwatch::start();
        let tally = match stage() {
            Ok(StageOutcome { tally, output }) => {
                if tally.failed > 0 {
                    self.console
                        .say(&format!("\nThe output of the stage {name}:\n\n{output}"));
                }
                tally
            }
            Err(error) => self.failed(name, &error)?,
        };
        let took = clock::in_words(stopwatch.elapsed());
        let Tally { passed, failed } = tally;
        self.console.say(&format!(
            "{name}: {passed} passed, {failed} failed in {took}"
        ));
        self.add(StageResult { name, tally, took });
        Ok(Verdict::of(tally))
    }

    /// Does what stages need. It counts only when it fails.
    pub(super) fn prepare<T>(
        &self,
        name: &'static str,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<Option<T>, Interrupted> {
        let stopwatch = Stopwatch::start();
        let (outcome, tally) = match work() {
            Ok(outcome) => (Some(outcome), Tally::default()),
            Err(error) => (None, self.failed(name, &error)?),
        };
        self.add(StageResult {
            name,
            tally,
            took: clock::in_words(stopwatch.elapsed()),
        });
        Ok(outcome)
    }

    /// Prints the table. The last line is for machines too: "12 passed, 0 failed".
    pub(super) fn finish(&self) -> Verdict {
        let mut table = format!("\n{:<10} {:>7} {:>7}  took\n", "stage", "passed", "failed");
        for StageResult {
            name,
            tally: Tally { passed, failed },
            took,
        } in self.stages().iter()
        {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{name:<10} {passed:>7} {failed:>7}  {took}");
        }
        let all = clock::in_words(self.stopwatch.elapsed());
        let total = self.total();
        self.console.say(&format!("{table}{:<26}  {all}\n", "all"));
        self.console
            .say(&format!("{} passed, {} failed", total.passed, total.failed));
        Verdict::of(total)
    }

    fn total(&self) -> Tally {
        self.stages().iter().map(|stage| stage.tally).sum::<Tally>()
    }

    fn add(&self, result: StageResult) {
        self.stages().push(result);
    }

    /// A stage that panicked while it told its result leaves the others' whole.
    fn stages(&self) -> MutexGuard<'_, Vec<StageResult>> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Being interrupted is not a failure of the stage.
    fn failed(&self, name: &str, error: &anyhow::Error) -> Result<Tally, Interrupted> {
        if error.is::<Interrupted>() {
            return Err(Interrupted);
        }
        self.console
            .say(&format!("\nThe stage {name} failed: {error:#}\n"));
        Ok(Tally::ONE_FAILED)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn outcome(passed: u32, failed: u32) -> Result<StageOutcome> {
        Ok(StageOutcome {
            tally: Tally { passed, failed },
            output: String::new(),
        })
    }

    #[test]
    fn all_stages_run_and_are_added() {
        let console = Console::silent();
        let report = Report::new(&console);
        report.run("native", || outcome(3, 0)).unwrap();
        report.prepare("build", || Ok(())).unwrap();
        assert_eq!(report.finish(), Verdict::Passed);
        report.run("edge", || bail!("node is gone")).unwrap();
        report.run("e2e", || outcome(2, 1)).unwrap();
        assert_eq!(
            report.total(),
            Tally {
                passed: 5,
                failed: 2
            }
        );
        assert_eq!(report.finish(), Verdict::Failed);
    }

    #[test]
    fn stages_beside_each_other_are_all_counted() {
        let console = Console::silent();
        let report = Report::new(&console);
        std::thread::scope(|scope| {
            scope.spawn(|| report.run("edge", || outcome(3, 0)));
            scope.spawn(|| report.run("e2e", || outcome(2, 1)));
        });
        assert_eq!(
            report.total(),
            Tally {
                passed: 5,
                failed: 1
            }
        );
    }

    #[test]
    fn a_preparation_that_fails_is_a_failure() {
        let console = Console::silent();
        let report = Report::new(&console);
        let built: Option<()> = report.prepare("build", || bail!("no trunk")).unwrap();
        assert!(built.is_none());
        assert_eq!(report.finish(), Verdict::Failed);
    }

    #[test]
    fn an_interrupted_stage_ends_the_tests() {
        let console = Console::silent();
        let report = Report::new(&console);
        assert!(report.run("native", || Err(Interrupted.into())).is_err());
    }
}
