//! Deleting the image, after saying what that destroys.

use gaze_shared::glance::image::{Image, Visibility};
use gaze_shared::glance::patch::diff;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editor::Editor;
use crate::api::{Api, ApiError};
use crate::navigation::{UrlParameter, use_navigator};
use crate::routes::Page;
use crate::routes::parameters::{DIALOG, ImageDialog};
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonLook, Dialog, Icon};

/// Opens and closes the dialog.
#[derive(Clone, Copy)]
pub(super) struct DeleteSwitch(UrlParameter);

impl DeleteSwitch {
    pub(super) fn from_url() -> Self {
        Self(UrlParameter::new(DIALOG))
    }

    pub(super) fn open(self) {
        self.0.set(Some(ImageDialog::Delete.as_str()));
    }

    fn close(self) {
        self.0.set(None);
    }

    fn is_open(self) -> bool {
        self.0.is(ImageDialog::Delete.as_str())
    }
}

/// What is lost, in a sentence or two.
fn consequence(image: &Image) -> String {
    let data = match image.size {
        Some(size) => format!("The image and its {size} of data will be deleted."),
        None => "The image will be deleted. It has no data yet.".to_owned(),
    };
    let others = match image.visibility {
        Visibility::Public => " Everyone on this cloud can use it now, and no longer will.",
        Visibility::Community => " Projects that found it can use it now, and no longer will.",
        Visibility::Shared => " Projects that it is shared with lose it too.",
        Visibility::Private | Visibility::Other(_) => "",
    };
    format!("{data}{others} This cannot be undone.")
}

#[component]
pub(super) fn DeleteDialog(editor: Editor, on_changed: Callback<Image>) -> impl IntoView {
    let switch = DeleteSwitch::from_url();
    let title = move || {
        editor
            .base
            .with(|image| format!("Delete {}?", image.display_name()))
    };
    view! {
        <Dialog
            title=Signal::derive(title)
            open=Signal::derive(move || switch.is_open())
            on_close=Callback::new(move |()| switch.close())
        >
            <Question editor=editor switch=switch on_changed=on_changed/>
        </Dialog>
    }
}

#[component]
fn Question(editor: Editor, switch: DeleteSwitch, on_changed: Callback<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let toasts = expect_context::<Toasts>();
    let navigator = use_navigator();
    let image = editor.base;
    let is_busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<(String, ApiError)>);
    let is_protected = memo(move || image.with(|image| image.protected));

    let unprotect = move |()| {
        is_busy.set(true);
        failed.set(None);
        let before = image.get_untracked();
        let mut after = before.clone();
        after.protected = false;
        spawn_local(async move {
            let outcome = api.patch_image(&before.id, &diff(&before, &after)).await;
            if is_busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(image) => on_changed.run(image),
                Err(error) => failed.set(Some((
                    error.outcome("The protection was not turned off."),
                    error,
                ))),
            }
        });
    };
    let delete = move |()| {
        is_busy.set(true);
        failed.set(None);
        let doomed = image.get_untracked();
        spawn_local(async move {
            let outcome = api.delete_image(&doomed.id).await;
            let is_left = is_busy.try_set(false).is_some();
            match outcome {
                Ok(()) => {
                    toasts.show(format!("Deleted {}.", doomed.display_name()));
                    // The person may be somewhere else by now, and at something.
                    let page = Page::image(&doomed.id);
                    if navigator.address().with_untracked(|at| page.is_at(at)) {
                        navigator.lead_on(&navigator.list_target());
                    }
                }
                Err(error) if !is_left => {
                    failed.set(Some((error.outcome("The image was not deleted."), error)));
                }
                Err(_) => {}
            }
        });
    };
    let text = move || {
        if is_protected.get() {
            "This image is protected from deletion. Turn protection off first, then you can delete it."
                .to_owned()
        } else {
            image.with(consequence)
        }
    };
    let action = move || {
        if is_protected.get() {
            view! {
                <ActionButton
                    label=Signal::stored("Turn protection off".to_owned())
                    icon=Icon::Unlock
                    look=ButtonLook::Primary
                    on_click=Callback::new(unprotect)
                    busy=is_busy
                />
            }
            .into_any()
        } else {
            view! {
                <ActionButton
                    label=Signal::derive(move || {
                        if is_busy.get() { "Deleting" } else { "Delete image" }.to_owned()
                    })
                    icon=Icon::Trash
                    look=ButtonLook::Danger
                    on_click=Callback::new(delete)
                    busy=is_busy
                />
            }
            .into_any()
        }
    };
    view! {
        {dyn_view(move || {
            failed
                .get()
                .map(|(title, error)| view! { <ErrorPanel title=title error=error/> }.into_any())
        })}
        <p class="dialog-text">{dyn_view(text)}</p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| switch.close()>{"Keep image"}</button>
            {dyn_view(action)}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::image_form::test_image::image;

    #[test]
    fn what_is_lost_and_by_whom_is_said_before() {
        let mut image = image();
        assert_eq!(
            consequence(&image),
            "The image and its 11 B of data will be deleted. This cannot be undone."
        );
        image.visibility = Visibility::Public;
        assert!(consequence(&image).contains("Everyone on this cloud"));
        image.size = None;
        assert!(consequence(&image).starts_with("The image will be deleted. It has no data yet."));
    }
}
