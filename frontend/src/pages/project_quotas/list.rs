//! The projects, the one that is nearest to a limit first.

use gaze_shared::gateway::{PlanSource, ProjectPlan, ProjectQuota, ProjectQuotaList};
use leptos::prelude::*;

use crate::components::empty::Empty;
use crate::components::error_panel::ErrorPanel;
use crate::paths::Page;
use crate::quota::{Detail, Line, line_view};
use crate::state::navigation::{Step, use_navigator};
use crate::state::query::{Loaded, Query};
use crate::ui::announcer::set_page_title;
use crate::ui::format::count;
use crate::ui::{ActionButton, Icon, IconView, RelativeTime};

pub(super) fn project_list(list: Query<ProjectQuotaList>) -> AnyView {
    set_page_title(|| "Project quotas".into());
    let navigator = use_navigator();
    let again = Callback::new(move |()| list.reload());
    let search = move || navigator.parameter("search").unwrap_or_default();
    let find = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let wanted = Some(text.as_str()).filter(|text| !text.is_empty());
        let address = navigator.address().get_untracked();
        let target = address.with_parameter("search", wanted).to_target();
        navigator.go_by(&target, Step::Replace);
    };
    let content = move || match list.value.get() {
        Loaded::Pending => {
            view! { <p class="side-text" role="status">{"Loading the projects"}</p> }.into_any()
        }
        Loaded::Failed(error) => view! {
            <ErrorPanel title="The projects could not be loaded." error=error on_retry=again/>
        }
        .into_any(),
        Loaded::Ready(list) => projects(&list, &search()),
    };
    view! {
        <div class="page-head">
            <h1 class="page-title">{"Project quotas"}</h1>
            <ActionButton label="Look again" icon=Icon::Refresh on_click=again busy=list.is_loading/>
        </div>
        <div class="toolbar">
            <div class="search">
                <IconView icon=Icon::Search/>
                <input
                    class="input"
                    type="search"
                    aria-label="Search projects by name"
                    placeholder="Search by name"
                    autocomplete="off"
                    prop:value=search
                    on:input=find
                />
            </div>
        </div>
        {content}
    }
    .into_any()
}

fn projects(list: &ProjectQuotaList, search: &str) -> AnyView {
    let found: Vec<&ProjectQuota> = list
        .projects
        .iter()
        .filter(|one| is_match(&one.project.name, search))
        .collect();
    let left_out = (list.left_out > 0).then(|| {
        format!(
            "{} more could not be asked at once and are not listed. Their plans are in the addresses of \
             this page that end in ?project= and the project's id.",
            list.left_out
        )
    });
    let rows = if found.is_empty() {
        view! { <Empty title="No project matches" text="None of the projects has such a name."/> }
            .into_any()
    } else {
        view! { <ul class="quota-list">{found.iter().map(|one| project_row(one)).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <p class="quota-about" role="status">
            {count(found.len(), "project", "projects")} ", nearest to a limit first. " {left_out}
        </p>
        {rows}
    }
    .into_any()
}

fn is_match(name: &str, search: &str) -> bool {
    name.to_lowercase().contains(&search.trim().to_lowercase())
}

fn project_row(one: &ProjectQuota) -> AnyView {
    let page = Page::ProjectQuotas {
        project: Some(one.project.id.clone()),
    };
    view! {
        <li class="quota-row">
            <div class="quota-head">
                <h2 class="project-name"><a href=page.path()>{one.project.name.clone()}</a></h2>
                <span class="quota-numbers">{plan_words(&one.plan)}</span>
            </div>
            {bars(one)}
        </li>
    }
    .into_any()
}

/// The resources that are limited.
pub(super) fn bars(one: &ProjectQuota) -> AnyView {
    let limited = |line: &Line| line.state.limit.is_some();
    let lines: Vec<Line> = Line::all_of(&one.quota)
        .into_iter()
        .filter(limited)
        .collect();
    if lines.is_empty() {
        return view! { <p class="side-text">{"Nothing is limited."}</p> }.into_any();
    }
    let bar = |line| line_view(line, Detail::Bar);
    view! { <div class="quota-bars">{lines.iter().map(bar).collect_view()}</div> }.into_any()
}

/// Where the plan comes from.
pub(super) fn plan_words(plan: &ProjectPlan) -> AnyView {
    let newest = plan.changes.first();
    match (&plan.source, newest) {
        (PlanSource::Changed, Some(change)) => view! {
            {format!("Plan changed by {} ", change.user_name)}
            <RelativeTime at=change.at.clone()/>
        }
        .into_any(),
        (PlanSource::Changed, None) => "Plan changed".into_any(),
        (PlanSource::Configured, _) => "Plan configured for this project".into_any(),
        (PlanSource::Default | PlanSource::Other(_), _) => "The plan of every project".into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_found_by_any_part_of_its_name() {
        for (search, expected) in [
            ("", true),
            (" ", true),
            ("DEMO", true),
            ("em", true),
            ("x", false),
        ] {
            assert_eq!(is_match("Demo", search), expected, "{search:?}");
        }
    }
}
