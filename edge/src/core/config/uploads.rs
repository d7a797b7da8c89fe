//! Uploads by tus: how large they may be, and how long they are kept.

use std::time::Duration;

use gaze_shared::units::Bytes;

use crate::core::config::variables::{MAX_COUNTED, Variables};

/// What Glance takes unless it is told otherwise (`image_size_cap`).
const DEFAULT_MAX: Bytes = Bytes(1 << 40);
/// From one day to the next.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(86_400);
/// A smaller file is soon sent again, and a `PUT` brings it to Glance without waiting in a store on the way.
const DEFAULT_RESUMABLE_ABOVE: Bytes = Bytes(1 << 30);
/// A store that deletes what is old by itself should wait longer than this.
const LONGEST_SECONDS: u64 = 7 * 86_400;

/// How much of its file system the store of all uploads may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreLimits {
    /// The most that it may hold, where that is bounded.
    pub max: Option<Bytes>,
    /// What it leaves free for what is written beside it, where the operator has said so.
    pub reserve: Option<Bytes>,
}

/// What the operator says of uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadSettings {
    /// The largest upload.
    pub max: Bytes,
    /// How much of its file system the store of all uploads may take.
    pub store: StoreLimits,
    /// For how long an upload is kept after its last bytes have come.
    pub lifetime: Duration,
    /// What is larger than this the dashboard sends by tus.
    pub resumable_above: Bytes,
}

/// Reads `UPLOAD_MAX_BYTES`, `UPLOAD_STORE_MAX_BYTES`, `UPLOAD_STORE_RESERVE_BYTES`, `UPLOAD_LIFETIME_SECONDS` and
/// `RESUMABLE_UPLOAD_ABOVE_BYTES`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> UploadSettings {
    let max = variables.or("UPLOAD_MAX_BYTES", BYTES_EXPECTED, DEFAULT_MAX, parse_bytes);
    let store_max = variables.or("UPLOAD_STORE_MAX_BYTES", BYTES_EXPECTED, None, |text| {
        parse_bytes(text).map(Some)
    });
    let reserve = variables.or(
        "UPLOAD_STORE_RESERVE_BYTES",
        BYTES_OR_NONE_EXPECTED,
        None,
        |text| parse_bytes_or_none(text).map(Some),
    );
    UploadSettings {
        // What never fits is refused at once.
        max: store_max.map_or(max, |store_max| max.min(store_max)),
        store: StoreLimits {
            max: store_max,
            reserve,
        },
        lifetime: variables.or(
            "UPLOAD_LIFETIME_SECONDS",
            "expected whole seconds from 1 to 604800",
            DEFAULT_LIFETIME,
            |text| {
                let seconds = text.parse().ok()?;
                (1..=LONGEST_SECONDS)
                    .contains(&seconds)
                    .then(|| Duration::from_secs(seconds))
            },
        ),
        resumable_above: variables.or(
            "RESUMABLE_UPLOAD_ABOVE_BYTES",
            BYTES_OR_NONE_EXPECTED,
            DEFAULT_RESUMABLE_ABOVE,
            parse_bytes_or_none,
        ),
    }
}

const BYTES_EXPECTED: &str = "expected a number of bytes from 1 to 9007199254740991";
const BYTES_OR_NONE_EXPECTED: &str = "expected a number of bytes from 0 to 9007199254740991";

fn parse_bytes(text: &str) -> Option<Bytes> {
    parse_bytes_or_none(text).filter(|bytes| *bytes > Bytes::ZERO)
}

fn parse_bytes_or_none(text: &str) -> Option<Bytes> {
    let bytes = text.parse().ok()?;
    (0..=MAX_COUNTED).contains(&bytes).then_some(Bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;

    fn parse(settings: &[(&str, &str)]) -> Result<UploadSettings, Vec<&'static str>> {
        let find = |name: &str| {
            let found = settings.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let mut variables = Variables::new(find);
        let settings = read(&mut variables);
        let wrong = variables.into_wrong();
        if wrong.is_empty() {
            Ok(settings)
        } else {
            Err(wrong.iter().map(BadSetting::name).collect())
        }
    }

    #[test]
    fn without_settings_an_upload_may_have_a_tebibyte_and_a_day() {
        let settings = parse(&[]).unwrap();
        assert_eq!(settings.max, Bytes(1_099_511_627_776));
        assert_eq!(settings.lifetime, Duration::from_secs(86_400));
        assert_eq!(settings.resumable_above, Bytes(1_073_741_824));
    }

    #[test]
    fn no_upload_is_larger_than_the_store() {
        let settings = parse(&[("UPLOAD_STORE_MAX_BYTES", "1000")]).unwrap();
        assert_eq!(settings.max, Bytes(1000));
        assert_eq!(settings.store.max, Some(Bytes(1000)));
    }

    #[test]
    fn what_is_no_size_and_no_time_is_refused() {
        for (name, values) in [
            ("UPLOAD_MAX_BYTES", ["0", "-1", "1 GiB", "9007199254740992"]),
            (
                "UPLOAD_STORE_MAX_BYTES",
                ["0", "-1", "1 GiB", "9007199254740992"],
            ),
            ("UPLOAD_LIFETIME_SECONDS", ["0", "1.5", "a day", "604801"]),
            (
                "UPLOAD_STORE_RESERVE_BYTES",
                ["-1", "1.5", "1 GiB", "9007199254740992"],
            ),
            (
                "RESUMABLE_UPLOAD_ABOVE_BYTES",
                ["-1", "1.5", "1 GiB", "9007199254740992"],
            ),
        ] {
            for value in values {
                assert_eq!(parse(&[(name, value)]), Err(vec![name]), "{value}");
            }
        }
    }
}
