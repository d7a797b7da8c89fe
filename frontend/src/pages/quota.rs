//! What the project may have, has, and has left.

use std::time::Duration;

use gaze_shared::gateway::{QuotaMode, QuotaReport};
use leptos::prelude::*;

use crate::components::empty::Empty;
use crate::components::error_panel::ErrorPanel;
use crate::quota::{Detail, Line, QuotaStore, line_view};
use crate::state::query::Loaded;
use crate::state::session::SessionStore;
use crate::ui::announcer::set_page_title;
use crate::ui::{ActionButton, Icon, IconView, RelativeTime};

/// How often the page asks again.
const POLL: Duration = Duration::from_secs(30);

/// One row for each resource.
#[component]
pub fn QuotaPage() -> impl IntoView {
    set_page_title(|| "Quota".into());
    let store = expect_context::<QuotaStore>();
    let query = store.query();
    store.refresh();
    query.poll_while(POLL, || true);
    let again = Callback::new(move |()| query.reload());
    let stale = move || {
        query.stale_because.get().map(|error| {
            let title = "The quota could not be renewed. This is what was loaded before.";
            view! { <ErrorPanel title=title error=error on_retry=again/> }
        })
    };
    let content = move || {
        match query.value.get() {
        Loaded::Pending => loading(),
        Loaded::Failed(error) => {
            view! { <ErrorPanel title="The quota could not be loaded." error=error on_retry=again/> }
                .into_any()
        }
        Loaded::Ready(report) => report_view(&report),
    }
    };
    view! {
        <div class="page-head">
            <h1 class="page-title">{"Quota"}</h1>
            <ActionButton label="Look again" icon=Icon::Refresh on_click=again busy=query.is_loading/>
        </div>
        {stale}
        {content}
    }
}

fn loading() -> AnyView {
    let row = |_| view! { <li class="quota-row"><span class="skeleton"></span></li> };
    view! {
        <p class="visually-hidden" role="status">{"Loading the quota"}</p>
        <ul class="quota-list">{[(); 4].map(row).into_iter().collect_view()}</ul>
    }
    .into_any()
}

fn report_view(report: &QuotaReport) -> AnyView {
    let sessions = expect_context::<SessionStore>();
    let project = untrack(|| sessions.session()).map(|session| session.project.name);
    let observed = match report.observed_at.clone() {
        Some(at) => view! { " The cloud was last asked " <RelativeTime at=at/> "." }.into_any(),
        None => " The cloud has not been asked yet, so usage is not known.".into_any(),
    };
    let place = format!(
        "Project {} in {}.",
        project.unwrap_or_default(),
        report.region
    );
    let lines = Line::all_of(report);
    let row = |line| view! { <li class="quota-row">{line_view(line, Detail::Facts)}</li> };
    view! {
        <p class="quota-about">{place}{observed}</p>
        {mode_words(&report.mode).map(|words| view! {
            <div class="notice notice-caution" role="note">
                <IconView icon=Icon::Warning class="notice-icon"/>
                <p class="notice-body">{words}</p>
            </div>
        })}
        {if lines.is_empty() {
            view! {
                <Empty
                    title="Nothing is limited"
                    text="Neither the cloud nor this gateway limits or counts anything in this project."
                />
            }
            .into_any()
        } else {
            view! { <ul class="quota-list">{lines.iter().map(row).collect_view()}</ul> }.into_any()
        }}
    }
    .into_any()
}

/// What a mode means for the person, where it is not that limits are kept.
fn mode_words(mode: &QuotaMode) -> Option<&'static str> {
    match mode {
        QuotaMode::Enforce | QuotaMode::Other(_) => None,
        QuotaMode::Observe => Some(
            "This gateway only observes: what goes over its own limits is let through and noted in its \
             log. The limits of the cloud hold all the same.",
        ),
        QuotaMode::Off => Some(
            "This gateway counts nothing: nothing is reserved, and only the cloud itself refuses what goes \
             over a limit.",
        ),
    }
}
