//! Both values of each digest, side by side.

use gaze_shared::digest::{Comparison, LocalDigests, Verdict, compare};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use crate::ui::{CopyButton, Icon, IconView};

/// What this browser computed beside what Glance stored, algorithm by algorithm.
#[component]
pub fn DigestTable(
    /// The image as Glance shows it.
    image: Image,
    /// What was computed here.
    local: LocalDigests,
) -> impl IntoView {
    let verdict = compare(&image, &local);
    let size_differs = image.size.is_some_and(|stored| stored != local.size);
    let size = move || {
        view! {
            <tr>
                <th scope="row">"Size"</th>
                <td data-label="This browser">{local.size.exact()}</td>
                <td data-label="Glance">{image.size.map_or_else(|| "none".to_owned(), gaze_shared::units::Bytes::exact)}</td>
                <td>{agreement(Some(false))}</td>
            </tr>
        }.into_any()
    };
    view! {
        <div class="digests">
            <table class="digest-table">
                <thead>
                    <tr>
                        <th scope="col">"Digest"</th>
                        <th scope="col">"This browser"</th>
                        <th scope="col">"Glance"</th>
                        <th scope="col">"Same"</th>
                    </tr>
                </thead>
                <tbody>
                    {size_differs.then(size)}
                    {rows(&verdict)}
                </tbody>
            </table>
        </div>
    }
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
    let value = |digest: Option<gaze_shared::digest::HexDigest>, whose: &str| match digest {
        None => view! { <span class="digest-none">"none"</span> }.into_any(),
        Some(digest) => {
            let text = digest.as_str().to_owned();
            view! {
                <span class="digest-value">
                    <code>{text.clone()}</code>
                    <CopyButton label=format!("Copy {name} of {whose}") text=text/>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label="This browser">{value(pair.computed, "this browser")}</td>
            <td data-label="Glance">{value(pair.stored, "Glance")}</td>
            <td>{agreement(matches)}</td>
        </tr>
    }
}

fn agreement(matches: Option<bool>) -> impl IntoView {
    let (class, icon, word) = match matches {
        Some(true) => ("status status-positive", Icon::DoubleCheck, "Same"),
        Some(false) => ("status status-negative", Icon::CrossedCheck, "Different"),
        None => ("status status-neutral", Icon::HollowDot, "Not compared"),
    };
    view! { <span class=class><IconView icon=icon/>{word}</span> }
}
