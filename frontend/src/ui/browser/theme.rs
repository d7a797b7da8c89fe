//! Light, dark, or what the system says. `frontend/static/theme.js` applies the choice before the
//! first paint; this changes it.

use leptos::prelude::*;

use crate::i18n::text;
use crate::ui::browser::storage;

/// The key in local storage, shared with `theme.js`.
const KEY: &str = "gaze.theme";

/// What the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Nothing: the system decides.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// All choices, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::System => text::ui::theme_system(),
            Self::Light => text::ui::theme_light(),
            Self::Dark => text::ui::theme_dark(),
        }
    }

    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

#[derive(Clone, Copy)]
pub struct ThemeStore(RwSignal<Theme>);

impl ThemeStore {
    /// Takes over what was chosen earlier.
    #[must_use]
    pub fn load() -> Self {
        let chosen = storage::read(KEY);
        let theme = Theme::ALL
            .into_iter()
            .find(|theme| theme.attribute().is_some() && theme.attribute() == chosen.as_deref());
        Self(RwSignal::new(theme.unwrap_or_default()))
    }

    /// The choice, reactively.
    #[must_use]
    pub fn get(self) -> Theme {
        self.0.get()
    }

    /// Applies and keeps a choice.
    pub fn choose(self, theme: Theme) {
        self.0.set(theme);
        let root = document().document_element();
        match theme.attribute() {
            Some(name) => {
                storage::write(KEY, name);
                root.map(|root| root.set_attribute("data-theme", name));
            }
            None => {
                storage::remove(KEY);
                root.map(|root| root.remove_attribute("data-theme"));
            }
        }
    }
}
