//! What is known of something: names with their values, in as many columns as there is room for.

use leptos::prelude::*;

use super::element::{element, part, words};

/// A name with its value.
pub type Fact = (&'static str, AnyView);

/// A list of facts; its class says how wide a column is.
#[component]
pub fn FactList(
    class: &'static str,
    facts: Vec<Fact>,
    /// Facts below these, each on a line of its own.
    #[prop(optional)]
    wide: Vec<Fact>,
) -> impl IntoView {
    let fact = |class| {
        move |(name, value): Fact| {
            let name = element("dt", &[], vec![words(name)]);
            let value = element("dd", &[], vec![value]);
            part("div", class, vec![name, value])
        }
    };
    let wide = wide.into_iter().map(fact("fact fact-wide"));
    let all = facts.into_iter().map(fact("fact")).chain(wide);
    part("dl", class, all.collect())
}
