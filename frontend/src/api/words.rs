//! Words for a refusal, by its status: what happened and what to do. A refusal may bring words of its own;
//! what a proxy puts in their place (a page, a document of another shape, nothing) is never shown.

use gaze_shared::glance::error::GlanceError;

/// What happened, where the refusal itself does not say.
pub(crate) fn headline(status: u16) -> String {
    let words = match status {
        400 | 422 => "The server does not accept what was sent",
        401 => "The server does not know who you are",
        403 => "This is not allowed",
        404 | 410 => "It is not there",
        408 | 504 => "The server took too long to answer",
        409 | 412 | 423 => "It is in use, or somebody else has changed it",
        411 | 413 | 414 | 431 => "What was sent is too large",
        415 => "The server does not take data of this kind",
        429 => "Too many requests were made within a short time",
        502 | 503 => "The server does not answer at the moment",
        507 => "The cloud has no room for this",
        500..=599 => "The server failed",
        _ => "The server refused this",
    };
    format!("{words} (status {status}).")
}

/// What to do about a refusal, whoever said why. `retry_after` is in seconds.
pub(crate) fn advice(status: u16, retry_after: Option<u64>) -> String {
    if let Some(seconds) = retry_after.filter(|_| matches!(status, 429 | 500..=599)) {
        return format!("Wait {}, then try again.", wait(seconds));
    }
    match status {
        400 | 415 | 422 => "Check what you entered, then try again.",
        401 => "Sign in again.",
        403 => "If you need it, ask an administrator of your project.",
        404 | 410 => "It may have been deleted, or it is no longer shared with your project.",
        409 | 412 | 423 => "Look at its state now, then try again.",
        411 | 413 | 414 | 431 | 507 => "Use less, or ask whoever runs this cloud for more room.",
        408 | 429 | 502..=504 => "Wait a moment, then try again.",
        _ => "Try again. If it stays so, report it to whoever runs this cloud.",
    }
    .to_owned()
}

/// A time to wait in words, never shorter than it is.
fn wait(seconds: u64) -> String {
    let (number, unit) = match seconds {
        0..120 => (seconds.max(1), "second"),
        _ => (seconds.div_ceil(60), "minute"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
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
