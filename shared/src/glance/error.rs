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
    /// The reason as plain text, without markup and without the status line around it. Empty where
    /// Glance gave none, and where something else answered in its place.
    pub message: String,
}

/// The message in the JSON shape (`{"message": "…<br /><br />\n\n\n", "code": "404 Not Found",
/// "title": …}`) or in Keystone's (`{"error": {"message", "code", "title"}}`), which its middleware
/// uses.
fn message_of(json: &Value) -> Option<&str> {
    let inner = json.get("error").and_then(|error| error.get("message"));
    let candidates = [inner, json.get("message")];
    candidates.into_iter().flatten().find_map(Value::as_str)
}

impl GlanceError {
    /// Reads an error body of each of Glance's shapes. Any other was written by something on the way, and
    /// says nothing to a person: a proxy's page, a document without a message, text of any kind. What
    /// such a thing says of its own type is not to be relied on, so the body alone is looked at.
    #[must_use]
    pub fn parse(status: u16, body: &str) -> Self {
        let body = body.trim_start_matches('\u{feff}');
        let json: Value = serde_json::from_str(body).unwrap_or_default();
        let message = if let Some(message) = message_of(&json) {
            // JSON carries the message as it is, with `<br />` for the ends of lines.
            Some(message.replace("<br />", "\n")).filter(|message| !markup::is_page(message))
        } else if markup::is_page(body) {
            markup::message(status, body)
        } else {
            // Plain text starts with the status line and a blank line.
            body.split_once("\n\n")
                .filter(|(line, _)| is_status_line(line, status))
                .map(|(_, rest)| rest.to_owned())
        };
        Self {
            status,
            message: lines_with_text(&message.unwrap_or_default()),
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

/// Whether a line is the number of a status and its name.
fn is_status_line(line: &str, status: u16) -> bool {
    line.strip_prefix(&status.to_string())
        .is_some_and(|name| name.starts_with(' ') && !name.contains('\n'))
}

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
        let error = GlanceError::parse(415, body);
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
            GlanceError::parse(404, body).message,
            "No image found with ID <x>"
        );
    }

    #[test]
    fn the_plain_shape_reads_as_plain_text() {
        let body = "404 Not Found\n\nNo image found with ID x\n\n   ";
        assert_eq!(
            GlanceError::parse(404, body).message,
            "No image found with ID x"
        );
    }

    #[test]
    fn the_nested_shape_of_keystone_reads_as_plain_text() {
        let body = r#"{"error":{"code":401,"title":"Unauthorized","message":"The request you have made requires authentication."}}"#;
        assert_eq!(
            GlanceError::parse(401, body).cause(),
            "The request you have made requires authentication."
        );
    }

    #[test]
    fn the_cause_is_one_line_whatever_follows_a_mismatch_with_the_schema() {
        let body = "400 Bad Request\n\nProvided object does not match schema 'image': 5 is not of \
                    type 'string'\n\nby no means\n\nFailed validating 'type' in schema";
        assert_eq!(
            GlanceError::parse(400, body).cause(),
            "Provided object does not match schema 'image': 5 is not of type 'string'"
        );
    }

    #[test]
    fn what_something_else_sends_in_glance_s_place_is_not_told() {
        let nginx = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center>\
                     <h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body></html>";
        let apache = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<HTML><HEAD>\n<TITLE>502</TITLE>\n\
                      </HEAD><BODY>\n<H1>Service Unavailable</H1>\n<P>The server is busy.<BR>\n</P>\n<HR>\n\
                      <ADDRESS>Apache</ADDRESS>\n</BODY></HTML>";
        let haproxy = "<html><body><h1>502 Bad Gateway</h1>\nThe server returned an invalid response.\n\
                       </body></html>";
        for body in [
            "",
            "{}",
            "[1]",
            "null",
            r#"{"message": null, "title": "no"}"#,
            r#"{"error": "no"}"#,
            r#"{"message": "cut o"#,
            r#"{"message": "<html><h1>Down</h1></html>"}"#,
            nginx,
            apache,
            haproxy,
            "<script>",
            "<h1>Gone</h1>",
            "bad gateway",
            "503 Service Unavailable\n\nof another status",
            "502\n\n",
            "slow down\n\n502 times",
        ] {
            assert_eq!(GlanceError::parse(502, body).message, "", "{body}");
        }
        for body in [
            r#"{"message": "no"}"#,
            r#"{"error": {"message": "no"}}"#,
            "\u{feff}{\"message\": \"no\"}",
            "502 Bad Gateway\n\nno\n\n",
        ] {
            assert_eq!(GlanceError::parse(502, body).message, "no", "{body}");
        }
    }
}
