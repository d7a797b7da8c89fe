//! The tray at the bottom of the window: what is on its way, on every page but that of the uploads.

use leptos::prelude::*;

use super::engine::target::UploadId;
use super::engine::task::UploadTask;
use super::resume::view::{ResumeOffers, conclude_by_itself};
use super::store::use_uploads;
use super::view::actions::ActionsPlace;
use super::view::{Actions, ProgressBar, ProgressNumbers, StateLine, UploadPanel};
use super::watched::Watched;
use super::words::{StatusText, status_text};
use crate::features::quota::new_image_link;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Route;
use crate::ui::empty::Empty;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{ButtonStyle, Icon, IconView, Show, unique_id};

/// One line while anything moves or has ended unseen; opens to one row per file.
#[component]
pub fn Tray() -> impl IntoView {
    let uploads = use_uploads();
    conclude_by_itself(uploads);
    let list = uploads.list();
    let is_open = RwSignal::new(false);
    let offers = uploads.offers();
    let navigator = use_navigator();
    let is_there = memo(move || {
        let is_shown_above = Route::of(&navigator.path()) == Some(Route::Uploads);
        let is_any = list.with(|list| !list.is_empty()) || offers.with(|offers| !offers.is_empty());
        is_any && !is_shown_above
    });
    let rows_id = StoredValue::new(unique_id("tray"));
    view! {
        <Show when=move || is_there.get()>
            <section class="tray" aria-label=text::uploads::transfers()>
                <div class="tray-line">
                    <Summary list=list moving=uploads.moving_count()/>
                    <Show when=move || list.with(Vec::is_empty)>
                        <ResumableCount/>
                    </Show>
                    <span class="tray-space"></span>
                    <Show when=move || uploads.moving_count().get() == 0 && list.with(|list| !list.is_empty())>
                        <button
                            type="button"
                            class="button button-quiet button-icon"
                            aria-label=text::uploads::dismiss_all_transfers()
                            title=text::uploads::dismiss_all()
                            on:click=move |_| uploads.dismiss_all()
                        >
                            <IconView icon=Icon::Cross/>
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="button button-quiet button-icon tray-toggle"
                        aria-expanded=move || if is_open.get() { "true" } else { "false" }
                        aria-controls=move || rows_id.get_value()
                        aria-label=move || if is_open.get() { text::uploads::hide_transfers() } else { text::uploads::show_transfers() }
                        on:click=move |_| is_open.update(|open| *open = !*open)
                    >
                        <IconView icon=Icon::ChevronDown class="tray-chevron"/>
                    </button>
                </div>
                <div class="tray-body" id=move || rows_id.get_value()>
                    <Show when=move || is_open.get()>
                        <div class="tray-offers"><ResumeOffers/></div>
                        <ul class="tray-rows">
                            <For each=move || newest_first(list) key=|one| one.id let:watched>
                                <TrayRow watched=watched/>
                            </For>
                        </ul>
                    </Show>
                </div>
            </section>
        </Show>
        <Announcements list=list/>
    }
}

/// Where nothing else has the line.
#[component]
fn ResumableCount() -> impl IntoView {
    let offers = use_uploads().offers();
    view! {
        <a class="tray-name" href=Route::Uploads.path()>
            <IconView icon=Icon::Uploads/>
            <span>{dyn_view(move || text::resume::can_be_resumed(offers.with(Vec::len)))}</span>
        </a>
    }
}

/// What was begun last first, and what was begun by one press in its order: that is the order in which it goes.
fn newest_first(list: Signal<Vec<Watched>>) -> Vec<Watched> {
    let mut sorted: Vec<(i64, Watched)> = Vec::new();
    for one in list.get() {
        let begun_at = one.state.with_untracked(|upload| upload.begun_at);
        let is_older = |(other, _): &(i64, _)| *other < begun_at;
        let place = sorted.iter().position(is_older).unwrap_or(sorted.len());
        sorted.insert(place, (begun_at, one));
    }
    sorted.into_iter().map(|(_, one)| one).collect()
}

