//! The method that a client means who can send no other than `POST`
//! (<https://tus.io/protocols/resumable-upload#x-http-method-override>).
//!
//! Only uploads by tus know of it. Anywhere else a header that turns one method into another would let a
//! request pass for what it is not, and is nothing to this gateway.

use crate::core::routes::NoRoute;

/// The header, by its lower-case name.
pub const METHOD_OVERRIDE: &str = "x-http-method-override";

/// The method to decide on and to obey. What is sent as a read stays one: only `POST`, which is treated as a
/// request that writes, can mean something else.
///
/// # Errors
/// The header wants another method to mean something else.
pub fn effective_method<'a>(
    sent: &'a str,
    named: Option<&'a str>,
    path: &str,
) -> Result<&'a str, NoRoute> {
    let is_of_uploads = path
        .strip_prefix("/api/uploads")
        .is_some_and(|below| below.is_empty() || below.starts_with('/'));
    match named.map(str::trim) {
        Some(named) if is_of_uploads && named != sent => match sent {
            "POST" => Ok(named),
            _ => Err(NoRoute::MethodOverrideHeader),
        },
        _ => Ok(sent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_post_to_uploads_means_another_method() {
        for (sent, named, path, expected) in [
            ("POST", Some("PATCH"), "/api/uploads/k1.AAAA", Ok("PATCH")),
            (
                "POST",
                Some(" DELETE "),
                "/api/uploads/k1.AAAA",
                Ok("DELETE"),
            ),
            ("POST", Some("HEAD"), "/api/uploads/k1.AAAA", Ok("HEAD")),
            ("POST", Some("POST"), "/api/uploads", Ok("POST")),
            ("POST", None, "/api/uploads", Ok("POST")),
            ("PATCH", Some("PATCH"), "/api/uploads/k1.AAAA", Ok("PATCH")),
            ("GET", Some("DELETE"), "/api/uploads/k1.AAAA", Err(())),
            ("PATCH", Some("DELETE"), "/api/uploads/k1.AAAA", Err(())),
            ("POST", Some("DELETE"), "/v2/images/x", Ok("POST")),
            ("GET", Some("DELETE"), "/v2/images/x", Ok("GET")),
            ("POST", Some("DELETE"), "/api/session", Ok("POST")),
            ("POST", Some("DELETE"), "/api/uploadsx", Ok("POST")),
            ("POST", Some("DELETE"), "//api/uploads/k1.AAAA", Ok("POST")),
        ] {
            let found = effective_method(sent, named, path);
            let refused = |()| NoRoute::MethodOverrideHeader;
            assert_eq!(found, expected.map_err(refused), "{sent} {named:?} {path}");
        }
    }
}
