//! The header: where the person is, and who they are.

use leptos::prelude::*;

use super::person_menu::PersonMenu;
use super::project_menu::ProjectMenu;
use super::theme_menu::ThemeMenu;
use crate::features::uploads::store::use_uploads;
use crate::i18n::numbers::whole;
use crate::i18n::text;
use crate::routes::{Page, Route};
use crate::session::SessionStore;
use crate::ui::reactive::dyn_view;
use crate::ui::{Icon, IconView, Logo, Show};

/// Logo, region, project, uploads, theme, person.
#[component]
pub(super) fn Header() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let region = move || {
        sessions
            .session()
            .map(|session| session.region)
            .unwrap_or_default()
    };
    let moving = use_uploads().moving_count();
    view! {
        <header class="header">
            <a class="header-home" href=Page::images().path() aria-label=text::shell::home()>
                <Logo/>
                <span class="header-name">"gaze"</span>
            </a>
            <span class="header-region" title=text::shell::region()>{dyn_view(region)}</span>
            <ProjectMenu/>
            <span class="header-space"></span>
            <Show when=move || { moving.get() > 0 }>
                <a class="header-uploads" href=Route::Uploads.path()>
                    <IconView icon=Icon::Uploads/>
                    <span class="tabular">{dyn_view(move || whole(moving.get()))}</span>
                    <span class="visually-hidden">
                        " "
                        {dyn_view(move || text::shell::files_on_their_way(moving.get()))}
                    </span>
                </a>
            </Show>
            <ThemeMenu/>
            <PersonMenu/>
        </header>
    }
}
