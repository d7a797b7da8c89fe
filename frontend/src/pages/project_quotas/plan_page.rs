//! One project: what it has, what this gateway allows it, and who has changed that.

use gaze_shared::gateway::{PlanChange, ProjectPlan, ProjectQuota};
use leptos::prelude::*;

use super::limit::summary;
use super::list::{bars, plan_words, project_name};
use super::plan_form::plan_form;
use crate::api::Api;
use crate::features::not_found::NotFound;
use crate::i18n::text;
use crate::routes::Route;
use crate::session::query::{Loaded, Query, place_query};
use crate::ui::announcer::set_page_title;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::dyn_view;
use crate::ui::{Icon, IconView, RelativeTime};

pub(super) fn plan_page(list: Query<Vec<ProjectQuota>>, id: String) -> AnyView {
    if !is_project_id(&id) {
        return view! { <NotFound/> }.into_any();
    }
    let api = expect_context::<Api>();
    let wanted = id.clone();
    let plan = place_query(move || {
        let id = wanted.clone();
        async move { api.plan(&id).await }
    });
    let project = Signal::derive({
        let id = id.clone();
        move || {
            list.value
                .with(|list| list.ready().and_then(|list| find(list, &id)))
        }
    });
    // A project that is not in the list has at least its id.
    let name = Signal::derive(move || {
        list.value.with(|list| {
            let named = list
                .ready()
                .and_then(|list| Some(project_name(list, &find(list, &id)?)));
            named.unwrap_or_else(|| id.clone())
        })
    });
    set_page_title(move || text::project_quotas::plan_of(&name.get()));
    let on_changed = Callback::new(move |changed: ProjectPlan| {
        plan.set(changed);
        list.reload();
    });
    let content = move || match plan.value.get() {
        Loaded::Pending => {
            view! { <p class="side-text" role="status">{text::project_quotas::loading_plan()}</p> }
                .into_any()
        }
        Loaded::Failed(error) => {
            let again = Callback::new(move |()| plan.reload());
            view! { <ErrorPanel title=text::project_quotas::plan_not_loaded() error=error on_retry=again/> }
                .into_any()
        }
        Loaded::Ready(now) => view! {
            <div class="plan">
                {plan_form(&now, name, on_changed)}
                <section class="side-part">
                    <h2 class="side-title">{text::project_quotas::changes()}</h2>
                    {changes(&now.changes)}
                </section>
            </div>
        }
        .into_any(),
    };
    let all = Route::ProjectQuotas.path();
    view! {
        <a class="back-link" href=all>
            <IconView icon=Icon::ArrowLeft/>
            {text::project_quotas::all_projects()}
        </a>
        <div class="page-head">
            <h1 class="page-title">{dyn_view(move || text::project_quotas::plan_of(&name.get()))}</h1>
        </div>
        <p class="quota-about">
            {dyn_view(move || plan.value.with(|plan| plan.ready().map(plan_words)))}
        </p>
        {dyn_view(move || project.get().as_ref().map(bars))}
        {dyn_view(content)}
    }
    .into_any()
}

fn find(list: &[ProjectQuota], id: &str) -> Option<ProjectQuota> {
    list.iter().find(|one| one.project.id == id).cloned()
}

fn changes(changes: &[PlanChange]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="side-text">{text::project_quotas::nobody_changed()}</p> }
            .into_any();
    }
    let row = |change: &PlanChange| {
        let what = change.plan.as_ref().map_or_else(
            || text::project_quotas::back_to_configuration().to_owned(),
            summary,
        );
        view! {
            <li>
                {change.user_name.clone()} " " <RelativeTime at=change.at.clone()/>
                <p class="side-text">{what}</p>
            </li>
        }
        .into_any()
    };
    view! { <ol class="plan-changes">{changes.iter().map(row).collect_view()}</ol> }.into_any()
}

/// Keystone's ids have nothing in them that means something in a path.
fn is_project_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_project_is_asked_for() {
        assert!(is_project_id("a16fca11fa5d4d9b8f5c3a1f5c2f4c3e"));
        for id in ["", "../session", "a b", "a/b", "a%2fb", "ä"] {
            assert!(!is_project_id(id), "{id}");
        }
    }
}
