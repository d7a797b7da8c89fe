//! A child process with a process group of its own, so that it can be stopped with all it started.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::clock::Stopwatch;
use crate::interrupt::POLL;

/// How long a program gets between SIGTERM and SIGKILL.
const STOP_GRACE: Duration = Duration::from_secs(8);

/// Stopped when dropped.
#[derive(Debug)]
pub(crate) struct ProcessGroup {
    child: Child,
}

impl ProcessGroup {
    /// A group of its own also means that Ctrl-C on the terminal reaches this program alone, which
    /// then stops the others in order.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        end_with_parent(command);
        let child = command.process_group(0).spawn()?;
        Ok(Self { child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Asks every process of the group to end. A group that is gone already is no error.
    pub(crate) fn terminate(&self) -> io::Result<()> {
        self.signal(Signal::SIGTERM)
    }

    /// Waits for the end that [`Self::terminate`] asked for, and forces it after a while.
    pub(crate) fn wait_or_kill(&mut self) -> io::Result<()> {
        let stopwatch = Stopwatch::start();
        while self.child.try_wait()?.is_none() {
            if stopwatch.elapsed() > STOP_GRACE {
                break;
            }
            thread::sleep(POLL);
        }
        // Also after an orderly end: a helper may have outlived the one that started it.
        self.signal(Signal::SIGKILL)?;
        self.child.wait().map(|_| ())
    }

    fn signal(&self, signal: Signal) -> io::Result<()> {
        let Ok(id) = i32::try_from(self.child.id()) else {
            return Ok(());
        };
        match killpg(Pid::from_raw(id), signal) {
            Ok(()) | Err(Errno::ESRCH) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        // There is nobody left to tell about an error here.
        let _ = self.terminate();
        let _ = self.wait_or_kill();
    }
}

/// Lets the kernel end the child when this program is killed without a chance to do so itself:
/// an orphan would keep its port.
#[cfg(target_os = "linux")]
fn end_with_parent(command: &mut Command) {
    // SAFETY: prctl(PR_SET_PDEATHSIG) is one system call; it allocates nothing and takes no lock,
    // which is what may be done between fork and exec.
    unsafe {
        command.pre_exec(|| nix::sys::prctl::set_pdeathsig(Signal::SIGTERM).map_err(Into::into));
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent(_command: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopping_a_group_also_ends_what_its_leader_started() {
        let dir = tempfile::tempdir().unwrap();
        let pid_file = dir.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; wait", pid_file.display());
        let mut group = ProcessGroup::spawn(Command::new("sh").args(["-c", &script])).unwrap();
        let grandchild = loop {
            let written = std::fs::read_to_string(&pid_file).unwrap_or_default();
            if let Ok(id) = written.trim().parse::<i32>() {
                break Pid::from_raw(id);
            }
            thread::yield_now();
        };
        group.terminate().unwrap();
        group.wait_or_kill().unwrap();
        // The signal is on its way, and the orphan is reaped by the system: until then it is a
        // zombie. A process that was not stopped would sleep for ten minutes.
        let has_ended = || {
            let state = std::fs::read_to_string(format!("/proc/{grandchild}/stat"));
            state.map_or(true, |state| state.contains(") Z "))
        };
        let stopwatch = Stopwatch::start();
        while !has_ended() && stopwatch.elapsed() < Duration::from_secs(60) {
            thread::yield_now();
        }
        assert!(has_ended());
    }
}
