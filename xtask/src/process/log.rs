//! The file that takes the output of a program.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Enough for the last lines of any log.
const TAIL_BYTES: u64 = 16 * 1024;

/// As much of a failed step's log as is searched for the error.
const SEARCHED_BYTES: u64 = 1024 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Log {
    path: PathBuf,
    /// Where in the file this run's output begins.
    begin: u64,
}

impl Log {
    /// An empty log, in a folder that is made when it is not there.
    pub(crate) fn create(path: PathBuf) -> io::Result<Self> {
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        File::create(&path)?;
        Ok(Self { path, begin: 0 })
    }

    /// A log behind what earlier runs have written, which stays.
    pub(crate) fn append(path: PathBuf) -> io::Result<Self> {
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        let file = File::options().create(true).append(true).open(&path)?;
        let begin = file.metadata()?.len();
        Ok(Self { path, begin })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A handle for a program to write to, always at the end of the file.
    pub(crate) fn writer(&self) -> io::Result<File> {
        File::options().append(true).open(&self.path)
    }

    /// The last part of the log. A log that cannot be read is shown as empty: it only illustrates.
    pub(crate) fn tail(&self) -> String {
        self.read_end(TAIL_BYTES).unwrap_or_default()
    }

    /// All of the log.
    pub(crate) fn text(&self) -> io::Result<String> {
        self.read_end(u64::MAX)
    }

    /// The last `count` lines that say something.
    pub(crate) fn last_lines(&self, count: usize) -> Vec<String> {
        let tail = self.tail();
        let lines: Vec<_> = meaningful_lines(&tail).collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(count))
            .map(|&line| line.to_owned())
            .collect()
    }

    /// The `count` lines that tell best why a program failed: from the first one that says "error",
    /// or else the last ones.
    pub(crate) fn telling_lines(&self, count: usize) -> Vec<String> {
        let text = self.read_end(SEARCHED_BYTES).unwrap_or_default();
        let from_error = meaningful_lines(&text)
            .skip_while(|line| !says_error(line))
            .take(count);
        let found: Vec<_> = from_error.map(str::to_owned).collect();
        if found.is_empty() {
            self.last_lines(count)
        } else {
            found
        }
    }

    fn read_end(&self, limit: u64) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        // Somebody may have rotated it meanwhile.
        let begin = Some(self.begin).filter(|begin| *begin <= length);
        let start = length.saturating_sub(limit).max(begin.unwrap_or(0));
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The lines that are not empty. A carriage return starts a line anew, as in the progress of pip.
fn meaningful_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text
        .lines()
        .map(|line| line.rsplit('\r').next().unwrap_or(line));
    lines.filter(|line| !line.trim().is_empty())
}

/// As cargo ("error[E0425]: ", "error: "), npm ("npm error ") and pip ("ERROR: ") begin.
fn says_error(line: &str) -> bool {
    let line = line
        .trim_start()
        .trim_start_matches("npm ")
        .to_ascii_lowercase();
    ["error:", "error[", "error "]
        .iter()
        .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_last_lines_skip_empty_ones_and_overwritten_progress() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::create(dir.path().join("logs/step.log")).unwrap();
        fs::write(log.path(), "first\n10%\r20%\n\n  \nlast\n").unwrap();
        assert_eq!(log.last_lines(2), ["20%", "last"]);
    }

    #[test]
    fn the_first_error_tells_more_than_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::create(dir.path().join("step.log")).unwrap();
        fs::write(
            log.path(),
            "Compiling\nerror: no manifest\ncaused by\nmore\nat exit\n",
        )
        .unwrap();
        assert_eq!(log.telling_lines(2), ["error: no manifest", "caused by"]);
        fs::write(log.path(), "Compiling\nat exit\n").unwrap();
        assert_eq!(log.telling_lines(1), ["at exit"]);
    }

    #[test]
    fn a_log_that_goes_on_keeps_what_is_there_and_shows_its_own_run() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("logs/edge.log");
        let first = Log::append(path.clone()).unwrap();
        writeln!(first.writer().unwrap(), "ready one").unwrap();
        let second = Log::append(path.clone()).unwrap();
        assert_eq!(second.tail(), "");
        let mut output = second.writer().unwrap();
        writeln!(output, "ready two").unwrap();
        assert_eq!(second.tail(), "ready two\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "ready one\nready two\n");
        // As logrotate does with copytruncate: the program writes on at the new end.
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(0)
            .unwrap();
        writeln!(output, "on").unwrap();
        assert_eq!(second.tail(), "on\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "on\n");
    }
}
