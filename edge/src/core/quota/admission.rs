//! When an answer of the ledger's is final, and what a request that cannot have one yet does.
//!
//! The ledger counts too much now and then, never too little: an image that Glance counts already while
//! the request that makes it has not ended counts twice, and Glance rounds. So a refusal is final only
//! after a usage refresh that began after the request came, and, where the ledger has doubts that the
//! images can dispel, after a refresh from those.
//!
//! A refresh of a project with very many images takes longer than a request may wait ([`WAIT`]). It goes on
//! beside the request, which rests on the last one meanwhile:
//!
//! - A reservation rests on what was known, if that is not older than the operator allows. What passed through
//!   the ledger since then is counted, so no reservation goes over a limit that only the gateway's traffic
//!   fills.
//! - A refusal is final where the last refresh holds, and nothing was deleted through the gateway since it
//!   began. Otherwise the client is told to come again when the refresh has ended.

use std::time::Duration;

use gaze_shared::quota::{Doubts, KnownUsage, Reliance, Ticket, UsageSource, Validity};

use crate::core::log::timing::whole_millis;
use crate::core::quota::call::RefreshNeed;

/// How long a request waits for refreshes, or for others whose end tells how much is left, in all.
/// What may count twice after a refresh from the images is a new image without an id of the client's own, and
/// that takes Glance a moment.
pub const WAIT: Duration = Duration::from_millis(WAIT_MS);

const WAIT_MS: u64 = 5_000;

/// How long a request waits for a refresh that is usually quick before it rests on what is known.
const WAIT_BEFORE_KNOWN_MS: u64 = 2_000;

/// How long a client waits before it comes again, where nobody knows how long a refresh takes, in seconds.
const COME_AGAIN_AFTER_SECONDS: u64 = 10;

/// How long a client waits at most, in seconds.
const COME_AGAIN_AT_MOST_SECONDS: u64 = 120;

/// What a request has done so far to get its reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the first answer of the ledger brought: a refresh with a later ticket began after the request
    /// came.
    pub since: Ticket,
    /// How long it has waited.
    pub waited_ms: u64,
    /// What it has asked for a reservation on.
    pub reliance: Reliance,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionStep {
    /// A usage refresh, waited for as long as there is time.
    Refresh(UsageSource),
    /// A refresh from the images, after a pause in which others may end.
    RefreshLater,
    /// A reservation on what is known, while a refresh begins beside.
    RestOnKnown {
        /// How old that may be, in milliseconds.
        within_ms: u64,
    },
    /// The refusal is final.
    Refuse,
    /// Nobody can tell now. A refresh is under way.
    ComeAgain {
        /// When its answer may be there.
        after_seconds: u64,
    },
}

/// What to do where nothing was reserved, because what is known is too old or nothing is.
#[must_use]
pub fn next_unknown(asked: Asked, need: &RefreshNeed, known_for: Duration) -> AdmissionStep {
    let within_ms = whole_millis(known_for);
    let is_usable = |known: &KnownUsage| {
        known.validity != Validity::Unusable
            && known.age_ms <= within_ms
            && asked.reliance.is_in_force()
    };
    match need.known.as_ref().filter(|known| is_usable(known)) {
        Some(known) if is_slow(known) || asked.waited_ms >= WAIT_BEFORE_KNOWN_MS => {
            AdmissionStep::RestOnKnown { within_ms }
        }
        _ if asked.waited_ms >= WAIT_MS => come_again(need),
        _ => AdmissionStep::Refresh(need.at),
    }
}

