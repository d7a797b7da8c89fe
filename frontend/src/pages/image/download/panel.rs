//! The downloads of one image: how they go, and both digests at the end.

use gaze_shared::digest::{LocalDigests, Verdict};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::ChosenPlace;
use crate::features::downloads::engine::stage::{DownloadStage, Failure};
use crate::features::downloads::engine::task::DownloadTask;
use crate::features::downloads::store::{Downloads, WatchedDownload};
use crate::features::downloads::words::status_text;
use crate::features::downloads::{DownloadActions, DownloadProgress, load_runner};
use crate::features::uploads::view::DigestTable;
use crate::i18n::text;
use crate::navigation::UnsavedWork;
use crate::session::SessionStore;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::{StateLine, StatusText};

/// Begins what was asked for, and shows the newest first.
#[component]
pub(super) fn DownloadPanels(image: RwSignal<Image>, place: ChosenPlace) -> impl IntoView {
    let downloads = expect_context::<Downloads>();
    let unsaved = expect_context::<UnsavedWork>();
    let runner = load_runner(downloads, expect_context::<SessionStore>(), unsaved);
    let list = RwSignal::from(runner.list());
    effect(move || {
        if let Some(file) = place.get() {
            place.set(None);
            runner.start(image.get_untracked(), file);
        }
    });
    let id = image.with_untracked(|image| image.id.clone());
    let of_image = memo(move || {
        let is_own = |one: &WatchedDownload| one.state.with_untracked(|task| task.image.id == id);
        let mut own = list.get();
        own.retain(is_own);
        own.reverse();
        own
    });
    view! {
        <div class="downloads">
            <For each=move || of_image.get() key=|one| one.id let:watched>
                <DownloadPanel watched=watched/>
            </For>
        </div>
    }
}

/// What was compared at the end.
fn compared(download: &DownloadTask) -> Option<(Image, LocalDigests)> {
    let (DownloadStage::Finished(verdict) | DownloadStage::Failed(Failure::Mismatch(verdict))) =
        &download.stage
    else {
        return None;
    };
    let computed = |verdict: &Verdict| {
        let pairs = verdict.comparisons().iter();
        pairs
            .filter_map(|pair| Some((pair.algorithm, pair.computed.clone()?)))
            .collect()
    };
    let local = LocalDigests {
        size: download.written(),
        digests: computed(verdict),
    };
    Some((Image::clone(&download.image), local))
}

#[component]
fn DownloadPanel(watched: WatchedDownload) -> impl IntoView {
    let download: Signal<DownloadTask> = watched.state.clone().into();
    let status: Signal<StatusText> = memo(move || download.with(status_text)).into();
    let compared = memo(move || download.with(compared));
    let is_receiving = memo(move || {
        download.with(|download| matches!(download.stage, DownloadStage::Receiving(_)))
    });
    let name = download.with_untracked(|download| download.file_name.clone());
    let detail = move || {
        let detail = status.with(|status| status.detail.clone());
        if detail.is_empty() && is_receiving.get() {
            text::downloads::you_can_go_on().to_owned()
        } else {
            detail
        }
    };
    view! {
        <section class="upload" aria-label=text::downloads::download_of(&name)>
            <header class="upload-head">
                <h2 class="upload-name">{name.clone()}</h2>
                <StateLine status=status/>
            </header>
            <DownloadProgress download=download/>
            <p class="upload-detail">{dyn_view(detail)}</p>
            {dyn_view(move || {
                compared.get().map(|(image, local)| {
                    view! { <DigestTable image=image local=local expected=None/> }.into_any()
                })
            })}
            <DownloadActions watched=watched/>
        </section>
    }
}
