//! Elements that are put together while the program runs, for widgets that only show what is known. The
//! `view!` macro compiles code for every element; here all of them share one function.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;

/// An element of any name. Styles are not set this way: the policy of the page forbids the attribute.
#[inline(never)]
pub(in crate::ui) fn element(
    tag: &'static str,
    attributes: &[(&'static str, &str)],
    children: Vec<AnyView>,
) -> AnyView {
    let attribute = |(key, value): &(&'static str, &str)| {
        custom_attribute(*key, (*value).to_owned()).into_any_attr()
    };
    let attributes: Vec<AnyAttribute> = attributes.iter().map(attribute).collect();
    custom(tag)
        .add_any_attr(attributes)
        .child(children)
        .into_any()
}

/// An element that has nothing but a class.
#[inline(never)]
pub(in crate::ui) fn part(tag: &'static str, class: &str, children: Vec<AnyView>) -> AnyView {
    element(tag, &[("class", class)], children)
}

#[inline(never)]
pub(in crate::ui) fn text(text: String) -> AnyView {
    text.into_any()
}
