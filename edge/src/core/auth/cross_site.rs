//! Does a call with the session cookie come from the dashboard itself?
//!
//! `SameSite=Strict` alone falls to sibling subdomains, so RFC 10017 section 6 asks for more: a
//! custom header that no other origin can send without a preflight, and the browser's own word
//! about the initiator (<https://web.dev/articles/fetch-metadata>).

use gaze_shared::gateway::CSRF_HEADER_VALUE;

use crate::core::auth::cors::Cors;
use crate::core::http::method::Method;

/// What the request says of its origin.
#[derive(Clone, Copy, Debug, Default)]
pub struct Provenance<'a> {
    /// The value of the dashboard's own header.
    pub csrf_header: Option<&'a str>,
    /// `Sec-Fetch-Site`, which scripts cannot set.
    pub sec_fetch_site: Option<&'a str>,
    /// `Origin`, which scripts cannot set.
    pub origin: Option<&'a str>,
}

/// Whose pages may act with the session cookie.
#[derive(Clone, Copy, Debug)]
pub struct Trusted<'a> {
    /// The origin that the dashboard is served from.
    pub own_origin: &'a str,
    /// The other origins that the operator trusts with the session.
    pub cors: &'a Cors,
}

/// Why a call is taken for another site's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrossSite {
    /// The dashboard's own header is missing or wrong.
    #[error("the dashboard's header is missing")]
    NoHeader,
    /// The browser says that another site made the call.
    #[error("made by another site")]
    OtherSite,
    /// The call names another origin, or none where one is needed.
    #[error("another origin")]
    OtherOrigin,
}

/// Lets a call pass that the dashboard made, or a page of an origin that is trusted with the session.
///
/// Reading needs no header, so that a download link works; writing needs the header, and the word
/// of the browser that the page is this origin's.
///
/// # Errors
/// Why the call is taken for another site's.
pub fn check(
    method: Method,
    provenance: Provenance<'_>,
    trusted: Trusted<'_>,
) -> Result<(), CrossSite> {
    let Provenance {
        csrf_header,
        sec_fetch_site,
        origin,
    } = provenance;
    let is_listed = trusted.cors.find_session(origin).is_some();
    if origin.is_some_and(|origin| origin != trusted.own_origin) && !is_listed {
        return Err(CrossSite::OtherOrigin);
    }
    let is_own_site = match sec_fetch_site {
        Some("same-origin") => true,
        // The browser itself keeps the cookie back where the site is another one.
        Some("same-site") => is_listed,
        // The person typed the address or opened a bookmark: fine for reading.
        Some("none") => method.is_safe(),
        Some(_) => false,
        // Browsers before 2023 do not send it; they do send `Origin` when a page writes.
        None => method.is_safe() || origin.is_some(),
    };
    if !is_own_site {
        return Err(CrossSite::OtherSite);
    }
    if !method.is_safe() && csrf_header != Some(CSRF_HEADER_VALUE) {
        return Err(CrossSite::NoHeader);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://gaze.example";
    const PORTAL: &str = "https://portal.gaze.example";
    const TOOLS: &str = "https://tools.gaze.example";

    fn verdict(
        method: Method,
        csrf_header: Option<&str>,
        sec_fetch_site: Option<&str>,
        origin: Option<&str>,
    ) -> Result<(), CrossSite> {
        check(
            method,
            Provenance {
                csrf_header,
                sec_fetch_site,
                origin,
            },
            Trusted {
                own_origin: OWN,
                cors: &Cors::new(vec![TOOLS.into()], vec![PORTAL.into()]),
            },
        )
    }

    #[test]
    fn the_table_of_calls_that_write() {
        let one = Some("1");
        let same = Some("same-origin");
        let own = Some(OWN);
        for (header, site, origin, expected) in [
            (one, same, own, Ok(())),
            (one, same, None, Ok(())),
            (one, None, own, Ok(())),
            (None, same, own, Err(CrossSite::NoHeader)),
            (Some("0"), same, own, Err(CrossSite::NoHeader)),
            (one, None, None, Err(CrossSite::OtherSite)),
            (one, Some("none"), None, Err(CrossSite::OtherSite)),
            (one, Some("same-site"), own, Err(CrossSite::OtherSite)),
            (one, Some("cross-site"), own, Err(CrossSite::OtherSite)),
            (one, same, Some("null"), Err(CrossSite::OtherOrigin)),
            (
                one,
                same,
                Some("https://gaze.example.evil"),
                Err(CrossSite::OtherOrigin),
            ),
            // A page that the operator trusts with the session has to prove itself all the same.
            (one, Some("same-site"), Some(PORTAL), Ok(())),
            (one, None, Some(PORTAL), Ok(())),
            (
                None,
                Some("same-site"),
                Some(PORTAL),
                Err(CrossSite::NoHeader),
            ),
            (
                one,
                Some("cross-site"),
                Some(PORTAL),
                Err(CrossSite::OtherSite),
            ),
            (one, Some("same-site"), None, Err(CrossSite::OtherSite)),
            // One that is trusted with tokens only is not.
            (
                one,
                Some("same-site"),
                Some(TOOLS),
                Err(CrossSite::OtherOrigin),
            ),
            (one, None, Some(TOOLS), Err(CrossSite::OtherOrigin)),
            (
                one,
                same,
                Some("http://gaze.example"),
                Err(CrossSite::OtherOrigin),
            ),
        ] {
            for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
                assert_eq!(
                    verdict(method, header, site, origin),
                    expected,
                    "{header:?} {site:?} {origin:?}"
                );
            }
        }
    }

    #[test]
    fn the_table_of_calls_that_read() {
        for (site, origin, expected) in [
            (Some("same-origin"), None, Ok(())),
            (Some("none"), None, Ok(())),
            (None, None, Ok(())),
            (Some("cross-site"), None, Err(CrossSite::OtherSite)),
            (Some("same-site"), None, Err(CrossSite::OtherSite)),
            (Some("same-site"), Some(PORTAL), Ok(())),
            (Some("same-site"), Some(TOOLS), Err(CrossSite::OtherOrigin)),
            (
                None,
                Some("https://evil.example"),
                Err(CrossSite::OtherOrigin),
            ),
        ] {
            assert_eq!(
                verdict(Method::Get, None, site, origin),
                expected,
                "{site:?} {origin:?}"
            );
        }
    }
}
