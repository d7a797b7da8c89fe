//! Is what Glance stores what this browser sent?

use gaze_shared::digest::{Verdict, compare};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use super::download::CheckDownloaded;
use super::stored_data::StoredData;
use crate::features::uploads::engine::expected::Expectation;
use crate::features::uploads::local_receipts::{self, LocalReceipt};
use crate::features::uploads::view::{DigestTable, SaveReceipt};
use crate::features::uploads::words::sent_file;
use crate::i18n::dates::exact_text;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{CopyButton, Fact, FactList, Icon, IconView};

/// The verdict in one line: what it is called, how it looks, what it means. What is equal on both sides is not
/// called verified where it is not known to be what was expected.
fn presentation(
    verdict: &Verdict,
    expectation: &Expectation,
) -> (&'static str, Icon, &'static str, &'static str) {
    match (verdict, expectation) {
        (_, Expectation::Broken(_)) => (
            "status status-negative",
            Icon::CrossedCheck,
            text::image::unexpected(),
            text::image::unexpected_meaning(),
        ),
        (Verdict::Verified(_), Expectation::Open) => (
            "status status-neutral",
            Icon::HollowDot,
            text::image::not_compared(),
            text::image::expected_not_compared(),
        ),
        (Verdict::Verified(_), Expectation::None | Expectation::Held) => (
            "status status-positive",
            Icon::DoubleCheck,
            text::image::verified(),
            text::image::verified_meaning(),
        ),
        (Verdict::Mismatch(_), _) => (
            "status status-negative",
            Icon::CrossedCheck,
            text::image::mismatch(),
            text::image::mismatch_meaning(),
        ),
        (Verdict::NothingToCompare(_), _) => (
            "status status-neutral",
            Icon::HollowDot,
            text::image::not_compared(),
            text::image::not_compared_meaning(),
        ),
    }
}

#[component]
pub(super) fn Integrity(image: RwSignal<Image>) -> impl IntoView {
    let content = move || {
        let image = image.get();
        let has_digest = image.checksum.is_some() || image.os_hash_value.is_some();
        if !has_digest {
            return view! {
                <p class="muted">
                    {if image.status.has_data() {
                        text::image::no_digest()
                    } else {
                        text::image::no_data()
                    }}
                </p>
            }
            .into_any();
        }
        match local_receipts::for_image(&image.id) {
            Some(receipt) => view! { <Compared image=image receipt=receipt/> }.into_any(),
            None => view! { <Stored image=image/> }.into_any(),
        }
    };
    let has_data = memo(move || image.with(|image| image.status.has_data()));
    view! {
        <section class="panel" aria-labelledby="integrity-title">
            <h2 class="panel-title" id="integrity-title">{text::image::integrity()}</h2>
            {dyn_view(content)}
            {dyn_view(move || {
                has_data.get().then(|| {
                    view! {
                        <StoredData image=image/>
                        <CheckDownloaded image=image/>
                    }
                    .into_any()
                })
            })}
        </section>
    }
}

/// Both sides' values.
#[component]
fn Compared(image: Image, receipt: LocalReceipt) -> impl IntoView {
    let local = receipt.local_digests();
    let expectation = receipt.expectation();
    let (class, icon, word, meaning) = presentation(&compare(&image, &local), &expectation);
    let expected = receipt.expected.clone().zip(Some(expectation));
    let file = sent_file(&receipt.file_name, receipt.conversion);
    let computed = text::image::computed_here(&file, &exact_text(receipt.computed_at));
    view! {
        <div class="verdict">
            <span class=format!("verdict-word {class}")>
                <IconView icon=icon/>
                {word}
            </span>
            <p>{meaning}</p>
            <p class="muted">{computed}</p>
        </div>
        <DigestTable image=image.clone() local=local expected=expected/>
        <p><SaveReceipt image=image/></p>
    }
}

/// Glance's values alone.
#[component]
fn Stored(image: Image) -> impl IntoView {
    let algorithm = image.os_hash_algo.clone().unwrap_or_else(|| "hash".into());
    let checksum = image.checksum.clone();
    let digests = [
        (algorithm, image.os_hash_value),
        ("md5".to_owned(), checksum),
    ];
    let fact = |(name, value): (String, Option<String>)| {
        let value = value?;
        let copied = view! {
            <span class="copied">
                <code>{value.clone()}</code>
                <CopyButton label=text::image::copy_digest(&name) text=value/>
            </span>
        };
        Some(Fact::wide(name, copied))
    };
    let facts = digests.into_iter().filter_map(fact).collect();
    view! {
        <p class="muted">
            {text::image::stored_digests()}
        </p>
        <FactList class="image-facts" facts=facts/>
    }
}
