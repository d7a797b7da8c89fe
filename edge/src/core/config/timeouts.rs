//! How long the cloud may take to answer.

use std::time::Duration;

use crate::core::config::variables::Variables;

const KEYSTONE_EXPECTED: &str = "expected whole seconds from 1 to 300";
const GLANCE_EXPECTED: &str = "expected whole seconds from 1 to 3600";

/// How long whoever waits is let wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For an answer of Keystone's. A person waits for it, and so does every call whose token is not known
    /// yet; the slowest thing it does is to hash a password, which takes a fraction of a second.
    pub keystone: Duration,
    /// For an answer of Glance's to whatever brings no image data, and for the headers of one that has image
    /// data. Deleting from a slow store takes longest.
    pub glance: Duration,
}

/// Reads `KEYSTONE_TIMEOUT_SECONDS` and `GLANCE_TIMEOUT_SECONDS`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> Timeouts {
    let seconds = |most: u64| {
        move |text: &str| {
            let seconds = text.parse().ok()?;
            (1..=most)
                .contains(&seconds)
                .then(|| Duration::from_secs(seconds))
        }
    };
    Timeouts {
        keystone: variables.or(
            "KEYSTONE_TIMEOUT_SECONDS",
            KEYSTONE_EXPECTED,
            Duration::from_secs(10),
            seconds(300),
        ),
        glance: variables.or(
            "GLANCE_TIMEOUT_SECONDS",
            GLANCE_EXPECTED,
            Duration::from_secs(60),
            seconds(3600),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(name: &'static str, value: &'static str) -> Result<Timeouts, usize> {
        let mut variables = Variables::new(|asked: &str| (asked == name).then(|| value.to_owned()));
        let timeouts = read(&mut variables);
        match variables.into_wrong().len() {
            0 => Ok(timeouts),
            wrong => Err(wrong),
        }
    }

    #[test]
    fn a_minute_is_glance_s_and_ten_seconds_are_keystone_s() {
        let timeouts = parse("", "").unwrap();
        assert_eq!(timeouts.glance, Duration::from_secs(60));
        assert_eq!(timeouts.keystone, Duration::from_secs(10));
    }

    #[test]
    fn no_time_at_all_and_more_than_an_hour_are_refused() {
        for value in ["0", "3601", "-1", "1.5", "1m"] {
            assert_eq!(parse("GLANCE_TIMEOUT_SECONDS", value), Err(1), "{value}");
        }
        assert_eq!(parse("KEYSTONE_TIMEOUT_SECONDS", "301"), Err(1));
        assert!(parse("GLANCE_TIMEOUT_SECONDS", "3600").is_ok());
    }
}
