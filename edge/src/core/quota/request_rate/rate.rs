//! The header fields that tell of a limit of requests
//! (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>).

use crate::core::quota::request_rate::requests::RequestCount;

/// The window that a plan's limit is about, in seconds.
const WINDOW_SECONDS: u64 = 60;

/// `RateLimit-Policy` and `RateLimit`; `None` for a project without a limit.
#[must_use]
pub fn rate_limit_fields(count: &RequestCount) -> Option<[(&'static str, String); 2]> {
    let limit = count.limit?;
    let RequestCount {
        remaining,
        reset_seconds,
        ..
    } = count;
    Some([
        (
            "ratelimit-policy",
            format!("\"requests_per_minute\";q={limit};w={WINDOW_SECONDS}"),
        ),
        (
            "ratelimit",
            format!("\"requests_per_minute\";r={remaining};t={reset_seconds}"),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::quota::request_rate::requests::RequestVerdict;

    #[test]
    fn the_fields_name_the_policy_what_is_left_of_it_and_when_there_is_more() {
        let count = |limit| RequestCount {
            limit,
            remaining: 3,
            reset_seconds: 41,
            verdict: RequestVerdict::Allowed,
        };
        assert_eq!(rate_limit_fields(&count(None)), None);
        assert_eq!(
            rate_limit_fields(&count(Some(100))),
            Some([
                (
                    "ratelimit-policy",
                    r#""requests_per_minute";q=100;w=60"#.to_owned()
                ),
                ("ratelimit", r#""requests_per_minute";r=3;t=41"#.to_owned()),
            ])
        );
    }
}
