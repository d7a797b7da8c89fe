//! The right column: what the file is, what was found, and what the quota says.

use gaze_shared::inspect::{Detected, Inspection, Severity};
use gaze_shared::schema::ImageSchema;
use gaze_shared::units::Bytes;
use gaze_shared::usage::UsageInfo;
use leptos::prelude::*;

use super::form_state::FormState;
use super::inspecting::Looked;
use super::notes::{Note, notes, severity_word};
use super::quota::{Adds, QuotaLine, lines};
use crate::state::reactive::memo;
use crate::ui::{Icon, IconView};

/// What the file is.
#[component]
pub(super) fn InspectionPanel(
    form: FormState,
    #[prop(into)] schema: Signal<ImageSchema>,
    #[prop(into)] usage: Signal<Option<UsageInfo>>,
    /// What of this file's size is added to the quota, and what of its image.
    adds: fn(Bytes) -> Adds,
) -> impl IntoView {
    let looked = memo(move || {
        form.chosen
            .with(|chosen| chosen.as_ref().map(|chosen| chosen.looked.clone()))
    });
    let size = memo(move || {
        form.chosen
            .with(|chosen| chosen.as_ref().map(|chosen| chosen.size))
            .unwrap_or_default()
    });
    let content = move || {
        match looked.get() {
        None => view! {
            <p class="side-text">
                "As soon as there is a file, this tells what it is and whether Glance will take it. \
                 Nothing is sent before you say so."
            </p>
        }
        .into_any(),
        Some(Looked::UnderWay) => view! { <p class="side-text" role="status">"Looking at the file"</p> }.into_any(),
        Some(Looked::Unreadable) => view! {
            <p class="side-text" role="alert">
                "The browser cannot read this file. It may have been moved, or it is a folder. \
                 Choose it again."
            </p>
        }
        .into_any(),
        Some(Looked::Unseen(why)) => view! {
            <p class="side-text" role="alert">
                "You can upload this file, and Glance will judge it. This browser could not look \
                 into it: " {why}
            </p>
        }
        .into_any(),
        Some(Looked::Seen(inspection)) => {
            view! { <Seen form=form inspection=*inspection schema=schema/> }.into_any()
        }
    }
    };
    let quota = move || usage.with(|info| info.as_ref().map(|info| lines(info, adds(size.get()))));
    view! {
        <aside class="side" aria-label="What this file is">
            <section class="side-part">
                <h2 class="side-title">"File"</h2>
                {content}
            </section>
            {move || {
                quota()
                    .filter(|lines| !lines.is_empty())
                    .map(|lines| {
                        view! {
                            <section class="side-part">
                                <h2 class="side-title">"Quota with this image"</h2>
                                {lines.into_iter().map(quota_line).collect_view()}
                            </section>
                        }
                    })
            }}
        </aside>
    }
}

#[component]
fn Seen(form: FormState, inspection: Inspection, schema: Signal<ImageSchema>) -> impl IntoView {
    let what = match inspection.detected {
        None => "No mark of a disk format; counts as raw",
        Some(detected) => Detected::label(detected),
    };
    let (file_size, virtual_size) = (inspection.file_size, inspection.virtual_size);
    let all_notes = memo(move || {
        notes(
            &inspection,
            &form.disk_format.get(),
            &form.container_format.get(),
            &schema.get(),
        )
    });
    view! {
        <dl class="facts">
            <dt>"Content"</dt>
            <dd>{what}</dd>
            <dt>"Size"</dt>
            <dd title=file_size.exact()>{file_size.to_string()}</dd>
            {virtual_size
                .map(|size| {
                    view! {
                        <dt>"Disk inside"</dt>
                        <dd title=size.exact()>{size.to_string()}</dd>
                    }
                })}
        </dl>
        <div aria-live="polite">
            {move || {
                let notes = all_notes.get();
                if notes.is_empty() {
                    view! {
                        <p class="finding finding-none">
                            <IconView icon=Icon::Check/>
                            "Nothing speaks against it."
                        </p>
                    }
                        .into_any()
                } else {
                    let row = |note| view! { <Finding form=form note=note/> };
                    view! { <ul class="findings">{notes.into_iter().map(row).collect_view()}</ul> }
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Finding(form: FormState, note: Note) -> impl IntoView {
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
                        let label = format!("Choose {format}");
                        view! {
                            <button type="button" class="button" on:click=move |_| form.disk_format.set(format.clone())>
                                {label}
                            </button>
                        }
                    })}
            </div>
        </li>
    }
}

fn quota_line(line: QuotaLine) -> impl IntoView {
    let (used, added) = line.percents();
    let is_over = line.is_over();
    view! {
        <div class="quota" data-over=is_over.then_some("")>
            <div class="quota-head">
                <span>{line.label}</span>
                <span class="quota-numbers">
                    {is_over.then(|| view! { <IconView icon=Icon::Warning/> })}
                    {line.text()}
                </span>
            </div>
            {line
                .limit
                .map(|_| {
                    view! {
                        <div class="quota-bar" aria-hidden="true">
                            <span class="quota-used" style:width=format!("{used}%")></span>
                            <span class="quota-added" style:width=format!("{added}%")></span>
                        </div>
                    }
                })}
        </div>
    }
}
