//! How fast a transfer goes and how long it will still take.

use gaze_shared::units::Bytes;

use super::moment::Moment;

/// What an old speed still counts after each millisecond: the 2000th root of a half, so that it
/// counts half after two seconds and the number neither jitters nor lags behind a stall. The
/// half-life is that of Uppy's status bar (`packages/@uppy/status-bar/src/StatusBar.tsx`,
/// `speedFilterHalfLife`). Whole powers of a root need none of the tables of `exp2`.
const KEPT_PER_MILLI: f64 = 0.999_653_486_459_409_3;

/// Samples closer together than this are gathered into one, because a speed over a few
/// milliseconds is noise.
const SHORTEST_SAMPLE_MILLIS: u64 = 50;

/// How long nothing may arrive before the silence itself counts as a sample of speed 0.
const SILENCE_MILLIS: u64 = 1000;

/// Counts the bytes of one transfer and smooths their speed.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    total: Bytes,
    sent: Bytes,
    /// The last point that the average includes.
    sampled: Sample,
    /// Bytes per second; `None` until two points are known.
    speed: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    at: Moment,
    sent: Bytes,
}

impl Meter {
    /// A meter for a transfer of `total` bytes that starts now.
    #[must_use]
    pub fn start(total: Bytes, now: Moment) -> Self {
        Self::resume(total, Bytes::ZERO, now)
    }

    /// A meter for a transfer that goes on from `sent` bytes now.
    #[must_use]
    pub fn resume(total: Bytes, sent: Bytes, now: Moment) -> Self {
        Self {
            total,
            sent,
            sampled: Sample { at: now, sent },
            speed: None,
        }
    }

    /// Notes that `sent` bytes have left in all. A smaller number than before is ignored.
    pub fn record(&mut self, sent: Bytes, now: Moment) {
        self.sent = sent.min(self.total).max(self.sent);
        let elapsed = now.millis_since(self.sampled.at);
        let is_last = self.sent == self.total;
        if elapsed >= SHORTEST_SAMPLE_MILLIS || (is_last && elapsed > 0) {
            self.sample(now, elapsed);
        }
    }

    /// Notes that time has passed, so that a stalled transfer shows a falling speed.
    pub fn tick(&mut self, now: Moment) {
        let elapsed = now.millis_since(self.sampled.at);
        if elapsed >= SILENCE_MILLIS {
            self.sample(now, elapsed);
        }
    }

    /// Bytes that have left so far.
    #[must_use]
    pub fn sent(&self) -> Bytes {
        self.sent
    }

    #[must_use]
    pub fn total(&self) -> Bytes {
        self.total
    }

    /// Whole percent, rounded down so that 100 means all.
    #[must_use]
    pub fn percent(&self) -> u8 {
        percent_of(self.sent, self.total)
    }

    /// Bytes per second; `None` until it is known.
    #[must_use]
    pub fn speed(&self) -> Option<Bytes> {
        // A float to integer cast saturates; the value is never negative.
        self.speed.map(|speed| Bytes(speed.round() as u64))
    }

    /// Whole seconds until the last byte has left, rounded up; `None` while the speed is unknown
    /// or too small for the answer to mean anything.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u64> {
        let left = self.total.0.saturating_sub(self.sent.0);
        if left == 0 {
            return Some(0);
        }
        let speed = self.speed?;
        (speed >= 1.0).then(|| (left as f64 / speed).ceil() as u64)
    }

    fn sample(&mut self, now: Moment, elapsed_millis: u64) {
        let elapsed = elapsed_millis as f64;
        let bytes = self.sent.0.saturating_sub(self.sampled.sent.0) as f64;
        let measured = bytes * 1000.0 / elapsed;
        self.speed = Some(match self.speed {
            None => measured,
            Some(before) => {
                let millis = i32::try_from(elapsed_millis).unwrap_or(i32::MAX);
                measured + (before - measured) * KEPT_PER_MILLI.powi(millis)
            }
        });
        self.sampled = Sample {
            at: now,
            sent: self.sent,
        };
    }
}

