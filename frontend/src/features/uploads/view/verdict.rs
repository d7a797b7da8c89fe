//! Both values of each digest, side by side.

use gaze_shared::digest::{Comparison, HexDigest, LocalDigests, Verdict, compare};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use crate::features::uploads::engine::expected::{Expectation, ExpectedDigest, Unexpected};
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::ui::{CopyButton, Icon, IconView};

/// What this browser computed beside what Glance stored, algorithm by algorithm.
#[component]
pub fn DigestTable(
    /// The image as Glance shows it.
    image: Image,
    /// What was computed here.
    local: LocalDigests,
    /// What the file had to have, where a person said so, and whether it has it.
    expected: Option<(ExpectedDigest, Expectation)>,
) -> impl IntoView {
    let verdict = compare(&image, &local);
    let expected = expected.map(|(expected, expectation)| expected_row(expected, &expectation));
    let size_differs = image.size.is_some_and(|stored| stored != local.size);
    let size = move || {
        view! {
            <tr>
                <th scope="row">{text::uploads::size()}</th>
                <td data-label=text::uploads::this_browser()>{exact_bytes(local.size)}</td>
                <td data-label=text::uploads::glance()>{image.size.map_or_else(|| text::uploads::none().to_owned(), exact_bytes)}</td>
                <td>{agreement(Some(false))}</td>
            </tr>
        }.into_any()
    };
    let rows = (size_differs.then(size), rows(&verdict), expected);
    table(text::uploads::glance(), rows.into_any())
}

/// What was expected of a file beside what it has.
#[component]
pub fn UnexpectedDigest(unexpected: Unexpected) -> impl IntoView {
    let name = unexpected.algorithm.label();
    let row = view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=text::uploads::this_browser()>
                {value(Some(unexpected.computed), text::uploads::copy_computed(name))}
            </td>
            <td data-label=text::uploads::expected()>
                {value(Some(unexpected.expected), text::uploads::copy_expected(name))}
            </td>
            <td>{agreement(Some(false))}</td>
        </tr>
    };
    table(text::uploads::expected(), row.into_any())
}

/// What this browser computed beside what it is compared with.
fn table(compared_with: &'static str, rows: AnyView) -> impl IntoView {
    view! {
        <div class="digests">
            <table class="digest-table">
                <thead>
                    <tr>
                        <th scope="col">{text::uploads::digest()}</th>
                        <th scope="col">{text::uploads::this_browser()}</th>
                        <th scope="col">{compared_with}</th>
                        <th scope="col">{text::uploads::same()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// What was expected is neither side's value.
fn expected_row(expected: ExpectedDigest, expectation: &Expectation) -> AnyView {
    let name = expected.algorithm.label();
    let matches = match expectation {
        Expectation::Held => Some(true),
        Expectation::Broken(_) => Some(false),
        Expectation::None | Expectation::Open => None,
    };
    view! {
        <tr>
            <th scope="row">{text::uploads::expected()}</th>
            <td colspan="2" data-label=name>
                {value(Some(expected.digest), text::uploads::copy_expected(name))}
            </td>
            <td>{agreement(matches)}</td>
        </tr>
    }
    .into_any()
}

fn rows(verdict: &Verdict) -> impl IntoView + use<> {
    verdict
        .comparisons()
        .iter()
        .cloned()
        .map(row)
        .collect_view()
}

fn row(pair: Comparison) -> impl IntoView {
    let name = pair.algorithm.label();
    let matches = pair.matches();
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=text::uploads::this_browser()>{value(pair.computed, text::uploads::copy_computed(name))}</td>
            <td data-label=text::uploads::glance()>{value(pair.stored, text::uploads::copy_stored(name))}</td>
            <td>{agreement(matches)}</td>
        </tr>
    }
}

fn value(digest: Option<HexDigest>, copy: String) -> AnyView {
    match digest {
        None => view! { <span class="digest-none">{text::uploads::none()}</span> }.into_any(),
        Some(digest) => {
            let digest = digest.as_str().to_owned();
            view! {
                <span class="digest-value">
                    <code>{digest.clone()}</code>
                    <CopyButton label=copy text=digest/>
                </span>
            }
            .into_any()
        }
    }
}

fn agreement(matches: Option<bool>) -> impl IntoView {
    let (class, icon, word) = match matches {
        Some(true) => (
            "status status-positive",
            Icon::DoubleCheck,
            text::uploads::same(),
        ),
        Some(false) => (
            "status status-negative",
            Icon::CrossedCheck,
            text::uploads::different(),
        ),
        None => (
            "status status-neutral",
            Icon::HollowDot,
            text::uploads::not_compared(),
        ),
    };
    view! { <span class=class><IconView icon=icon/>{word}</span> }
}
