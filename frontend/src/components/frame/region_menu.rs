//! The region that the person works in, and the others there are.

use gaze_shared::gateway::ChangeSession;
use leptos::prelude::*;

use super::project_menu::switch;
use crate::state::config::Config;
use crate::state::session::SessionStore;
use crate::ui::Menu;

/// The region's name, or a choice where there are several.
#[component]
pub(super) fn RegionMenu() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let config = expect_context::<Config>();
    let current = move || {
        sessions
            .session()
            .map(|session| session.region)
            .unwrap_or_default()
    };
    let change = switch();
    move || {
        let regions = config
            .0
            .with(|config| config.as_ref().map(|config| config.regions.clone()))
            .unwrap_or_default();
        if regions.len() < 2 {
            return view! { <span class="header-region" title="Region">{current}</span> }
                .into_any();
        }
        let items = regions.into_iter().map(move |region| {
            let (name, chosen) = (region.name.clone(), region.name.clone());
            view! {
                <li>
                    <button
                        type="button"
                        class="menu-item"
                        aria-pressed=move || if current() == name { "true" } else { "false" }
                        on:click=move |_| {
                            change
                                .run(ChangeSession {
                                    project_id: None,
                                    region: Some(chosen.clone()),
                                });
                        }
                    >
                        {region.name}
                    </button>
                </li>
            }
        });
        view! {
            <Menu
                label=Signal::derive(move || format!("Region {}", current()))
                trigger=view! { <span class="header-region">{current}</span> }.into_any()
                class="header-button"
            >
                <ul class="menu-list">{items.collect_view()}</ul>
            </Menu>
        }
        .into_any()
    }
}