/// What to do about a refusal.
#[must_use]
pub fn next_refused(asked: Asked, need: &RefreshNeed, doubts: Doubts) -> AdmissionStep {
    let has_time = asked.waited_ms < WAIT_MS;
    let new = need.known.filter(|known| known.asked > asked.since);
    match (new.map(|known| known.source), doubts.any()) {
        (Some(_), false) => return AdmissionStep::Refuse,
        (Some(UsageSource::Images), true) if doubts.may_count_twice && has_time => {
            return AdmissionStep::RefreshLater;
        }
        (Some(UsageSource::Images), true) => return AdmissionStep::Refuse,
        (Some(UsageSource::Usage), true) | (None, _) => {}
    }
    let at = if doubts.any() {
        UsageSource::Images
    } else {
        need.at
    };
    let stands = |known: &KnownUsage| {
        known.validity == Validity::InForce
            && (!doubts.any() || known.source == UsageSource::Images)
    };
    match need.known.as_ref().filter(|known| stands(known)) {
        Some(known) if !has_time || is_slow(known) => AdmissionStep::Refuse,
        _ if has_time => AdmissionStep::Refresh(at),
        _ => come_again(need),
    }
}

/// Whether the next refresh takes longer than a request may wait.
fn is_slow(known: &KnownUsage) -> bool {
    known.took_ms > WAIT_MS
}

