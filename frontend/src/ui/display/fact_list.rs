//! What is known of something: names with their values, in as many columns as there is room for.

use leptos::prelude::*;

use crate::ui::base::element::{element, part};

/// A name with its value.
pub struct Fact {
    name: AnyView,
    value: AnyView,
    class: &'static str,
}

impl Fact {
    /// One that fits into a column.
    #[must_use]
    pub fn new(name: impl IntoAny, value: impl IntoAny) -> Self {
        Self {
            name: name.into_any(),
            value: value.into_any(),
            class: "fact",
        }
    }

    /// One that takes a line of its own.
    #[must_use]
    pub fn wide(name: impl IntoAny, value: impl IntoAny) -> Self {
        Self {
            class: "fact fact-wide",
            ..Self::new(name, value)
        }
    }
}

/// A list of facts; its class says how wide a column is.
#[component]
pub fn FactList(class: &'static str, facts: Vec<Fact>) -> impl IntoView {
    let pair = |fact: Fact| {
        let name = element("dt", &[], vec![fact.name]);
        let value = element("dd", &[], vec![fact.value]);
        part("div", fact.class, vec![name, value])
    };
    part("dl", class, facts.into_iter().map(pair).collect())
}
