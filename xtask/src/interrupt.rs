//! Ctrl-C and SIGTERM: a flag that every wait looks at, so that what was started is also stopped.

use std::fmt;
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
    ctrlc::set_handler(request).context("Cannot listen for Ctrl-C")
}

/// Asks every wait of this program to end, as Ctrl-C does.
pub(crate) fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

pub(crate) fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// Ends a wait with [`Interrupted`] when the person asked to stop.
pub(crate) fn check() -> Result<(), Interrupted> {
    if requested() {
        Err(Interrupted)
    } else {
        Ok(())
    }
}
