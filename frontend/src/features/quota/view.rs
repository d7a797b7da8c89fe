//! A resource as a bar, and the way to a new image where one more is allowed.

use gaze_shared::gateway::{QuotaRefresh, QuotaReport};
use leptos::prelude::*;

use super::fit::{Needs, QuotaFit};
use super::line::Line;
use super::store::QuotaStore;
use super::words::tell_over;
use crate::i18n::dates::{Ago, ago};
use crate::i18n::text;
use crate::routes::Page;
use crate::ui::clock::unix_seconds;
use crate::ui::reactive::dyn_view;
use crate::ui::sentence::with_elements;
use crate::ui::{
    ActionButton, ButtonStyle, Fact, FactList, Icon, IconView, Meter, MeterShares, RelativeTime,
};

/// How much is told of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The bar, and the sum in words.
    Bar,
    /// Every number of it too.
    Facts,
}

#[must_use]
pub fn line_view(line: &Line, detail: Detail) -> AnyView {
    let [used, reserved, added] = line.shares();
    let shares = MeterShares {
        used,
        reserved,
        added,
    };
    let facts = || view! { <FactList class="quota-facts" facts=facts(line)/> }.into_any();
    view! {
        <Meter
            label=line.label().to_owned()
            sum=line.text()
            level=line.level()
            shares=line.state.limit.map(|_| shares)
            details=(detail == Detail::Facts).then(facts)
        />
    }
    .into_any()
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
        Some(at) => {
            let when = view! { <RelativeTime at=at/> }.into_any();
            let asked = with_elements(text::quota::asked("\u{E000}"), vec![when]);
            let awaited = is_awaited.then(|| format!(" {}", text::quota::newer_awaited()));
            view! { {asked} {awaited} }.into_any()
        }
        None if is_awaited => text::quota::being_asked().into_any(),
        None => text::quota::not_asked().into_any(),
    }
}

fn facts(line: &Line) -> Vec<Fact> {
    let number = |number| line.amount(number);
    let known = |number: u64| {
        if line.is_known {
            line.amount(number)
        } else {
            text::quota::not_known_yet().to_owned()
        }
    };
    let unlimited = || text::quota::no_limit().to_owned();
    let remaining = line.state.remaining();
    let facts = [
        (
            text::quota::limit(),
            line.state.limit.map_or_else(unlimited, number),
        ),
        (text::quota::used(), known(line.state.usage)),
        (text::quota::reserved(), known(line.state.reserved)),
        (
            text::quota::remaining(),
            remaining.map_or_else(unlimited, known),
        ),
        (text::quota::limit_set_by(), line.source().to_owned()),
    ];
    facts.map(|(name, fact)| Fact::new(name, fact)).into()
}

/// The link to the form for a new image; a button that says why not where the project may have no more
/// images.
pub fn new_image_link() -> AnyView {
    let store = expect_context::<QuotaStore>();
    dyn_view(move || match store.fit(Needs::image()) {
        QuotaFit::Fits | QuotaFit::Doubtful(_) => view! {
            <a class="button button-primary" href=Page::new_image().path()>
                <IconView icon=Icon::Plus/>
                {text::quota::new_image()}
            </a>
        }
        .into_any(),
        QuotaFit::Exceeds(over) => view! {
            <ActionButton
                label=text::quota::new_image()
                icon=Icon::Plus
                style=ButtonStyle::Primary
                on_click=Callback::new(|()| {})
                disabled_because=Some(tell_over(&over))
            />
        }
        .into_any(),
    })
}
