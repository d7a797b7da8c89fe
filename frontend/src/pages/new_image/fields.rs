//! The fields of the form.

use gaze_shared::glance::can::{self, Caller, Reason};
use gaze_shared::glance::schema::ImageSchema;
use gaze_shared::glance::validate::{Field, Violation};
use leptos::prelude::*;

use super::form_state::FormState;
use super::own_fields::{MinDiskFrom, OwnFields};
use crate::features::image_form::{
    FormatChoice, FormatFields, PropertyRows, TagsField, VisibilityField, message_for,
    message_for_tags,
};
use crate::i18n::codes::reasons::reason;
use crate::i18n::text;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{CheckField, TextField};

/// Everything that can be said of new images besides their data. What each has of its own stands here where there is
/// one, and with its file where there are several.
#[component]
pub(super) fn ImageFields(
    form: FormState,
    schema: Signal<ImageSchema>,
    violations: Signal<Vec<Violation>>,
    caller: Signal<Option<Caller>>,
) -> impl IntoView {
    let error =
        move |field: Field| Signal::derive(move || violations.with(|all| message_for(all, &field)));
    let tags_error = Signal::derive(move || violations.with(|all| message_for_tags(all)));
    let publish_refused = Signal::derive(move || {
        // Whom nobody knows yet may do what anybody may.
        let refused = caller.with(|caller| {
            let permission = caller.as_ref().map(can::publish_new);
            permission.map_or(Some(Reason::AdminOnly), can::Permission::reason)
        });
        refused.map(|why| reason(why).to_owned())
    });
    // Another file in the place of the one before it has the same fields.
    let own = memo(move || form.only_own());
    let name_and_formats = move || {
        let title =
            || view! { <h2 class="side-title">{text::new_image::for_all()}</h2> }.into_any();
        let Some(own) = own.get() else {
            return title();
        };
        let name = RwSignal::from(own.name.clone());
        view! {
            <TextField label=text::new_image::name() value=name error=error(Field::Name)/>
            <Formats own=own schema=schema/>
        }
        .into_any()
    };
    view! {
        <div class="form">
            {dyn_view(name_and_formats)}
            <VisibilityField
                value=form.common.visibility
                publish_refused=publish_refused
                error=error(Field::Visibility)
            />
            <TagsField tags=form.common.tags error=tags_error/>
            <div class="field-pair">
                {dyn_view(move || own.get().map(|own| view! { <MinDisk own=own/> }.into_any()))}
                <TextField
                    label=text::new_image::minimum_memory()
                    value=form.common.min_ram
                    input_mode="numeric"
                    hint=Signal::stored(Some(text::new_image::in_mib().to_owned()))
                    error=error(Field::MinRam)
                />
            </div>
            <CheckField
                value=form.common.protected
                label=text::new_image::protected()
                meaning=text::new_image::protected_meaning()
            />
            <PropertyRows rows=form.common.properties violations=violations/>
        </div>
    }
}

/// The minimum disk of one image.
#[component]
pub(super) fn MinDisk(own: OwnFields) -> impl IntoView {
    let (from, violations) = (own.min_disk_from, own.violations);
    let hint = Signal::derive(move || {
        Some(match from.get() {
            None => text::new_image::in_gib().to_owned(),
            Some(MinDiskFrom::DiskInside(size)) => text::new_image::in_gib_of_disk_inside(size),
            Some(MinDiskFrom::File(size)) => text::new_image::in_gib_of_file(size),
        })
    });
    let error = Signal::derive(move || violations.with(|all| message_for(all, &Field::MinDisk)));
    view! {
        <TextField
            label=text::new_image::minimum_disk()
            value=RwSignal::from(own.min_disk)
            input_mode="numeric"
            hint=hint
            error=error
        />
    }
}

/// Disk and container format. A new image has both.
#[component]
pub(super) fn Formats(own: OwnFields, schema: Signal<ImageSchema>) -> impl IntoView {
    let disk = FormatChoice::of(RwSignal::from(own.disk_format), None);
    let container = FormatChoice::of(RwSignal::from(own.container_format), None);
    let violations = Memo::from(own.violations);
    view! { <FormatFields disk=disk container=container schema=schema violations=violations/> }
}
