//! What can be changed about the image, in place.

use gaze_shared::glance::can;
use gaze_shared::glance::validate::Field;
use leptos::prelude::*;

use super::editor::Editor;
use super::refusal::refusal;
use crate::features::image_form::{
    DraftFields, FormatChoice, FormatFields, TagsField, VisibilityField, message_for,
    message_for_tags,
};
use crate::i18n::text::image_edit;
use crate::session::SessionStore;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::{CheckField, Icon, IconView, Show, TextField};

/// Why the image cannot be edited by who looks at it, if so.
pub(super) fn edit_refused(editor: Editor) -> Memo<Option<String>> {
    let sessions = expect_context::<SessionStore>();
    memo(move || {
        let caller = sessions.caller()?;
        editor.base.with(|image| refusal(can::edit(image, &caller)))
    })
}

/// Says why nothing here can be changed.
#[component]
pub(super) fn ReadOnlyNote(refused: Memo<Option<String>>) -> impl IntoView {
    dyn_view(move || {
        refused.get().map(|reason| {
            view! {
                <p class="read-only-note">
                    <IconView icon=Icon::Lock/>
                    {reason}
                </p>
            }
            .into_any()
        })
    })
}

/// The form. Changes are gathered in the bar at the bottom.
#[component]
pub(super) fn Settings(editor: Editor) -> impl IntoView {
    let sessions = expect_context::<SessionStore>();
    let refused = edit_refused(editor);
    let publish_refused = Signal::derive(move || {
        let caller = sessions.caller()?;
        editor
            .base
            .with(|image| refusal(can::publish(image, &caller)))
    });
    let error = move |field: Field| {
        Signal::derive(move || editor.violations.with(|all| message_for(all, &field)))
    };
    let tags_error = Signal::derive(move || editor.violations.with(|all| message_for_tags(all)));
    let DraftFields {
        disk_format,
        container_format,
        ..
    } = editor.fields;
    // Before there is data; and for as long as something was chosen that comes too late.
    let takes_formats = memo(move || {
        let (disk, container) = (disk_format.get(), container_format.get());
        editor.base.with(|image| {
            image.status.takes_formats()
                || image.disk_format != disk
                || image.container_format != container
        })
    });
    let disk = FormatChoice::of(disk_format, Some(image_edit::format_not_set()));
    let container = FormatChoice::of(container_format, Some(image_edit::format_not_set()));
    view! {
        <section class="panel" aria-labelledby="settings-title">
            <h2 class="panel-title" id="settings-title">{image_edit::settings()}</h2>
            <ReadOnlyNote refused=refused/>
            <fieldset class="plain-fieldset form" disabled=move || refused.with(Option::is_some)>
                <TextField label=image_edit::name() value=editor.fields.name error=error(Field::Name)/>
                <Show when=move || takes_formats.get()>
                    <FormatFields
                        disk=disk
                        container=container
                        schema=editor.schema
                        violations=editor.violations
                    />
                </Show>
                <VisibilityField
                    value=editor.fields.visibility
                    publish_refused=publish_refused
                    error=error(Field::Visibility)
                />
                <div class="field-pair">
                    <TextField
                        label=image_edit::min_disk()
                        value=editor.fields.min_disk
                        input_mode="numeric"
                        hint=Some(image_edit::min_disk_hint().to_owned())
                        error=error(Field::MinDisk)
                    />
                    <TextField
                        label=image_edit::min_ram()
                        value=editor.fields.min_ram
                        input_mode="numeric"
                        hint=Some(image_edit::min_ram_hint().to_owned())
                        error=error(Field::MinRam)
                    />
                </div>
                <div class="choices">
                    <CheckField
                        value=editor.fields.protected
                        label=image_edit::protected()
                        meaning=image_edit::protected_meaning()
                    />
                    <CheckField
                        value=editor.fields.os_hidden
                        label=image_edit::hidden()
                        meaning=image_edit::hidden_meaning()
                    />
                </div>
                // Last, because the field grows when a tag is added on leaving it: nothing below may
                // move away under a click.
                <TagsField tags=editor.fields.tags error=tags_error/>
            </fieldset>
        </section>
    }
}
