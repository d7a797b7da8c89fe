//! What is there only while a condition holds.

use leptos::prelude::*;

use crate::ui::base::reactive::{dyn_view, memo};

/// A condition over signals.
pub struct Condition(Box<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(condition: F) -> Self {
        Self(Box::new(condition))
    }
}

/// Shows its children while a condition holds. Unlike Leptos' own, which has this name too, it is
/// compiled once, and not once for each place.
#[component]
pub fn Show(
    #[prop(into)] when: Condition,
    /// What is shown then.
    children: ChildrenFn,
    /// What is shown otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    let holds = memo(move || (when.0)());
    dyn_view(move || {
        if holds.get() {
            children()
        } else {
            fallback.run()
        }
    })
}
