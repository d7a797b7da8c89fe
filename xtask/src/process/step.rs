//! A program that is run to its end, with a log and a line of progress.

use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use anyhow::{Context as _, Result};

use super::{Log, ProcessGroup, StepFailed};
use crate::console::Console;
use crate::interrupt::{self, POLL};

#[derive(Debug)]
pub(crate) struct ProcessStep<'console> {
    console: &'console Console,
    title: String,
    log: Log,
}

impl<'console> ProcessStep<'console> {
    /// The title says what is being done, for the progress line and for an error:
    /// "Installing trunk 0.21.14".
    pub(crate) fn new(console: &'console Console, title: &str, log: PathBuf) -> Result<Self> {
        let cannot_write = format!("Cannot write the log {}", log.display());
        let log = Log::create(log).context(cannot_write)?;
        Ok(Self {
            console,
            title: title.to_owned(),
            log,
        })
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// Runs the command; anything but success is a [`StepFailed`].
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        self.run_all([command])
    }

    /// Runs the commands one after the other, until one fails.
    pub(crate) fn run_all<'a>(
        &self,
        commands: impl IntoIterator<Item = &'a mut Command>,
    ) -> Result<()> {
        let line = self.console.begin(&self.title);
        for command in commands {
            let status = self.run_showing(command, |news| line.show(news))?;
            if !status.success() {
                return Err(StepFailed::new(&self.title, ending(status), &self.log).into());
            }
        }
        line.finish();
        Ok(())
    }

    /// Runs the command and lets the caller judge how it ended.
    pub(crate) fn status(&self, command: &mut Command) -> Result<ExitStatus> {
        let line = self.console.begin(&self.title);
        let status = self.run_showing(command, |news| line.show(news))?;
        line.finish();
        Ok(status)
    }

    fn run_showing(&self, command: &mut Command, show: impl Fn(&str)) -> Result<ExitStatus> {
        let program = command.get_program().to_owned();
        let program = program.display();
        let cannot_start = || format!("{}: cannot start {program}", self.title);
        let output = self.log.writer().with_context(cannot_start)?;
        let errors = output.try_clone().with_context(cannot_start)?;
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        // A backtrace of trunk or worker-build hides the error of the compiler.
        command.env_remove("RUST_BACKTRACE");
        let mut group = ProcessGroup::spawn(command).with_context(cannot_start)?;
        loop {
            if let Some(status) = group.try_wait()? {
                return Ok(status);
            }
            interrupt::check()?;
            if let Some(news) = self.log.last_lines(1).first() {
                show(news);
            }
            thread::sleep(POLL);
        }
    }
}

/// "exit code 1" or "signal: 9 (SIGKILL)".
pub(crate) fn ending(status: ExitStatus) -> String {
    status
        .code()
        .map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str) -> Result<()> {
        let dir = tempfile::tempdir().unwrap();
        let console = Console::silent();
        let step = ProcessStep::new(&console, "Trying", dir.path().join("trying.log")).unwrap();
        step.run(Command::new("sh").args(["-c", script]))
    }

    #[test]
    fn a_step_that_fails_tells_its_exit_code_and_what_it_wrote() {
        let error = run("echo out; echo err >&2; exit 3")
            .unwrap_err()
            .to_string();
        assert!(error.contains("Trying failed (exit code 3)"), "{error}");
        assert!(error.ends_with("    out\n    err"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let console = Console::silent();
        let step = ProcessStep::new(&console, "Trying", dir.path().join("trying.log")).unwrap();
        let error = step.run(&mut Command::new("no-such-program")).unwrap_err();
        assert_eq!(error.to_string(), "Trying: cannot start no-such-program");
    }
}
