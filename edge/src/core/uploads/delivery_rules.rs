//! How an upload whose bytes are all here gets to Glance, in spite of whatever fails on the way.
//!
//! A `PUT` whose answer is lost may have succeeded, so Glance is asked for the image before each one.

use std::time::Duration;

use gaze_shared::gateway::TusFailure;
use gaze_shared::glance::image::Status;
use gaze_shared::units::Bytes;

use crate::core::quota::Settlement;

/// How often an upload is sent before the gateway gives up.
const MOST_DELIVERIES: u32 = 8;
/// The pauses between deliveries.
pub const DELIVERY_PAUSES: Pauses = Pauses {
    first: Duration::from_secs(5),
    longest: Duration::from_secs(300),
};
/// Of data that broke off Glance stores nothing, and shows the image as without data again within seconds. One that
/// is `saving` for longer has lost the process that saved it: nothing in Glance looks after such an image.
const STUCK_AFTER_PART: Duration = Duration::from_secs(120);
/// The same of data that was sent whole: a slow store may be at it still.
const STUCK_AFTER_WHOLE: Duration = Duration::from_secs(3600);
/// The pauses between attempts to clear up.
pub const CLEANUP_PAUSES: Pauses = Pauses {
    first: Duration::from_secs(1),
    longest: Duration::from_secs(60),
};

/// What Glance says of the image before a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObservedImage {
    Present {
        status: Status,
        /// The size of its data, where there is some.
        size: Option<Bytes>,
    },
    /// It is there, and Glance keeps data of it that it has refused.
    KeepsRefused,
    /// It is not there.
    Absent,
}

/// What Glance says of data that is not of the format that its image claims.
const WRONG_FORMAT: u16 = 415;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStep {
    /// Send the bytes.
    Send,
    /// Glance has them.
    Stored,
    /// Try again after a pause.
    Later,
    /// Glance is at the image's data: look again after a pause.
    AwaitGlance,
    /// The token does not hold: wait for another.
    NeedToken,
    /// It will never be.
    Fail(TusFailure),
}

/// What there was before a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// How often the data was sent.
    pub deliveries: u32,
    /// Whether Glance may have all of it: else who has given the image its data was somebody else.
    pub may_be_stored: bool,
    /// For how long Glance has shown the image as being stored since the last delivery.
    pub saving_for: Option<Duration>,
}

impl Earlier {
    /// Whether what stores the image is gone: the gateway has sent data to it, and that has led to nothing.
    fn is_stuck(self) -> bool {
        let limit = if self.may_be_stored {
            STUCK_AFTER_WHOLE
        } else {
            STUCK_AFTER_PART
        };
        self.deliveries > 0 && self.saving_for.is_some_and(|time| time >= limit)
    }
}

/// What to do about an image that looks so.
#[must_use]
pub fn step_before_sending(seen: &ObservedImage, length: Bytes, earlier: Earlier) -> DeliveryStep {
    match seen {
        ObservedImage::Absent => DeliveryStep::Fail(TusFailure::ImageGone),
        // The answer to an earlier delivery was lost.
        ObservedImage::KeepsRefused => DeliveryStep::Fail(TusFailure::Refused {
            status: WRONG_FORMAT,
        }),
        ObservedImage::Present { status, size } => match status {
            Status::Queued if earlier.deliveries < MOST_DELIVERIES => DeliveryStep::Send,
            Status::Queued => DeliveryStep::Fail(TusFailure::GaveUp),
            // The answer to an earlier delivery was lost.
            Status::Active | Status::Deactivated
                if earlier.may_be_stored && *size == Some(length) =>
            {
                DeliveryStep::Stored
            }
            Status::Saving if earlier.is_stuck() => DeliveryStep::Fail(TusFailure::ImageStuck),
            // Somebody is at work, on an earlier delivery or for others: it may come to nothing.
            Status::Saving | Status::Importing => DeliveryStep::AwaitGlance,
            Status::Deleted | Status::PendingDelete | Status::Killed => {
                DeliveryStep::Fail(TusFailure::ImageGone)
            }
            _ => DeliveryStep::Fail(TusFailure::ImageTaken),
        },
    }
}

/// What to do after Glance's answer to the data, or without one, when it was sent so often by now.
#[must_use]
pub const fn step_after_response(status: Option<u16>, deliveries: u32) -> DeliveryStep {
    match status {
        Some(200..=299) => DeliveryStep::Stored,
        // The token has ended, or can do less than the one before.
        Some(401 | 403) => DeliveryStep::NeedToken,
        // Something before Glance may have held an earlier delivery back, and brought it first.
        Some(409) if deliveries > 1 => DeliveryStep::Later,
        // Of somebody before Glance, who gave up waiting, or wants it slower.
        Some(408 | 429 | 499) | None => DeliveryStep::Later,
        Some(status @ 400..=498) => DeliveryStep::Fail(TusFailure::Refused { status }),
        Some(_) => DeliveryStep::Later,
    }
}

/// What has come of an upload that was sent whole and given up without an answer; `None` while it may be on
/// its way still, in Glance or in something before it.
#[must_use]
pub fn settlement_of(seen: &ObservedImage, length: Bytes) -> Option<Settlement> {
    match seen {
        ObservedImage::Absent => Some(Settlement::Release),
        ObservedImage::KeepsRefused => Some(Settlement::Reject),
        ObservedImage::Present { status, size } => match status {
            Status::Active | Status::Deactivated if *size == Some(length) => {
                Some(Settlement::Commit)
            }
            Status::Active | Status::Deactivated => Some(Settlement::Release),
            _ => None,
        },
    }
}

