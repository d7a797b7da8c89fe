//! The line of a delivery: the data of an upload, sent to Glance when nobody is there any more.

use std::time::Duration;

use crate::core::log::request_log::{Level, RequestLog};
use crate::core::log::timing::whole_millis;

/// What is known of one when it has ended.
#[derive(Clone, Copy, Debug)]
pub struct EndedDelivery<'a> {
    /// When it ended, in UTC (RFC 3339).
    pub time: &'a str,
    pub request_id: &'a str,
    pub method: &'a str,
    /// The route without ids.
    pub route: &'static str,
    /// What Glance has answered, where it has.
    pub status: Option<u16>,
    pub took: Duration,
    /// The length of the data.
    pub bytes: u64,
    pub user_id: Option<&'a str>,
    pub project_id: Option<&'a str>,
    pub region: &'a str,
    pub image_id: &'a str,
    pub upload_id: &'a str,
    /// Why the gateway itself failed, where it did.
    pub cause: Option<&'a str>,
}

impl<'a> RequestLog<'a> {
    /// The line of a delivery, as of a request of the owner's.
    #[must_use]
    pub fn of_delivery(delivery: &EndedDelivery<'a>) -> Self {
        // Nobody has answered: what came of it is not known, as after a 503 of the gateway's own.
        let status = delivery.status.unwrap_or(503);
        let duration_ms = whole_millis(delivery.took);
        Self {
            event: "delivery",
            level: match delivery.cause {
                Some(_) => Level::Error,
                None => Level::of_status(status),
            },
            time: delivery.time,
            request_id: delivery.request_id,
            method: delivery.method,
            route: delivery.route,
            status,
            duration_ms,
            keystone_ms: None,
            glance_ms: Some(duration_ms),
            request_bytes: Some(delivery.bytes),
            response_bytes: None,
            user_id: delivery.user_id,
            project_id: delivery.project_id,
            client_address: None,
            region: Some(delivery.region),
            image_id: Some(delivery.image_id),
            upload_id: Some(delivery.upload_id),
            user_name: None,
            user_domain_name: None,
            cause: delivery.cause,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_without_an_answer_is_an_error_and_its_end_not_known() {
        let unanswered = EndedDelivery {
            time: "now",
            request_id: "req-1",
            method: "PUT",
            route: "/v2/images/{image_id}/file",
            status: None,
            took: Duration::from_millis(7),
            bytes: 9,
            user_id: Some("u"),
            project_id: Some("p"),
            region: "RegionOne",
            image_id: "i",
            upload_id: "t",
            cause: None,
        };
        let line = RequestLog::of_delivery(&unanswered);
        assert_eq!((line.status, line.level), (503, Level::Error));
        assert_eq!((line.duration_ms, line.glance_ms), (7, Some(7)));
        let stored = EndedDelivery {
            status: Some(204),
            ..unanswered
        };
        assert_eq!(RequestLog::of_delivery(&stored).level, Level::Info);
        let failed = EndedDelivery {
            cause: Some("disk full"),
            ..stored
        };
        assert_eq!(RequestLog::of_delivery(&failed).level, Level::Error);
    }
}
