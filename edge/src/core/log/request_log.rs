//! One line of JSON per request.
//!
//! Never logged: tokens, cookies, passwords and passcodes, query strings, header values, bodies, image
//! names. Of the body of a sign-in that failed the user name and its domain are. `tests/edge/log.test.mjs` sends all of them and looks for them.

use serde::Serialize;

/// What is written about a request once its answer begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestLog<'a> {
    /// Tells this line from an audit line of the same request.
    pub event: &'static str,
    /// `info`, or `error` for answers of 500 and above.
    pub level: Level,
    /// When the answer began, in UTC (RFC 3339).
    pub time: &'a str,
    /// The id that the client got too, and Glance.
    pub request_id: &'a str,
    pub method: &'a str,
    /// The route without ids, or `unknown`.
    pub route: &'static str,
    pub status: u16,
    /// From the request's arrival to the answer's headers.
    pub duration_ms: u64,
    /// How much of it was spent on who calls, by Keystone or from memory; absent when nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keystone_ms: Option<u64>,
    /// How much of it was spent on Glance; absent when it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub glance_ms: Option<u64>,
    /// The length of the request's body, when the client declares one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_bytes: Option<u64>,
    /// The length of the answer's body before any compression, when it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_bytes: Option<u64>,
    /// Keystone's id of the caller, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<&'a str>,
    /// Keystone's id of the caller's project, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<&'a str>,
    /// Where the client is, as far as the operator wants it written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_address: Option<&'a str>,
    /// The region whose image service it concerns, when it concerns one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<&'a str>,
    /// The image that it concerns, as the path names it or as Glance has named a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<&'a str>,
    /// The upload by tus that it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<&'a str>,
    /// The user name that was tried, at a sign-in that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<&'a str>,
    /// The domain that it was tried in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_domain_name: Option<&'a str>,
    /// Why the gateway itself refused or failed; the words never reach the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'a str>,
}

impl RequestLog<'_> {
    /// Whether nothing is lost when the line is written a moment later, or never because the machine
    /// stops: the request changed nothing and went well. Lines of the audit never wait.
    #[must_use]
    pub const fn can_wait(&self) -> bool {
        matches!(self.status, ..400) && self.cause.is_none()
    }
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be, also where a client is refused.
    Info,
    /// Something that an operator should look at.
    Error,
}

impl Level {
    /// How much an answer of this status matters.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        if status >= 500 {
            Self::Error
        } else {
            Self::Info
        }
    }
}
