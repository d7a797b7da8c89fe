//! Glance's version documents name its own address; clients must come back through the gateway.

/// Moves every link on Glance's origin to the gateway's. The rest of the document stays as it is to
/// the byte, because clients compare it with what they know.
#[must_use]
pub fn rewrite_links(body: &str, glance_origin: &str, own_origin: &str) -> String {
    // Links are whole JSON strings, so one that starts with the origin and a slash is a link on it.
    body.replace(&format!("\"{glance_origin}/"), &format!("\"{own_origin}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_gateway_and_nothing_else_changes() {
        let body = r#"{"versions": [{"id": "v2.17", "status": "CURRENT", "links": [{"rel": "self", "href": "http://127.0.0.1:9292/v2/"}]}]}"#;
        assert_eq!(
            rewrite_links(body, "http://127.0.0.1:9292", "https://gaze.example"),
            body.replace("http://127.0.0.1:9292", "https://gaze.example")
        );
        let elsewhere = r#"{"href": "http://127.0.0.1:92920/v2/"}"#;
        assert_eq!(
            rewrite_links(elsewhere, "http://127.0.0.1:9292", "https://g"),
            elsewhere
        );
    }
}
