//! Points in time as Glance writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::iso8601;

/// A timestamp, kept as the text that Glance sent so that a round trip changes nothing.
///
/// Images use `2026-11-21T17:38:45Z`; task rows use microseconds and no zone
/// (`2026-11-23T17:41:06.564887`), which is UTC too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Wraps text as it came; [`Self::unix_seconds`] tells whether it can be read.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as Glance or Keystone sent it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seconds since 1970-01-01T00:00:00Z, or `None` for text that is no time; a date is its midnight.
    #[must_use]
    pub fn unix_seconds(&self) -> Option<i64> {
        iso8601::unix_seconds(&self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_glance_read_as_utc() {
        let seconds = |text: &str| Timestamp::from_text(text).unix_seconds();
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2000-03-01T00:00:00Z"), Some(951_868_800));
        assert_eq!(seconds("2026-11-21T17:38:45Z"), Some(1_795_282_725));
        assert_eq!(seconds("2026-11-21T17:38:45.564887"), Some(1_795_282_725));
        assert_eq!(seconds("2026-11-21T17:38:45.000000Z"), Some(1_795_282_725));
        assert_eq!(seconds("2026-11-21"), Some(1_795_219_200));
    }

    #[test]
    fn text_that_is_no_timestamp_is_kept_and_not_read() {
        for text in ["", "soon", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00Z"] {
            let timestamp = Timestamp::from_text(text);
            assert_eq!(timestamp.unix_seconds(), None, "{text}");
            assert_eq!(timestamp.as_str(), text);
        }
    }
}
