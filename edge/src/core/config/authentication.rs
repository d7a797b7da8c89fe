//! How callers are checked, and how long a sign-in lasts.

use crate::core::auth::policy::{Authentication, SessionRenewal, TokenValidation};
use crate::core::config::variables::Variables;

const VALIDATION_EXPECTED: &str = "expected remembered, always-for-writes or always";
const RENEWAL_EXPECTED: &str = "expected application-credential or never";
const MAX_EXPECTED: &str = "expected a number of seconds from 60 to 31536000";
const HEADER_EXPECTED: &str =
    "expected the name of a header that your proxy always sets, such as x-real-ip";

/// A working day.
const SESSION_MAX_SECONDS: i64 = 12 * 3600;

/// Headers that a client sets for itself, whatever stands in between.
const NEVER_AN_ADDRESS: [&str; 5] = ["authorization", "cookie", "host", "origin", "x-auth-token"];

pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> Authentication {
    Authentication {
        token_validation: variables.or(
            "TOKEN_VALIDATION",
            VALIDATION_EXPECTED,
            TokenValidation::Remembered,
            |text| {
                Some(match text {
                    "remembered" => TokenValidation::Remembered,
                    "always-for-writes" => TokenValidation::AlwaysForWrites,
                    "always" => TokenValidation::Always,
                    _ => return None,
                })
            },
        ),
        session_renewal: variables.or(
            "SESSION_RENEWAL",
            RENEWAL_EXPECTED,
            SessionRenewal::ApplicationCredential,
            |text| {
                Some(match text {
                    "application-credential" => SessionRenewal::ApplicationCredential,
                    "never" => SessionRenewal::Never,
                    _ => return None,
                })
            },
        ),
        session_max_seconds: variables.or(
            "SESSION_MAX_SECONDS",
            MAX_EXPECTED,
            SESSION_MAX_SECONDS,
            |text| text.parse().ok().filter(|n| (60..=31_536_000).contains(n)),
        ),
        client_address_header: variables.or(
            "CLIENT_ADDRESS_HEADER",
            HEADER_EXPECTED,
            None,
            |text| {
                let name = text.to_ascii_lowercase();
                let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
                let is_taken = NEVER_AN_ADDRESS.contains(&name.as_str());
                (name.bytes().all(is_name) && !is_taken).then_some(Some(name))
            },
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;
    use crate::core::http::method::Method;

    fn parse(values: &[(&str, &str)]) -> Result<Authentication, Vec<&'static str>> {
        let mut variables = Variables::new(|name: &str| {
            let found = values.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        let section = read(&mut variables);
        let wrong = variables.into_wrong();
        if wrong.is_empty() {
            Ok(section)
        } else {
            Err(wrong.iter().map(BadSetting::name).collect())
        }
    }

    #[test]
    fn nothing_set_trusts_no_header_and_remembers_for_a_minute() {
        assert_eq!(
            parse(&[]),
            Ok(Authentication {
                token_validation: TokenValidation::Remembered,
                session_renewal: SessionRenewal::ApplicationCredential,
                session_max_seconds: 43_200,
                client_address_header: None,
            })
        );
    }

    #[test]
    fn wrong_values_are_named() {
        for (variable, value) in [
            ("TOKEN_VALIDATION", "sometimes"),
            ("SESSION_RENEWAL", "password"),
            ("SESSION_MAX_SECONDS", "59"),
            ("SESSION_MAX_SECONDS", "-1"),
            ("SESSION_MAX_SECONDS", "1h"),
            ("CLIENT_ADDRESS_HEADER", "x real ip"),
            ("CLIENT_ADDRESS_HEADER", "X_Real_IP"),
            ("CLIENT_ADDRESS_HEADER", "Cookie"),
        ] {
            assert_eq!(parse(&[(variable, value)]), Err(vec![variable]), "{value}");
        }
    }

    #[test]
    fn the_table_of_freshness() {
        use crate::core::auth::policy::Freshness::{Fresh, Remembered};
        for (validation, read, write) in [
            ("remembered", Remembered, Remembered),
            ("always-for-writes", Remembered, Fresh),
            ("always", Fresh, Fresh),
        ] {
            let section = parse(&[("TOKEN_VALIDATION", validation)]).unwrap();
            let freshness = |method| section.token_validation.for_method(method);
            assert_eq!(freshness(Method::Get), read, "{validation}");
            for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
                assert_eq!(freshness(method), write, "{validation}");
            }
        }
    }
}
