//! Where the time of a request went, for the log and for whoever calls (`Server-Timing`,
//! <https://www.w3.org/TR/server-timing/>).

use std::fmt::Write as _;
use std::time::Duration;

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Upstream {
    /// The identity service, or what is remembered of its answer.
    Keystone,
    /// The image service, up to the headers of its answer.
    Glance,
}

/// How long the upstreams of a request took. An upstream that was not asked has no
/// time; one that was asked several times has the sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    keystone: Option<Duration>,
    glance: Option<Duration>,
}

impl Timing {
    /// Adds the time of one call.
    pub fn add(&mut self, upstream: Upstream, took: Duration) {
        let sum = match upstream {
            Upstream::Keystone => &mut self.keystone,
            Upstream::Glance => &mut self.glance,
        };
        *sum = Some(sum.unwrap_or_default().saturating_add(took));
    }

    /// The time of an upstream in whole milliseconds; `None` when it was not asked.
    #[must_use]
    pub fn of(&self, upstream: Upstream) -> Option<u64> {
        let took = match upstream {
            Upstream::Keystone => self.keystone,
            Upstream::Glance => self.glance,
        };
        took.map(whole_millis)
    }

    /// The value of the header, with the time since the request came.
    #[must_use]
    pub fn header(&self, total: Duration) -> String {
        let mut value = String::with_capacity(64);
        for (name, took) in [
            ("keystone", self.keystone),
            ("glance", self.glance),
            ("total", Some(total)),
        ] {
            if let Some(took) = took {
                let separator = if value.is_empty() { "" } else { ", " };
                // A string takes everything that is written to it.
                let _ = write!(value, "{separator}{name};dur={}", whole_millis(took));
            }
        }
        value
    }
}

/// As many as there are; the clock of the runtime has no finer ones.
#[must_use]
pub fn whole_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn only_upstreams_that_were_asked_are_named() {
        let mut timing = Timing::default();
        assert_eq!(timing.header(ms(1)), "total;dur=1");
        timing.add(Upstream::Glance, ms(12));
        timing.add(Upstream::Glance, ms(3));
        assert_eq!(timing.header(ms(16)), "glance;dur=15, total;dur=16");
        timing.add(Upstream::Keystone, ms(0));
        assert_eq!(
            timing.header(ms(16)),
            "keystone;dur=0, glance;dur=15, total;dur=16"
        );
        assert_eq!(timing.of(Upstream::Glance), Some(15));
        assert_eq!(timing.of(Upstream::Keystone), Some(0));
    }
}
