//! The session cookie's line.

use super::UnixSeconds;

/// `__Host-` binds the cookie to this host, HTTPS and the path `/`, so that no sibling domain can
/// set it (RFC 6265bis section 4.1.3.2).
pub const SESSION_COOKIE: &str = "__Host-gaze-session";

/// The attributes that every line has. `HttpOnly`: no script reads it. `SameSite=Strict`: it does
/// not travel with calls that another site makes.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// Browsers drop a longer cookie without a word (RFC 6265bis section 5.5).
const NAME_AND_VALUE_MAX_BYTES: usize = 4096;

/// The `Set-Cookie` value that keeps a sealed session until it ends; `None` when it would not fit
/// into a cookie.
#[must_use]
pub fn set_session(sealed: &str, expires_at: UnixSeconds, now: UnixSeconds) -> Option<String> {
    let max_age_seconds = expires_at.0.saturating_sub(now.0).max(0);
    let fits = SESSION_COOKIE.len() + sealed.len() <= NAME_AND_VALUE_MAX_BYTES;
    fits.then(|| format!("{SESSION_COOKIE}={sealed}; Max-Age={max_age_seconds}; {ATTRIBUTES}"))
}

/// The `Set-Cookie` value that makes the browser forget the session.
#[must_use]
pub fn clear_session() -> String {
    format!("{SESSION_COOKIE}=; Max-Age=0; {ATTRIBUTES}")
}

/// The sealed session in a `Cookie` header. When the name is there twice neither is taken: only an
/// attack or a fault does that.
#[must_use]
pub fn find_session(header: &str) -> Option<&str> {
    let mut values = header.split(';').filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == SESSION_COOKIE).then_some(value)
    });
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let line = set_session("k1.abc", UnixSeconds(1000), UnixSeconds(400)).unwrap();
        assert_eq!(
            line,
            "__Host-gaze-session=k1.abc; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Strict"
        );
        assert!(clear_session().contains("Max-Age=0;"));
    }

    #[test]
    fn a_session_that_a_browser_would_drop_is_not_sent() {
        let end = UnixSeconds(1000);
        assert!(set_session(&"x".repeat(4096), end, UnixSeconds(0)).is_none());
    }

    #[test]
    fn the_session_is_found_among_other_cookies_and_only_once() {
        assert_eq!(
            find_session("a=b; __Host-gaze-session=k1.x=; c=d"),
            Some("k1.x=")
        );
        assert_eq!(find_session("x__Host-gaze-session=k1.x"), None);
        assert_eq!(
            find_session("__Host-gaze-session=a; __Host-gaze-session=b"),
            None
        );
        assert_eq!(find_session(""), None);
    }
}
