//! The quotas of all projects, and the plan of one, for administrators.

mod limit;
mod list;
mod plan_form;
mod plan_page;

use gaze_shared::glance::can::Caller;
use leptos::prelude::*;

use crate::api::Api;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::parameters::PROJECT;
use crate::session::SessionStore;
use crate::session::query::place_query;
use crate::ui::empty::{Empty, Scope};
use crate::ui::reactive::{dyn_view, memo};
use list::project_list;
use plan_page::plan_page;

/// `/admin/quotas`, and `/admin/quotas?project={id}` for one plan.
#[component]
pub fn ProjectQuotasPage() -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let is_admin = memo(move || sessions.caller().as_ref().is_some_and(Caller::is_admin));
    dyn_view(move || {
        if is_admin.get() {
            projects()
        } else {
            view! {
                <Empty
                    title=text::project_quotas::only_for_administrators()
                    text=text::project_quotas::only_for_administrators_text()
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
    let list = place_query(move || async move { api.project_quotas().await });
    let chosen = memo(move || navigator.parameter(PROJECT));
    dyn_view(move || match chosen.get() {
        None => project_list(list),
        Some(id) => plan_page(list, id),
    })
}
