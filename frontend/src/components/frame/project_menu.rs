//! The project that the person works in, and the others they could.

use gaze_shared::gateway::{ChangeSession, Project};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::state::query::{Loaded, Query};
use crate::state::reactive::effect;
use crate::state::session::SessionStore;
use crate::state::toasts::Toasts;
use crate::ui::{Icon, IconView, Menu};

/// The choice of a project. The list is loaded when the menu opens for the first time.
#[component]
pub(super) fn ProjectMenu() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let current = move || sessions.session().map(|session| session.project);
    let name = move || current().map(|project| project.name).unwrap_or_default();
    let is_open = RwSignal::new(false);
    // Stays true after the first time, so that the list is not thrown away.
    let wanted = RwSignal::new(false);
    effect(move || {
        if is_open.get() {
            wanted.set(true);
        }
    });
    let trigger = view! {
        <IconView icon=Icon::Project/>
        <span class="header-project">{name}</span>
    };
    view! {
        <Menu
            label=Signal::derive(move || format!("Project {}", name()))
            trigger=trigger.into_any()
            class="header-button"
            is_open=is_open
        >
            <Show when=move || wanted.get()>
                <Projects/>
            </Show>
        </Menu>
    }
}

#[component]
fn Projects() -> impl IntoView {
    let api = expect_context::<Api>();
    let projects = Query::new(move || api.projects());
    move || match projects.value.get() {
        Loaded::Pending => view! { <p class="menu-note">{"Loading projects"}</p> }.into_any(),
        Loaded::Failed(error) => view! { <ProjectsFailed error=error query=projects/> }.into_any(),
        Loaded::Ready(list) => view! { <ProjectList projects=list/> }.into_any(),
    }
}

#[component]
fn ProjectsFailed(error: ApiError, query: Query<Vec<Project>>) -> impl IntoView {
    view! {
        <p class="menu-note">{error.headline()}</p>
        // Not a button of the menu: choosing it must not close the panel.
        <ul class="menu-list">
            <li>
                <button type="button" class="menu-item" on:click=move |_| query.reload()>
                    <IconView icon=Icon::Refresh/>
                    {"Try again"}
                </button>
            </li>
        </ul>
    }
}

#[component]
fn ProjectList(projects: Vec<Project>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let change = switch();
    let items = projects.into_iter().map(|project| {
        let (id, chosen) = (project.id.clone(), project.id);
        let is_current = move || {
            sessions
                .session()
                .is_some_and(|session| session.project.id == id)
        };
        view! {
            <li>
                <button
                    type="button"
                    class="menu-item"
                    aria-pressed=move || if is_current() { "true" } else { "false" }
                    on:click=move |_| {
                        change
                            .run(ChangeSession {
                                project_id: Some(chosen.clone()),
                                region: None,
                            });
                    }
                >
                    <IconView icon=Icon::Project/>
                    <span class="menu-item-text">{project.name}</span>
                    <span class="menu-item-more">{project.domain.name}</span>
                </button>
            </li>
        }
    });
    view! { <ul class="menu-list">{items.collect_view()}</ul> }
}

/// Goes on in another project or region, and tells where one is then.
pub(super) fn switch() -> Callback<ChangeSession> {
    let sessions = expect_context::<SessionStore>();
    let toasts = expect_context::<Toasts>();
    let api = expect_context::<Api>();
    Callback::new(move |change: ChangeSession| {
        spawn_local(async move {
            match api.change_session(&change).await {
                Ok(session) => {
                    toasts.show(match change.region {
                        Some(region) => format!("You now work in region {region}."),
                        None => format!("You now work in project {}.", session.project.name),
                    });
                    sessions.signed_in(session);
                }
                Err(error) => toasts.show(format!(
                    "Nothing was changed. {} {}",
                    error.headline(),
                    error.advice()
                )),
            }
        });
    })
}