fn come_again(need: &RefreshNeed) -> AdmissionStep {
    let took = need.known.map(|known| known.took_ms.div_ceil(1_000));
    let after = took.unwrap_or(COME_AGAIN_AFTER_SECONDS);
    AdmissionStep::ComeAgain {
        after_seconds: after.clamp(1, COME_AGAIN_AT_MOST_SECONDS),
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
    const QUICK: u64 = 50;
    const SLOW: u64 = 19_000;

    /// Three tickets, one after the other.
    fn tickets() -> [Ticket; 3] {
        let mut ledger = Ledger::default();
        [ledger.ticket(), ledger.ticket(), ledger.ticket()]
    }

    fn known(asked: Ticket, source: UsageSource, took_ms: u64, validity: Validity) -> KnownUsage {
        KnownUsage {
            asked,
            source,
            age_ms: 60_000,
            took_ms,
            validity,
        }
    }

    fn need(known: Option<KnownUsage>) -> RefreshNeed {
        let [_, since, _] = tickets();
        RefreshNeed {
            since,
            at: UsageSource::Usage,
            known,
            ..RefreshNeed::default()
        }
    }

    fn asked(waited_ms: u64) -> Asked {
        let [_, since, _] = tickets();
        Asked {
            since,
            waited_ms,
            reliance: Reliance::InForce,
        }
    }

    #[test]
    fn a_refusal_is_final_only_after_a_refresh_that_can_tell() {
        let [early, since, late] = tickets();
        let (usage, images) = (UsageSource::Usage, UsageSource::Images);
        for (last, doubts, waited_ms, expected) in [
            (None, NONE, 0, AdmissionStep::Refresh(usage)),
            (None, ROUNDED, 0, AdmissionStep::Refresh(images)),
            (
                Some((early, images)),
                NONE,
                0,
                AdmissionStep::Refresh(usage),
            ),
            (
                Some((since, images)),
                NONE,
                0,
                AdmissionStep::Refresh(usage),
            ),
            (Some((late, usage)), NONE, 0, AdmissionStep::Refuse),
            (
                Some((late, usage)),
                ROUNDED,
                0,
                AdmissionStep::Refresh(images),
            ),
            (
                Some((late, usage)),
                TWICE,
                0,
                AdmissionStep::Refresh(images),
            ),
            (Some((late, images)), ROUNDED, 0, AdmissionStep::Refuse),
            (Some((late, images)), TWICE, 0, AdmissionStep::RefreshLater),
            (Some((late, images)), TWICE, WAIT_MS, AdmissionStep::Refuse),
        ] {
            let last = last.map(|(ticket, at)| known(ticket, at, QUICK, Validity::InForce));
            let next = next_refused(asked(waited_ms), &need(last), doubts);
            assert_eq!(next, expected, "{last:?} {doubts:?} {waited_ms}");
        }
    }

    #[test]
    fn a_refusal_that_no_request_can_wait_for_stands_on_a_refresh_that_holds_and_on_no_other() {
        let [early, ..] = tickets();
        let come_again = AdmissionStep::ComeAgain { after_seconds: 19 };
        let (usage, images) = (UsageSource::Usage, UsageSource::Images);
        for (source, validity, doubts, at_once, in_the_end) in [
            (
                usage,
                Validity::InForce,
                NONE,
                AdmissionStep::Refuse,
                AdmissionStep::Refuse,
            ),
            (
                usage,
                Validity::High,
                NONE,
                AdmissionStep::Refresh(usage),
                come_again,
            ),
            (
                usage,
                Validity::Old,
                NONE,
                AdmissionStep::Refresh(usage),
                come_again,
            ),
            (
                usage,
                Validity::Unusable,
                NONE,
                AdmissionStep::Refresh(usage),
                come_again,
            ),
            (
                usage,
                Validity::InForce,
                ROUNDED,
                AdmissionStep::Refresh(images),
                come_again,
            ),
            (
                images,
                Validity::InForce,
                ROUNDED,
                AdmissionStep::Refuse,
                AdmissionStep::Refuse,
            ),
            (
                images,
                Validity::InForce,
                TWICE,
                AdmissionStep::Refuse,
                AdmissionStep::Refuse,
            ),
            (
                images,
                Validity::High,
                ROUNDED,
                AdmissionStep::Refresh(images),
                come_again,
            ),
        ] {
            let need = need(Some(known(early, source, SLOW, validity)));
            let next = |waited_ms| next_refused(asked(waited_ms), &need, doubts);
            assert_eq!(next(0), at_once, "{source:?} {validity:?} {doubts:?}");
            assert_eq!(next(WAIT_MS), in_the_end, "{validity:?} {doubts:?}");
        }
        let nothing = next_refused(asked(WAIT_MS), &need(None), NONE);
        assert_eq!(nothing, AdmissionStep::ComeAgain { after_seconds: 10 });
    }

    #[test]
    fn what_is_known_does_while_a_refresh_goes_on_that_no_request_can_wait_for() {
        let [early, ..] = tickets();
        let known_for = Duration::from_secs(60);
        let next = |took_ms, validity, waited_ms| {
            let need = need(Some(known(early, UsageSource::Usage, took_ms, validity)));
            next_unknown(asked(waited_ms), &need, known_for)
        };
        let rest = AdmissionStep::RestOnKnown { within_ms: 60_000 };
        let refresh = AdmissionStep::Refresh(UsageSource::Usage);
        assert_eq!(next(SLOW, Validity::Old, 0), rest);
        assert_eq!(next(QUICK, Validity::Old, 0), refresh);
        assert_eq!(next(QUICK, Validity::Old, WAIT_BEFORE_KNOWN_MS), rest);
        assert_eq!(next(SLOW, Validity::Unusable, 0), refresh);
        let come_again = AdmissionStep::ComeAgain { after_seconds: 19 };
        assert_eq!(next(SLOW, Validity::Unusable, WAIT_MS), come_again);
        let too_old = need(Some(known(early, UsageSource::Usage, SLOW, Validity::Old)));
        let known_for = Duration::from_secs(59);
        assert_eq!(next_unknown(asked(0), &too_old, known_for), refresh);
    }

    #[test]
    fn whatever_is_known_nobody_waits_for_longer_than_the_bound() {
        let [early, since, late] = tickets();
        for ticket in [early, since, late] {
            for source in [UsageSource::Usage, UsageSource::Images] {
                for took in [QUICK, SLOW] {
                    for validity in [
                        Validity::InForce,
                        Validity::High,
                        Validity::Old,
                        Validity::Unusable,
                    ] {
                        let need = need(Some(known(ticket, source, took, validity)));
                        let in_the_end = asked(WAIT_MS);
                        let unknown = next_unknown(in_the_end, &need, Duration::from_secs(60));
                        let refused =
                            [NONE, ROUNDED, TWICE].map(|d| next_refused(in_the_end, &need, d));
                        for next in refused.into_iter().chain([unknown]) {
                            let waits = matches!(
                                next,
                                AdmissionStep::Refresh(_) | AdmissionStep::RefreshLater
                            );
                            assert!(!waits, "{need:?}");
                        }
                    }
                }
            }
        }
    }
}
