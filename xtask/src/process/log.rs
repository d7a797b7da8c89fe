//! The file that takes the output of a program.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Enough for the last lines of any log.
const TAIL_BYTES: u64 = 16 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Log {
    path: PathBuf,
}

impl Log {
    /// An empty log, in a folder that is made when it is not there.
    pub(crate) fn create(path: PathBuf) -> io::Result<Self> {
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        File::create(&path)?;
        Ok(Self { path })
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
        self.read_tail().unwrap_or_default()
    }

    /// The last `count` lines that say something.
    pub(crate) fn last_lines(&self, count: usize) -> Vec<String> {
        let tail = self.tail();
        // A carriage return starts the line anew in the progress bars of pip and npm.
        let lines = tail
            .lines()
            .map(|line| line.rsplit('\r').next().unwrap_or(line));
        let lines: Vec<_> = lines.filter(|line| !line.trim().is_empty()).collect();
        lines
            .iter()
            .skip(lines.len().saturating_sub(count))
            .map(|&line| line.to_owned())
            .collect()
    }

    fn read_tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_skip_empty_ones_and_overwritten_progress() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log::create(dir.path().join("logs/step.log")).unwrap();
        fs::write(log.path(), "first\n10%\r20%\n\n  \nlast\n").unwrap();
        assert_eq!(log.last_lines(2), ["20%", "last"]);
    }
}
