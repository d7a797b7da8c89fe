//! A resource as a bar, and the way to a new image where one more is allowed.

use leptos::prelude::*;

use super::fit::{Needs, Room};
use super::line::{Level, Line};
use super::store::QuotaStore;
use super::words::amount;
use crate::paths::Page;
use crate::ui::{ActionButton, ButtonLook, Icon, IconView};

/// How much is told of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The bar, and the sum in words.
    Bar,
    /// Every number of it too.
    Facts,
}

/// One resource.
pub fn line_view(line: &Line, detail: Detail) -> AnyView {
    let (level, icon) = match line.level() {
        Level::Fine => (None, None),
        Level::Warning => (Some("warning"), Some(Icon::Warning)),
        Level::Critical => (Some("critical"), Some(Icon::Cross)),
    };
    let part = |class: &'static str, share: u64| {
        (share > 0).then(|| view! { <span class=class style:width=format!("{share}%")></span> })
    };
    let [used, reserved, added] = line.shares();
    view! {
        <div class="quota" data-level=level>
            <div class="quota-head">
                <span class="quota-label">{line.label()}</span>
                <span class="quota-numbers">{icon.map(|icon| view! { <IconView icon=icon/> })}{line.text()}</span>
            </div>
            {line.state.limit.is_some().then(|| view! {
                <div class="quota-bar" aria-hidden="true">
                    {part("quota-used", used)}
                    {part("quota-reserved", reserved)}
                    {part("quota-added", added)}
                </div>
            })}
            {(detail == Detail::Facts).then(|| facts(line))}
        </div>
    }
    .into_any()
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
    let fact = |(term, text)| view! { <div><dt>{term}</dt><dd>{text}</dd></div> };
    view! { <dl class="quota-facts">{facts.map(fact).into_iter().collect_view()}</dl> }.into_any()
}

/// The link to the form for a new image; a button that says why not where the project may have no more
/// images.
pub fn new_image_link() -> AnyView {
    let store = expect_context::<QuotaStore>();
    (move || match store.room(Needs::image()) {
        Room::Enough | Room::Doubtful(_) => view! {
            <a class="button button-primary" href=Page::new_image().path()>
                <IconView icon=Icon::Plus/>
                {"New image"}
            </a>
        }
        .into_any(),
        Room::None(reason) => view! {
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
    .into_any()
}
