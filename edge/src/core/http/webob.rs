//! Errors in the words and shapes of WebOb, with which Glance answers. Where the gateway refuses what
//! Glance would refuse, an API client sees no difference.

use crate::core::http::method::Method;

/// An error that Glance's own code raises with words that do not depend on the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HttpError {
    /// `HTTPBadRequest` of a route that takes no body (`glance/common/wsgi.py`, `Resource.__call__`).
    BodyNotExpected,
    /// `HTTPForbidden` of a patch of the owner (`glance/api/v2/images.py`, `_do_replace`).
    OwnerIsFixed,
    /// `HTTPUnauthorized` (`glance/api/middleware/context.py`).
    Unauthorized,
}

/// The body of an answer, with its `Content-Type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub content_type: &'static str,
    pub body: String,
}

/// The shape that an error takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Html,
    Json,
    Plain,
}

impl HttpError {
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::BodyNotExpected => 400,
            Self::Unauthorized => 401,
            Self::OwnerIsFixed => 403,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::BodyNotExpected => "Bad Request",
            Self::Unauthorized => "Unauthorized",
            Self::OwnerIsFixed => "Forbidden",
        }
    }

    const fn explanation(self) -> &'static str {
        match self {
            Self::BodyNotExpected => "A body is not expected with this request.",
            Self::OwnerIsFixed => "Access was denied to this resource.",
            Self::Unauthorized => {
                "This server could not verify that you are authorized to access the document you \
                 requested. Either you supplied the wrong credentials (e.g., bad password), or your \
                 browser does not understand how to supply the credentials required."
            }
        }
    }

    /// What is said beyond the class's own words.
    const fn detail(self) -> &'static str {
        match self {
            Self::OwnerIsFixed => "Owner can't be updated by non admin.",
            Self::BodyNotExpected | Self::Unauthorized => "",
        }
    }

    /// The error as a client with this method and this `Accept` header gets it (`webob/exc.py`,
    /// `WSGIHTTPException.__call__`, which makes no body for `HEAD`, and `generate_response`).
    #[must_use]
    pub fn render(self, method: Option<Method>, accept: Option<&str>) -> Rendered {
        if method == Some(Method::Head) {
            return Rendered {
                content_type: "text/html; charset=UTF-8",
                body: String::new(),
            };
        }
        let status = format!("{} {}", self.status(), self.title());
        let (explanation, detail) = (self.explanation(), self.detail());
        match Shape::choose(accept.unwrap_or_default()) {
            Shape::Html => Rendered {
                content_type: "text/html; charset=UTF-8",
                body: format!(
                    "<html>\n <head>\n  <title>{status}</title>\n </head>\n <body>\n  \
                     <h1>{status}</h1>\n  {explanation}<br /><br />\n{}\n\n\n </body>\n</html>",
                    detail.replace('\'', "&#x27;")
                ),
            },
            // None of the texts has a character that JSON would escape.
            Shape::Json => Rendered {
                content_type: "application/json",
                body: format!(
                    r#"{{"message": "{explanation}<br /><br />\n{detail}\n\n", "code": "{status}", "title": "{}"}}"#,
                    self.title()
                ),
            },
            Shape::Plain => Rendered {
                content_type: "text/plain; charset=UTF-8",
                body: format!("{status}\n\n{explanation}\n\n {detail}  "),
            },
        }
    }
}

impl Shape {
    /// HTML goes before JSON where both are as welcome; plain text is for whom neither is. A header
    /// that is malformed counts for WebOb as one that takes anything.
    fn choose(accept: &str) -> Self {
        let Some(ranges) = accept
            .split(',')
            .map(str::trim)
            .filter(|range| !range.is_empty())
            .map(MediaRange::parse)
            .collect::<Option<Vec<_>>>()
        else {
            return Self::Html;
        };
        let quality = |kind: &str, subtype: &str| {
            ranges
                .iter()
                .filter_map(|range| Some((range.specificity(kind, subtype)?, range.quality)))
                .max_by_key(|(specificity, _)| *specificity)
                .map_or(0, |(_, quality)| quality)
        };
        let (html, json) = (quality("text", "html"), quality("application", "json"));
        match (html, json) {
            (0, 0) => Self::Plain,
            (html, json) if html >= json => Self::Html,
            _ => Self::Json,
        }
    }
}

