//! Shows what earlier pages have begun, with the ways to go on.

use std::collections::BTreeSet;

use gaze_shared::time::timestamp::Timestamp;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::resuming::{ResumeFailure, conclude, give_up, leave, resume};
use crate::features::uploads::keeping::offers::{KeptFile, OfferSource, ResumeOffer};
use crate::features::uploads::keeping::record::{ImageOrigin, ResumeWay};
use crate::features::uploads::store::{Uploads, use_uploads};
use crate::features::uploads::view::StateLine;
use crate::features::uploads::words::{StatusText, Tone, sent_file};
use crate::i18n::dates::exact_text;
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::{exact_bytes, part_of};
use crate::i18n::text;
use crate::transfer::meter::percent_of;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::{ButtonStyle, Dialog, FileDialog, FileInput, HowManyFiles};

/// Every offer that a person has to do something about.
#[component]
pub fn ResumeOffers() -> impl IntoView {
    let uploads = use_uploads();
    let shown = memo(move || {
        let mut offers = uploads.offers().get();
        offers.retain(|offer| !offer.needs_no_file());
        offers
    });
    view! {
        <For each=move || shown.get() key=|offer| (offer.image.id.clone(), offer.arrived, offer.image.status.clone()) let:offer>
            <OfferPanel offer=offer/>
        </For>
    }
}

/// What has left the earlier page as a whole needs neither the file nor the person: it is followed to its end.
pub(in crate::features::uploads) fn conclude_by_itself(uploads: Uploads) {
    uploads.load_runner();
    let tried = StoredValue::new(BTreeSet::new());
    effect(move || {
        for offer in uploads.offers().get() {
            if !offer.needs_no_file() {
                continue;
            }
            let image = offer.image.id.to_string();
            if tried.try_update_value(|tried| tried.insert(image.clone())) != Some(true) {
                continue;
            }
            spawn_local(async move {
                if conclude(uploads, &offer).await.is_err() {
                    // Another tab has it in its hands, or it is over. The next search says which.
                    tried.try_update_value(|tried| tried.remove(&image));
                    uploads.withdraw(&offer.image.id);
                }
            });
        }
    });
}

#[component]
fn OfferPanel(offer: ResumeOffer) -> impl IntoView {
    let uploads = use_uploads();
    let dialog = FileDialog::for_files(HowManyFiles::One);
    let failure = RwSignal::new(None::<ResumeFailure>);
    // Whole percent of the file that are read before anything is sent of it.
    let prepared = RwSignal::new(None::<u8>);
    let is_asking = RwSignal::new(false);
    let name = offer.name().to_owned();
    let (told, line) = (text_of(&offer), file_line(&offer));
    let exact = exact_bytes(offer.size);
    let total = offer.size_on_disk();
    let is_stored = offer.is_stored();
    let goes_by_handle = offer.file() == KeptFile::ByHandle;
    let offer = StoredValue::new(offer);
    let go = move |file: Option<File>| {
        failure.set(None);
        spawn_local(async move {
            let Some(offer) = offer.try_get_value() else {
                return;
            };
            let on_disk = offer.size_on_disk();
            let on_progress = move |bytes| {
                prepared.try_set(Some(percent_of(bytes, on_disk)));
            };
            let resumed = resume(uploads, &offer, file, on_progress).await;
            // The panel is gone when the upload goes on.
            prepared.try_set(None);
            if let Err(why) = resumed {
                failure.try_set(Some(why));
            }
        });
    };
    let take = Callback::new(move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            go(Some(file));
        }
    });
    let needs_choosing = memo(move || {
        let is_no_help = |failure: &Option<ResumeFailure>| {
            // What stands in the way of these is not the file.
            !matches!(
                failure,
                None | Some(
                    ResumeFailure::InAnotherTab | ResumeFailure::Over | ResumeFailure::Worker(_)
                )
            )
        };
        !goes_by_handle || failure.with(is_no_help)
    });
    let press = move |_| {
        if needs_choosing.get_untracked() {
            dialog.open();
        } else {
            go(None);
        }
    };
    let go_label = move || {
        if needs_choosing.get() {
            text::resume::choose_the_file()
        } else {
            text::resume::go_on()
        }
    };
    let let_be = move |_| {
        spawn_local(async move {
            let Some(offer) = offer.try_get_value() else {
                return;
            };
            if let Err(why) = leave(uploads, &offer).await {
                failure.try_set(Some(why));
            }
        });
    };
    let close = Callback::new(move |()| is_asking.set(false));
    let end = move |_| {
        is_asking.set(false);
        spawn_local(async move {
            let Some(offer) = offer.try_get_value() else {
                return;
            };
            if let Err(why) = give_up(uploads, &offer).await {
                failure.try_set(Some(why));
            }
        });
    };
    let (title_name, label) = (name.clone(), text::resume::interrupted_upload_of(&name));
    let input_label = text::resume::file_of(&name);
    view! {
        <article class="upload" aria-label=label>
            <header class="upload-head">
                <h2 class="upload-name">{name}</h2>
                <StateLine status=Signal::stored(StatusText::new(Tone::Caution, text::resume::interrupted(), ""))/>
            </header>
            <p class="upload-file" title=exact>{line}</p>
            <p class="upload-detail">{told}</p>
            {dyn_view(move || {
                let percent = u64::from(prepared.get()?);
                let told = text::resume::preparing(percent);
                Some(view! { <p class="upload-detail" role="status">{told}</p> }.into_any())
            })}
            {dyn_view(move || {
                failure
                    .get()
                    .map(|failure| view! { <p class="upload-detail" role="alert">{tell(&failure, total)}</p> }.into_any())
            })}
            <div class="upload-actions">
                <FileInput dialog=dialog label=input_label on_files=take/>
                <button type="button" class=ButtonStyle::Primary.classes() on:click=press>{go_label}</button>
                {if is_stored {
                    view! {
                        <button type="button" class=ButtonStyle::Plain.classes() on:click=let_be>
                            {text::resume::leave_unverified()}
                        </button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| is_asking.set(true)>
                            {text::resume::delete_upload()}
                        </button>
                    }
                    .into_any()
                }}
            </div>
            <Dialog
                open=is_asking
                on_close=close
                title=Signal::derive(move || text::resume::delete_title(&title_name))
            >
                <p>{offer.with_value(tell_loss)}</p>
                <div class="dialog-actions">
                    <button type="button" class=ButtonStyle::Plain.classes() autofocus on:click=move |_| close.run(())>
                        {text::resume::keep_upload()}
                    </button>
                    <button type="button" class=ButtonStyle::Danger.classes() on:click=end>
                        {text::resume::delete_upload()}
                    </button>
                </div>
            </Dialog>
        </article>
    }
}

