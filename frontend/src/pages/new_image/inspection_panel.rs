//! The right column: what the one file is, what was found, what the quota says, and what is expected.

use gaze_shared::glance::image::DiskFormat;
use gaze_shared::inspect::{Inspection, Reference, ReferenceRole, Severity};
use leptos::prelude::*;

use super::chosen_file::ChosenFile;
use super::conversion_choice::ConversionChoice;
use super::expected::ChecksumField;
use super::form_state::{Chosen, FormState};
use super::inspecting::InspectionState;
use super::manifest::ManifestLine;
use super::notes::{Note, severity_word};
use super::quota::FilesQuota;
use crate::features::quota::QuotaFit;
use crate::features::uploads::words::tell_worker_fault;
use crate::i18n::codes::formats::format_label;
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::session::config::Config;
use crate::ui::reactive::dyn_view;
use crate::ui::{Icon, IconView};

#[component]
pub(super) fn InspectionPanel(form: FormState, quota: FilesQuota) -> impl IntoView {
    let content = move || {
        let shown = match form.chosen.get() {
            Chosen::Nothing => view! {
                <p class="side-text">{text::new_image::before_a_file()}</p>
            }
            .into_any(),
            Chosen::One(file) => view! { <FileInspection file=*file quota=quota/> }.into_any(),
            // What each of several is stands with it.
            Chosen::Several => return None,
        };
        Some(
            view! {
                <section class="side-part">
                    <h2 class="side-title">{text::new_image::file()}</h2>
                    {shown}
                </section>
            }
            .into_any(),
        )
    };
    view! {
        <aside class="side" aria-label=text::new_image::what_this_file_is()>
            {dyn_view(content)}
            {quota.view()}
            <ChecksumField expected=form.expected/>
        </aside>
    }
}

/// What a file is, and what was found in it.
#[component]
pub(super) fn FileInspection(file: ChosenFile, quota: FilesQuota) -> impl IntoView {
    let config = expect_context::<Config>();
    let outgoing = file.clone();
    let fits = Signal::derive(move || {
        let (size, _) = outgoing.outgoing();
        let largest = config.largest_file();
        largest.is_none_or(|largest| size <= largest) && quota.fit() == QuotaFit::Fits
    });
    let (state, choice) = (file.data_state.clone(), file.clone());
    let check = file.manifest.clone();
    let content = dyn_view(move || match state.get() {
        InspectionState::Awaited | InspectionState::UnderWay => {
            view! { <p class="side-text" role="status">{text::new_image::looking()}</p> }.into_any()
        }
        InspectionState::Unreadable => view! {
            <p class="side-text" role="alert">{text::new_image::maybe_a_folder()}</p>
        }
        .into_any(),
        InspectionState::Unseen(why) => view! {
            <p class="side-text" role="alert">
                {text::new_image::not_looked_into()} " " {tell_worker_fault(why)}
            </p>
        }
        .into_any(),
        InspectionState::Seen(inspection) => {
            view! { <Seen file=file.clone() inspection=*inspection fits=fits/> }.into_any()
        }
    });
    view! {
        {content}
        <ConversionChoice file=choice/>
        <ManifestLine check=check/>
    }
}

#[component]
fn Seen(
    file: ChosenFile,
    inspection: Inspection,
    /// Whether there is room for the file: nothing else speaks against it where something does.
    fits: Signal<bool>,
) -> impl IntoView {
    let what = match inspection.detected {
        None => text::new_image::no_mark().to_owned(),
        Some(detected) => format_label(detected),
    };
    let (file_size, virtual_size) = (inspection.file_size, inspection.virtual_size);
    let references = inspection.references.clone();
    let (all_notes, format) = (file.notes, RwSignal::from(file.own.disk_format));
    view! {
        <dl class="facts">
            <dt>{text::new_image::content()}</dt>
            <dd>{what}</dd>
            <dt>{text::new_image::size()}</dt>
            <dd title=exact_bytes(file_size)>{bytes(file_size)}</dd>
            {virtual_size
                .map(|size| {
                    view! {
                        <dt>{text::new_image::disk_inside()}</dt>
                        <dd title=exact_bytes(size)>{bytes(size)}</dd>
                    }.into_any()
                })}
            {references.into_iter().map(named).collect_view()}
        </dl>
        <div aria-live="polite">
            {dyn_view(move || {
                let notes = all_notes.get();
                if notes.is_empty() && !fits.get() {
                    ().into_any()
                } else if notes.is_empty() {
                    view! {
                        <p class="finding finding-none">
                            <IconView icon=Icon::Check/>
                            {text::new_image::nothing_against_it()}
                        </p>
                    }
                        .into_any()
                } else {
                    let row = |note| view! { <Finding disk_format=format note=note/> }.into_any();
                    view! { <ul class="findings">{notes.into_iter().map(row).collect_view()}</ul> }
                        .into_any()
                }
            })}
        </div>
    }
}

/// Another file that this one needs or has in it.
fn named(reference: Reference) -> AnyView {
    let role = match reference.role {
        ReferenceRole::Backing => text::new_image::backing_file(),
        ReferenceRole::Parent => text::new_image::parent_disk(),
        ReferenceRole::Data => text::new_image::data_file(),
        ReferenceRole::Extent => text::new_image::extent(),
        ReferenceRole::Member => text::new_image::member(),
    };
    view! {
        <dt>{role}</dt>
        <dd>{String::from(reference.name)}</dd>
    }
    .into_any()
}

#[component]
fn Finding(disk_format: RwSignal<Option<DiskFormat>>, note: Note) -> impl IntoView {
    let (class, icon) = match note.severity {
        Severity::Note => ("finding finding-note", Icon::Question),
        Severity::Warning => ("finding finding-warning", Icon::Warning),
        Severity::Refused => ("finding finding-refused", Icon::Cross),
    };
    view! {
        <li class=class>
            <IconView icon=icon/>
            <div class="finding-body">
                <p><strong>{severity_word(note.severity)}</strong> ". " {note.text}</p>
                {note
                    .better_format
                    .map(|format| {
                        let label = text::new_image::choose_format(format.as_str());
                        view! {
                            <button type="button" class="button" on:click=move |_| disk_format.set(Some(format.clone()))>
                                {label}
                            </button>
                        }.into_any()
                    })}
            </div>
        </li>
    }
}
