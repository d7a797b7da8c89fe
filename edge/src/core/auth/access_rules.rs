//! The access rules of an application credential: the few calls that its tokens may make.
//!
//! Each service of the cloud holds them up by itself, and so does the gateway: what it does on its own
//! (a reservation in a quota, an upload that it keeps) comes before Glance is asked. The rules are read as
//! Glance's own middleware reads them (`keystonemiddleware/auth_token/__init__.py`,
//! `validate_allowed_request` and `_path_matches`), but for one thing: there a path is also a regular
//! expression, in which `.` stands for any character; here every character stands for itself.

use serde::Deserialize;

use crate::core::http::method::Method;

/// The service that the rules have to name: what Glance is in Keystone's catalog, and has as
/// `service_type` in its settings.
const SERVICE: &str = "image";

/// How many rules of the service count. Whoever writes more of them wants to keep the gateway busy; what
/// stands behind is not allowed.
const RULES_AT_MOST: usize = 100;

/// No path of Glance's is longer, and none that is, is allowed by a rule.
const PATH_AT_MOST_BYTES: usize = 512;

/// The calls to Glance that the tokens of an application credential may make.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<KeystoneRule>")]
pub struct AccessRules(Vec<AccessRule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct AccessRule {
    method: Method,
    path: String,
}

/// A rule as Keystone writes it, with an id that is of no use here.
#[derive(Deserialize)]
struct KeystoneRule {
    service: String,
    method: String,
    path: String,
}

impl From<Vec<KeystoneRule>> for AccessRules {
    fn from(rules: Vec<KeystoneRule>) -> Self {
        let of_glance = rules.into_iter().filter(|rule| rule.service == SERVICE);
        let readable = of_glance.filter_map(|rule| {
            let method = Method::parse(&rule.method)?;
            let path = rule.path;
            Some(AccessRule { method, path })
        });
        Self(readable.take(RULES_AT_MOST).collect())
    }
}

/// A call that the rules do not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsideRules {
    /// One to Glance, or one that stands for it.
    #[error("{} {path}", method.as_str())]
    Call {
        method: Method,
        /// Its path, as Glance has it.
        path: String,
    },
    /// One that the gateway makes for the caller on the way, and which Glance has refused.
    #[error("what the gateway asks Glance for the caller")]
    Question,
    /// One to the gateway that stands for none to Glance, so that no rule can allow it.
    #[error("a route of the gateway alone")]
    NotOfGlance,
}

impl AccessRules {
    /// Whether they allow a call to Glance. The path is as Glance's middleware sees it, behind its
    /// version negotiation: `/v2/…`, without the query.
    #[must_use]
    pub fn allow(&self, method: Method, path: &str) -> bool {
        let of_method = |rule: &&AccessRule| rule.method == method;
        path.len() <= PATH_AT_MOST_BYTES
            && self
                .0
                .iter()
                .filter(of_method)
                .any(|rule| matches(&pattern(&rule.path), path))
    }

    /// How much memory they take, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let paths: usize = self.0.iter().map(|rule| rule.path.len()).sum();
        paths + self.0.len() * size_of::<AccessRule>()
    }
}

/// A piece of the path of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Character(char),
    /// `*` or `{…}`: a part of a segment, of at least one character.
    Segment,
    /// `**`: anything, also nothing.
    Anything,
}

/// Takes a path apart as the middleware does: a brace that has no other half means nothing.
fn pattern(path: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '{' => match rest.find('}') {
                Some(end) => (Some(Piece::Segment), end + 1),
                None => (None, 1),
            },
            '}' => (None, 1),
            '*' if rest.starts_with("**") => (Some(Piece::Anything), 2),
            '*' => (Some(Piece::Segment), 1),
            other => (Some(Piece::Character(other)), other.len_utf8()),
        };
        pieces.extend(piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    pieces
}

