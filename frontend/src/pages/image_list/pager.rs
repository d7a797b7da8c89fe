//! Forward, back, and how many rows.

use leptos::prelude::*;

use super::scan::ListPage;
use super::{GoTo, ListState, Position};
use crate::paths::Page;
use crate::state::navigation::Step;
use crate::ui::format::count;
use crate::ui::{Icon, IconView, unique_id};

const LIMITS: [u32; 4] = [25, 50, 100, 200];

fn page_link(
    state: Memo<ListState>,
    position: Option<Position>,
    label: &'static str,
    icon: Icon,
) -> AnyView {
    match position {
        Some(position) => {
            let href = move || {
                state.with(|state| Page::Images(Box::new(state.at(position.clone()))).path())
            };
            view! {
                <a class="button" href=href>
                    <IconView icon=icon/>
                    {label}
                </a>
            }
            .into_any()
        }
        None => view! {
            <span class="button" aria-disabled="true" role="link">
                <IconView icon=icon/>
                {label}
            </span>
        }
        .into_any(),
    }
}

/// The foot of the list.
#[component]
pub(super) fn Pager(state: Memo<ListState>, page: ListPage, go_to: GoTo) -> impl IntoView {
    let ListPage {
        images,
        previous,
        next,
        stopped_after,
    } = page;
    let is_alone = previous.is_none() && next.is_none();
    let shown = match stopped_after {
        None => count(images.len(), "image", "images"),
        Some(looked) => format!(
            "{} found after looking through {looked}. Next looks further.",
            count(images.len(), "image", "images")
        ),
    };
    let id = unique_id("limit");
    let limit = move || state.with(ListState::limit);
    let change = move |event: web_sys::Event| {
        if let Ok(limit) = event_target_value(&event).parse() {
            let state = state.with_untracked(|state| state.with_query(|q| q.limit = Some(limit)));
            go_to.run((state, Step::New));
        }
    };
    // A length that only the URL can set is offered too, so that the box tells the truth.
    let mut limits = LIMITS.to_vec();
    let current = state.with_untracked(ListState::limit);
    if !limits.contains(&current) {
        let place = limits.iter().filter(|limit| **limit < current).count();
        limits.insert(place, current);
    }
    let options = limits
        .into_iter()
        .map(|value| {
            view! { <option value=value selected=move || limit() == value>{value}</option> }
                .into_any()
        })
        .collect_view();
    view! {
        <nav class="pager" aria-label="Pages of the list">
            <span class="pager-count tabular">{shown}</span>
            <span class="pager-limit">
                <label for=id.clone()>{"Rows"}</label>
                <select class="select" id=id on:change=change>{options}</select>
            </span>
            {(!is_alone)
                .then(|| {
                    view! {
                        <span class="pager-links">
                            {page_link(state, previous, "Previous", Icon::ArrowLeft)}
                            {page_link(state, next, "Next", Icon::ArrowRight)}
                        </span>
                    }.into_any()
                })}
        </nav>
    }
}
