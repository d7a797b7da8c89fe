//! Work side by side.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Error, Result, anyhow};

use crate::interrupt::{self, Interrupted};

/// Runs all of it at once and waits for all of it. The first failure stops the rest, and is the one
/// that is told: nobody wants to wait for a compiler to learn that the network is down.
pub(crate) fn all<Work>(works: impl IntoIterator<Item = Work>) -> Result<()>
where
    Work: FnOnce() -> Result<()> + Send,
{
    let has_failed = Arc::new(AtomicBool::new(false));
    let run = |work: Work| {
        let outcome = interrupt::unless_pointless(&has_failed, work);
        has_failed.fetch_or(outcome.is_err(), Ordering::Relaxed);
        outcome
    };
    let outcomes: Vec<Result<()>> = thread::scope(|scope| {
        let running: Vec<_> = works
            .into_iter()
            .map(|work| scope.spawn(move || run(work)))
            .collect();
        let ended = running.into_iter().map(ScopedJoinHandle::join);
        ended
            .map(|end| end.unwrap_or_else(|_| Err(anyhow!("A part stopped unexpectedly"))))
            .collect()
    });
    // What was stopped by the failure of another part is not the failure.
    let errors = outcomes.into_iter().filter_map(Result::err);
    let (stopped, failed): (Vec<_>, Vec<_>) = errors.partition(Error::is::<Interrupted>);
    match failed.into_iter().chain(stopped).next() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    type Work = Box<dyn FnOnce() -> Result<()> + Send>;

    #[test]
    fn the_failure_of_one_part_stops_the_other_and_is_told() {
        let waiting: Work = Box::new(|| {
            loop {
                interrupt::check()?;
                thread::yield_now();
            }
        });
        let failing: Work = Box::new(|| bail!("no network"));
        let error = all([waiting, failing]).unwrap_err();
        assert_eq!(error.to_string(), "no network");
        assert!(!interrupt::requested());
    }

    #[test]
    fn nothing_fails_when_no_part_does() {
        let works: [Work; 2] = [Box::new(|| Ok(())), Box::new(|| Ok(()))];
        all(works).unwrap();
    }
}
