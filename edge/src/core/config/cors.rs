//! The origins whose pages may call the gateway from a browser.

use crate::core::auth::cors::Cors;
use crate::core::config::variables::Variables;
use crate::core::http::base_url::BaseUrl;

const EXPECTED: &str = "expected origins separated by commas, each written out in full, such as \
                        https://tools.example; * and null are none";

/// Reads `CORS_ORIGINS` and `CORS_SESSION_ORIGINS`.
pub(super) fn read<R: Fn(&str) -> Option<String>>(variables: &mut Variables<R>) -> Cors {
    let mut list = |variable| variables.or(variable, EXPECTED, Vec::new(), read_origins);
    let token_origins = list("CORS_ORIGINS");
    let session_origins = list("CORS_SESSION_ORIGINS");
    Cors::new(token_origins, session_origins)
}

fn read_origins(text: &str) -> Option<Vec<String>> {
    text.split(',')
        .map(|origin| read_origin(origin.trim()))
        .collect()
}

/// An origin as browsers write it. A host in another script must be in its `xn--` form, as it stands
/// in the `Origin` header.
fn read_origin(text: &str) -> Option<String> {
    let base = BaseUrl::parse(text).filter(BaseUrl::is_origin)?;
    let (_, authority) = base.origin().split_once("://")?;
    // The colon and the brackets are those of a port and of an IPv6 address.
    let is_spelled_out = authority
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte));
    is_spelled_out.then(|| base.origin().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::BadSetting;

    fn cors(token: &str, session: &str) -> Result<Cors, Vec<&'static str>> {
        let mut variables = Variables::new(|name: &str| {
            Some(match name {
                "CORS_ORIGINS" => token.to_owned(),
                _ => session.to_owned(),
            })
        });
        let cors = read(&mut variables);
        let wrong: Vec<_> = variables.into_wrong();
        if wrong.is_empty() {
            Ok(cors)
        } else {
            Err(wrong.iter().map(BadSetting::name).collect())
        }
    }

    #[test]
    fn origins_are_kept_as_browsers_write_them() {
        let cors = cors(
            "https://Tools.Example:443/, http://localhost:3000",
            "https://[::1]:8443",
        )
        .unwrap();
        for origin in [
            "https://tools.example",
            "http://localhost:3000",
            "https://[::1]:8443",
        ] {
            assert!(cors.find(Some(origin)).is_some(), "{origin}");
        }
    }

    #[test]
    fn nothing_is_listed_unless_the_operator_says_so() {
        assert_eq!(cors("", ""), Ok(Cors::default()));
    }

    #[test]
    fn patterns_and_other_things_that_are_no_origin_are_wrong_settings() {
        for text in [
            "*",
            "null",
            "https://*.example",
            "https://tools.example/path",
            "https://tools.example?",
            "tools.example",
            "//tools.example",
            "https://user@tools.example",
            "https://tööls.example",
            "https://a.example,,https://b.example",
            "https://a.example https://b.example",
            "ftp://a.example",
            "https://.*",
            "https://(a|b).example",
        ] {
            assert_eq!(cors(text, ""), Err(vec!["CORS_ORIGINS"]), "{text}");
            assert_eq!(cors("", text), Err(vec!["CORS_SESSION_ORIGINS"]), "{text}");
        }
    }
}
