//! Glance's own error answers, in the three shapes that it chooses by the `Accept` header.

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
/// uses.
fn message_of(json: &Value) -> Option<&str> {
    let inner = json.get("error").and_then(|error| error.get("message"));
    inner.or_else(|| json.get("message"))?.as_str()
}

impl GlanceError {
    /// Reads an error body of any shape; text that has none of them is taken as the message.
    #[must_use]
    pub fn parse(status: u16, content_type: &str, body: &str) -> Self {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        let message = match media_type {
            // JSON carries the message as it is, with `<br />` for the ends of lines.
            "application/json" => {
                let json: Value = serde_json::from_str(body).unwrap_or_default();
                message_of(&json).unwrap_or(body).replace("<br />", "\n")
            }
            "text/html" => plain_text(after_heading(body, "</h1>").unwrap_or(body)),
            // Plain text starts with the status line and a blank line.
            _ => body
                .split_once("\n\n")
                .map_or(body, |(_, rest)| rest)
                .to_owned(),
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

fn after_heading<'a>(body: &'a str, heading: &str) -> Option<&'a str> {
    body.split_once(heading).map(|(_, rest)| rest)
}

/// Turns `<br />` into line breaks, drops other tags, and resolves the five entities that webob
/// escapes.
fn plain_text(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, remainder)) = after.split_once('>') else {
            // A lone `<` is text: "size < 5".
            text.push('<');
            rest = after;
            continue;
        };
        if tag.starts_with("br") {
            text.push('\n');
        } else if !looks_like_tag(tag) {
            text.push('<');
            text.push_str(tag);
            text.push('>');
        }
        rest = remainder;
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
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

fn looks_like_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && !name.contains('<')
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
    fn a_body_that_lies_about_its_type_is_shown_as_it_is() {
        assert_eq!(
            GlanceError::parse(502, "application/json", "bad gateway").cause(),
            "bad gateway"
        );
        assert_eq!(GlanceError::parse(500, "", "").cause(), "");
    }
}
