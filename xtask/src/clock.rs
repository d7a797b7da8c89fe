//! The only place that asks for the time: the rest gets a `Stopwatch`.

use std::time::{Duration, Instant};

/// Measures how long a step takes, by the monotonic clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    started: Instant,
}

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "the ban is for code that runs as WebAssembly; this program runs on the host"
    )]
    pub(crate) fn start() -> Self {
        Self {
            started: Instant::now(),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// "7 s", "2 min 5 s".
pub(crate) fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, _) if duration < Duration::from_secs(10) => format!("{:.1} s", duration.as_secs_f64()),
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_as_a_person_would_say_it() {
        assert_eq!(in_words(Duration::from_millis(1260)), "1.3 s");
        assert_eq!(in_words(Duration::from_secs(42)), "42 s");
        assert_eq!(in_words(Duration::from_secs(125)), "2 min 5 s");
    }
}
