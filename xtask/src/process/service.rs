//! Programs that keep running until this one ends.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::step::ending;
use super::{Log, ProcessGroup, StepFailed};
use crate::clock::Stopwatch;
use crate::interrupt::{self, POLL};

/// A program may be slow to start on a busy machine, but not this slow.
const READY_LIMIT: Duration = Duration::from_secs(90);

/// Stopped when dropped.
#[derive(Debug)]
pub(crate) struct Service {
    name: String,
    group: ProcessGroup,
    log: Log,
}

impl Service {
    /// Starts the program with a log of its own. The name is for people: "Keystone".
    pub(crate) fn start(name: &str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let log = Log::create(log).with_context(|| format!("Cannot start {name}"))?;
        Self::start_with(name, command, log)
    }

    /// The same with a log that is there.
    pub(crate) fn start_with(name: &str, command: &mut Command, log: Log) -> Result<Self> {
        let cannot_start = || format!("Cannot start {name}");
        let output = log.writer().with_context(cannot_start)?;
        let errors = output.try_clone().with_context(cannot_start)?;
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        let group = ProcessGroup::spawn(command).with_context(cannot_start)?;
        Ok(Self {
            name: name.to_owned(),
            group,
            log,
        })
    }

    pub(crate) fn id(&self) -> u32 {
        self.group.id()
    }

    /// Waits until `is_ready` says so. Fails when the program ends before, or takes too long.
    pub(crate) fn wait_until(&mut self, is_ready: impl Fn(&Log) -> bool) -> Result<()> {
        let stopwatch = Stopwatch::start();
        let title = format!("Starting {}", self.name);
        while !is_ready(&self.log) {
            interrupt::check()?;
            if let Some(status) = self.group.try_wait()? {
                return Err(StepFailed::new(&title, ending(status), &self.log).into());
            }
            if stopwatch.elapsed() > READY_LIMIT {
                let ending = format!("no answer within {} s", READY_LIMIT.as_secs());
                return Err(StepFailed::new(&title, ending, &self.log).into());
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Asks it to end, and waits.
    pub(crate) fn stop(mut self) -> Result<()> {
        let outcome = self
            .group
            .terminate()
            .and_then(|()| self.group.wait_or_kill());
        outcome.with_context(|| format!("Could not stop {}", self.name))
    }

    fn check_running(&mut self) -> Result<()> {
        if let Some(status) = self.group.try_wait()? {
            let title = format!("Running {}", self.name);
            return Err(StepFailed::new(&title, ending(status), &self.log).into());
        }
        Ok(())
    }
}

/// Services that live and die together: the first one that ends takes the others with it.
#[derive(Debug, Default)]
pub(crate) struct Services {
    running: Vec<Service>,
}

impl Services {
    pub(crate) fn add(&mut self, service: Service) {
        self.running.push(service);
    }

    /// Takes one out, by its name.
    pub(crate) fn take(&mut self, name: &str) -> Option<Service> {
        let index = self.running.iter().position(|service| service.name == name);
        index.map(|index| self.running.remove(index))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// An error when one of them is no longer running.
    pub(crate) fn check_running(&mut self) -> Result<()> {
        self.running.iter_mut().try_for_each(Service::check_running)
    }

    /// Keeps them running until the person asks to stop. An error when one ends by itself.
    pub(crate) fn run_until_interrupted(&mut self) -> Result<()> {
        while !interrupt::requested() {
            self.check_running()?;
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Stops all of them. They are asked first and then waited for, so that they end side by side;
    /// the last one started is asked first, because it depends on the others.
    pub(crate) fn stop(&mut self) -> Result<()> {
        let mut failed = Vec::new();
        for service in self.running.iter().rev() {
            if service.group.terminate().is_err() {
                failed.push(service.name.clone());
            }
        }
        while let Some(mut service) = self.running.pop() {
            if service.group.wait_or_kill().is_err() {
                failed.push(service.name.clone());
            }
        }
        if failed.is_empty() {
            return Ok(());
        }
        bail!(
            "Could not stop {}. Look for it with ps",
            failed.join(" and ")
        )
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        // After a failure elsewhere; that failure is the one to tell.
        let _ = self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(name: &str, script: &str) -> Service {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.keep().join("service.log");
        Service::start(name, Command::new("sh").args(["-c", script]), log).unwrap()
    }

    #[test]
    fn a_service_that_ends_while_starting_is_named_with_its_last_words() {
        let mut service = service("Keystone", "echo no database >&2; exit 1");
        let error = service.wait_until(|_| false).unwrap_err().to_string();
        assert!(
            error.starts_with("Starting Keystone failed (exit code 1)"),
            "{error}"
        );
        assert!(error.contains("no database"), "{error}");
    }

    #[test]
    fn a_service_is_ready_when_its_log_says_so() {
        let mut service = service("The edge", "echo ready http://localhost:1; sleep 600");
        service
            .wait_until(|log| log.tail().contains("ready "))
            .unwrap();
    }

    #[test]
    fn the_end_of_one_service_is_the_end_of_all() {
        let mut services = Services::default();
        services.add(service("Keystone", "sleep 600"));
        services.add(service("Glance", "exit 4"));
        let error = services.run_until_interrupted().unwrap_err().to_string();
        assert!(
            error.starts_with("Running Glance failed (exit code 4)"),
            "{error}"
        );
        services.stop().unwrap();
        assert!(services.running.is_empty());
    }
}
