//! What a process has used, as the kernel of Linux tells it.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// The unit of `utime` and `stime` (`USER_HZ`), the same on every Linux that Rust runs on.
const TICK: Duration = Duration::from_millis(10);

/// A process that is measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured(u32);

/// Memory in use, and the most that was in use since the last [`Measured::forget_peak`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory {
    pub(super) now_bytes: u64,
    pub(super) peak_bytes: u64,
}

impl Measured {
    pub(super) fn new(id: u32) -> Self {
        Self(id)
    }

    /// The time of processors, its own and the kernel's for it.
    pub(super) fn cpu(self) -> Result<Duration> {
        let stat = self.read("stat")?;
        // The name of the program stands in brackets and may contain anything.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks = |index| {
            fields
                .split_whitespace()
                .nth(index)
                .and_then(|field| field.parse::<u32>().ok())
        };
        // Fields 14 and 15 of proc_pid_stat(5), counted from the state, which is 3.
        let (user, system) = ticks(11)
            .zip(ticks(12))
            .context("The system tells no processor times")?;
        Ok(TICK * (user + system))
    }

    pub(super) fn memory(self) -> Result<Memory> {
        let status = self.read("status")?;
        let bytes = |name| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
            Some(kibibytes * 1024)
        };
        let (now_bytes, peak_bytes) = bytes("VmRSS:")
            .zip(bytes("VmHWM:"))
            .context("The system tells no memory in use")?;
        Ok(Memory {
            now_bytes,
            peak_bytes,
        })
    }

    /// Lets the peak begin anew (proc_pid_clear_refs(5)).
    pub(super) fn forget_peak(self) -> Result<()> {
        let path = format!("/proc/{}/clear_refs", self.0);
        fs::write(&path, "5").with_context(|| format!("Cannot write {path}"))
    }

    fn read(self, name: &str) -> Result<String> {
        let path = format!("/proc/{}/{name}", self.0);
        fs::read_to_string(&path)
            .with_context(|| format!("Cannot read {path}: the measurements need Linux"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_process_uses_is_told() {
        let own = Measured::new(std::process::id());
        own.forget_peak().unwrap();
        let before = own.memory().unwrap();
        let taken = vec![1_u8; 64 * 1024 * 1024];
        let after = own.memory().unwrap();
        assert!(after.peak_bytes >= before.now_bytes + taken.len() as u64 / 2);
        assert!(own.cpu().unwrap() < Duration::from_secs(3600));
    }
}
