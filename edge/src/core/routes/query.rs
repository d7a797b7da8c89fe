//! The query of a request: forwarded as it came, but for what Glance would read differently.

use std::fmt;

use crate::core::routes::NoRoute;

/// A query without its `?`, in which only an ampersand separates pairs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(String);

impl Query {
    /// Reads a query.
    ///
    /// To WebOb, with which Glance reads queries, a semicolon separates pairs as well as an ampersand
    /// does (`webob/compat.py`, `parse_qsl_text`). It is forwarded as an ampersand, so that any reader
    /// on the way sees the pairs that Glance sees.
    ///
    /// # Errors
    /// The query would make Glance's router act by another method than the request's.
    pub fn parse(raw: &str) -> Result<Self, NoRoute> {
        let overrides_method = raw
            .split(['&', ';'])
            .flat_map(|pair| form_urlencoded::parse(pair.as_bytes()))
            .any(|(key, _)| key == "_method");
        if overrides_method {
            return Err(NoRoute::MethodOverride);
        }
        Ok(Self(raw.replace(';', "&")))
    }

    /// The query as it is forwarded.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Query {
    /// The first value of a key, for the gateway's own routes.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        form_urlencoded::parse(self.0.as_bytes())
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.into_owned())
    }
}

impl fmt::Display for Query {
    /// The query with its `?`, or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            Ok(())
        } else {
            write!(f, "?{}", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_method_cannot_be_overridden_in_any_spelling() {
        for query in [
            "_method=DELETE",
            "a=b&_method=DELETE",
            "%5Fmethod=DELETE",
            "_method",
            "a=b;_method=DELETE",
            ";_method=DELETE",
        ] {
            assert_eq!(Query::parse(query), Err(NoRoute::MethodOverride), "{query}");
        }
        assert!(Query::parse("x_method=1&name=_method").is_ok());
    }

    #[test]
    fn repeated_keys_and_their_order_are_kept() {
        let query = "tag=b&tag=a&name=x%20y+z&flag&empty=";
        assert_eq!(
            Query::parse(query).unwrap().to_string(),
            format!("?{query}")
        );
        assert_eq!(Query::parse("").unwrap().to_string(), "");
    }

    proptest! {
        #[test]
        fn a_semicolon_separates_pairs_as_it_does_for_glance(raw in "[a-c=&;%_]{0,20}") {
            if let Ok(query) = Query::parse(&raw) {
                prop_assert!(!query.as_str().contains(';'));
                let pairs = |text: &str| {
                    form_urlencoded::parse(text.as_bytes())
                        .map(|(key, value)| (key.into_owned(), value.into_owned()))
                        .collect::<Vec<_>>()
                };
                let as_glance: Vec<_> = raw.split([';', '&']).flat_map(pairs).collect();
                prop_assert_eq!(pairs(query.as_str()), as_glance);
            }
        }
    }
}
