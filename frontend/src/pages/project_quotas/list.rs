//! The projects, the one that is nearest to a limit first.

use std::fmt::Write as _;

use gaze_shared::gateway::{PlanSource, ProjectPlan, ProjectQuota, ProjectQuotaList};
use leptos::prelude::*;

use crate::components::empty::Empty;
use crate::components::error_panel::ErrorPanel;
use crate::paths::Page;
use crate::quota::{Detail, Line, line_view};
use crate::state::navigation::{Step, use_navigator};
use crate::state::query::{Loaded, Query};
use crate::state::reactive::live;
use crate::ui::announcer::set_page_title;
use crate::ui::format::count;
use crate::ui::letter_case::lowercase;
use crate::ui::{ActionButton, Icon, IconView, RelativeTime, element, part, text, words};

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
        {live(content)}
    }
    .into_any()
}

fn projects(list: &ProjectQuotaList, search: &str) -> AnyView {
    let found: Vec<&ProjectQuota> = list
        .projects
        .iter()
        .filter(|one| is_match(&one.project.name, search))
        .collect();
    let n_found = count(found.len(), "project", "projects");
    let mut about = format!("{n_found}, the one that is nearest to a limit first.");
    if list.left_out > 0 {
        // Writing to a string cannot fail.
        let _written = write!(
            about,
            " {} more are not listed; a search by name finds them.",
            list.left_out
        );
    }
    let status = [("class", "quota-about"), ("role", "status")];
    let about = element("p", &status, vec![text(about)]);
    let rows = if found.is_empty() {
        view! { <Empty title="No project matches" text="None of the projects has such a name."/> }
            .into_any()
    } else {
        part(
            "ul",
            "quota-list",
            found.into_iter().map(project_row).collect(),
        )
    };
    vec![about, rows].into_any()
}

fn is_match(name: &str, search: &str) -> bool {
    lowercase(name).contains(&lowercase(search.trim()))
}

fn project_row(one: &ProjectQuota) -> AnyView {
    let page = Page::ProjectQuotas {
        project: Some(one.project.id.clone()),
    };
    let name = vec![text(one.project.name.clone())];
    let link = element("a", &[("href", &page.path())], name);
    let head = vec![
        part("h2", "project-name", vec![link]),
        part("span", "quota-numbers", vec![plan_words(&one.plan)]),
    ];
    let row = vec![part("div", "quota-head", head), bars(one)];
    part("li", "quota-row", row)
}

/// The resources that are limited.
pub(super) fn bars(one: &ProjectQuota) -> AnyView {
    let mut lines = Line::all_of(&one.quota);
    lines.retain(|line| line.state.limit.is_some());
    if lines.is_empty() {
        return part("p", "side-text", vec![words("Nothing is limited.")]);
    }
    let bar = |line| line_view(line, Detail::Bar);
    part("div", "quota-bars", lines.iter().map(bar).collect())
}

/// Where the plan comes from.
pub(super) fn plan_words(plan: &ProjectPlan) -> AnyView {
    match (&plan.source, plan.changes.first()) {
        (PlanSource::Changed, Some(change)) => {
            let words = text(format!("Plan changed by {} ", change.user_name));
            let at = view! { <RelativeTime at=change.at.clone()/> };
            element("span", &[], vec![words, at.into_any()])
        }
        (PlanSource::Changed, None) => words("Plan changed"),
        (PlanSource::Configured, _) => words("Plan configured for this project"),
        (PlanSource::Default | PlanSource::Other(_), _) => words("Default plan"),
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
