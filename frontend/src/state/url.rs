//! One parameter of the page's URL that opens or chooses something: the URL is state, so back closes
//! what a click opened.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

/// A parameter that can be read and set without touching the others.
#[derive(Clone, Copy)]
pub struct UrlParameter {
    name: &'static str,
    value: Memo<Option<String>>,
    change: Callback<(Option<String>, Step)>,
}

/// What a change means for the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Back undoes it.
    New,
    /// Back goes to what was before it.
    Replace,
}

impl UrlParameter {
    /// The parameter `name` of whatever page is shown. Must be called below the router.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        let queries = use_query_map();
        let pathname = use_location().pathname;
        let navigate = use_navigate();
        let change = Callback::new(move |(value, step): (Option<String>, Step)| {
            let mut query = queries.get_untracked();
            match value {
                Some(value) => query.replace(name, value),
                None => {
                    query.remove(name);
                }
            }
            let path = format!("{}{}", pathname.get_untracked(), query.to_query_string());
            let options = NavigateOptions {
                replace: step == Step::Replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&path, options);
        });
        let value = Memo::new(move |_| queries.with(|query| query.get(name)));
        Self {
            name,
            value,
            change,
        }
    }

    /// Its value, reactively.
    #[must_use]
    pub fn get(self) -> Option<String> {
        self.value.get()
    }

    /// Sets or clears it, as a step that back undoes. Nothing happens when it has that value already.
    pub fn set(self, value: Option<&str>) {
        self.set_by(value, Step::New);
    }

    /// Sets or clears it.
    pub fn set_by(self, value: Option<&str>, step: Step) {
        if self.value.get_untracked().as_deref() != value {
            self.change.run((value.map(ToOwned::to_owned), step));
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }
}
