//! Glance's version documents name its own address; clients must come back through the gateway.

const HREF: &str = "\"href\": \"";

/// Moves every link to the API to the gateway's origin: to whatever address Glance itself, or the
/// `public_endpoint` of its settings, points (`glance/api/versions.py`). The rest of the document stays
/// as it is to the byte, because clients compare it with what they know.
#[must_use]
pub fn rewrite_links(body: &str, own_origin: &str) -> String {
    let mut rewritten = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once(HREF) {
        rewritten.push_str(before);
        rewritten.push_str(HREF);
        let (link, after) = after.split_once('"').unwrap_or((after, ""));
        if link.ends_with("/v2/") {
            rewritten.push_str(own_origin);
            rewritten.push_str("/v2/");
        } else {
            rewritten.push_str(link);
        }
        rewritten.push('"');
        rest = after;
    }
    rewritten.push_str(rest);
    rewritten
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(link: &str) -> String {
        format!(
            r#"{{"versions": [{{"id": "v2.17", "status": "CURRENT", "links": [{{"rel": "self", "href": "{link}"}}]}}]}}"#
        )
    }

    #[test]
    fn links_lead_to_the_gateway_whatever_glance_calls_itself() {
        for link in [
            "http://127.0.0.1:9292/v2/",
            "https://images.cloud.example/v2/",
            "http://10.0.0.5/image/v2/",
        ] {
            assert_eq!(
                rewrite_links(&document(link), "https://gaze.example"),
                document("https://gaze.example/v2/")
            );
        }
    }

    #[test]
    fn anything_else_stays_to_the_byte() {
        for body in [
            document("https://docs.example/"),
            "<html>".to_owned(),
            String::new(),
        ] {
            assert_eq!(rewrite_links(&body, "https://gaze.example"), body);
        }
    }
}