/// One range of an `Accept` header (RFC 9110 section 12.5.1).
struct MediaRange {
    kind: String,
    subtype: String,
    has_parameters: bool,
    /// In thousandths.
    quality: u32,
}

impl MediaRange {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let is_token = |text: &str| {
            let is_token_byte =
                |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            !text.is_empty() && text.bytes().all(is_token_byte)
        };
        if !is_token(kind) || !is_token(subtype) {
            return None;
        }
        let mut range = Self {
            kind: kind.to_ascii_lowercase(),
            subtype: subtype.to_ascii_lowercase(),
            has_parameters: false,
            quality: 1000,
        };
        for parameter in parts {
            let (name, value) = parameter.split_once('=')?;
            if name.eq_ignore_ascii_case("q") {
                range.quality = parse_quality(value)?;
                // What follows belongs to no media type.
                break;
            }
            range.has_parameters = true;
        }
        Some(range)
    }

    /// How closely the range names a media type without parameters; `None` when it does not.
    fn specificity(&self, kind: &str, subtype: &str) -> Option<u8> {
        match (self.kind.as_str(), self.subtype.as_str()) {
            _ if self.has_parameters => None,
            ("*", "*") => Some(1),
            (own, "*") if own == kind => Some(2),
            (own, own_subtype) if own == kind && own_subtype == subtype => Some(3),
            _ => None,
        }
    }
}

/// Reads `0`, `1`, or either with up to three digits after a point.
fn parse_quality(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = matches!(whole, "0" | "1")
        && fraction.len() <= 3
        && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let thousandths = format!("{whole}{fraction:0<3}").parse().ok()?;
    (is_number && thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_follows_the_accept_header_as_webob_reads_it() {
        for (accept, expected) in [
            ("", Shape::Plain),
            ("*/*", Shape::Html),
            ("text/html", Shape::Html),
            ("TEXT/HTML", Shape::Html),
            ("text/*", Shape::Html),
            ("application/json", Shape::Json),
            ("application/*", Shape::Json),
            ("text/plain", Shape::Plain),
            ("application/xml", Shape::Plain),
            ("text/html, application/json", Shape::Html),
            ("text/html;q=0.5, application/json", Shape::Json),
            ("text/html;q=0.5,application/json;q=0.50", Shape::Html),
            ("*/*, text/html;q=0", Shape::Json),
            ("text/html;level=1, application/json;q=0.1", Shape::Json),
            ("application/json;q=0", Shape::Plain),
            ("application/json, */*;q=0.1", Shape::Json),
            (" , application/json,", Shape::Json),
            ("nonsense", Shape::Html),
            ("application/json;q=2", Shape::Html),
        ] {
            assert_eq!(Shape::choose(accept), expected, "{accept}");
        }
    }

    #[test]
    fn an_answer_to_head_has_the_type_of_a_page_and_no_body() {
        let rendered = HttpError::Unauthorized.render(Some(Method::Head), Some("application/json"));
        assert_eq!(rendered.content_type, "text/html; charset=UTF-8");
        assert_eq!(rendered.body, "");
    }

    #[test]
    fn json_is_json() {
        for error in [
            HttpError::BodyNotExpected,
            HttpError::Unauthorized,
            HttpError::OwnerIsFixed,
        ] {
            let rendered = error.render(Some(Method::Get), Some("application/json"));
            let body: serde_json::Value = serde_json::from_str(&rendered.body).unwrap();
            let status = format!("{} {}", error.status(), error.title());
            assert_eq!(body["code"], status);
        }
    }
}
