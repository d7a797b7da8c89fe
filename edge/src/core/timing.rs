//! Where the time of a request went, for the log and for whoever calls (`Server-Timing`,
//! <https://www.w3.org/TR/server-timing/>).

use std::fmt::Write as _;

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Upstream {
    /// The identity service, or what is remembered of its answer.
    Keystone,
    /// The image service, up to the headers of its answer.
    Glance,
}

/// How long the upstreams of a request took, in milliseconds. An upstream that was not asked has no
/// time; one that was asked several times has the sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timing {
    keystone_ms: Option<f64>,
    glance_ms: Option<f64>,
}

impl Timing {
    /// Adds the time of one call.
    pub fn add(&mut self, upstream: Upstream, milliseconds: f64) {
        let sum = match upstream {
            Upstream::Keystone => &mut self.keystone_ms,
            Upstream::Glance => &mut self.glance_ms,
        };
        *sum = Some(sum.unwrap_or(0.0) + milliseconds.max(0.0));
    }

    /// The time of an upstream in whole milliseconds; `None` when it was not asked.
    #[must_use]
    pub fn of(&self, upstream: Upstream) -> Option<u64> {
        let milliseconds = match upstream {
            Upstream::Keystone => self.keystone_ms,
            Upstream::Glance => self.glance_ms,
        };
        milliseconds.map(|milliseconds| milliseconds as u64)
    }

    /// The value of the header, with the time since the request came.
    #[must_use]
    pub fn header(&self, total_ms: f64) -> String {
        let mut value = String::with_capacity(64);
        for (name, milliseconds) in [
            ("keystone", self.keystone_ms),
            ("glance", self.glance_ms),
            ("total", Some(total_ms.max(0.0))),
        ] {
            if let Some(milliseconds) = milliseconds {
                let separator = if value.is_empty() { "" } else { ", " };
                // A string takes everything that is written to it.
                let _ = write!(value, "{separator}{name};dur={milliseconds:.0}");
            }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_upstreams_that_were_asked_are_named() {
        let mut timing = Timing::default();
        assert_eq!(timing.header(1.4), "total;dur=1");
        timing.add(Upstream::Glance, 12.0);
        timing.add(Upstream::Glance, 3.0);
        assert_eq!(timing.header(16.0), "glance;dur=15, total;dur=16");
        timing.add(Upstream::Keystone, 0.0);
        assert_eq!(
            timing.header(16.0),
            "keystone;dur=0, glance;dur=15, total;dur=16"
        );
        assert_eq!(timing.of(Upstream::Glance), Some(15));
        assert_eq!(timing.of(Upstream::Keystone), Some(0));
    }

    #[test]
    fn a_clock_that_was_set_back_gives_no_negative_time() {
        let mut timing = Timing::default();
        timing.add(Upstream::Keystone, -5.0);
        assert_eq!(timing.header(-1.0), "keystone;dur=0, total;dur=0");
    }
}
