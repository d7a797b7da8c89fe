//! One upload in full.

use leptos::prelude::*;

use super::actions::ActionsPlace;
use super::{
    Actions, DigestTable, ProgressBar, ProgressNumbers, SaveReceipt, StateLine, Timeline,
    UnexpectedDigest,
};
use crate::features::uploads::engine::failure::Failure;
use crate::features::uploads::engine::stage::{NotCompared, UploadOutcome, UploadStage};
use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::watched::Watched;
use crate::features::uploads::words::{StatusText, sent_file, status_text};
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::ui::Show;
use crate::ui::reactive::{dyn_view, memo};

/// Name, state, timeline, progress, both values of each digest, and what can be done.
#[component]
pub fn UploadPanel(watched: Watched, place: ActionsPlace) -> impl IntoView {
    let upload: Signal<UploadTask> = watched.state.clone().into();
    let status: Signal<StatusText> = memo(move || upload.with(status_text)).into();
    let is_moving = memo(move || upload.with(|upload| upload.stage.is_moving()));
    let compared = memo(move || {
        upload.with(|upload| match (&upload.stage, &upload.image) {
            (
                UploadStage::Finished(
                    UploadOutcome::Compared(_)
                    | UploadOutcome::NotCompared(NotCompared::ExpectedUnknown(..)),
                ),
                Some(image),
            ) => Some((
                image.clone(),
                upload.hashing.digests(),
                upload.expected.clone().zip(Some(upload.expectation())),
            )),
            _ => None,
        })
    });
    let unexpected = memo(move || {
        upload.with(|upload| match &upload.stage {
            UploadStage::Failed(Failure::NotExpected(unexpected))
            | UploadStage::Finished(UploadOutcome::NotExpected(unexpected)) => {
                Some(unexpected.clone())
            }
            _ => None,
        })
    });
    let name = upload.with_untracked(|upload| match upload.target.image_name() {
        "" => upload.file.name.clone(),
        name => name.to_owned(),
    });
    let file = upload.with_untracked(|upload| upload.file.clone());
    view! {
        <article class="upload" aria-label=text::uploads::upload_of(&file.name)>
            <header class="upload-head">
                <h2 class="upload-name">{name}</h2>
                <StateLine status=status/>
            </header>
            <p class="upload-file">
                {sent_file(&file.name, file.conversion)} " · " <span title=exact_bytes(file.size)>{bytes(file.size)}</span>
            </p>
            <Timeline upload=upload/>
            <Show when=move || is_moving.get()>
                <ProgressBar upload=upload/>
                <ProgressNumbers upload=upload/>
            </Show>
            {dyn_view(move || {
                let detail = status.with(|status| status.detail.clone());
                (!detail.is_empty()).then(|| view! { <p class="upload-detail">{detail}</p> }.into_any())
            })}
            {dyn_view(move || {
                compared
                    .get()
                    .map(|(image, local, expected)| {
                        let shown = image.clone();
                        view! {
                            <DigestTable image=*shown local=local expected=expected/>
                            <p><SaveReceipt image=*image/></p>
                        }
                        .into_any()
                    })
            })}
            {dyn_view(move || {
                unexpected
                    .get()
                    .map(|unexpected| view! { <UnexpectedDigest unexpected=unexpected/> }.into_any())
            })}
            <Actions watched=watched.clone() place=place/>
        </article>
    }
}