/// The file, how much of it has arrived, and how long that is kept.
fn file_line(offer: &ResumeOffer) -> String {
    let size = match offer.arrived {
        Some(arrived) => text::resume::arrived(&part_of(arrived, offer.size)),
        None => bytes(offer.size),
    };
    let file_name = match &offer.source {
        OfferSource::ThisBrowser(kept) => {
            Some(sent_file(&kept.record.file_name, kept.record.conversion))
        }
        OfferSource::Elsewhere(_) => None,
    };
    let expires_at = offer.expires_at.as_ref().and_then(Timestamp::unix_seconds);
    let kept_until = expires_at.map(|at| text::resume::kept_until(&exact_text(at)));
    let parts: Vec<String> = file_name
        .into_iter()
        .chain([size])
        .chain(kept_until)
        .collect();
    parts.join(" · ")
}

fn text_of(offer: &ResumeOffer) -> &'static str {
    let is_stored = offer.is_stored();
    match (&offer.source, offer.way()) {
        (OfferSource::Elsewhere(_), _) => text::resume::begun_elsewhere(),
        (_, _) if is_stored => text::resume::stored_unverified(),
        (_, ResumeWay::Put) => text::resume::from_the_start(),
        (_, ResumeWay::Tus(_)) => text::resume::only_the_rest(),
    }
}

fn tell_loss(offer: &ResumeOffer) -> &'static str {
    match (&offer.source, offer.origin()) {
        (OfferSource::Elsewhere(_), _) => text::resume::ends_elsewhere(),
        (_, ImageOrigin::MadeByUpload) => text::resume::image_goes_too(),
        (_, ImageOrigin::ThereBefore) => text::resume::image_stays(),
    }
}

fn tell(failure: &ResumeFailure, total: Bytes) -> String {
    match failure {
        ResumeFailure::OtherSize(size) => text::resume::other_size(&bytes(*size), &bytes(total)),
        ResumeFailure::Worker(fault) => tell_worker_fault(*fault).to_owned(),
        ResumeFailure::FileChanged => text::resume::file_changed().to_owned(),
        ResumeFailure::InAnotherTab => text::resume::in_another_tab().to_owned(),
        ResumeFailure::FileNeeded => text::resume::file_needed().to_owned(),
        ResumeFailure::NotPermitted => text::resume::not_permitted().to_owned(),
        ResumeFailure::FileGone => text::resume::file_gone().to_owned(),
        ResumeFailure::Over => text::resume::over().to_owned(),
    }
}
