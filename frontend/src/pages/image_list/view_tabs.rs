//! Whose images: the tabs above the list.

use leptos::prelude::*;

use crate::i18n::text;
use crate::routes::{ListState, Page, View};

/// Links to the tabs; filters and order go along.
#[component]
pub(super) fn ViewTabs(state: Memo<ListState>) -> impl IntoView {
    let tabs = View::ALL.map(|view| {
        let href = move || state.with(|state| Page::Images(Box::new(state.in_view(view))).path());
        let current = move || state.with(|state| (state.view == view).then_some("page"));
        view! {
            <li>
                <a class="tab" href=href aria-current=current>{view.label()}</a>
            </li>
        }
        .into_any()
    });
    view! {
        <nav aria-label=text::image_list::whose_images()>
            <ul class="tabs">{tabs.collect_view()}</ul>
        </nav>
    }
}
