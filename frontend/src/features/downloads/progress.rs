//! How far a download is, and what can be done.

use leptos::prelude::*;

use super::engine::event::Command;
use super::engine::stage::DownloadStage;
use super::engine::task::DownloadTask;
use super::store::{Downloads, WatchedDownload};
use crate::i18n::text;
use crate::transfer::numbers::TransferNumbers;
use crate::ui::reactive::memo;
use crate::ui::{ButtonStyle, Show};

/// A bar and numbers, as long as it moves.
#[component]
pub fn DownloadProgress(#[prop(into)] download: Signal<DownloadTask>) -> impl IntoView {
    let is_shown = memo(move || download.with(|download| download.stage.is_moving()));
    let is_receiving = memo(move || {
        download.with(|download| matches!(download.stage, DownloadStage::Receiving(_)))
    });
    let meter = memo(move || download.with(|download| download.meter.clone()));
    let name =
        download.with_untracked(|download| text::downloads::download_of(&download.file_name));
    view! {
        <Show when=move || is_shown.get()>
            <progress
                class="progress"
                max="100"
                prop:value=move || meter.with(crate::transfer::meter::Meter::percent)
                aria-label=name.clone()
            ></progress>
            <span class="numbers">
                <TransferNumbers meter=meter is_moving=is_receiving/>
            </span>
        </Show>
    }
}

/// Buttons for what can be done.
#[component]
pub fn DownloadActions(watched: WatchedDownload) -> impl IntoView {
    let downloads = expect_context::<Downloads>();
    let id = watched.id;
    let name = watched.state.with_untracked(|task| task.file_name.clone());
    let download: Signal<DownloadTask> = watched.state.into();
    let can_cancel = memo(move || download.with(DownloadTask::can_cancel));
    let can_try_again = memo(move || download.with(DownloadTask::can_try_again));
    let is_dismissible = memo(move || download.with(DownloadTask::is_dismissible));
    let command = move |command| {
        if let Some(runner) = downloads.runner() {
            runner.command(id, command);
        }
    };
    let dismiss = move |_| {
        if let Some(runner) = downloads.runner() {
            runner.dismiss(id);
        }
    };
    let names = StoredValue::new([
        text::downloads::try_again_file(&name),
        text::downloads::cancel_file(&name),
        text::uploads::dismiss_file(&name),
    ]);
    let name_of = move |which: usize| names.with_value(|names| names.get(which).cloned());
    view! {
        <span class="upload-actions">
            <Show when=move || can_try_again.get()>
                <button
                    type="button"
                    class=ButtonStyle::Plain.classes()
                    aria-label=name_of(0)
                    on:click=move |_| command(Command::TryAgain)
                >
                    {text::uploads::try_again()}
                </button>
            </Show>
            <Show when=move || can_cancel.get()>
                <button
                    type="button"
                    class=ButtonStyle::Plain.classes()
                    aria-label=name_of(1)
                    on:click=move |_| command(Command::Cancel)
                >
                    {text::downloads::cancel()}
                </button>
            </Show>
            <Show when=move || is_dismissible.get()>
                <button type="button" class=ButtonStyle::Plain.classes() aria-label=name_of(2) on:click=dismiss>
                    {text::uploads::dismiss()}
                </button>
            </Show>
        </span>
    }
}
