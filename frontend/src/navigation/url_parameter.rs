//! A parameter of the address as a switch.

use leptos::prelude::*;

use super::navigator::{Navigator, use_navigator};

/// A parameter of the address that opens or chooses something: back closes what a click opened.
#[derive(Clone, Copy)]
pub struct UrlParameter {
    name: &'static str,
    navigator: Navigator,
}

impl UrlParameter {
    /// The parameter `name` of whatever page is shown.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            navigator: use_navigator(),
        }
    }

    /// Its value, reactively.
    #[must_use]
    pub fn get(self) -> Option<String> {
        self.navigator.parameter(self.name)
    }

    /// Whether it has this value, reactively.
    #[must_use]
    pub fn is(self, value: &str) -> bool {
        self.get().as_deref() == Some(value)
    }

    /// Sets or clears it, as a step that back undoes. Nothing happens when it has that value already.
    pub fn set(self, value: Option<&str>) {
        let address = self.navigator.address().get_untracked();
        if address.parameter(self.name).as_deref() != value {
            self.navigator
                .go(&address.with_parameter(self.name, value).to_target());
        }
    }
}
