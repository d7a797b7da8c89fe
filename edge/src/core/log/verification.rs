//! The line of a verification: an image's data that was read at the gateway, behind the answer's beginning.

use gaze_shared::gateway::VerificationVerdict;
use serde::Serialize;

use crate::core::log::request_log::Level;

/// How the reading of an image's data has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verification", rename_all = "snake_case")]
pub enum VerificationEnd<'a> {
    /// All of it was read.
    Ended {
        verdict: VerificationVerdict,
    },
    /// Nobody waited any more.
    Cancelled,
    Failed {
        cause: &'a str,
    },
}

/// Whose image was read, for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VerificationNames<'a> {
    pub request_id: &'a str,
    pub user_id: &'a str,
    pub project_id: &'a str,
    pub region: &'a str,
    pub image_id: &'a str,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VerificationLog<'a> {
    event: &'static str,
    level: Level,
    /// When, in UTC (RFC 3339).
    time: &'a str,
    #[serde(flatten)]
    about: VerificationNames<'a>,
    /// From the first byte on.
    duration_ms: u64,
    /// How much was read.
    response_bytes: u64,
    #[serde(flatten)]
    end: VerificationEnd<'a>,
}

impl<'a> VerificationLog<'a> {
    /// Data that is not what it should be is an operator's affair as much as data that cannot be read.
    #[must_use]
    pub const fn new(
        time: &'a str,
        about: VerificationNames<'a>,
        duration_ms: u64,
        response_bytes: u64,
        end: VerificationEnd<'a>,
    ) -> Self {
        let level = match end {
            VerificationEnd::Ended {
                verdict: VerificationVerdict::Other,
            }
            | VerificationEnd::Failed { .. } => Level::Error,
            VerificationEnd::Ended { .. } | VerificationEnd::Cancelled => Level::Info,
        };
        Self {
            event: "verification",
            level,
            time,
            about,
            duration_ms,
            response_bytes,
            end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_that_is_not_what_it_should_be_is_an_error_in_the_log() {
        let about = VerificationNames {
            request_id: "req-1",
            user_id: "u",
            project_id: "p",
            region: "R",
            image_id: "i",
        };
        for (end, level, words) in [
            (
                VerificationEnd::Ended {
                    verdict: VerificationVerdict::Other,
                },
                "error",
                ("verdict", "other"),
            ),
            (
                VerificationEnd::Ended {
                    verdict: VerificationVerdict::Same,
                },
                "info",
                ("verdict", "same"),
            ),
            (
                VerificationEnd::Cancelled,
                "info",
                ("verification", "cancelled"),
            ),
            (
                VerificationEnd::Failed { cause: "gone" },
                "error",
                ("cause", "gone"),
            ),
        ] {
            let line = VerificationLog::new("now", about, 7, 9, end);
            let line = serde_json::to_value(line).unwrap();
            assert_eq!(line["level"], level, "{line}");
            assert_eq!(line[words.0], words.1, "{line}");
            assert_eq!(line["image_id"], "i");
        }
    }
}
