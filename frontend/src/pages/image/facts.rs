//! What the image is: everything that nobody can change.

use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use crate::session::SessionStore;
use crate::ui::reactive::dyn_view;
use crate::ui::{CopyButton, RelativeTime};

const NONE: &str = "None yet";

fn size(bytes: Option<Bytes>, none: &'static str) -> AnyView {
    match bytes {
        Some(bytes) => view! { <span title=bytes.exact()>{bytes.to_string()}</span> }.into_any(),
        None => view! { <span class="muted">{none}</span> }.into_any(),
    }
}

fn word<T: ToString>(value: Option<&T>) -> AnyView {
    match value {
        Some(value) => view! { <span class="code">{value.to_string()}</span> }.into_any(),
        None => view! { <span class="muted">{NONE}</span> }.into_any(),
    }
}

fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

/// The project that owns the image, by name where it is this one.
fn owner(image: &Image, sessions: SessionStore) -> AnyView {
    let own = sessions
        .session()
        .filter(|s| image.owner.as_deref() == Some(s.project.id.as_str()));
    match (&image.owner, own) {
        (None, _) => view! { <span class="muted">{"Nobody"}</span> }.into_any(),
        (Some(_), Some(session)) => {
            view! { <span>{format!("{} (this project)", session.project.name)}</span> }.into_any()
        }
        (Some(id), None) => {
            view! { <Copied label="Copy project id" text=id.to_string()/> }.into_any()
        }
    }
}

/// An id in full, with a button that copies it.
#[component]
fn Copied(label: &'static str, text: String) -> impl IntoView {
    view! {
        <span class="copied">
            <code>{text.clone()}</code>
            <CopyButton label=label text=text/>
        </span>
    }
}

/// The facts in two columns.
#[component]
pub(super) fn Facts(image: RwSignal<Image>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let facts = move || {
        let image = image.get();
        let mut facts = vec![
            fact("Size", size(image.size, NONE)),
            fact("Virtual size", size(image.virtual_size, "Not known")),
            fact("Disk format", word(image.disk_format.as_ref())),
            fact("Container format", word(image.container_format.as_ref())),
            fact(
                "Created",
                view! { <RelativeTime at=image.created_at.clone()/> }.into_any(),
            ),
            fact(
                "Updated",
                view! { <RelativeTime at=image.updated_at.clone()/> }.into_any(),
            ),
            fact("Owner", owner(&image, sessions)),
        ];
        if let Some(stores) = image.stores.as_ref().filter(|stores| !stores.is_empty()) {
            facts.push(fact("Stores", word(Some(&stores.replace(',', ", ")))));
        }
        let failed: Vec<String> = image.failed_stores().map(String::from).collect();
        if !failed.is_empty() {
            facts.push(fact("Import failed in", word(Some(&failed.join(", ")))));
        }
        let id = image.id.to_string();
        let id = view! { <Copied label="Copy full image id" text=id/> }.into_any();
        facts.push(
            view! { <div class="fact fact-wide"><dt>{"Id"}</dt><dd>{id}</dd></div> }.into_any(),
        );
        facts
    };
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 class="panel-title" id="facts-title">{"Facts"}</h2>
            <dl class="image-facts">{dyn_view(facts)}</dl>
        </section>
    }
}
