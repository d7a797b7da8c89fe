//! The languages that the dashboard speaks.

/// A language, with a folder in `frontend/src/i18n/catalogues`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// In the program from the start.
    #[default]
    English,
    German,
}

impl Language {
    /// All of them, in the order of a choice.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The tag of BCP 47, which `lang` of a page takes.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What those who speak it call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag; regions and scripts are not told apart.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let mut all = Self::ALL.into_iter();
        all.find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The first of the person's languages, by their preference, that is spoken here; else English.
    #[must_use]
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of_tag).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_of_the_person_that_is_spoken_here_is_taken() {
        for (tags, expected) in [
            (&["de-AT", "en"][..], Language::German),
            (&["fr", "DE", "en"], Language::German),
            (&["en-GB", "de"], Language::English),
            (&["den", "fr"], Language::English),
            (&[], Language::English),
        ] {
            assert_eq!(Language::preferred(tags.iter().copied()), expected);
        }
    }
}
