//! One line of JSON where quota has something to tell that is no refusal.

use gaze_shared::gateway::OverQuota;
use serde::Serialize;

use crate::core::log::request_log::Level;

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuotaLog<'a> {
    event: &'static str,
    level: Level,
    /// When, in UTC (RFC 3339).
    pub time: &'a str,
    pub request_id: &'a str,
    /// Keystone's id of the project.
    pub project_id: &'a str,
    /// The route without ids.
    pub route: &'static str,
    #[serde(flatten)]
    pub what: QuotaEvent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "quota", rename_all = "snake_case")]
pub enum QuotaEvent {
    /// Mode `observe`: the request goes through, and would have been refused.
    WouldRefuse {
        /// The numbers, as a client would have got them.
        over: String,
    },
    /// How much will be stored is not known before it is, so all that is left is reserved.
    SizeUnknown,
    /// The ledger, or the refresh that it needs, is away, and the setting lets the request through.
    NotChecked { cause: String },
    /// A usage refresh, beside the requests, came to nothing. The next request that needs one
    /// begins another.
    #[serde(rename = "look_failed")]
    RefreshFailed { cause: String },
    /// The reservation could not be ended: it expires.
    NotSettled { cause: String },
}

impl QuotaEvent {
    #[must_use]
    pub fn would_refuse(over: &[OverQuota]) -> Self {
        Self::WouldRefuse {
            over: in_words(over),
        }
    }
}

/// The numbers of several refusals, as they stand on the wire.
#[must_use]
pub fn in_words(over: &[OverQuota]) -> String {
    let words: Vec<String> = over.iter().map(ToString::to_string).collect();
    words.join(" ")
}

impl<'a> QuotaLog<'a> {
    #[must_use]
    pub fn new(
        time: &'a str,
        request_id: &'a str,
        project_id: &'a str,
        route: &'static str,
        what: QuotaEvent,
    ) -> Self {
        let level = match what {
            QuotaEvent::WouldRefuse { .. } | QuotaEvent::SizeUnknown => Level::Info,
            QuotaEvent::NotChecked { .. }
            | QuotaEvent::NotSettled { .. }
            | QuotaEvent::RefreshFailed { .. } => Level::Error,
        };
        Self {
            event: "quota",
            level,
            time,
            request_id,
            project_id,
            route,
            what,
        }
    }
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::{LimitSource, QuotaResource, QuotaUnit};

    use super::*;

    #[test]
    fn a_line_says_what_would_have_been_refused() {
        let over = OverQuota {
            resource: QuotaResource::ImageCountTotal,
            limit: 10,
            usage: 8,
            reserved: 2,
            asked: 1,
            unit: QuotaUnit::Images,
            source: LimitSource::Cloud,
        };
        let line = QuotaLog::new(
            "now",
            "req-1",
            "p",
            "/v2/images",
            QuotaEvent::would_refuse(&[over]),
        );
        assert_eq!(
            serde_json::to_value(&line).unwrap(),
            serde_json::json!({
                "event": "quota",
                "level": "info",
                "time": "now",
                "request_id": "req-1",
                "project_id": "p",
                "route": "/v2/images",
                "quota": "would_refuse",
                "over": "image_count_total: limit 10, usage 8, reserved 2, asked 1, unit images."
            })
        );
    }
}
