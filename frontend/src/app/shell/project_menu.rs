//! The project that the person works in, and the others they could.

use gaze_shared::gateway::{ChangeSession, Project};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::i18n::text;
use crate::navigation::{Leaving, UnsavedWork};
use crate::session::config::Config;
use crate::session::query::{Loaded, Query};
use crate::session::{SessionStore, tell_outcome};
use crate::ui::reactive::{dyn_view, effect};
use crate::ui::toasts::Toasts;
use crate::ui::{ErrorView, Icon, IconView, Menu, Show};

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
        <span class="header-project">{dyn_view(name)}</span>
    };
    view! {
        <Menu
            label=Signal::derive(move || text::shell::project_named(&name()))
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
    dyn_view(move || match projects.value.get() {
        Loaded::Pending => {
            view! { <p class="menu-note">{text::shell::loading_projects()}</p> }.into_any()
        }
        Loaded::Failed(error) => view! { <ProjectsFailed error=error query=projects/> }.into_any(),
        Loaded::Ready(list) => view! { <ProjectList projects=list/> }.into_any(),
    })
}

#[component]
fn ProjectsFailed(error: ApiError, query: Query<Vec<Project>>) -> impl IntoView {
    view! {
        <p class="menu-note">{ErrorView::from(error).in_a_line()}</p>
        // Not a button of the menu: choosing it must not close the panel.
        <ul class="menu-list">
            <li>
                <button type="button" class="menu-item" on:click=move |_| query.reload()>
                    <IconView icon=Icon::Refresh/>
                    {text::ui::try_again()}
                </button>
            </li>
        </ul>
    }
}

/// A place to work in.
struct Choice {
    name: String,
    more: String,
    is_current: bool,
    change: ChangeSession,
}

/// What stands beside the name of a project: the domain, if its name is known, or else its id where nothing but
/// that tells two projects apart.
fn domain_beside(project: &Project, all: &[Project]) -> String {
    let domain = Some(project.domain.name.as_str()).filter(|name| !name.is_empty());
    let domain = domain.or_else(|| project.domain_among(all));
    domain.unwrap_or_default().to_owned()
}

/// The projects, and the regions where there are several.
#[component]
fn ProjectList(projects: Vec<Project>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let config = expect_context::<Config>();
    let switch = switch();
    dyn_view(move || {
        let current = sessions.session();
        let choice = |project: &Project| Choice {
            name: project.name.clone(),
            more: domain_beside(project, &projects),
            is_current: current
                .as_ref()
                .is_some_and(|session| session.project.id == project.id),
            change: ChangeSession {
                project_id: Some(project.id.clone()),
                region: None,
            },
        };
        let mut choices: Vec<Choice> = projects.iter().map(choice).collect();
        let regions = config
            .with(|config| config.map(|config| config.regions.clone()))
            .filter(|regions| regions.len() > 1)
            .unwrap_or_default();
        choices.extend(regions.into_iter().map(|region| {
            Choice {
                is_current: current
                    .as_ref()
                    .is_some_and(|session| session.region == region.name),
                name: region.name.clone(),
                more: text::shell::region().to_owned(),
                change: ChangeSession {
                    project_id: None,
                    region: Some(region.name),
                },
            }
        }));
        let items = choices.into_iter().map(|choice| {
            view! {
                <li>
                    <button
                        type="button"
                        class="menu-item"
                        aria-pressed=if choice.is_current { "true" } else { "false" }
                        on:click=move |_| {
                            if !choice.is_current {
                                switch.run(choice.change.clone());
                            }
                        }
                    >
                        <IconView icon=Icon::Project/>
                        <span class="menu-item-text">{choice.name}</span>
                        <span class="menu-item-more">{choice.more}</span>
                    </button>
                </li>
            }
            .into_any()
        });
        view! { <ul class="menu-list">{items.collect_view()}</ul> }.into_any()
    })
}

/// Goes on in another project or region, and tells where one is then.
fn switch() -> Callback<ChangeSession> {
    let sessions = expect_context::<SessionStore>();
    let toasts = expect_context::<Toasts>();
    let api = expect_context::<Api>();
    let unsaved = expect_context::<UnsavedWork>();
    let switch = move |change: ChangeSession| {
        spawn_local(async move {
            match api.change_session(&change).await {
                Ok(session) => {
                    toasts.show(match change.region {
                        Some(region) => text::shell::now_in_region(&region),
                        None => text::shell::now_in_project(&session.project.name),
                    });
                    sessions.signed_in(session);
                }
                Err(error) => {
                    let outcome = tell_outcome(&error, text::shell::nothing_changed());
                    toasts.show(format!("{outcome} {}", ErrorView::from(error).in_a_line()));
                }
            }
        });
    };
    Callback::new(move |change| {
        unsaved.leave(&Leaving::OtherPlace, move || switch(change));
    })
}

#[cfg(test)]
mod tests {
    use gaze_shared::gateway::Domain;

    use super::*;

    #[test]
    fn two_projects_of_one_name_do_not_look_the_same_in_the_menu() {
        let project = |id: &str, name: &str, domain: &str| Project {
            id: id.into(),
            name: name.into(),
            domain: Domain {
                id: domain.into(),
                name: String::new(),
            },
        };
        let all = [
            project("1", "vd1", "default"),
            project("2", "vd1", "b7"),
            project("3", "vd2", "b7"),
        ];
        let beside: Vec<String> = all.iter().map(|one| domain_beside(one, &all)).collect();
        assert_eq!(beside, ["default", "b7", ""]);
    }
}
