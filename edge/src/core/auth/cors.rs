//! Which pages of other origins may read answers, and what they may send.
//!
//! Only origins that the operator has listed, compared byte by byte, are granted anything
//! (<https://fetch.spec.whatwg.org/#http-cors-protocol>). A preflight is answered here, without
//! Keystone or Glance. What Glance's own CORS filter says is dropped: its defaults neither allow
//! `Range` nor expose `Location` (`glance/common/config.py`, `set_cors_middleware_defaults`).

use crate::core::http::method::Method;
use crate::core::routes::{NoRoute, Route};

/// How far the pages of a listed origin are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// They call with a token of their own (`X-Auth-Token`). The session cookie does not count.
    Token,
    /// They may also act with the session cookie, as the dashboard's own pages do. The cookie is
    /// `SameSite=Strict`, so a browser sends it from the same site only: another subdomain or port.
    Session,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedOrigin {
    /// Scheme, host and port, as browsers write them.
    pub origin: String,
    /// How far its pages are trusted.
    pub trust: Trust,
}

/// The origins that the operator has listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    listed: Vec<ListedOrigin>,
}

/// The methods that a page may use.
pub const ALLOWED_METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// The request headers that a page may set: all that a route of Glance or of the gateway reads, and
/// those that Glance's own filter allows and that mean no identity. A browser never lets a page set
/// `Content-Length` or `Accept-Encoding`.
pub const ALLOWED_HEADERS: &str = "Accept, Accept-Language, Cache-Control, Content-Language, \
    Content-MD5, Content-Type, Pragma, Range, X-Auth-Token, X-Gaze-CSRF, \
    Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset, \
    X-HTTP-Method-Override, X-Image-Cache-Clear-Target, X-Image-Meta-Store, X-OpenStack-Append, X-OpenStack-Image-Size, \
    X-OpenStack-Request-ID";

/// The response headers that a page may read beside the few that it always may
/// (<https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>).
pub const EXPOSED_HEADERS: &str = "Accept-Patch, Allow, Content-Disposition, Content-Length, \
    Content-MD5, Content-Range, Location, OpenStack-image-import-methods, \
    OpenStack-image-store-ids, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, \
    Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, \
    Upload-Length, Upload-Metadata, Upload-Offset, X-OpenStack-Request-ID";

/// For how long a browser may remember a preflight. Chromium remembers none for longer.
pub const MAX_AGE_SECONDS: &str = "7200";

impl Cors {
    /// With the origins that call with tokens, and those that may also use the session.
    #[must_use]
    pub fn new(token_origins: Vec<String>, session_origins: Vec<String>) -> Self {
        let listed = |origins: Vec<String>, trust| {
            origins
                .into_iter()
                .map(move |origin| ListedOrigin { origin, trust })
        };
        // The greater trust stands first, so that an origin in both lists has it.
        let listed = listed(session_origins, Trust::Session)
            .chain(listed(token_origins, Trust::Token))
            .collect();
        Self { listed }
    }

    /// The entry of the list that an `Origin` header names. `null`, a list of origins and any other
    /// spelling of a listed one name none.
    #[must_use]
    pub fn find(&self, origin: Option<&str>) -> Option<&ListedOrigin> {
        let origin = origin?;
        self.listed.iter().find(|listed| listed.origin == origin)
    }

    /// The origin whose page may act with the session cookie, if the header names one.
    #[must_use]
    pub fn find_session(&self, origin: Option<&str>) -> Option<&str> {
        self.find(origin)
            .filter(|listed| listed.trust == Trust::Session)
            .map(|listed| listed.origin.as_str())
    }
}

/// What an `OPTIONS` request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Options {
    /// A browser asks on behalf of a page, whose origin is listed, whether the page may call.
    Preflight,
    /// A client asks Glance's API. Glance answers 200 without a body at almost any path, with a token or
    /// without (`oslo_middleware/cors.py`, `_apply_cors_preflight_headers`), and so does the gateway,
    /// also to a page of an origin that is not listed: without a grant the browser stops there.
    Api,
    /// Something of the gateway's own, whose routes take no `OPTIONS`, or what Glance tells by whatever
    /// method.
    Own,
}

