//! A resource as a bar, and the way to a new image where one more is allowed.

use gaze_shared::gateway::{QuotaRefresh, QuotaReport};
use leptos::prelude::*;

use super::fit::{Needs, QuotaFit};
use super::line::{Level, Line};
use super::store::QuotaStore;
use super::words::amount;
use crate::i18n::dates::{Ago, ago};
use crate::routes::Page;
use crate::ui::clock::unix_seconds;
use crate::ui::reactive::dyn_view;
use crate::ui::{
    ActionButton, ButtonLook, Icon, IconView, RelativeTime, element, part, text, words,
};

/// How much is told of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The bar, and the sum in words.
    Bar,
    /// Every number of it too.
    Facts,
}

/// One resource.
#[must_use]
pub fn line_view(line: &Line, detail: Detail) -> AnyView {
    let (level, icon) = match line.level() {
        Level::Fine => ("fine", None),
        Level::Warning => ("warning", Some(Icon::Warning)),
        Level::Critical => ("critical", Some(Icon::Cross)),
    };
    let mut numbers = Vec::with_capacity(2);
    if let Some(icon) = icon {
        numbers.push(view! { <IconView icon=icon/> }.into_any());
    }
    numbers.push(text(line.text()));
    let head = vec![
        part("span", "quota-label", vec![text(line.label())]),
        part("span", "quota-numbers", numbers),
    ];
    let mut all = vec![part("div", "quota-head", head)];
    if line.state.limit.is_some() {
        let classes = ["quota-used", "quota-reserved", "quota-added"];
        let shares = classes.into_iter().zip(line.shares());
        let bar = shares
            .filter(|(_, share)| *share > 0)
            .map(bar_part)
            .collect();
        let attributes = [("class", "quota-bar"), ("aria-hidden", "true")];
        all.push(element("div", &attributes, bar));
    }
    if detail == Detail::Facts {
        all.push(facts(line));
    }
    element("div", &[("class", "quota"), ("data-level", level)], all)
}

/// When the cloud told what a report says, and whether a newer answer is awaited.
#[must_use]
pub fn age_view(report: &QuotaReport) -> AnyView {
    // What is from just now is not told to be old.
    let now = unix_seconds();
    let asked = report.observed_at.as_ref();
    let asked = asked.and_then(|at| Some(ago(now, at.unix_seconds()?)));
    let is_awaited = report.refresh == QuotaRefresh::UnderWay && asked != Some(Ago::Now);
    match report.observed_at.clone() {
        Some(at) => vec![
            words("The cloud was asked "),
            view! { <RelativeTime at=at/> }.into_any(),
            words(if is_awaited {
                ". A newer answer is awaited."
            } else {
                "."
            }),
        ]
        .into_any(),
        None if is_awaited => words(
            "The cloud is being asked, which takes a while with many images. Usage is not known yet.",
        ),
        None => words("The cloud has not been asked yet, so usage is not known."),
    }
}

fn bar_part((class, share): (&'static str, u64)) -> AnyView {
    view! { <span class=class style:width=format!("{share}%")></span> }.into_any()
}

fn facts(line: &Line) -> AnyView {
    let number = |number| amount(&line.state.unit, number);
    let known = |number: u64| {
        if line.is_known {
            amount(&line.state.unit, number)
        } else {
            "Not known yet".to_owned()
        }
    };
    let unlimited = || "No limit".to_owned();
    let remaining = line.state.remaining();
    let facts = [
        ("Limit", line.state.limit.map_or_else(unlimited, number)),
        ("Used", known(line.state.usage)),
        ("Reserved", known(line.state.reserved)),
        ("Remaining", remaining.map_or_else(unlimited, known)),
        ("Limit set by", line.source().to_owned()),
    ];
    let fact = |(term, fact): (&'static str, String)| {
        let pair = vec![
            element("dt", &[], vec![words(term)]),
            element("dd", &[], vec![text(fact)]),
        ];
        element("div", &[], pair)
    };
    part("dl", "quota-facts", facts.map(fact).into())
}

/// The link to the form for a new image; a button that says why not where the project may have no more
/// images.
pub fn new_image_link() -> AnyView {
    let store = expect_context::<QuotaStore>();
    dyn_view(move || match store.fit(Needs::image()) {
        QuotaFit::Fits | QuotaFit::Doubtful(_) => view! {
            <a class="button button-primary" href=Page::new_image().path()>
                <IconView icon=Icon::Plus/>
                {"New image"}
            </a>
        }
        .into_any(),
        QuotaFit::Exceeds(reason) => view! {
            <ActionButton
                label="New image"
                icon=Icon::Plus
                look=ButtonLook::Primary
                on_click=Callback::new(|()| {})
                disabled_because=Some(reason)
            />
        }
        .into_any(),
    })
}