/// Pauses after failures: each is twice as long as the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pauses {
    first: Duration,
    longest: Duration,
}

impl Pauses {
    /// How long to wait after so many failures in a row.
    #[must_use]
    pub fn after(self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(16);
        self.first.saturating_mul(1 << doublings).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(status: Status, bytes: Option<u64>) -> ObservedImage {
        ObservedImage::Present {
            status,
            size: bytes.map(Bytes),
        }
    }

    #[test]
    fn what_comes_before_a_delivery() {
        let fail = DeliveryStep::Fail;
        let in_part = |deliveries| Earlier {
            deliveries,
            may_be_stored: false,
            saving_for: None,
        };
        let whole = Earlier {
            deliveries: 1,
            may_be_stored: true,
            saving_for: None,
        };
        let active = |bytes| image(Status::Active, Some(bytes));
        for (seen, earlier, step) in [
            (image(Status::Queued, None), in_part(0), DeliveryStep::Send),
            (image(Status::Queued, None), in_part(7), DeliveryStep::Send),
            (
                image(Status::Queued, None),
                in_part(8),
                fail(TusFailure::GaveUp),
            ),
            (active(9), in_part(0), fail(TusFailure::ImageTaken)),
            // Glance stores nothing of data that broke off: these are somebody else's, of the same size.
            (active(9), in_part(1), fail(TusFailure::ImageTaken)),
            (active(9), whole, DeliveryStep::Stored),
            (active(8), whole, fail(TusFailure::ImageTaken)),
            (
                image(Status::Saving, None),
                in_part(0),
                DeliveryStep::AwaitGlance,
            ),
            (
                image(Status::Saving, None),
                whole,
                DeliveryStep::AwaitGlance,
            ),
            (
                image(Status::Importing, None),
                whole,
                DeliveryStep::AwaitGlance,
            ),
            (
                image(Status::Uploading, None),
                whole,
                fail(TusFailure::ImageTaken),
            ),
            (
                image(Status::PendingDelete, None),
                whole,
                fail(TusFailure::ImageGone),
            ),
            (ObservedImage::Absent, whole, fail(TusFailure::ImageGone)),
            (
                ObservedImage::KeepsRefused,
                whole,
                fail(TusFailure::Refused { status: 415 }),
            ),
        ] {
            assert_eq!(
                step_before_sending(&seen, Bytes(9), earlier),
                step,
                "{seen:?} {earlier:?}"
            );
        }
    }

    #[test]
    fn an_image_that_glance_never_comes_to_an_end_with_is_given_up() {
        let saving = image(Status::Saving, None);
        let step = |deliveries, may_be_stored, seconds| {
            let earlier = Earlier {
                deliveries,
                may_be_stored,
                saving_for: Some(Duration::from_secs(seconds)),
            };
            step_before_sending(&saving, Bytes(9), earlier)
        };
        let stuck = DeliveryStep::Fail(TusFailure::ImageStuck);
        assert_eq!(step(1, false, 119), DeliveryStep::AwaitGlance);
        assert_eq!(step(1, false, 120), stuck);
        // All of it has arrived, and a store may take its time with it.
        assert_eq!(step(1, true, 3599), DeliveryStep::AwaitGlance);
        assert_eq!(step(1, true, 3600), stuck);
        // Somebody else stores it, and may do so for days.
        assert_eq!(step(0, false, 1_000_000), DeliveryStep::AwaitGlance);
        let importing = image(Status::Importing, None);
        let long = Earlier {
            deliveries: 1,
            may_be_stored: true,
            saving_for: Some(Duration::MAX),
        };
        assert_eq!(
            step_before_sending(&importing, Bytes(9), long),
            DeliveryStep::AwaitGlance
        );
    }

    #[test]
    fn what_comes_after_a_delivery() {
        for (status, step) in [
            (Some(204), DeliveryStep::Stored),
            (Some(401), DeliveryStep::NeedToken),
            (Some(403), DeliveryStep::NeedToken),
            (
                Some(409),
                DeliveryStep::Fail(TusFailure::Refused { status: 409 }),
            ),
            (
                Some(413),
                DeliveryStep::Fail(TusFailure::Refused { status: 413 }),
            ),
            (Some(429), DeliveryStep::Later),
            (Some(500), DeliveryStep::Later),
            (Some(503), DeliveryStep::Later),
            (None, DeliveryStep::Later),
        ] {
            assert_eq!(step_after_response(status, 1), step, "{status:?}");
        }
        assert_eq!(step_after_response(Some(409), 2), DeliveryStep::Later);
    }

    #[test]
    fn pauses_grow_up_to_five_minutes() {
        let seconds = |failures| DELIVERY_PAUSES.after(failures).as_secs();
        let pauses: Vec<u64> = (1..9).map(seconds).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 300, 300]);
        assert_eq!(seconds(u32::MAX), 300);
    }

    #[test]
    fn what_came_of_a_delivery_that_was_given_up() {
        for (seen, settlement) in [
            (ObservedImage::Absent, Some(Settlement::Release)),
            (ObservedImage::KeepsRefused, Some(Settlement::Reject)),
            (image(Status::Queued, None), None),
            (image(Status::Saving, None), None),
            (image(Status::Active, Some(9)), Some(Settlement::Commit)),
            (image(Status::Active, Some(8)), Some(Settlement::Release)),
        ] {
            assert_eq!(settlement_of(&seen, Bytes(9)), settlement, "{seen:?}");
        }
    }
}
