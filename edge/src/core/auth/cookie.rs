//! The lines of the cookies.

use crate::core::auth::connection::Connection;

/// A cookie of the gateway's. Each has two names, and in either way to reach the gateway one of them
/// counts alone: what was set in the other way is nobody's there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The sealed session.
    Session,
    /// Who has signed in in this browser before.
    Device,
}

/// Browsers drop a longer cookie without a word (RFC 6265bis section 5.5).
const NAME_AND_VALUE_MAX_BYTES: usize = 4096;

impl Cookie {
    /// `__Host-` binds a cookie to this host, HTTPS and the path `/`, so that no sibling domain can set
    /// it (RFC 6265bis section 4.1.3.2).
    const fn name(self, connection: Connection) -> &'static str {
        match (self, connection) {
            (Self::Session, Connection::Secure) => "__Host-gaze-session",
            (Self::Session, Connection::Loopback) => "gaze-session",
            (Self::Device, Connection::Secure) => "__Host-gaze-device",
            (Self::Device, Connection::Loopback) => "gaze-device",
        }
    }

    /// The `Set-Cookie` value that keeps a value for so many seconds; `None` when it would not fit into
    /// a cookie.
    #[must_use]
    pub fn set(self, connection: Connection, value: &str, max_age_seconds: i64) -> Option<String> {
        let name = self.name(connection);
        let fits = name.len() + value.len() <= NAME_AND_VALUE_MAX_BYTES;
        let attributes = attributes(connection);
        let seconds = max_age_seconds.max(0);
        fits.then(|| format!("{name}={value}; Max-Age={seconds}; {attributes}"))
    }

    /// The `Set-Cookie` value that makes the browser forget it.
    #[must_use]
    pub fn clear(self, connection: Connection) -> String {
        let (name, attributes) = (self.name(connection), attributes(connection));
        format!("{name}=; Max-Age=0; {attributes}")
    }

    /// Its value in a `Cookie` header. When the name is there twice neither is taken: only an attack or
    /// a fault does that.
    #[must_use]
    pub fn find(self, connection: Connection, header: &str) -> Option<&str> {
        let wanted = self.name(connection);
        let mut values = header.split(';').filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == wanted).then_some(value)
        });
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }
}

/// `HttpOnly`: no script reads it. `SameSite=Strict`: it does not travel with calls that another site
/// makes.
const fn attributes(connection: Connection) -> &'static str {
    match connection {
        Connection::Secure => "Path=/; Secure; HttpOnly; SameSite=Strict",
        Connection::Loopback => "Path=/; HttpOnly; SameSite=Strict",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Connection; 2] = [Connection::Secure, Connection::Loopback];

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let line = |connection| Cookie::Session.set(connection, "k1.abc", 600).unwrap();
        assert_eq!(
            line(Connection::Secure),
            "__Host-gaze-session=k1.abc; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Strict"
        );
        assert_eq!(
            line(Connection::Loopback),
            "gaze-session=k1.abc; Max-Age=600; Path=/; HttpOnly; SameSite=Strict"
        );
        for connection in BOTH {
            let cleared = Cookie::Session.clear(connection);
            assert!(cleared.contains("=; Max-Age=0;"));
            assert_eq!(cleared.contains("Secure"), connection == Connection::Secure);
        }
    }

    #[test]
    fn a_session_that_a_browser_would_drop_is_not_sent() {
        for connection in BOTH {
            let line = Cookie::Session.set(connection, &"x".repeat(4096), 1000);
            assert!(line.is_none());
        }
    }

    #[test]
    fn the_session_is_found_among_other_cookies_and_only_once() {
        let find = |header| Cookie::Session.find(Connection::Secure, header);
        assert_eq!(find("a=b; __Host-gaze-session=k1.x=; c=d"), Some("k1.x="));
        assert_eq!(find("x__Host-gaze-session=k1.x"), None);
        assert_eq!(find("__Host-gaze-session=a; __Host-gaze-session=b"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn in_either_way_one_name_counts_alone() {
        let header = "gaze-session=plain; __Host-gaze-session=bound; gaze-device=d";
        for (cookie, connection, expected) in [
            (Cookie::Session, Connection::Secure, Some("bound")),
            (Cookie::Session, Connection::Loopback, Some("plain")),
            (Cookie::Device, Connection::Secure, None),
            (Cookie::Device, Connection::Loopback, Some("d")),
        ] {
            assert_eq!(cookie.find(connection, header), expected);
        }
        assert_eq!(
            Cookie::Session.find(Connection::Secure, "gaze-session=plain"),
            None
        );
        assert_eq!(
            Cookie::Session.find(Connection::Loopback, "__Host-gaze-session=bound"),
            None
        );
    }
}
