//! Ctrl-C and SIGTERM: a flag that every wait looks at, so that what was started is also stopped.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// How often a wait looks at the flag and at what it waits for.
pub(crate) const POLL: Duration = Duration::from_millis(50);

/// The person asked to stop. Not a failure of a step.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Stopped on request")
    }
}

impl std::error::Error for Interrupted {}

pub(crate) fn install() -> Result<()> {
    ctrlc::set_handler(|| REQUESTED.store(true, Ordering::Relaxed))
        .context("Cannot listen for Ctrl-C")
}

thread_local! {
    /// Set when the work of this thread has become pointless.
    static POINTLESS: RefCell<Arc<AtomicBool>> = RefCell::default();
}

/// Runs the work so that its waits end as soon as the flag is set.
pub(crate) fn unless_pointless<T>(flag: &Arc<AtomicBool>, work: impl FnOnce() -> T) -> T {
    let outer = POINTLESS.replace(Arc::clone(flag));
    let outcome = work();
    POINTLESS.set(outer);
    outcome
}

pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed) || POINTLESS.with_borrow(|flag| flag.load(Ordering::Relaxed))
}

/// Ends a wait with [`Interrupted`] when the person asked to stop.
pub(crate) fn check() -> Result<(), Interrupted> {
    if requested() {
        Err(Interrupted)
    } else {
        Ok(())
    }
}
