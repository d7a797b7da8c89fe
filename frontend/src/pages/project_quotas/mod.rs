//! The quotas of all projects, and the plan of one, for administrators.

mod limit;
mod list;
mod plan_form;
mod plan_page;

use gaze_shared::image_can::Caller;
use leptos::prelude::*;

use crate::api::Api;
use crate::components::empty::{Empty, Scope};
use crate::state::navigation::use_navigator;
use crate::state::query::Query;
use crate::state::reactive::{effect, live, memo};
use crate::state::session::SessionStore;
use list::project_list;
use plan_page::plan_page;

/// `/admin/quotas`, and `/admin/quotas?project={id}` for one plan.
#[component]
pub fn ProjectQuotasPage() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let is_admin = memo(move || sessions.caller().as_ref().is_some_and(Caller::is_admin));
    live(move || {
        if is_admin.get() {
            projects()
        } else {
            view! {
                <Empty
                    title="Only for administrators"
                    text="The quotas of all projects are shown to people with the role admin. Your role in this project does not have it."
                    scope=Scope::Page
                />
            }
            .into_any()
        }
    })
}

/// The list stays loaded while a plan is shown.
fn projects() -> AnyView {
    let api = expect_context::<Api>();
    let navigator = use_navigator();
    // Who types a name searches what is loaded, and the gateway only where that is not all.
    let is_all = RwSignal::new(true);
    let name = memo(move || {
        let search = navigator.parameter("search");
        search.filter(|_| !is_all.get()).unwrap_or_default()
    });
    let list = Query::of_place(move || {
        let name = name.get();
        async move { api.project_quotas(&name).await }
    });
    effect(move || {
        let left_out = list
            .value
            .with(|list| list.ready().map(|list| list.left_out));
        if left_out > Some(0) {
            is_all.set(false);
        }
    });
    let chosen = memo(move || navigator.parameter("project"));
    live(move || match chosen.get() {
        None => project_list(list),
        Some(id) => plan_page(list, id),
    })
}
