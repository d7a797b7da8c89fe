//! Deleting the image, after saying what that destroys.

use gaze_shared::glance::image::{Image, Visibility};
use gaze_shared::glance::patch::diff;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::editor::Editor;
use crate::api::{Api, ApiError};
use crate::i18n::text::image_edit;
use crate::navigation::{UrlParameter, use_navigator};
use crate::routes::Page;
use crate::routes::parameters::{DIALOG, ImageDialog};
use crate::session::tell_outcome;
use crate::ui::error_panel::ErrorPanel;
use crate::ui::reactive::{dyn_view, memo};
use crate::ui::toasts::Toasts;
use crate::ui::{ActionButton, ButtonStyle, Dialog, Icon};

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
        Some(size) => image_edit::data_will_be_deleted(size),
        None => image_edit::image_will_be_deleted().to_owned(),
    };
    let others = match image.visibility {
        Visibility::Public => Some(image_edit::everyone_loses_it()),
        Visibility::Community => Some(image_edit::projects_that_found_it_lose_it()),
        Visibility::Shared => Some(image_edit::projects_shared_with_lose_it()),
        Visibility::Private | Visibility::Other(_) => None,
    };
    let mut sentences = vec![data.as_str()];
    sentences.extend(others);
    sentences.push(image_edit::cannot_be_undone());
    sentences.join(" ")
}

#[component]
pub(super) fn DeleteDialog(editor: Editor, on_changed: Callback<Image>) -> impl IntoView {
    let switch = DeleteSwitch::from_url();
    let title = move || {
        editor
            .base
            .with(|image| image_edit::delete_title(image.display_name()))
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

/// What was tried last on the way to deleting.
#[derive(Clone, Copy)]
enum DeleteStep {
    Unprotect,
    Delete,
}

impl DeleteStep {
    /// What is said when nothing has come of it.
    fn not_done(self) -> &'static str {
        match self {
            Self::Unprotect => image_edit::protection_not_off(),
            Self::Delete => image_edit::not_deleted(),
        }
    }
}

#[component]
fn Question(editor: Editor, switch: DeleteSwitch, on_changed: Callback<Image>) -> impl IntoView {
    let api = expect_context::<Api>();
    let toasts = expect_context::<Toasts>();
    let navigator = use_navigator();
    let image = editor.base;
    let is_busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<(DeleteStep, ApiError)>);
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
                Err(error) => failed.set(Some((DeleteStep::Unprotect, error))),
            }
        });
    };
    let delete = move |()| {
        is_busy.set(true);
        failed.set(None);
        let doomed = image.get_untracked();
        spawn_local(async move {
            let outcome = api.ensure_image_deleted(&doomed.id).await;
            let is_left = is_busy.try_set(false).is_some();
            match outcome {
                Ok(()) => {
                    toasts.show(image_edit::deleted(doomed.display_name()));
                    // The person may be somewhere else by now, and at something.
                    let page = Page::image(&doomed.id);
                    if navigator.address().with_untracked(|at| page.is_at(at)) {
                        navigator.lead_on(&navigator.list_target());
                    }
                }
                Err(error) if !is_left => {
                    failed.set(Some((DeleteStep::Delete, error)));
                }
                Err(_) => {}
            }
        });
    };
    let text = move || {
        if is_protected.get() {
            image_edit::is_protected().to_owned()
        } else {
            image.with(consequence)
        }
    };
    let action = move || {
        if is_protected.get() {
            view! {
                <ActionButton
                    label=Signal::stored(image_edit::turn_protection_off().to_owned())
                    icon=Icon::Unlock
                    style=ButtonStyle::Primary
                    on_click=Callback::new(unprotect)
                    busy=is_busy
                />
            }
            .into_any()
        } else {
            view! {
                <ActionButton
                    label=Signal::derive(move || {
                        let is_busy = is_busy.get();
                        let label = if is_busy { image_edit::deleting() } else { image_edit::delete() };
                        label.to_owned()
                    })
                    icon=Icon::Trash
                    style=ButtonStyle::Danger
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
                .map(|(attempt, error)| {
                    let title = tell_outcome(&error, attempt.not_done());
                    view! { <ErrorPanel title=title error=error/> }.into_any()
                })
        })}
        <p class="dialog-text">{dyn_view(text)}</p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| switch.close()>{image_edit::keep()}</button>
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
