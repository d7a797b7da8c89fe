//! What the project may have, has, and has left.

use std::time::Duration;

use gaze_shared::gateway::{QuotaMode, QuotaReport};
use leptos::prelude::*;

use crate::features::quota::{Detail, Line, QuotaStore, age_view, line_view};
use crate::i18n::text;
use crate::session::SessionStore;
use crate::session::query::Loaded;
use crate::ui::announcer::set_page_title;
use crate::ui::empty::Empty;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::dyn_view;
use crate::ui::{ActionButton, Icon, IconView};

/// How often the page asks again.
const POLL: Duration = Duration::from_secs(30);

/// One row for each resource.
#[component]
pub fn QuotaPage() -> impl IntoView {
    set_page_title(|| text::quota::title().into());
    let store = expect_context::<QuotaStore>();
    let query = store.query();
    store.refresh();
    query.poll_while(POLL, || true);
    let again = Callback::new(move |()| query.reload());
    let stale = move || {
        query.stale_because.get().map(|error| {
            let title = text::quota::not_renewed();
            view! { <ErrorPanel title=title error=error on_retry=again/> }.into_any()
        })
    };
    let content = move || match query.value.get() {
        Loaded::Pending => loading(),
        Loaded::Failed(error) => {
            view! { <ErrorPanel title=text::quota::not_loaded() error=error on_retry=again/> }
                .into_any()
        }
        Loaded::Ready(report) => report_view(&report),
    };
    view! {
        <div class="page-head">
            <h1 class="page-title">{text::quota::title()}</h1>
            <ActionButton label=text::quota::look_again() icon=Icon::Refresh on_click=again busy=query.is_loading/>
        </div>
        {dyn_view(stale)}
        {dyn_view(content)}
    }
}

fn loading() -> AnyView {
    let row = |()| view! { <li class="quota-row"><span class="skeleton"></span></li> }.into_any();
    view! {
        <p class="visually-hidden" role="status">{text::quota::loading()}</p>
        <ul class="quota-list">{[(); 4].map(row).into_iter().collect_view()}</ul>
    }
    .into_any()
}

fn report_view(report: &QuotaReport) -> AnyView {
    let sessions = expect_context::<SessionStore>();
    let project = untrack(|| sessions.session()).map(|session| session.project.name);
    let project = project.unwrap_or_default();
    view! {
        <p class="quota-about">
            {text::quota::project_in_region(&project, &report.region)} " " {age_view(report)}
        </p>
        {mode_words(&report.mode).map(mode_notice)}
        {resources(&Line::all_of(report))}
    }
    .into_any()
}

fn mode_notice(meaning: &'static str) -> AnyView {
    view! {
        <div class="notice notice-caution">
            <IconView icon=Icon::Warning class="notice-icon"/>
            <p class="notice-body">{meaning}</p>
        </div>
    }
    .into_any()
}

fn resources(lines: &[Line]) -> AnyView {
    if lines.is_empty() {
        return view! {
            <Empty title=text::quota::nothing_limited() text=text::quota::nothing_limited_text()/>
        }
        .into_any();
    }
    let row =
        |line| view! { <li class="quota-row">{line_view(line, Detail::Facts)}</li> }.into_any();
    view! { <ul class="quota-list">{lines.iter().map(row).collect_view()}</ul> }.into_any()
}

/// What a mode means for the person, where it is not that limits are kept.
fn mode_words(mode: &QuotaMode) -> Option<&'static str> {
    match mode {
        QuotaMode::Enforce | QuotaMode::Other(_) => None,
        QuotaMode::Observe => Some(text::quota::only_observes()),
        QuotaMode::Off => Some(text::quota::counts_nothing()),
    }
}
