//! The pages, at the side or, on narrow windows, at the bottom.

use gaze_shared::glance::can::Caller;
use leptos::prelude::*;

use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::session::SessionStore;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView};

struct SidebarEntry {
    page: Page,
    label: &'static str,
    icon: Icon,
}

/// The navigation between pages.
#[component]
pub(super) fn Sidebar() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let is_admin = memo(move || sessions.caller().as_ref().is_some_and(Caller::is_admin));
    let entry = |page, label, icon| SidebarEntry { page, label, icon };
    view! {
        <nav class="rail" aria-label=text::shell::pages()>
            <ul class="rail-list">
                {link(entry(Page::images(), text::shell::images(), Icon::Images))}
                {link(entry(Page::Uploads, text::shell::uploads(), Icon::Transfers))}
                {link(entry(Page::Quota, text::shell::quota(), Icon::Gauge))}
                {dyn_view(move || {
                    let page = Page::ProjectQuotas { project: None };
                    is_admin.get().then(|| link(entry(page, text::shell::projects(), Icon::Project)))
                })}
            </ul>
        </nav>
    }
}

fn link(SidebarEntry { page, label, icon }: SidebarEntry) -> AnyView {
    let navigator = use_navigator();
    let href = page.path();
    let root = href.clone();
    let current = move || {
        navigator.address().with(|address| {
            let path = &address.path;
            if *path == root {
                Some("page")
            } else if path.starts_with(&root) {
                Some("true")
            } else {
                None
            }
        })
    };
    view! {
        <li>
            <a class="rail-link" href=href aria-current=current>
                <IconView icon=icon/>
                <span>{label}</span>
            </a>
        </li>
    }
    .into_any()
}
