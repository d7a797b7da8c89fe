//! What a person is told about a call that did not succeed.

use crate::api::ApiError;
use crate::ui::ErrorView;

impl From<ApiError> for ErrorView {
    fn from(error: ApiError) -> Self {
        Self {
            headline: error.headline(),
            advice: error.advice(),
            request_id: error.request_id().map(ToOwned::to_owned),
            is_awaited: error == ApiError::NoResponse,
        }
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
}
