//! The quota ledger of one project: reserves before an operation, and counts what came of it.
//!
//! Glance checks its quotas without reserving, so requests that pass their checks together go over
//! the limit together, and it rounds sizes down to MiB
//! (<https://opendev.org/openstack/glance/src/branch/master/doc/source/admin/quotas.rst>). Whoever
//! asks this ledger first does neither.
//!
//! It is a state machine without a clock and without I/O. The time is an argument; whoever keeps it
//! (a Durable Object per project) loads it, applies one call, stores it, and only then answers.
//!
//! # A reservation's life
//!
//! ```text
//!             renew ⟲
//! reserve ──▶ held ──▶ committed ──▶ observed: counted by Glance's own figure
//!               ├────▶ released      (certain that nothing was stored: free at once)
//!               └────▶ expired ────▶ observed: free, unless Glance's figure says otherwise
//! ```
//!
//! Every call is idempotent by the reservation's id: made again, it gives the same answer, for
//! [`REMEMBERED_FOR`] after the end. A reservation is all or nothing over all resources. A
//! refusal leaves no trace, so the same id may try again.
//!
//! # Units
//!
//! Amounts are bytes and images. MiB exist only in what Glance says: a limit of `L` is `L` · 2²⁰
//! bytes, a usage of `U` is rounded *up* to the most that Glance's rounding down may hide, `U + 1`
//! MiB less a byte. To fill a project to the last byte, sum up the sizes of its images and report
//! [`ObservedUsage::Exactly`]. -1 is [`Limit::Unlimited`]; a resource that is missing from an
//! observation, as all are in `{"usage": {}}`, has no limit; a limit of 0 refuses everything.
//! Before the first observation everything is refused, because nothing is known.
//!
//! # What counts, and why it is never too little
//!
//! ```text
//! counted = usage as last observed
//!         + Σ over reservations that are not surely inside it: amount − what was seen inside it
//! ```
//!
//! An operation's bytes are in Glance's database before Glance answers the request, so before the
//! commit reaches the ledger. A refresh of the usage that was *asked for after the commit* therefore
//! contains them; one that was asked for before may or may not. The ledger numbers its events, the
//! taking of a [`Ticket`] among them, and so it knows which is which:
//!
//! | Reservation | at an observation with this ticket | counts |
//! |---|---|---|
//! | held | is not over | beside the usage, less what the observer has [seen](Observation::seen) inside it |
//! | committed before the ticket | is inside | no more: the usage has it |
//! | committed after the ticket | may be inside | beside the usage, all of it |
//! | expired before the ticket, of an image that is not [on the way](Progress::Moving) | is inside, if it was stored at all | no more |
//! | expired before the ticket, of an image that is, for an hour | is not inside yet | beside the usage |
//! | expired after the ticket | may be inside | beside the usage |
//! | released | is not inside | not at all |
//!
//! An observation that was asked for before the one in force is stale and changes nothing. So the
//! count is never below what Glance holds plus what is reserved, as long as
//!
//! 1. a commit is called after Glance's answer, and for an import when the image is active, not when
//!    the request was accepted;
//! 2. a reservation outlives its operation: renew it while bytes flow;
//! 3. an observation takes its ticket before the request to Glance leaves;
//! 4. the ledger is stored before a ticket or an answer leaves.
//!
//! It may be too much for a while: an upload under way that Glance counts already counts twice until
//! it is committed and observed again, unless the observer says what it has seen. What other writers
//! do besides, past the edge, is known from the next observation on.
//!
//! # Operations that nobody waits for
//!
//! Glance goes on with an import after its answer. Once it has accepted one ([`Ledger::accept`]), the
//! refreshes from the project's images that begin later tell how it ends ([`Observation::images`]): while its
//! image is on the way the reservation is kept, when the image is complete it is committed, when it is
//! empty or gone it is released. One whose time ran out counts until such a refresh, an hour at most.
//!
//! So does an upload or a stage whose answer was lost: while its image is on the way, Glance has bytes that
//! it does not count yet.
//!
//! # What is not known
//!
//! A size that nobody tells is no zero. Whoever asks with [`Sizes::Unknown`] has all reserved that is
//! left, and at least what they ask for, until a refresh from the images tells how much it was: nobody else is
//! given the same meanwhile.
//!
//! # Refused data that is kept
//!
//! Glance keeps data that it has refused until its image is deleted, and counts nothing of it. The ledger
//! counts it ([`Ledger::reject`]) until a refresh that was asked for later no longer finds the image
//! ([`Observation::rejected`]). Of data that was refused past the gateway nobody knows the size: until its
//! image is gone, nothing more is reserved of a storage that is limited
//! ([`ReserveError::RejectedOfUnknownSize`]).
//!
//! # Plans
//!
//! Of the cloud's limit and the plan's the lower one is in force ([`Ledger::set_plan`]). What the plan
//! limits and the cloud does not tell has to be seen at the images; until then it is unknown. Bytes sent
//! in a day are charged in the same step as everything else, so a reservation is all or nothing over
//! them too.
//!
//! # How long a refresh holds
//!
//! Reservations are made for [`OBSERVATION_HOLDS_FOR`] after a refresh, and not after [`Ledger::mark_stale`]
//! before a refresh that begins after it. A refusal says in its [`Doubts`] why another refresh might find
//! enough left all the same. Whoever refreshes again once that is due ([`OBSERVATION_IS_DUE_AFTER`]) spares
//! the others the wait.
//!
//! Where Glance takes long, a refresh holds for longer, and whoever cannot wait for the next one may rest on
//! the last ([`Reliance::KnownWithin`]). What passes through the ledger is counted in any case, so the age
//! of a refresh says only for how long nobody has seen what others have written past it.

mod ledger;
mod observation;
mod reservation;
mod resource;
#[cfg(test)]
mod tests;

pub use ledger::known::{KnownUsage, OBSERVATION_HOLDS_FOR, OBSERVATION_IS_DUE_AFTER, Validity};
pub use ledger::memory::{REMEMBERED_AT_MOST, REMEMBERED_FOR};
pub use ledger::open::OPEN_AT_MOST;
pub use ledger::rejected::RejectedSize;
pub use ledger::state::{Ledger, Observed};
pub use ledger::stored::UnknownVersion;
pub use observation::{Figure, Observation, ObservedUsage, Ticket, UsageSource};
pub use reservation::ask::{Ask, Reliance, ReservationRenewal, Sizes};
pub use reservation::purpose::{Operation, Progress, Purpose, SeenImage};
pub use reservation::{Reservation, ReservationId, ReservationState, ReserveError, SettleError};
pub use resource::limit::{Limit, Usage};
pub use resource::limited::LimitedBy;
pub use resource::resource_state::{Doubts, ResourceState};
pub use resource::{Delta, Resource, Unit};
