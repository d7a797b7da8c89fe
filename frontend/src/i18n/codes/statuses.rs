//! Words for a refusal, by its status: what happened and what to do. A refusal may bring words of its own;
//! what a proxy puts in their place (a page, a document of another shape, nothing) is never shown.

use gaze_shared::glance::error::GlanceError;

use crate::i18n::text;

/// What happened, where the refusal itself does not say.
pub(crate) fn headline(status: u16) -> String {
    use text::http as say;
    // The number names a status, and is no count to be grouped.
    let number = status.to_string();
    let sentence = match status {
        400 | 422 => say::not_accepted,
        401 => say::not_known,
        403 => say::not_allowed,
        404 | 410 => say::not_there,
        408 | 504 => say::too_slow,
        409 | 412 | 423 => say::in_use,
        411 | 413 | 414 | 431 => say::too_large,
        415 => say::wrong_kind,
        429 => say::too_many,
        502 | 503 => say::does_not_answer,
        507 => say::no_room,
        500..=599 => say::failed,
        _ => say::refused,
    };
    sentence(&number)
}

/// What to do about a refusal, whoever said why. `retry_after` is in seconds.
pub(crate) fn advice(status: u16, retry_after: Option<u64>) -> String {
    use text::http as say;
    if let Some(seconds) = retry_after.filter(|_| matches!(status, 429 | 500..=599)) {
        return wait(seconds);
    }
    match status {
        400 | 415 | 422 => say::check_input(),
        401 => say::sign_in_again(),
        403 => say::ask_administrator(),
        404 | 410 => say::may_be_deleted(),
        409 | 412 | 423 => say::look_again(),
        411 | 413 | 414 | 431 | 507 => say::use_less(),
        408 | 429 | 502..=504 => say::wait_a_moment(),
        _ => say::report(),
    }
    .to_owned()
}

/// Asks to wait, never shorter than it takes.
pub(crate) fn wait(seconds: u64) -> String {
    match seconds {
        0..120 => text::http::wait_seconds(seconds.max(1)),
        _ => text::http::wait_minutes(seconds.div_ceil(60)),
    }
}

/// What Glance said of a refusal, as a sentence. `None` where that is nothing to read, and where Glance failed:
/// what it says then is of its inside, and tells a person nothing.
pub(crate) fn said(error: &GlanceError) -> Option<String> {
    sentence(error.cause()).filter(|_| error.status < 500)
}

/// The longest text of a service that is shown: whatever is longer is no sentence for a person.
const LONGEST_TEXT: usize = 500;

/// What a service said, as a sentence; `None` when it is nothing to read.
pub(crate) fn sentence(text: &str) -> Option<String> {
    let text = text.trim();
    let is_readable = !text.is_empty()
        && text.len() <= LONGEST_TEXT
        && !text.starts_with(['<', '{', '['])
        && !text.contains("Traceback");
    is_readable.then(|| {
        let end = if text.ends_with(['.', '!', '?', ':']) {
            ""
        } else {
            "."
        };
        format!("{text}{end}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_words_for_what_happened_and_for_what_to_do() {
        for status in 300..=599 {
            for text in [
                headline(status),
                advice(status, None),
                advice(status, Some(7)),
            ] {
                assert!(text.ends_with('.') && text.len() > 10, "{status}: {text}");
            }
        }
    }

    #[test]
    fn a_time_to_wait_is_told_where_waiting_helps() {
        for (status, retry_after, words) in [
            (429, Some(0), "Wait 1 second, then try again."),
            (429, Some(42), "Wait 42 seconds, then try again."),
            (503, Some(121), "Wait 3 minutes, then try again."),
            (429, None, "Wait a moment, then try again."),
        ] {
            assert_eq!(advice(status, retry_after), words);
        }
        assert!(!advice(403, Some(42)).contains("42"));
    }

    #[test]
    fn only_what_reads_as_a_sentence_is_shown_as_one() {
        assert_eq!(
            sentence(" No image found ").as_deref(),
            Some("No image found.")
        );
        assert_eq!(sentence("It is locked.").as_deref(), Some("It is locked."));
        let long = "x".repeat(501);
        for raw in [
            "",
            " ",
            "{}",
            "<html>",
            "[1]",
            "Traceback (most recent call last)",
            &long,
        ] {
            assert_eq!(sentence(raw), None, "{raw}");
        }
    }
}
