//! What the image is: everything that nobody can change.

use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use crate::i18n::numbers::bytes;
use crate::i18n::sizes::exact_bytes;
use crate::i18n::text;
use crate::session::SessionStore;
use crate::ui::reactive::dyn_view;
use crate::ui::{CopyButton, Fact, FactList, RelativeTime};

fn size(size: Option<Bytes>, none: &'static str) -> AnyView {
    match size {
        Some(size) => view! { <span title=exact_bytes(size)>{bytes(size)}</span> }.into_any(),
        None => view! { <span class="muted">{none}</span> }.into_any(),
    }
}

fn word<T: ToString>(value: Option<&T>) -> AnyView {
    match value {
        Some(value) => view! { <span class="code">{value.to_string()}</span> }.into_any(),
        None => view! { <span class="muted">{text::image::none_yet()}</span> }.into_any(),
    }
}

/// The project that owns the image, by name where it is this one.
fn owner(image: &Image, sessions: SessionStore) -> AnyView {
    let own = sessions
        .session()
        .filter(|s| image.owner.as_deref() == Some(s.project.id.as_str()));
    match (&image.owner, own) {
        (None, _) => view! { <span class="muted">{text::image::nobody()}</span> }.into_any(),
        (Some(_), Some(session)) => {
            view! { <span>{text::image::this_project(&session.project.name)}</span> }.into_any()
        }
        (Some(id), None) => {
            view! { <CopiedId label=text::image::copy_project_id() id=id.to_string()/> }.into_any()
        }
    }
}

/// An id in full, with a button that copies it.
#[component]
fn CopiedId(label: &'static str, id: String) -> impl IntoView {
    view! {
        <span class="copied">
            <code>{id.clone()}</code>
            <CopyButton label=label text=id/>
        </span>
    }
}

/// The facts in two columns.
#[component]
pub(super) fn Facts(image: RwSignal<Image>) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let facts = move || {
        let image = image.get();
        let created = view! { <RelativeTime at=image.created_at.clone()/> };
        let updated = view! { <RelativeTime at=image.updated_at.clone()/> };
        let mut facts = vec![
            Fact::new(
                text::image::size(),
                size(image.size, text::image::none_yet()),
            ),
            Fact::new(
                text::image::virtual_size(),
                size(image.virtual_size, text::image::not_known()),
            ),
            Fact::new(text::image::disk_format(), word(image.disk_format.as_ref())),
            Fact::new(
                text::image::container_format(),
                word(image.container_format.as_ref()),
            ),
            Fact::new(text::image::created(), created),
            Fact::new(text::image::updated(), updated),
            Fact::new(text::image::owner(), owner(&image, sessions)),
        ];
        let stores: Vec<String> = image.store_ids().map(String::from).collect();
        let failed: Vec<String> = image.failed_stores().map(String::from).collect();
        for (name, stores) in [
            (text::image::stores(), stores),
            (text::image::import_failed_in(), failed),
        ] {
            if !stores.is_empty() {
                facts.push(Fact::new(name, word(Some(&stores.join(", ")))));
            }
        }
        let id = image.id.to_string();
        let id = view! { <CopiedId label=text::image::copy_full_id() id=id/> };
        facts.push(Fact::wide(text::image::id(), id));
        view! { <FactList class="image-facts" facts=facts/> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 class="panel-title" id="facts-title">{text::image::facts()}</h2>
            {dyn_view(facts)}
        </section>
    }
}
