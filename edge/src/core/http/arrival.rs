//! Whether somebody stands between a client and the gateway.

/// How a request has come here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// From the client itself, or through somebody who does not say so.
    Direct,
    /// Then the client may have called another address, and by HTTPS.
    ThroughProxy,
}

/// What a proxy adds.
const PROXY_HEADERS: [&str; 6] = [
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
];

impl Arrival {
    /// Tells it by the headers of a request.
    #[must_use]
    pub fn of(has_header: impl FnMut(&str) -> bool) -> Self {
        if PROXY_HEADERS.into_iter().any(has_header) {
            Self::ThroughProxy
        } else {
            Self::Direct
        }
    }
}
