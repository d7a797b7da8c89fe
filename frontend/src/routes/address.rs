//! Path and query of an address.

use super::parameters::HELP;

/// The path of the list of images, to which the way back from an image leads.
pub const LIST_PATH: &str = "/images";
/// What the shell writes into the address of any page: parameter and value.
const OF_THE_SHELL: [(&str, &str); 1] = [HELP];

/// Path and query of the window's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The path, from its leading slash.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
}

impl Address {
    /// Splits path and query; a fragment is left out, because no page has one.
    #[must_use]
    pub fn parse(target: &str) -> Self {
        let target = target.split_once('#').map_or(target, |(before, _)| before);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }

    /// The query without what the shell has written into it: what the page itself is asked for.
    #[must_use]
    pub fn page_query(&self) -> String {
        let mut address = self.clone();
        for (name, value) in OF_THE_SHELL {
            if address.parameter(name).as_deref() == Some(value) {
                address = address.with_parameter(name, None);
            }
        }
        address.query
    }

    /// The value of a parameter of the query, if it is there.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The same address with a parameter set or taken out.
    #[must_use]
    pub fn with_parameter(&self, name: &str, value: Option<&str>) -> Self {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (key, kept) in form_urlencoded::parse(self.query.as_bytes()) {
            if key != name {
                query.append_pair(&key, &kept);
            }
        }
        if let Some(value) = value {
            query.append_pair(name, value);
        }
        Self {
            path: self.path.clone(),
            query: query.finish(),
        }
    }

    /// Path and query as one text.
    #[must_use]
    pub fn to_target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_splits_and_joins() {
        let address = Address::parse("/images?view=public&tag=a&tag=b#x");
        assert_eq!(address.path, "/images");
        assert_eq!(address.to_target(), "/images?view=public&tag=a&tag=b");
        assert_eq!(Address::parse("/images").to_target(), "/images");
    }

    #[test]
    fn what_the_shell_writes_into_the_address_is_nothing_that_the_page_is_asked_for() {
        for (query, expected) in [
            ("view=public&help=keyboard", "view=public"),
            ("help=keyboard", ""),
            // A property of this name is somebody else's.
            ("help=yes&tag=a", "help=yes&tag=a"),
        ] {
            let address = Address::parse(&format!("/images?{query}"));
            assert_eq!(address.page_query(), expected);
        }
    }

    #[test]
    fn a_parameter_is_changed_and_the_others_stay() {
        let address = Address::parse("/images?tag=a&tag=b&search=x+y");
        assert_eq!(address.parameter("search").as_deref(), Some("x y"));
        assert_eq!(address.parameter("help"), None);
        let open = address.with_parameter("help", Some("keyboard"));
        assert_eq!(open.query, "tag=a&tag=b&search=x+y&help=keyboard");
        assert_eq!(open.with_parameter("help", None), address);
        assert_eq!(
            open.with_parameter("help", Some("other"))
                .parameter("help")
                .as_deref(),
            Some("other")
        );
    }
}
