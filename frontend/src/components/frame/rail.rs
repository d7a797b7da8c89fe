//! The pages, at the side or, on narrow windows, at the bottom.

use leptos::prelude::*;

use crate::paths::Page;
use crate::state::navigation::use_navigator;
use crate::ui::{Icon, IconView};

/// One entry of the rail.
struct Entry {
    page: Page,
    label: &'static str,
    icon: Icon,
}

/// The navigation between pages.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let entries = [
        Entry {
            page: Page::images(),
            label: "Images",
            icon: Icon::Images,
        },
        Entry {
            page: Page::Uploads,
            label: "Uploads",
            icon: Icon::Transfers,
        },
    ];
    let navigator = use_navigator();
    let links = entries.map(|Entry { page, label, icon }| {
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
    });
    view! {
        <nav class="rail" aria-label="Pages">
            <ul class="rail-list">{links.collect_view()}</ul>
        </nav>
    }
}
