//! Whose images: the tabs above the list.

use leptos::prelude::*;

use crate::i18n::text::image_list;
use crate::routes::{ListState, Page, View};

/// What a tab is called.
pub(super) fn view_name(view: View) -> &'static str {
    match view {
        View::Mine => image_list::view_mine(),
        View::Shared => image_list::view_shared(),
        View::Public => image_list::view_public(),
        View::Community => image_list::view_community(),
        View::Hidden => image_list::view_hidden(),
    }
}

/// Links to the tabs; filters and order go along.
#[component]
pub(super) fn ViewTabs(state: Memo<ListState>) -> impl IntoView {
    let tabs = View::ALL.map(|view| {
        let href = move || state.with(|state| Page::list(&state.in_view(view)).path());
        let current = move || state.with(|state| (state.view == view).then_some("page"));
        view! {
            <li>
                <a class="tab" href=href aria-current=current>{view_name(view)}</a>
            </li>
        }
        .into_any()
    });
    view! {
        <nav aria-label=image_list::whose_images()>
            <ul class="tabs">{tabs.collect_view()}</ul>
        </nav>
    }
}
