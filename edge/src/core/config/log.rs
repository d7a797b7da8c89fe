//! What the log tells, and when it is written.

use std::time::Duration;

use crate::core::config::variables::Variables;
use crate::core::http::client_address::AddressPolicy;

const DELAY_EXPECTED: &str = "expected a number of milliseconds from 0 to 1000";
const ADDRESS_EXPECTED: &str = "expected full, truncated or none";

/// What the operator says of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogSettings {
    /// How long a line may wait for others, to be written with them.
    pub delay: Duration,
    /// How much of a client's address is written.
    pub client_address: AddressPolicy,
}

/// Reads `LOG_DELAY_MS` and `LOG_CLIENT_ADDRESS`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> LogSettings {
    LogSettings {
        delay: variables.or("LOG_DELAY_MS", DELAY_EXPECTED, Duration::ZERO, |text| {
            let delay = text.parse().ok().filter(|delay| *delay <= 1_000)?;
            Some(Duration::from_millis(delay))
        }),
        client_address: variables.or(
            "LOG_CLIENT_ADDRESS",
            ADDRESS_EXPECTED,
            AddressPolicy::Full,
            |text| match text {
                "full" => Some(AddressPolicy::Full),
                "truncated" => Some(AddressPolicy::Truncated),
                "none" => Some(AddressPolicy::None),
                _ => None,
            },
        ),
    }
}
