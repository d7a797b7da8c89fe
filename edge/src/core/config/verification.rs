//! Verifying at the gateway: how much of it a project may have.

use gaze_shared::units::Bytes;

use crate::core::config::variables::{MAX_COUNTED, Variables};
use crate::core::verification::VerificationLimits;

/// Each reads as fast as the image service gives.
const DEFAULT_AT_ONCE: usize = 2;

/// Reads `VERIFY_AT_ONCE` and `VERIFY_BYTES_PER_DAY`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(
    variables: &mut Variables<R>,
) -> VerificationLimits {
    VerificationLimits {
        at_once: variables.or(
            "VERIFY_AT_ONCE",
            "expected a number of images from 1 to 100",
            DEFAULT_AT_ONCE,
            |text| {
                text.parse()
                    .ok()
                    .filter(|images| (1..=100).contains(images))
            },
        ),
        bytes_per_day: variables.or(
            "VERIFY_BYTES_PER_DAY",
            "expected a number of bytes from 0 to 9007199254740991",
            None,
            |text| {
                let bytes = text.parse().ok()?;
                (0..=MAX_COUNTED)
                    .contains(&bytes)
                    .then_some(Some(Bytes(bytes)))
            },
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;

    fn parse(name: &str, value: &str) -> Result<VerificationLimits, Vec<&'static str>> {
        let mut variables = Variables::new(|known: &str| (known == name).then(|| value.to_owned()));
        let limits = read(&mut variables);
        let wrong = variables.into_wrong();
        if wrong.is_empty() {
            Ok(limits)
        } else {
            Err(wrong.iter().map(BadSetting::name).collect())
        }
    }

    #[test]
    fn a_project_has_two_images_read_at_once_and_as_much_a_day_as_it_likes_unless_it_is_said() {
        let limits = parse("", "").unwrap();
        assert_eq!((limits.at_once, limits.bytes_per_day), (2, None));
        let limits = parse("VERIFY_BYTES_PER_DAY", "0").unwrap();
        assert_eq!(limits.bytes_per_day, Some(Bytes(0)));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (name, values) in [
            ("VERIFY_AT_ONCE", ["0", "101", "two"]),
            ("VERIFY_BYTES_PER_DAY", ["-1", "1 GiB", "9007199254740992"]),
        ] {
            for value in values {
                assert_eq!(parse(name, value), Err(vec![name]), "{value}");
            }
        }
    }
}
