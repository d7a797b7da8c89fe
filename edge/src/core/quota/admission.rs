//! When a refusal is final, and what to look at before it is.
//!
//! The ledger counts too much now and then, never too little: an image that Glance counts already while
//! the request that makes it has not ended counts twice, and Glance rounds. So a refusal is final only
//! after a look at Glance that began after the request came, and, where the ledger has doubts that the
//! images can dispel, after a look at those.

use gaze_shared::quota::{Doubts, Ticket};

use super::call::LookAt;

/// How long a request waits for others whose end tells whether there is room. What may count twice after
/// a look at the images is a new image without an id of the client's own, and that takes Glance a moment.
const PATIENCE_MS: u64 = 5_000;

/// What a request has done so far to get its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the first answer of the ledger brought: a look with this ticket or a later one began after
    /// the request came.
    pub since: Ticket,
    /// How long it has waited.
    pub waited_ms: u64,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A look at Glance.
    Look(LookAt),
    /// A look at the images, after a pause in which others may end.
    LookLater,
    /// The refusal is final.
    Refuse,
}

/// What to do about a refusal. `last` is the last look that the ledger has taken in, as far as it is
/// known; `least` is what the ledger wants looked at.
#[must_use]
pub fn next(asked: Asked, last: Option<(Ticket, LookAt)>, least: LookAt, doubts: Doubts) -> Next {
    let looked_at = last
        .filter(|(ticket, _)| *ticket >= asked.since)
        .map(|(_, at)| at);
    match (looked_at, doubts.any()) {
        (None, true) => Next::Look(LookAt::Images),
        (None, false) => Next::Look(least),
        (Some(_), false) => Next::Refuse,
        (Some(LookAt::Usage), true) => Next::Look(LookAt::Images),
        (Some(LookAt::Images), true) if doubts.may_count_twice && asked.waited_ms < PATIENCE_MS => {
            Next::LookLater
        }
        (Some(LookAt::Images), true) => Next::Refuse,
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::quota::Ledger;

    use super::*;

    const NONE: Doubts = Doubts {
        is_rounded: false,
        may_count_twice: false,
    };
    const ROUNDED: Doubts = Doubts {
        is_rounded: true,
        may_count_twice: false,
    };
    const TWICE: Doubts = Doubts {
        is_rounded: false,
        may_count_twice: true,
    };

    #[test]
    fn a_refusal_is_final_only_after_a_look_that_can_tell() {
        let mut ledger = Ledger::default();
        let [early, since, late] = [ledger.ticket(), ledger.ticket(), ledger.ticket()];
        let (usage, images) = (LookAt::Usage, LookAt::Images);
        for (last, doubts, waited_ms, expected) in [
            (None, NONE, 0, Next::Look(usage)),
            (None, ROUNDED, 0, Next::Look(images)),
            (Some((early, images)), NONE, 0, Next::Look(usage)),
            (Some((since, usage)), NONE, 0, Next::Refuse),
            (Some((late, usage)), NONE, 0, Next::Refuse),
            (Some((late, usage)), ROUNDED, 0, Next::Look(images)),
            (Some((late, usage)), TWICE, 0, Next::Look(images)),
            (Some((late, images)), ROUNDED, 0, Next::Refuse),
            (Some((late, images)), TWICE, 0, Next::LookLater),
            (Some((late, images)), TWICE, PATIENCE_MS, Next::Refuse),
        ] {
            let asked = Asked { since, waited_ms };
            assert_eq!(
                next(asked, last, usage, doubts),
                expected,
                "{last:?} {doubts:?} {waited_ms}"
            );
        }
        let asked = Asked {
            since,
            waited_ms: 0,
        };
        assert_eq!(next(asked, None, images, NONE), Next::Look(images));
    }
}
