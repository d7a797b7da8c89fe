//! Glance's own error answers, in the three shapes that it chooses by the `Accept` header: JSON for
//! `application/json`, HTML for `*/*`, else plain text
//! (<https://opendev.org/openstack/glance/src/branch/master/glance/common/wsgi.py>, over `webob.exc`).
//! `shared/tests/answers/errors.json` holds recorded ones.

mod markup;

use serde_json::Value;

/// What Glance said when it refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlanceError {
    /// The HTTP status.
    pub status: u16,
    /// The reason as plain text, without markup and without the status line around it.
    pub message: String,
}

/// The message in the JSON shape (`{"message": "…<br /><br />\n\n\n", "code": "404 Not Found",
/// "title": …}`) or in Keystone's (`{"error": {"message", "code", "title"}}`), which its middleware
/// uses; where there is none, what comes closest to one.
fn message_of(json: &Value) -> Option<&str> {
    let error = json.get("error");
    let inner = error.and_then(|error| error.get("message"));
    let candidates = [inner, json.get("message"), error, json.get("title")];
    candidates.into_iter().flatten().find_map(Value::as_str)
}

impl GlanceError {
    /// Reads an error body of any shape; text that has none of them is taken as the message. What a
    /// proxy sends in Glance's place may say that it is of another type than it is, so the body is
    /// looked at too.
    #[must_use]
    pub fn parse(status: u16, content_type: &str, body: &str) -> Self {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        let body = body.trim_start_matches('\u{feff}');
        let json: Value = serde_json::from_str(body).unwrap_or_default();
        let message = if let Some(message) = message_of(&json) {
            // JSON carries the message as it is, with `<br />` for the ends of lines.
            message.replace("<br />", "\n")
        } else if media_type.eq_ignore_ascii_case("text/html") || markup::is_page(body) {
            markup::message(body)
        } else if media_type.to_ascii_lowercase().ends_with("json") {
            body.to_owned()
        } else {
            // Plain text starts with the status line and a blank line.
            let rest = body.split_once("\n\n").map(|(_, rest)| rest);
            rest.unwrap_or(body).to_owned()
        };
        Self {
            status,
            message: lines_with_text(&message),
        }
    }

    /// The part that names the cause. Glance often puts a sentence about the status before it
    /// (`The data is not valid.<br /><br />\nImage disk_format iso does not match …`).
    /// Where a value does not match the schema, the cause stands first, and after it the part of the
    /// schema, which tells a person nothing.
    #[must_use]
    pub fn cause(&self) -> &str {
        if self.message.starts_with(SCHEMA_MISMATCH) {
            // It quotes a value as Python's `repr` does, so a line break in one ends no line.
            let line = self.message.lines().next().unwrap_or_default();
            let cause = line.split("Failed validating").next();
            return cause.unwrap_or_default().trim();
        }
        self.message
            .lines()
            .map(str::trim)
            .rfind(|line| !line.is_empty())
            .unwrap_or_default()
    }
}

/// How Glance begins what its schema refused (`glance/common/exception.py`, `InvalidObject`).
const SCHEMA_MISMATCH: &str = "Provided object does not match schema";

/// The lines that say something, without the space around them.
fn lines_with_text(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_shape_reads_as_plain_text() {
        let body = r#"{"message": "The data is not valid.<br /><br />\nImage disk_format iso does not match stream data raw<br /><br />\n\n\n", "code": "415 Unsupported Media Type", "title": "Unsupported Media Type"}"#;
        let error = GlanceError::parse(415, "application/json; charset=UTF-8", body);
        assert_eq!(
            error.cause(),
            "Image disk_format iso does not match stream data raw"
        );
        assert_eq!(error.message.lines().count(), 2);
    }

    #[test]
    fn the_html_shape_reads_as_plain_text() {
        let body = "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  No image found with ID &lt;x&gt;<br /><br />\n\n\n\n </body>\n</html>";
        assert_eq!(
            GlanceError::parse(404, "text/html; charset=UTF-8", body).message,
            "No image found with ID <x>"
        );
    }

    #[test]
    fn the_plain_shape_reads_as_plain_text() {
        let body = "404 Not Found\n\nNo image found with ID x\n\n   ";
        assert_eq!(
            GlanceError::parse(404, "text/plain; charset=UTF-8", body).message,
            "No image found with ID x"
        );
    }

    #[test]
    fn the_nested_shape_of_keystone_reads_as_plain_text() {
        let body = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;
        assert_eq!(
            GlanceError::parse(401, "application/json", body).cause(),
            "The request you have made requires authentication."
        );
    }

    #[test]
    fn the_cause_is_one_line_whatever_follows_a_mismatch_with_the_schema() {
        let body = "400 Bad Request\n\nProvided object does not match schema 'image': 5 is not of \
                    type 'string'\n\nby no means\n\nFailed validating 'type' in schema";
        assert_eq!(
            GlanceError::parse(400, "text/plain", body).cause(),
            "Provided object does not match schema 'image': 5 is not of type 'string'"
        );
    }

    #[test]
    fn what_a_proxy_sends_in_glance_s_place_is_told_in_its_words() {
        let nginx = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center>\
                     <h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body></html>";
        let apache = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<HTML><HEAD>\n<TITLE>503</TITLE>\n\
                      </HEAD><BODY>\n<H1>Service Unavailable</H1>\n<P>The server is busy.<BR>\n</P>\n<HR>\n\
                      <ADDRESS>Apache</ADDRESS>\n</BODY></HTML>";
        let styled = "<html><style>h1 { color: red }</style><script>a < b</script><!-- <p>no</p> -->\
                      <p>Down &amp; out</p></html>";
        for (content_type, body, message) in [
            ("text/html", nginx, "502 Bad Gateway"),
            ("application/json", nginx, "502 Bad Gateway"),
            (
                "TEXT/HTML; charset=iso-8859-1",
                apache,
                "The server is busy.",
            ),
            ("", styled, "Down & out"),
            ("text/html", "<script>", ""),
            ("text/html", "<h1>Gone</h1>", "Gone"),
            ("Application/JSON", r#"{"message": "no"}"#, "no"),
            (
                "application/problem+json",
                r#"{"title": "no", "status": 1}"#,
                "no",
            ),
            ("application/json", r#"{"error": "no"}"#, "no"),
            ("text/plain", "\u{feff}{\"message\": \"no\"}", "no"),
            (
                "application/json",
                r#"{"message": null, "title": "no"}"#,
                "no",
            ),
            ("application/json", "[1]", "[1]"),
        ] {
            let error = GlanceError::parse(502, content_type, body);
            assert_eq!(error.message, message, "{body}");
        }
    }

    #[test]
    fn a_body_that_lies_about_its_type_is_shown_as_it_is() {
        assert_eq!(
            GlanceError::parse(502, "application/json", "bad gateway").cause(),
            "bad gateway"
        );
        assert_eq!(GlanceError::parse(500, "", "").cause(), "");
    }
}
