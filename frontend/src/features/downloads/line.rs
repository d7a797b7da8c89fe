//! The downloads at the bottom of the window, a line each, on every page but that of their image.

use leptos::prelude::*;

use super::engine::task::DownloadTask;
use super::progress::{DownloadActions, DownloadProgress};
use super::store::WatchedDownload;
use super::words::status_text;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::{Page, Route};
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{Icon, IconView, Show, StateLine, StatusText};

/// What is on its way to the disk, or has ended and was not dismissed.
#[component]
pub(super) fn DownloadLines(list: ArcRwSignal<Vec<WatchedDownload>>) -> impl IntoView {
    let navigator = use_navigator();
    let list = RwSignal::from(list);
    let elsewhere = memo(move || {
        let here = Route::of(&navigator.path());
        let is_elsewhere = |one: &WatchedDownload| {
            let image = one.state.with_untracked(|task| task.image.id.clone());
            here != Some(Route::Image(image))
        };
        let mut lines = list.get();
        lines.retain(is_elsewhere);
        lines
    });
    view! {
        <Show when=move || elsewhere.with(|lines| !lines.is_empty())>
            <section class="tray" aria-label=text::downloads::downloads()>
                <ul class="tray-body">
                    <For each=move || elsewhere.get() key=|one| one.id let:watched>
                        <DownloadLine watched=watched/>
                    </For>
                </ul>
            </section>
        </Show>
        <Announcements list=list/>
    }
}

#[component]
fn DownloadLine(watched: WatchedDownload) -> impl IntoView {
    let download: Signal<DownloadTask> = watched.state.clone().into();
    let status: Signal<StatusText> = memo(move || download.with(status_text)).into();
    let (name, page) = download.with_untracked(|download| {
        let page = Page::image(&download.image.id).path();
        (download.file_name.clone(), page)
    });
    let detail = move || status.with(|status| status.detail.clone());
    view! {
        <li class="tray-row">
            <a class="tray-name" href=page>
                <IconView icon=Icon::Download/>
                <span>{name}</span>
            </a>
            <StateLine status=status/>
            <DownloadProgress download=download/>
            <span class="tray-row-detail" title=detail>{dyn_view(detail)}</span>
            <DownloadActions watched=watched/>
        </li>
    }
}

/// Says each change of state once, and no progress.
#[component]
fn Announcements(list: RwSignal<Vec<WatchedDownload>>) -> impl IntoView {
    let states = memo(move || {
        let line = |one: &WatchedDownload| {
            one.state.with(|download| {
                let state = status_text(download).state;
                text::downloads::announcement(&download.file_name, state)
            })
        };
        list.with(|list| list.iter().map(line).collect::<Vec<String>>())
    });
    let latest = Memo::new(move |before: Option<&(Vec<String>, String)>| {
        let now = states.get();
        let (known, said) = before.cloned().unwrap_or_default();
        let news = now.iter().rfind(|line| !known.contains(line)).cloned();
        (now, news.unwrap_or(said))
    });
    view! {
        <p class="visually-hidden" role="status">
            {dyn_view(move || latest.with(|(_, latest)| latest.clone()))}
        </p>
    }
}