impl Options {
    /// Reads an `OPTIONS` request: the origin's entry in the list, the method that the page wants to
    /// use, and what the path leads to.
    #[must_use]
    pub fn read(
        listed: Option<&ListedOrigin>,
        requested_method: Option<&str>,
        route: &Result<Route, NoRoute>,
    ) -> Self {
        match (listed, requested_method, route) {
            (Some(_), Some(_), _) => Self::Preflight,
            (_, _, Ok(Route::Glance(route))) if route.method == Method::Options => Self::Api,
            _ => Self::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cors() -> Cors {
        Cors::new(
            vec![
                "https://tools.example".into(),
                "http://localhost:3000".into(),
            ],
            vec!["https://portal.gaze.example".into()],
        )
    }

    #[test]
    fn only_an_origin_that_is_listed_to_the_byte_is_granted_anything() {
        let cors = cors();
        for (origin, trust) in [
            ("https://tools.example", Some(Trust::Token)),
            ("http://localhost:3000", Some(Trust::Token)),
            ("https://portal.gaze.example", Some(Trust::Session)),
            ("null", None),
            ("", None),
            ("*", None),
            ("https://tools.example/", None),
            ("https://tools.example:443", None),
            ("https://TOOLS.example", None),
            ("http://tools.example", None),
            ("https://tools.example:8443", None),
            ("https://tools.example.evil.example", None),
            ("https://evil-tools.example", None),
            ("https://a.tools.example", None),
            ("http://localhost", None),
            ("http://localhost:30000", None),
            ("https://tools.example, https://evil.example", None),
            ("https://tools.example https://evil.example", None),
            (" https://tools.example", None),
            ("https://tools.example\0", None),
        ] {
            let found = cors.find(Some(origin)).map(|listed| listed.trust);
            assert_eq!(found, trust, "{origin}");
            let may_use_session = cors.find_session(Some(origin)).is_some();
            assert_eq!(may_use_session, trust == Some(Trust::Session), "{origin}");
        }
        assert_eq!(cors.find(None), None);
        assert_eq!(Cors::default().find(Some("https://tools.example")), None);
    }

    #[test]
    fn an_origin_in_both_lists_may_use_the_session() {
        let both = || vec!["https://a.example".to_owned()];
        let cors = Cors::new(both(), both());
        assert!(cors.find_session(Some("https://a.example")).is_some());
    }

    #[test]
    fn the_table_of_options_requests() {
        let cors = cors();
        let listed = Some("https://tools.example");
        let other = Some("https://evil.example");
        for (origin, method, path, expected) in [
            (listed, Some("PUT"), "/v2/images/x/file", Options::Preflight),
            (listed, Some("GET"), "/nothing", Options::Preflight),
            (listed, Some("GET"), "/api/session", Options::Preflight),
            (listed, None, "/v2/images", Options::Api),
            (other, Some("GET"), "/v2/images", Options::Api),
            (Some("null"), Some("GET"), "/v2.9/images", Options::Api),
            (None, Some("GET"), "/v2", Options::Api),
            (None, None, "/", Options::Api),
            (None, None, "/regions/one/v2/images", Options::Api),
            (other, Some("GET"), "/api/session", Options::Own),
            (None, None, "/api/config", Options::Own),
            (None, None, "/v3/auth/tokens", Options::Api),
            (None, None, "/versions", Options::Own),
            (None, None, "/healthz", Options::Own),
        ] {
            let route = Route::parse("OPTIONS", path);
            let options = Options::read(cors.find(origin), method, &route);
            assert_eq!(options, expected, "{origin:?} {method:?} {path}");
        }
    }

    #[test]
    fn no_header_that_names_an_identity_is_allowed_or_exposed() {
        for list in [ALLOWED_HEADERS, EXPOSED_HEADERS] {
            for name in list.split(", ") {
                let name = name.to_ascii_lowercase();
                let is_identity = ["role", "user", "project", "tenant", "identity", "scope"]
                    .iter()
                    .any(|word| name.contains(word));
                assert!(!is_identity && name != "set-cookie", "{name}");
                assert!(!name.contains('_') && !name.contains(' ') && name != "*");
            }
        }
        assert!(!EXPOSED_HEADERS.to_ascii_lowercase().contains("token"));
    }
}
