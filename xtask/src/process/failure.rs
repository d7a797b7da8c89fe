//! A program that failed, told so that a person knows what to do next.

use std::fmt;
use std::path::PathBuf;

use super::log::Log;

/// How many lines of the log are shown with the failure.
const SHOWN_LINES: usize = 12;

#[derive(Debug)]
pub(crate) struct StepFailed {
    /// What was being done: "Installing trunk 0.21.14".
    title: String,
    /// How it ended: "exit code 101".
    ending: String,
    hint: Option<&'static str>,
    log: PathBuf,
    lines: Vec<String>,
}

impl StepFailed {
    pub(crate) fn new(title: &str, ending: impl fmt::Display, log: &Log) -> Self {
        Self {
            title: title.to_owned(),
            ending: ending.to_string(),
            hint: hint(&log.tail()),
            log: log.path().to_path_buf(),
            lines: log.telling_lines(SHOWN_LINES),
        }
    }
}

impl fmt::Display for StepFailed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} failed ({}).", self.title, self.ending)?;
        if let Some(hint) = self.hint {
            write!(formatter, " {hint}")?;
        }
        write!(formatter, " The log is {}", self.log.display())?;
        if !self.lines.is_empty() {
            write!(formatter, ", which says:")?;
        }
        for line in &self.lines {
            write!(formatter, "\n    {line}")?;
        }
        Ok(())
    }
}

impl std::error::Error for StepFailed {}

/// What to do about the causes that a machine brings along, recognised by what cargo, npm, pip and
/// apt write.
fn hint(output: &str) -> Option<&'static str> {
    const NO_SPACE: [&str; 2] = ["No space left on device", "ENOSPC"];
    const NO_NETWORK: [&str; 14] = [
        "Could not resolve host",
        "Couldn't resolve host",
        "Could not connect to server",
        "Temporary failure in name resolution",
        "Temporary failure resolving",
        "Failed to establish a new connection",
        "failed to lookup address",
        "Network is unreachable",
        "Connection refused",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
        "spurious network error",
    ];
    const NO_LINKER: [&str; 2] = ["linker `cc` not found", "linker `gcc` not found"];
    let says = |causes: &[&str]| causes.iter().any(|cause| output.contains(cause));
    if says(&NO_SPACE) {
        Some("The disk is full: free some space and start again.")
    } else if says(&NO_LINKER) {
        Some("There is no C compiler: install one (on Debian: apt install build-essential).")
    } else if says(&NO_NETWORK) {
        Some("The network did not answer: check the connection and start again.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed_with(output: &str) -> String {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::create(dir.path().join("step.log")).unwrap();
        std::fs::write(log.path(), output).unwrap();
        StepFailed::new("Installing trunk 0.21.14", "exit code 1", &log).to_string()
    }

    #[test]
    fn a_failure_names_the_step_the_log_and_what_it_says() {
        let text = failed_with("something odd\n");
        assert!(text.starts_with("Installing trunk 0.21.14 failed (exit code 1). The log is /"));
        assert!(text.ends_with("\n    something odd"), "{text}");
    }

    #[test]
    fn a_missing_network_and_a_full_disk_are_recognised() {
        assert!(failed_with("npm error code EAI_AGAIN").contains("check the connection"));
        assert!(failed_with("[Errno 28] No space left on device").contains("free some space"));
        assert!(failed_with("error: linker `cc` not found").contains("build-essential"));
    }
}
