//! One more line of JSON for every request that may change something: who, what, with what result.

use serde::Serialize;

use crate::core::log::request_log::{Level, RequestLog};
use crate::core::routes::Route;

/// What is written about a write, also one that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditLog<'a> {
    event: &'static str,
    level: Level,
    time: &'a str,
    request_id: &'a str,
    /// Who: Keystone's ids. Absent when nobody was authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<&'a str>,
    /// From where, as far as the operator wants it written.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_address: Option<&'a str>,
    /// Who is it said to be, at a sign-in that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_domain_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upload_id: Option<&'a str>,
    /// What: the method, the route, and the path as it went to Glance.
    method: &'a str,
    route: &'static str,
    target: String,
    outcome: AuditOutcome,
    status: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum AuditOutcome {
    Success,
    /// Refused: nothing has changed.
    Refused,
    /// Failed: it is not known how far it came.
    Failed,
}

impl AuditOutcome {
    const fn of_status(status: u16) -> Self {
        match status {
            ..400 => Self::Success,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}

impl<'a> AuditLog<'a> {
    /// The line of a request; `None` when the route changes nothing. `created` is where Glance says
    /// that a new image is.
    #[must_use]
    pub fn of(line: &RequestLog<'a>, route: &Route, created: Option<&str>) -> Option<Self> {
        let target = match route {
            Route::Own(route) if !route.method().is_safe() => route.to_string(),
            Route::Glance(route) if !route.method.is_safe() => route.to_string(),
            _ => return None,
        };
        Some(Self {
            event: "audit",
            level: line.level,
            time: line.time,
            request_id: line.request_id,
            user_id: line.user_id,
            project_id: line.project_id,
            client_address: line.client_address,
            user_name: line.user_name,
            user_domain_name: line.user_domain_name,
            region: line.region,
            image_id: line.image_id,
            upload_id: line.upload_id,
            method: line.method,
            route: line.route,
            target: created.map_or(target, |address| path_of(address).to_owned()),
            outcome: AuditOutcome::of_status(line.status),
            status: line.status,
        })
    }
}

/// An address without its origin.
fn path_of(address: &str) -> &str {
    let behind_scheme = address.split_once("://").map(|(_, rest)| rest);
    let path = behind_scheme.and_then(|rest| rest.find('/').and_then(|start| rest.get(start..)));
    path.unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    fn line(method: &'static str, status: u16) -> RequestLog<'static> {
        RequestLog {
            event: "request",
            level: Level::of_status(status),
            time: "2026-11-22T01:02:03.004Z",
            request_id: "req-1",
            method,
            route: "/v2/images/{id}",
            status,
            duration_ms: 1,
            keystone_ms: None,
            glance_ms: None,
            request_bytes: None,
            response_bytes: None,
            user_id: Some("u1"),
            project_id: Some("p1"),
            client_address: Some("192.0.2.7"),
            region: Some("RegionOne"),
            image_id: None,
            upload_id: None,
            user_name: None,
            user_domain_name: None,
            cause: None,
        }
    }

    #[test]
    fn a_write_is_told_with_who_what_and_the_result() {
        let path = "/v2/images/71c675ab-d94f-49cd-a114-e12490b328d9";
        let route = Route::parse("DELETE", path).unwrap();
        let audit = AuditLog::of(&line("DELETE", 204), &route, None).unwrap();
        assert_eq!(
            to_value(audit).unwrap(),
            json!({
                "event": "audit", "level": "info", "time": "2026-11-22T01:02:03.004Z",
                "request_id": "req-1", "user_id": "u1", "project_id": "p1",
                "client_address": "192.0.2.7", "region": "RegionOne", "method": "DELETE",
                "route": "/v2/images/{id}", "target": path, "outcome": "success", "status": 204
            })
        );
    }

    #[test]
    fn every_request_that_may_change_something_has_a_line_and_no_other() {
        for (method, path, is_audited) in [
            ("GET", "/v2/images", false),
            ("POST", "/v2/images", true),
            ("PUT", "/v2/images/x/file", true),
            ("PATCH", "/v2/images/x", true),
            ("GET", "/api/session", false),
            ("POST", "/api/session", true),
            ("DELETE", "/api/session", true),
            ("GET", "/api/admin/plans/p1", false),
            ("PUT", "/api/admin/plans/p1", true),
            ("DELETE", "/api/admin/plans/p1", true),
            ("GET", "/api/projects", false),
            ("POST", "/api/uploads", true),
            ("OPTIONS", "/api/uploads", false),
            ("PATCH", "/api/uploads/k1.AAAA", true),
            ("DELETE", "/api/uploads/k1.AAAA", true),
            ("HEAD", "/api/uploads/k1.AAAA", false),
            ("GET", "/healthz", false),
        ] {
            let route = Route::parse(method, path).unwrap();
            let audit = AuditLog::of(&line(method, 403), &route, None);
            assert_eq!(audit.is_some(), is_audited, "{method} {path}");
        }
    }

    #[test]
    fn the_result_tells_what_was_refused_from_what_may_have_happened() {
        let route = Route::parse("POST", "/v2/images").unwrap();
        for (status, outcome) in [(201, "success"), (409, "refused"), (503, "failed")] {
            let audit = AuditLog::of(&line("POST", status), &route, None).unwrap();
            assert_eq!(to_value(audit).unwrap()["outcome"], outcome);
        }
        let created = AuditLog::of(
            &line("POST", 201),
            &route,
            Some("https://gaze.example/v2/images/new"),
        )
        .unwrap();
        assert_eq!(created.target, "/v2/images/new");
    }
}
