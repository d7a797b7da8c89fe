//! The page once the upload has started: the upload in the place of the form.

use leptos::prelude::*;

use crate::features::uploads::engine::target::UploadId;
use crate::features::uploads::store::use_uploads;
use crate::features::uploads::view::UploadPanel;
use crate::features::uploads::view::actions::ActionsPlace;
use crate::features::uploads::watched::Watched;
use crate::features::uploads::words::hint;
use crate::i18n::{spoken, text};
use crate::navigation::begin_at_top;
use crate::ui::reactive::{dyn_view, memo, on_change};

/// The upload that this page has started. A page that is made anew in another language goes on with it.
pub(super) fn started() -> RwSignal<Option<UploadId>> {
    let uploads = use_uploads();
    let started = RwSignal::new(uploads.take_remembered());
    let language = spoken();
    on_cleanup(move || {
        if spoken() != language {
            uploads.remember_for_language_change(started.try_get_untracked().flatten());
        }
    });
    started
}

/// The same as it goes, unless it was dismissed.
pub(super) fn started_upload(started: RwSignal<Option<UploadId>>) -> Memo<Option<Watched>> {
    let uploads = use_uploads();
    // The button that was pressed is gone with the form, or with the upload.
    on_change(move || started.get(), |_| begin_at_top());
    memo(move || started.get().and_then(|id| uploads.find(id)))
}

/// The upload, the way back to the form when it failed, and to a fresh one at any time.
#[component]
pub(super) fn StartedUpload(
    watched: Watched,
    /// Shows the form again with everything in it.
    on_back: Callback<()>,
    /// Shows an empty form, where there is one.
    #[prop(optional, into)]
    on_another: Option<Callback<()>>,
) -> impl IntoView {
    let uploads = use_uploads();
    let (id, state) = (watched.id, watched.state.clone());
    let hint = memo(move || state.with(hint));
    let back = Callback::new(move |()| {
        uploads.dismiss(id);
        on_back.run(());
    });
    view! {
        <div class="started">
            <UploadPanel watched=watched place=ActionsPlace::Form(back)/>
            {dyn_view(move || hint.get().map(|hint| view! { <p class="started-hint">{hint}</p> }.into_any()))}
            {on_another
                .map(|another| {
                    view! {
                        <p>
                            <button type="button" class="button" on:click=move |_| another.run(())>
                                {text::new_image::upload_another()}
                            </button>
                        </p>
                    }.into_any()
                })}
        </div>
    }
}