/// The one upload that a line has room for: the first that moves, else the latest.
#[component]
fn Summary(list: Signal<Vec<Watched>>, moving: Signal<usize>) -> impl IntoView {
    let shown = memo(move || {
        list.with(|list| {
            let is_moving = |one: &&Watched| one.state.with(|upload| upload.stage.is_moving());
            list.iter().find(is_moving).or_else(|| list.last()).cloned()
        })
    });
    let others = move || {
        let more = moving.get().saturating_sub(1);
        (more > 0).then(|| text::uploads::and_more(more))
    };
    dyn_view(move || {
        shown.get().map(|watched| {
            let upload: Signal<UploadTask> = watched.state.into();
            let status: Signal<StatusText> = memo(move || upload.with(status_text)).into();
            let is_moving = memo(move || upload.with(|upload| upload.stage.is_moving()));
            let name = upload.with_untracked(|upload| upload.file.name.clone());
            view! {
                <a class="tray-name" href=Route::Uploads.path()>
                    <IconView icon=Icon::Uploads/>
                    <span>{name}</span>
                </a>
                <StateLine status=status/>
                <Show when=move || is_moving.get()>
                    <ProgressBar upload=upload/>
                    <ProgressNumbers upload=upload/>
                </Show>
                <span class="tray-others">{dyn_view(others)}</span>
            }
            .into_any()
        })
    })
}

#[component]
fn TrayRow(watched: Watched) -> impl IntoView {
    let upload: Signal<UploadTask> = watched.state.clone().into();
    let status: Signal<StatusText> = memo(move || upload.with(status_text)).into();
    let is_moving = memo(move || upload.with(|upload| upload.stage.is_moving()));
    let name = upload.with_untracked(|upload| upload.file.name.clone());
    let detail = move || status.with(|status| status.detail.clone());
    view! {
        <li class="tray-row">
            <a class="tray-row-name" href=Route::Uploads.path()>{name}</a>
            <StateLine status=status/>
            <Show when=move || is_moving.get()>
                <ProgressBar upload=upload/>
                <ProgressNumbers upload=upload/>
            </Show>
            <span class="tray-row-detail" title=detail>{dyn_view(detail)}</span>
            <Actions watched=watched.clone() place=ActionsPlace::Elsewhere/>
        </li>
    }
}

/// An upload, and the words for its state.
type UploadState = (UploadId, &'static str);

/// Says each change of state once, and no progress: a number every tenth of a second is not for
/// listening. What happens to several at once is said in one sentence.
#[component]
fn Announcements(list: Signal<Vec<Watched>>) -> impl IntoView {
    let said = Memo::new(move |before: Option<&(Vec<UploadState>, String)>| {
        let state = |one: &Watched| (one.id, one.state.with(|upload| status_text(upload).state));
        let states: Vec<UploadState> = list.with(|list| list.iter().map(state).collect());
        let (known, latest) = before.map_or((&[][..], ""), |(known, latest)| (&known[..], latest));
        let news = || states.iter().filter(|state| !known.contains(state));
        let latest = match news().next_back() {
            None => latest.to_owned(),
            Some((id, state)) => match news().filter(|(_, other)| other == state).count() {
                1 => list.with(|list| {
                    let of_news = list.iter().find(|one| one.id == *id);
                    let name = of_news
                        .map(|one| one.state.with_untracked(|upload| upload.file.name.clone()));
                    text::uploads::announcement(&name.unwrap_or_default(), state)
                }),
                several => text::uploads::announcement_of_several(several, state),
            },
        };
        (states, latest)
    });
    view! {
        <p class="visually-hidden" role="status" aria-live="polite">
            {dyn_view(move || said.with(|(_, latest)| latest.clone()))}
        </p>
    }
}

/// All uploads of this tab, for their page.
#[component]
pub fn UploadList() -> impl IntoView {
    let uploads = use_uploads();
    let (list, offers) = (uploads.list(), uploads.offers());
    let is_empty = memo(move || list.with(Vec::is_empty) && offers.with(Vec::is_empty));
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| {
                view! {
                    <Empty
                        title=text::uploads::no_transfers()
                        text=text::uploads::no_transfers_text()
                    >
                        {new_image_link()}
                    </Empty>
                }.into_any()
            }
        >
            <div class="upload-list">
                <DismissAll/>
                <ResumeOffers/>
                <For each=move || newest_first(list) key=|one| one.id let:watched>
                    <UploadPanel watched=watched place=ActionsPlace::Elsewhere/>
                </For>
            </div>
        </Show>
    }
}

/// Takes off the list what has come to its end, when there is more than one of it.
#[component]
fn DismissAll() -> impl IntoView {
    let uploads = use_uploads();
    let is_dismissible = |one: &&Watched| one.state.with(UploadTask::is_dismissible);
    let n_over = memo(move || {
        uploads
            .list()
            .with(|list| list.iter().filter(is_dismissible).count())
    });
    view! {
        <Show when=move || { n_over.get() > 1 }>
            <p>
                <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| uploads.dismiss_all()>
                    {text::uploads::dismiss_finished(n_over.get())}
                </button>
            </p>
        </Show>
    }
}
