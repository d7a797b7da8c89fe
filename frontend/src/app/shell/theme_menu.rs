//! Light, dark, or as the system says.

use leptos::prelude::*;

use crate::i18n::text;
use crate::ui::reactive::dyn_view;
use crate::ui::theme::{Theme, ThemeStore};
use crate::ui::{Icon, IconView, Menu};

fn icon(theme: Theme) -> Icon {
    match theme {
        Theme::System => Icon::System,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    }
}

/// The choice of a theme.
#[component]
pub(super) fn ThemeMenu() -> impl IntoView {
    let store = expect_context::<ThemeStore>();
    let choices = Theme::ALL.map(|theme| {
        view! {
            <li>
                <button
                    type="button"
                    class="menu-item"
                    aria-pressed=move || if store.get() == theme { "true" } else { "false" }
                    on:click=move |_| store.choose(theme)
                >
                    <IconView icon=icon(theme)/>
                    {theme.label()}
                </button>
            </li>
        }
        .into_any()
    });
    let trigger =
        view! { {dyn_view(move || view! { <IconView icon=icon(store.get())/> }.into_any())} }
            .into_any();
    view! {
        <Menu label=text::shell::theme() trigger=trigger class="header-button">
            <ul class="menu-list">{choices.collect_view()}</ul>
        </Menu>
    }
}
