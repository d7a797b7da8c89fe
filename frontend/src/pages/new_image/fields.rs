//! The fields of the form.

use gaze_shared::glance::can::{self, Caller, Reason};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Violation};
use leptos::prelude::*;

use super::form_state::{FormState, MinDiskFrom};
use crate::features::image_form::{
    FormatChoice, FormatFields, PropertyRows, TagsField, VisibilityField, message_for,
    message_for_tags,
};
use crate::i18n::codes::reasons::reason;
use crate::i18n::text;
use crate::ui::{CheckField, TextField};

/// Everything that can be said of a new image besides its data.
#[component]
pub(super) fn ImageFields(
    form: FormState,
    #[prop(into)] schema: Signal<ImageSchema>,
    #[prop(into)] violations: Signal<Vec<Violation>>,
    #[prop(into)] caller: Signal<Option<Caller>>,
) -> impl IntoView {
    let error =
        move |field: Field| Signal::derive(move || violations.with(|all| message_for(all, &field)));
    let tags_error = Signal::derive(move || violations.with(|all| message_for_tags(all)));
    let min_disk_hint = Signal::derive(move || {
        Some(match form.min_disk_from.get() {
            None => text::new_image::in_gib().to_owned(),
            Some(MinDiskFrom::DiskInside(size)) => text::new_image::in_gib_of_disk_inside(size),
            Some(MinDiskFrom::File(size)) => text::new_image::in_gib_of_file(size),
        })
    });
    let publish_refused = Signal::derive(move || {
        // Whom nobody knows yet may do what anybody may.
        let refused = caller.with(|caller| {
            let permission = caller.as_ref().map(can::publish_new);
            permission.map_or(Some(Reason::AdminOnly), can::Permission::reason)
        });
        refused.map(|why| reason(why).to_owned())
    });
    view! {
        <div class="form">
            <TextField label=text::new_image::name() value=form.fields.name error=error(Field::Name)/>
            <Formats form=form schema=schema violations=violations/>
            <VisibilityField
                value=form.fields.visibility
                publish_refused=publish_refused
                error=error(Field::Visibility)
            />
            <TagsField tags=form.fields.tags error=tags_error/>
            <div class="field-pair">
                <TextField
                    label=text::new_image::minimum_disk()
                    value=form.fields.min_disk
                    input_mode="numeric"
                    hint=min_disk_hint
                    error=error(Field::MinDisk)
                />
                <TextField
                    label=text::new_image::minimum_memory()
                    value=form.fields.min_ram
                    input_mode="numeric"
                    hint=Signal::stored(Some(text::new_image::in_mib().to_owned()))
                    error=error(Field::MinRam)
                />
            </div>
            <CheckField
                value=form.fields.protected
                label=text::new_image::protected()
                meaning=text::new_image::protected_meaning()
            />
            <PropertyRows rows=form.fields.properties violations=violations/>
        </div>
    }
}

/// Disk and container format. A new image has both.
#[component]
pub(super) fn Formats(
    form: FormState,
    schema: Signal<ImageSchema>,
    violations: Signal<Vec<Violation>>,
) -> impl IntoView {
    let disk = FormatChoice::of(form.fields.disk_format, None);
    let container = FormatChoice::of(form.fields.container_format, None);
    view! { <FormatFields disk=disk container=container schema=schema violations=violations/> }
}