/// Whether a whole path is of a pattern. `reached` tells of each place in the pattern whether the path so
/// far leads there, so that no pattern takes longer than its length for each character.
fn matches(pieces: &[Piece], path: &str) -> bool {
    let mut reached = vec![false; pieces.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    skip_empty(pieces, &mut reached);
    for character in path.chars() {
        if !reached.contains(&true) {
            return false;
        }
        let mut next = vec![false; pieces.len() + 1];
        for (place, piece) in pieces.iter().enumerate() {
            // A piece of several characters may go on where it has begun, or end.
            let is_here = reached.get(place) == Some(&true);
            let (stays, goes_on) = match piece {
                Piece::Character(wanted) => (false, *wanted == character),
                Piece::Segment => (character != '/', character != '/'),
                Piece::Anything => (true, true),
            };
            for (target, is_reached) in [(place, stays), (place + 1, goes_on)] {
                if let Some(target) = next.get_mut(target) {
                    *target |= is_here && is_reached;
                }
            }
        }
        skip_empty(pieces, &mut next);
        reached = next;
    }
    reached.last() == Some(&true)
}

/// What stands for nothing is passed at once.
fn skip_empty(pieces: &[Piece], reached: &mut [bool]) {
    for (place, piece) in pieces.iter().enumerate() {
        if *piece == Piece::Anything
            && reached.get(place) == Some(&true)
            && let Some(next) = reached.get_mut(place + 1)
        {
            *next = true;
        }
    }
}

#[cfg(test)]
pub(crate) fn example_rules(rules: &[(&str, &str)]) -> AccessRules {
    let rule = |(method, path): &(&str, &str)| KeystoneRule {
        service: SERVICE.into(),
        method: (*method).into(),
        path: (*path).into(),
    };
    rules.iter().map(rule).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_of_paths() {
        for (rule, path, is_allowed) in [
            ("/v2/images", "/v2/images", true),
            ("/v2/images", "/v2/images/", false),
            ("/v2/images", "/v2/images/1", false),
            ("/v2/images", "/v2/image", false),
            ("/v2/images", "/V2/images", false),
            ("/v2/images/*", "/v2/images/1", true),
            ("/v2/images/*", "/v2/images/", false),
            ("/v2/images/*", "/v2/images/1/file", false),
            ("/v2/images/*/file", "/v2/images/1/file", true),
            ("/v2/images/*/file", "/v2/images/1/2/file", false),
            ("/v2/images/{image_id}/file", "/v2/images/1/file", true),
            ("/v2/images/{image_id}/file", "/v2/images//file", false),
            ("/v2/im*s", "/v2/images", true),
            ("/v2/im*s", "/v2/ims", false),
            ("/v2/images**", "/v2/images", true),
            ("/v2/images**", "/v2/images/1/file", true),
            ("/v2/images/**", "/v2/images", false),
            ("/v2/images/**", "/v2/images/", true),
            ("/v2/**/file", "/v2/images/1/file", true),
            ("**", "/v2/images", true),
            ("/***", "/", false),
            ("/***", "/v2/images", true),
            ("/v2/{images", "/v2/images", true),
            ("/v2/images}", "/v2/images", true),
            ("/v2/{a{b}/c", "/v2/x/c", true),
            ("", "/v2/images", false),
            // Where the middleware would take a regular expression.
            ("/v2.images", "/v2/images", false),
            ("/v2/images?", "/v2/image", false),
            ("/v2/(images|tasks)", "/v2/tasks", false),
        ] {
            let rules = example_rules(&[("GET", rule)]);
            assert_eq!(rules.allow(Method::Get, path), is_allowed, "{rule} {path}");
        }
    }

    #[test]
    fn method_and_service_are_the_rule_s_own() {
        let rules: AccessRules = serde_json::from_str(
            r#"[{"id": "1", "service": "image", "method": "GET", "path": "/v2/images"},
                {"id": "2", "service": "compute", "method": "POST", "path": "/v2/images"}]"#,
        )
        .unwrap();
        assert!(rules.allow(Method::Get, "/v2/images"));
        for method in [Method::Head, Method::Post, Method::Options] {
            assert!(!rules.allow(method, "/v2/images"), "{method:?}");
        }
        assert!(!example_rules(&[]).allow(Method::Get, "/v2/images"));
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_no_rule_less() {
        for text in [
            r#"[{"service": "image", "method": "GET"}]"#,
            r#"[{"service": "image", "method": "GET", "path": ["/v2/images"]}]"#,
            r#"{"service": "image", "method": "GET", "path": "/v2/images"}"#,
        ] {
            assert!(serde_json::from_str::<AccessRules>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_an_attacker_writes_takes_neither_time_nor_room() {
        let rule = "/**a".repeat(56);
        let rules = example_rules(&vec![("GET", rule.as_str()); 10_000]);
        assert_eq!(rules.0.len(), RULES_AT_MOST);
        assert!(rules.bytes() < 30_000);
        assert!(!rules.allow(Method::Get, &"/b".repeat(PATH_AT_MOST_BYTES / 2)));
        let any = example_rules(&[("GET", "**")]);
        assert!(any.allow(Method::Get, &"/".repeat(PATH_AT_MOST_BYTES)));
        assert!(!any.allow(Method::Get, &"/".repeat(PATH_AT_MOST_BYTES + 1)));
    }

    proptest! {
        #[test]
        fn a_path_allows_itself_and_no_other(rule in "/[a-z/]{0,8}", path in "/[a-z/]{0,8}") {
            let rules = example_rules(&[("GET", &rule)]);
            prop_assert!(rules.allow(Method::Get, &rule));
            prop_assert_eq!(rules.allow(Method::Get, &path), rule == path);
        }
    }
}
