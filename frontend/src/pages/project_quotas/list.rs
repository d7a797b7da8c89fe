//! The projects, the one that is nearest to a limit first.

use gaze_shared::gateway::{PlanSource, ProjectPlan, ProjectQuota};
use leptos::prelude::*;

use crate::features::quota::{Detail, Line, age_view, line_view};
use crate::i18n::letter_case::lowercase;
use crate::i18n::text;
use crate::navigation::{HistoryStep, use_navigator};
use crate::routes::Page;
use crate::routes::parameters::SEARCH;
use crate::session::query::{Loaded, Query};
use crate::ui::announcer::set_page_title;
use crate::ui::empty::Empty;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::sentence::with_elements;
use crate::ui::{ActionButton, Icon, IconView, RelativeTime};

/// How many rows a page begins with, and how many each press adds: thousands at once would be slow.
const SHOWN_AT_ONCE: usize = 100;

pub(super) fn project_list(list: Query<Vec<ProjectQuota>>) -> AnyView {
    set_page_title(|| text::project_quotas::title().into());
    let navigator = use_navigator();
    let again = Callback::new(move |()| list.reload());
    let search = move || navigator.parameter(SEARCH).unwrap_or_default();
    let find = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let wanted = Some(text.as_str()).filter(|text| !text.is_empty());
        let address = navigator.address().get_untracked();
        let target = address.with_parameter(SEARCH, wanted).to_target();
        navigator.go_by(&target, HistoryStep::Replace);
    };
    let shown = RwSignal::new(SHOWN_AT_ONCE);
    let content = move || match list.value.get() {
        Loaded::Pending => {
            view! { <p class="side-text" role="status">{text::project_quotas::loading()}</p> }
                .into_any()
        }
        Loaded::Failed(error) => view! {
            <ErrorPanel title=text::project_quotas::not_loaded() error=error on_retry=again/>
        }
        .into_any(),
        Loaded::Ready(list) => projects(&list, &found(&list, &search()), shown.get()),
    };
    let n_more = memo(move || {
        list.value.with(|list| {
            let n_found = list.ready().map_or(0, |list| found(list, &search()).len());
            n_found.saturating_sub(shown.get())
        })
    });
    // It stays the same button from press to press, so that the keyboard stays on it.
    let are_more = memo(move || n_more.get() > 0);
    let more = move || are_more.get().then(|| show_more(shown, n_more));
    view! {
        <div class="page-head">
            <h1 class="page-title">{text::project_quotas::title()}</h1>
            <ActionButton label=text::project_quotas::look_again() icon=Icon::Refresh on_click=again busy=list.is_loading/>
        </div>
        <div class="toolbar">
            <div class="search">
                <IconView icon=Icon::Search/>
                <input
                    class="input"
                    type="search"
                    aria-label=text::project_quotas::search()
                    placeholder=text::project_quotas::search_placeholder()
                    autocomplete="off"
                    prop:value=search
                    on:input=find
                />
            </div>
        </div>
        {dyn_view(content)}
        {dyn_view(more)}
    }
    .into_any()
}

/// The projects whose names have this in them.
fn found<'a>(list: &'a [ProjectQuota], search: &str) -> Vec<&'a ProjectQuota> {
    list.iter()
        .filter(|one| is_match(&one.project.name, search))
        .collect()
}

fn projects(all: &[ProjectQuota], found: &[&ProjectQuota], shown: usize) -> AnyView {
    let rows = if found.is_empty() {
        view! { <Empty title=text::project_quotas::none_matches() text=text::project_quotas::none_matches_text()/> }
            .into_any()
    } else {
        let rows = found.iter().take(shown).map(|one| project_row(all, one));
        view! { <ul class="quota-list">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <p class="quota-about" role="status">{text::project_quotas::found(found.len())}</p>
        {rows}
    }
    .into_any()
}

fn show_more(shown: RwSignal<usize>, n_more: Memo<usize>) -> AnyView {
    let label =
        Signal::derive(move || text::project_quotas::show_more(n_more.get().min(SHOWN_AT_ONCE)));
    let more = Callback::new(move |()| shown.update(|shown| *shown += SHOWN_AT_ONCE));
    view! { <p class="quota-more"><ActionButton label=label on_click=more/></p> }.into_any()
}

fn is_match(name: &str, search: &str) -> bool {
    lowercase(name).contains(&lowercase(search.trim()))
}

/// What a project is called among all of them.
pub(super) fn project_name(all: &[ProjectQuota], one: &ProjectQuota) -> String {
    one.project
        .name_among(all.iter().map(|other| &other.project))
}

fn project_row(all: &[ProjectQuota], one: &ProjectQuota) -> AnyView {
    let page = Page::plan_of(&one.project.id);
    view! {
        <li class="quota-row">
            <div class="quota-head">
                <h2 class="project-name"><a href=page.path()>{project_name(all, one)}</a></h2>
                <span class="quota-numbers">{plan_words(&one.plan)}</span>
            </div>
            {bars(one)}
        </li>
    }
    .into_any()
}

/// The resources that are limited.
pub(super) fn bars(one: &ProjectQuota) -> AnyView {
    let mut lines = Line::all_of(&one.quota);
    lines.retain(|line| line.state.limit.is_some());
    if lines.is_empty() {
        // The cloud tells limits and usage only to the project itself.
        let why = match one.quota.observed_at {
            Some(_) => text::project_quotas::nothing_limited(),
            None => text::project_quotas::not_known_yet(),
        };
        return view! { <p class="side-text">{why}</p> }.into_any();
    }
    let bar = |line| line_view(line, Detail::Bar);
    view! {
        <div class="quota-bars">
            {lines.iter().map(bar).collect_view()}
            <p class="side-text">{age_view(&one.quota)}</p>
        </div>
    }
    .into_any()
}

/// Where the plan comes from.
pub(super) fn plan_words(plan: &ProjectPlan) -> AnyView {
    match (&plan.source, plan.changes.first()) {
        (PlanSource::Changed, Some(change)) => {
            let at = view! { <RelativeTime at=change.at.clone()/> }.into_any();
            let changed = text::project_quotas::changed_by(&change.user_name, "\u{E000}");
            view! { <span>{with_elements(changed, vec![at])}</span> }.into_any()
        }
        (PlanSource::Changed, None) => text::project_quotas::changed().into_any(),
        (PlanSource::Configured, _) => text::project_quotas::configured().into_any(),
        (PlanSource::Default | PlanSource::Other(_), _) => {
            text::project_quotas::default_plan().into_any()
        }
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
