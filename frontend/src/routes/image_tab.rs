//! The parts of an image's page.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Facts and integrity.
    #[default]
    Overview,
    Properties,
    /// The image as the API serves it.
    Json,
}

impl Tab {
    /// All tabs in their order.
    pub const ALL: [Self; 3] = [Self::Overview, Self::Properties, Self::Json];

    /// The value of the URL's `tab`; the first tab needs none.
    #[must_use]
    pub fn as_parameter(self) -> Option<&'static str> {
        match self {
            Self::Overview => None,
            Self::Properties => Some("properties"),
            Self::Json => Some("json"),
        }
    }

    /// Reads the URL's `tab`; a word that is no tab means the first.
    #[must_use]
    pub fn from_parameter(parameter: Option<&str>) -> Self {
        Self::ALL
            .into_iter()
            .find(|tab| tab.as_parameter() == parameter)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tab_survives_the_url() {
        for tab in Tab::ALL {
            assert_eq!(Tab::from_parameter(tab.as_parameter()), tab);
        }
        assert_eq!(Tab::from_parameter(Some("unknown")), Tab::Overview);
    }
}
