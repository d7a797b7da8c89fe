//! One line of JSON per request.
//!
//! Never logged: tokens, cookies, passwords, query strings, header values, bodies, image names.

use serde::Serialize;

/// What is written about a request once it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestLog<'a> {
    /// `info`, or `error` for answers of 500 and above.
    pub level: &'static str,
    /// The id that the client got too.
    pub request_id: &'a str,
    /// The method.
    pub method: &'a str,
    /// The route without ids, or `unknown`.
    pub route: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// From the request's arrival to the answer's headers.
    pub duration_ms: u64,
    /// Keystone's id of the caller, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<&'a str>,
    /// Keystone's id of the caller's project, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<&'a str>,
    /// Why the gateway itself refused or failed; the words never reach the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<&'a str>,
}
