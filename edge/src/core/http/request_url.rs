//! The address of a request as it was sent.
//!
//! A URL parser would put it in order first: resolve dot segments in every spelling and turn
//! backslashes into slashes (WHATWG URL, path state). Nobody who means well sends those, so what they
//! hide is looked at and refused, not resolved.

use crate::core::http::base_url::BaseUrl;

/// The parts of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestUrl<'a> {
    /// Scheme, host and port as browsers write them; empty when they cannot be read, which equals no
    /// origin that there is.
    pub origin: String,
    pub path: &'a str,
    /// What stands behind the question mark, without it.
    pub query: &'a str,
}

impl<'a> RequestUrl<'a> {
    /// Splits an absolute address.
    #[must_use]
    pub fn split(url: &'a str) -> Self {
        let url = url.split_once('#').map_or(url, |(before, _)| before);
        let (before, query) = url.split_once('?').unwrap_or((url, ""));
        let authority_at = before.find("://").map_or(0, |at| at + "://".len());
        let (scheme, rest) = before.split_at(authority_at);
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let origin = BaseUrl::parse(&format!("{scheme}{authority}"));
        Self {
            origin: origin.map_or_else(String::new, |base| base.origin().to_owned()),
            path: if path.is_empty() { "/" } else { path },
            query,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_comes_apart_where_every_reader_takes_it_apart() {
        for (url, origin, path, query) in [
            ("http://h:8787/v2/images", "http://h:8787", "/v2/images", ""),
            (
                "https://H.Example:443/a?b?c",
                "https://h.example",
                "/a",
                "b?c",
            ),
            ("http://h", "http://h", "/", ""),
            ("http://h?a=/b", "http://h", "/", "a=/b"),
            ("http://h/a#?_method=DELETE", "http://h", "/a", ""),
            ("http://h/a?b#/../c", "http://h", "/a", "b"),
            ("http://h//a/%2e%2e/b\\c", "http://h", "//a/%2e%2e/b\\c", ""),
            ("http://a@h/x", "", "/x", ""),
            ("http:///x", "", "/x", ""),
            (
                "http://h/?a=http://evil/",
                "http://h",
                "/",
                "a=http://evil/",
            ),
        ] {
            let expected = RequestUrl {
                origin: origin.to_owned(),
                path,
                query,
            };
            assert_eq!(RequestUrl::split(url), expected, "{url}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_the_fragment_is_lost(path in "(/[a-z%.;\\\\é/:@-]{0,12})?", query in "(\\?[a-z=&/?:]{0,8})?") {
            let url = format!("http://h{path}{query}");
            let split = RequestUrl::split(&url);
            let path = if path.is_empty() { "/" } else { &path };
            prop_assert_eq!(split.path, path);
            prop_assert_eq!(split.query, query.strip_prefix('?').unwrap_or_default());
        }
    }
}
