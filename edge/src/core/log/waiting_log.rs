//! One line of JSON about a request that waits for Glance, and has waited for long.

use serde::Serialize;

use crate::core::log::request_log::Level;

/// What is written while Glance has all of an image's data and does not answer. The request's own line comes
/// when it ends, if it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingLog<'a> {
    event: &'static str,
    level: Level,
    /// When, in UTC (RFC 3339).
    time: &'a str,
    request_id: &'a str,
    method: &'a str,
    route: &'static str,
    /// Since the request came.
    duration_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_id: Option<&'a str>,
    cause: &'static str,
}

/// A request that waits.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    pub request_id: &'a str,
    pub method: &'a str,
    /// The route without ids.
    pub route: &'static str,
    /// How long ago it came.
    pub duration_ms: u64,
    /// The region whose Glance is waited for.
    pub region: Option<&'a str>,
    /// The image whose data was sent.
    pub image_id: Option<&'a str>,
}

impl<'a> WaitingLog<'a> {
    /// The line of a request.
    #[must_use]
    pub const fn of(time: &'a str, waiting: Waiting<'a>) -> Self {
        Self {
            event: "waiting",
            level: Level::Error,
            time,
            request_id: waiting.request_id,
            method: waiting.method,
            route: waiting.route,
            duration_ms: waiting.duration_ms,
            region: waiting.region,
            image_id: waiting.image_id,
            cause: "the image service has all of the data and does not answer",
        }
    }
}