/// Whole percent of `part` in `whole`, rounded down; all of nothing is 100.
#[must_use]
pub fn percent_of(part: Bytes, whole: Bytes) -> u8 {
    let part = u128::from(part.0.min(whole.0));
    let percent = (part * 100).checked_div(u128::from(whole.0)).unwrap_or(100);
    u8::try_from(percent).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn a_steady_transfer_shows_its_speed_and_the_time_left() {
        let mut meter = Meter::start(Bytes(100 * MIB), Moment(0));
        assert_eq!((meter.speed(), meter.seconds_left()), (None, None));
        for second in 1..=10 {
            meter.record(Bytes(second * 5 * MIB), Moment(second * 1000));
        }
        assert_eq!(meter.speed(), Some(Bytes(5 * MIB)));
        assert_eq!(meter.seconds_left(), Some(10));
        assert_eq!(meter.percent(), 50);
    }

    #[test]
    fn half_of_the_old_speed_is_forgotten_in_two_seconds() {
        let mut meter = Meter::start(Bytes(1000 * MIB), Moment(0));
        meter.record(Bytes(100 * MIB), Moment(1000));
        meter.record(Bytes(100 * MIB), Moment(3000));
        assert_eq!(meter.speed(), Some(Bytes(50 * MIB)));
    }

    #[test]
    fn a_stall_lets_the_speed_fall_and_ends_the_forecast() {
        let mut meter = Meter::start(Bytes(1000 * MIB), Moment(0));
        meter.record(Bytes(100 * MIB), Moment(1000));
        meter.tick(Moment(1500));
        assert_eq!(
            meter.speed(),
            Some(Bytes(100 * MIB)),
            "half a second of silence is no stall"
        );
        for second in 2..=90 {
            meter.tick(Moment(second * 1000));
        }
        assert_eq!(meter.speed(), Some(Bytes(0)));
        assert_eq!(meter.seconds_left(), None);
    }

    #[test]
    fn a_hundred_percent_means_every_byte() {
        let mut meter = Meter::start(Bytes(u64::MAX), Moment(0));
        meter.record(Bytes(u64::MAX - 1), Moment(60_000));
        assert_eq!(meter.percent(), 99);
        meter.record(Bytes(u64::MAX), Moment(60_100));
        assert_eq!((meter.percent(), meter.seconds_left()), (100, Some(0)));
    }

    #[test]
    fn an_empty_file_is_complete_from_the_start() {
        let meter = Meter::start(Bytes::ZERO, Moment(7));
        assert_eq!((meter.percent(), meter.seconds_left()), (100, Some(0)));
    }

    proptest! {
        #[test]
        fn no_order_of_samples_makes_a_number_that_lies(
            total in 0_u64..1 << 50,
            steps in prop::collection::vec((0_u64..5000, 0_u64..1 << 51, any::<bool>()), 0..50),
        ) {
            let mut meter = Meter::start(Bytes(total), Moment(0));
            let (mut now, mut before) = (0, Bytes::ZERO);
            let mut fastest = 0.0_f64;
            for (elapsed, sent, is_tick) in steps {
                now += elapsed;
                if is_tick {
                    meter.tick(Moment(now));
                } else {
                    meter.record(Bytes(sent), Moment(now));
                }
                prop_assert!(meter.sent() >= before && meter.sent() <= Bytes(total));
                before = meter.sent();
                fastest = fastest.max(total as f64 * 1000.0);
                prop_assert!(meter.percent() <= 100);
                prop_assert_eq!(meter.percent() == 100, meter.sent() == Bytes(total));
                if let Some(speed) = meter.speed() {
                    prop_assert!(speed.0 as f64 <= fastest + 1.0);
                }
            }
        }
    }
}
