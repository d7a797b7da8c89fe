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
use crate::ui::{ActionButton, Icon, IconView, element, part, text, words};

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
    let row = |()| {
        part(
            "li",
            "quota-row",
            vec![part("span", "skeleton", Vec::new())],
        )
    };
    let status = [("class", "visually-hidden"), ("role", "status")];
    let all = vec![
        element("p", &status, vec![words(text::quota::loading())]),
        part("ul", "quota-list", [(); 4].map(row).into()),
    ];
    all.into_any()
}

fn report_view(report: &QuotaReport) -> AnyView {
    let sessions = expect_context::<SessionStore>();
    let project = untrack(|| sessions.session()).map(|session| session.project.name);
    let project = project.unwrap_or_default();
    let about = vec![
        text(text::quota::project_in_region(&project, &report.region)),
        words(" "),
        age_view(report),
    ];
    let mut all = vec![part("p", "quota-about", about)];
    if let Some(meaning) = mode_words(&report.mode) {
        let icon = view! { <IconView icon=Icon::Warning class="notice-icon"/> };
        let notice = vec![
            icon.into_any(),
            part("p", "notice-body", vec![words(meaning)]),
        ];
        all.push(part("div", "notice notice-caution", notice));
    }
    let lines = Line::all_of(report);
    if lines.is_empty() {
        let empty = view! {
            <Empty
                title=text::quota::nothing_limited()
                text=text::quota::nothing_limited_text()
            />
        };
        all.push(empty.into_any());
    } else {
        let row = |line| part("li", "quota-row", vec![line_view(line, Detail::Facts)]);
        all.push(part("ul", "quota-list", lines.iter().map(row).collect()));
    }
    all.into_any()
}

/// What a mode means for the person, where it is not that limits are kept.
fn mode_words(mode: &QuotaMode) -> Option<&'static str> {
    match mode {
        QuotaMode::Enforce | QuotaMode::Other(_) => None,
        QuotaMode::Observe => Some(text::quota::only_observes()),
        QuotaMode::Off => Some(text::quota::counts_nothing()),
    }
}
