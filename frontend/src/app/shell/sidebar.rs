//! The pages, at the side or, on narrow windows, at the bottom.

use gaze_shared::glance::can::Caller;
use leptos::prelude::*;

use crate::app::commands::{Audience, COMMANDS, SidebarEntry};
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::session::SessionStore;
use crate::ui::IconView;
use crate::ui::reactive::{dyn_view, memo};

/// The navigation between pages.
#[component]
pub(super) fn Sidebar() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let is_admin = memo(move || sessions.caller().as_ref().is_some_and(Caller::is_admin));
    let entries = move || {
        let for_them = |entry: &SidebarEntry| match entry.audience {
            Audience::Everybody => true,
            Audience::Administrators => is_admin.get(),
        };
        let entries = COMMANDS.iter().filter_map(|command| command.entry);
        entries.filter(for_them).map(link).collect_view()
    };
    view! {
        <nav class="sidebar" aria-label=text::shell::pages()>
            <ul class="sidebar-list">{dyn_view(entries)}</ul>
        </nav>
    }
}

fn link(entry: SidebarEntry) -> AnyView {
    let navigator = use_navigator();
    let href = (entry.page)().path();
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
            <a class="sidebar-link" href=href aria-current=current>
                <IconView icon=entry.icon/>
                <span>{(entry.label)()}</span>
            </a>
        </li>
    }
    .into_any()
}
