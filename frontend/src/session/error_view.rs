//! What a person is told about a call that did not succeed.

use crate::api::ApiError;
use crate::i18n::codes::{gateway, statuses};
use crate::i18n::text;
use crate::ui::ErrorView;

impl From<ApiError> for ErrorView {
    fn from(error: ApiError) -> Self {
        Self {
            headline: headline(&error),
            advice: advice(&error),
            request_id: error.request_id().map(ToOwned::to_owned),
            is_awaited: error == ApiError::NoResponse,
        }
    }
}

/// What became of a change that was asked for: `not_done`, unless nobody can know.
#[must_use]
pub fn tell_outcome(error: &ApiError, not_done: &str) -> String {
    if error.leaves_doubt() {
        text::api::outcome_unknown().to_owned()
    } else {
        not_done.to_owned()
    }
}

fn headline(error: &ApiError) -> String {
    match error {
        ApiError::SignInRequired => text::api::signed_out().into(),
        ApiError::CookieNotKept { .. } => text::api::cookie_not_kept().into(),
        ApiError::Gateway { error, .. } => gateway::headline(error),
        ApiError::Glance { error, .. } => {
            statuses::said(error).unwrap_or_else(|| statuses::headline(error.status))
        }
        ApiError::Unreachable => text::api::unreachable().into(),
        ApiError::NoResponse => text::api::no_answer().into(),
        ApiError::Unreadable { .. } => text::api::unreadable().into(),
    }
}

fn advice(error: &ApiError) -> String {
    match error {
        ApiError::SignInRequired => text::api::sign_in().into(),
        ApiError::CookieNotKept { .. } => text::api::allow_cookies().into(),
        ApiError::Gateway { error, .. } => gateway::advice(error),
        ApiError::Glance {
            error, retry_after, ..
        } => statuses::advice(error.status, *retry_after),
        ApiError::Unreachable => text::api::check_connection().into(),
        ApiError::NoResponse => text::api::comes_yet().into(),
        ApiError::Unreadable { .. } => text::api::replaced_on_the_way().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_the_place_of_words_is_never_shown() {
        let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>";
        let in_json = r#"{"message": "<!doctype html><p>Down</p>"}"#;
        for (status, body) in [
            (403, "{}"),
            (403, r#"{"error": "code_7"}"#),
            (500, "{\"message\": \"cut o"),
            (429, "slow down, dude"),
            (502, page),
            (500, in_json),
            (502, ""),
            (418, "\u{fffd}PNG"),
        ] {
            let error = ApiError::from_refusal(status, None, None, body);
            let text = ErrorView::from(error).in_a_line();
            assert!(text.contains(&format!("(status {status})")), "{text}");
            for raw in [
                "{",
                "<",
                "code_7",
                "dude",
                "Bad Gateway",
                "Down",
                "PNG",
                "nginx",
            ] {
                assert!(!text.contains(raw), "{text}");
            }
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_told_without_what_the_parser_says() {
        let error = ApiError::Unreadable {
            detail: "expected value at line 1 column 1".into(),
            request_id: None,
        };
        assert!(!ErrorView::from(error).in_a_line().contains("line 1"));
    }

    #[test]
    fn glance_s_own_refusal_keeps_its_words_and_the_header_s_request_id() {
        let body = r#"{"message":"No image found with ID x<br /><br />\n\n\n","code":"404 Not Found","title":"Not Found"}"#;
        let error = ErrorView::from(ApiError::from_refusal(
            404,
            Some("req-2".into()),
            None,
            body,
        ));
        assert_eq!(error.headline, "No image found with ID x.");
        assert_eq!(error.request_id.as_deref(), Some("req-2"));
        assert!(!error.advice.is_empty());
    }

    #[test]
    fn what_a_service_says_when_it_fails_is_of_its_inside_and_not_shown() {
        let json = r#"{"message": "sqlalchemy.exc.OperationalError: boom", "code": "500 Internal Server Error", "title": "Internal Server Error"}"#;
        let page = "<html><head><title>500 Internal Server Error</title></head><body><h1>500 Internal Server Error</h1>boom at line 7<br /><br /></body></html>";
        for body in [json, page] {
            let error = ErrorView::from(ApiError::from_refusal(500, None, None, body));
            assert_eq!(error.headline, "The server failed (status 500).");
        }
        let error = ErrorView::from(ApiError::from_refusal(503, None, None, json));
        assert_eq!(
            error.headline,
            "The server does not answer at the moment (status 503)."
        );
    }

    #[test]
    fn a_time_to_wait_is_told_with_the_refusal() {
        let error = ErrorView::from(ApiError::from_refusal(429, None, Some(42), ""));
        assert_eq!(error.advice, "Wait 42 seconds, then try again.");
    }
}
