//! How a reservation is asked for.

/// What a reservation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReserveAttempt {
    /// What the request needs to begin.
    Begin,
    /// What it needs to go on.
    GoOn,
    /// What it will need if it goes on for long. A refusal of that stops nobody, so it need not be right.
    Ahead,
}
