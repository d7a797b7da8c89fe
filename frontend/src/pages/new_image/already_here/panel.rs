//! Shows whether the cloud has a chosen file already.

use std::collections::BTreeMap;

use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::{AlreadyHere, Found, Search};
use crate::api::Api;
use crate::features::uploads::cloud_algorithm;
use crate::features::uploads::engine::target::ActingAs;
use crate::features::uploads::local_receipts::{self, LocalReceipt, Passage, ReceiptOwner};
use crate::features::uploads::words::tell_worker_fault;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::pages::new_image::chosen_file::ChosenFile;
use crate::pages::new_image::form_state::{Chosen, FormState};
use crate::pages::new_image::letting_go::let_go;
use crate::routes::Page;
use crate::session::SessionStore;
use crate::ui::clock::unix_seconds;
use crate::ui::file_size::modified_at;
use crate::ui::reactive::{dyn_view, memo, on_change};
use crate::ui::toasts::Toasts;
use crate::ui::{ButtonStyle, ErrorView};
use crate::workers::protocol::ReadFailure;

/// The way to search, and what was found.
#[component]
pub(in crate::pages::new_image) fn AlreadyHerePanel(
    form: FormState,
    file: ChosenFile,
) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let search = AlreadyHere::new(expect_context::<Api>());
    // In another project other images may be used.
    let place = memo(move || sessions.place().get());
    let of_file = file.clone();
    // What is sent of the file may become something else.
    let identity = memo(move || (place.get(), of_file.outgoing()));
    let of_file = file.clone();
    let begin_anew = move || search.begin_with(&untrack(|| of_file.source()));
    begin_anew();
    on_change(move || identity.get(), move |_| begin_anew());
    on_cleanup(move || search.stop());
    let of_file = file.clone();
    let begin = Callback::new(move |()| {
        if let Some(session) = untrack(|| sessions.session()) {
            let algorithm = cloud_algorithm::of_region(&session.region);
            search.begin(&untrack(|| of_file.source()), algorithm);
        }
    });
    let shown = move || {
        place.get()?;
        Some(match search.search.get() {
            Search::NotBegun => view! {
                <p class="field-hint">{text::already_here::why()}</p>
                <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| begin.run(())>
                    {text::already_here::look()}
                </button>
            }
            .into_any(),
            Search::Remembered(image) => view! {
                <p class="field-hint" role="status">{text::already_here::remembered(&name_of(&image))}</p>
                <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| begin.run(())>
                    {text::already_here::make_sure()}
                </button>
            }
            .into_any(),
            Search::Hashing { percent } => view! {
                <p class="field-hint" role="status">{text::already_here::hashing(u64::from(percent))}</p>
                <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| search.stop()>
                    {text::already_here::stop()}
                </button>
            }
            .into_any(),
            Search::Asking => {
                view! { <p class="field-hint" role="status">{text::already_here::asking()}</p> }
                    .into_any()
            }
            Search::Found(found) => view! { <FoundImage found=*found form=form file=file.clone()/> }.into_any(),
            Search::NotHere => {
                view! { <p class="field-hint" role="status">{text::already_here::not_here()}</p> }
                    .into_any()
            }
            Search::Unreadable(why) => {
                let told = match why {
                    ReadFailure::Worker(fault) => tell_worker_fault(fault),
                    ReadFailure::FileChanged | ReadFailure::NotHere => {
                        text::upload_causes::changed_while_read()
                    }
                };
                failed(told.to_owned(), begin)
            }
            Search::Failed(error) => failed(ErrorView::from(error).in_a_line(), begin),
        })
    };
    view! { <div class="already-here">{dyn_view(shown)}</div> }
}

fn failed(told: String, again: Callback<()>) -> AnyView {
    view! {
        <p class="field-hint" role="alert">{told}</p>
        <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| again.run(())>
            {text::already_here::look()}
        </button>
    }
    .into_any()
}

fn name_of(image: &Image) -> String {
    match image.name.as_deref() {
        None | Some("") => image.id.to_string(),
        Some(name) => name.to_owned(),
    }
}

/// The image that is the file, and the way to it instead of an upload.
#[component]
fn FoundImage(found: Found, form: FormState, file: ChosenFile) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let navigator = use_navigator();
    let toasts = expect_context::<Toasts>();
    let name = name_of(&found.image);
    let algorithm = found
        .local
        .digests
        .first()
        .map(|(algorithm, _)| algorithm.label());
    let told = text::already_here::found(&name, algorithm.unwrap_or_default());
    let use_it = move |_| {
        let session = untrack(|| sessions.session());
        let Some(session) = session else {
            return;
        };
        local_receipts::save(LocalReceipt {
            image: found.image.id.clone(),
            file_name: file.name.clone(),
            modified_at: Some(modified_at(&file.file())),
            conversion: untrack(|| file.outgoing()).1,
            size: found.local.size,
            digests: found.local.digests.clone(),
            begun_at: None,
            computed_at: unix_seconds(),
            expected: untrack(|| form.expected.digest(file.key))
                .filter(|expected| untrack(|| file.conversion.may_expect(expected))),
            by: Some(ReceiptOwner::from(&ActingAs::from(&session))),
            requests: BTreeMap::new(),
            passage: Passage::AlreadyHere,
        });
        // The file is where the person wants it.
        if untrack(|| form.chosen.get()) == Chosen::Several {
            let_go(form, file.key);
            toasts.show(text::already_here::used(&file.name));
        } else {
            form.reset();
            navigator.go(&Page::image(&found.image.id).path());
        }
    };
    view! {
        <div class="notice" role="status">
            <div class="notice-body">
            <p class="notice-text">{told}</p>
                <button type="button" class=ButtonStyle::Plain.classes() on:click=use_it>
                    {text::already_here::use_it()}
                </button>
            </div>
        </div>
    }
}
