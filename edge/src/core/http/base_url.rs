//! Addresses to build URLs on.

use std::fmt;

/// An `http` or `https` address to build URLs on, without a trailing slash. Scheme and host are in
/// lower case and a default port is left out, as browsers write origins.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: String,
    origin_length: usize,
}

impl BaseUrl {
    /// Reads an address; `None` for anything that could name another host than it seems to.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim_end_matches('/').split_once("://")?;
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, String::new()),
        };
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => return None,
        };
        let authority = authority.to_ascii_lowercase();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
        let is_plain = !authority.is_empty()
            && !rest.contains(['?', '#', '@', '\\'])
            && rest.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then(|| {
            let origin = format!("{scheme}://{authority}");
            Self {
                origin_length: origin.len(),
                url: origin + &path,
            }
        })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.url.get(..self.origin_length).unwrap_or(&self.url)
    }

    /// Whether there is nothing but an origin.
    #[must_use]
    pub fn is_origin(&self) -> bool {
        self.origin_length == self.url.len()
    }

    /// What follows the origin: empty, or a path that starts with a slash.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.get(self.origin_length..).unwrap_or_default()
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}
