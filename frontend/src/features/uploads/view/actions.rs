//! What can be done with an upload now.

use leptos::prelude::*;

use crate::features::uploads::engine::event::Wish;
use crate::features::uploads::engine::stage::Stage;
use crate::features::uploads::engine::target::{Footing, Target};
use crate::features::uploads::engine::task::Upload;
use crate::features::uploads::store::use_uploads;
use crate::features::uploads::watched::Watched;
use crate::features::uploads::words::wish_label;
use crate::i18n::numbers::part_of;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::{ButtonLook, Dialog, Icon, IconView, Show};

/// Where the actions stand, which decides what "edit" means.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// On the page that started the upload: the form is still there.
    Form(Callback<()>),
    /// Anywhere else: the form is opened and filled again.
    Elsewhere,
}

/// Cancel while it moves; the ways out when it has come to a halt; the image; taking it off the
/// list.
#[component]
pub fn Actions(
    /// The upload.
    watched: Watched,
    /// Where this is shown.
    place: Place,
) -> impl IntoView {
    let uploads = use_uploads();
    let id = watched.id;
    let upload: Signal<Upload> = watched.state.into();
    let asking = RwSignal::new(None::<Wish>);
    let wishes = memo(move || {
        upload.with(|upload| {
            let mut wishes = upload.remedies();
            let may_cancel = upload.stage.is_moving() && upload.accepts(&Wish::Cancel);
            if matches!(upload.stage, Stage::Looking(_)) {
                wishes.push(Wish::LookNow);
            }
            wishes.extend(may_cancel.then_some(Wish::Cancel));
            wishes
        })
    });
    // What a person has been asked about may have happened meanwhile.
    effect(move || {
        let is_over = asking.with(|asked| {
            asked
                .as_ref()
                .is_some_and(|wish| !upload.with(|upload| upload.accepts(wish)))
        });
        if is_over {
            asking.set(None);
        }
    });
    let make = move |wish: Wish| {
        if upload.with_untracked(|upload| needs_asking(upload, &wish)) {
            asking.set(Some(wish));
        } else {
            uploads.wish(id, wish);
        }
    };
    let wish_button = move |wish: Wish| {
        let label = upload.with_untracked(|upload| label_of(upload, &wish));
        let wish = StoredValue::new(wish);
        view! {
            <button type="button" class=ButtonLook::Plain.classes() on:click=move |_| make(wish.get_value())>
                {label}
            </button>
        }.into_any()
    };
    let image_page = memo(move || {
        upload.with(|upload| match &upload.footing {
            Footing::Whole(id) => Some(Page::image(id).path()),
            // While it moves there is nothing to see there that is not to be seen here.
            Footing::HalfMade(id) if !upload.stage.is_moving() => Some(Page::image(id).path()),
            _ => None,
        })
    });
    let is_over = memo(move || upload.with(Upload::is_dismissible));
    let can_edit = memo(move || {
        upload.with(|upload| match place {
            // The form for an image that was there before is on the page that started this.
            Place::Form(_) => has_ended_unfinished(upload),
            Place::Elsewhere => has_ended_unfinished(upload) && is_new(upload),
        })
    });
    let navigator = use_navigator();
    let edit = move |_| match place {
        Place::Form(back) => back.run(()),
        Place::Elsewhere => {
            uploads.edit(id);
            navigator.go(&Page::new_image().path());
        }
    };
    let edit = StoredValue::new_local(edit);
    view! {
        <div class="transfer-actions">
            {dyn_view(move || {
                image_page
                    .get()
                    .map(|path| view! { <a class="button" href=path>"Open image"</a> }.into_any())
            })}
            {dyn_view(move || wishes.get().into_iter().map(wish_button).collect_view())}
            <Show when=move || can_edit.get()>
                <button
                    type="button"
                    class=ButtonLook::Plain.classes()
                    on:click=move |event| edit.with_value(|edit| edit(event))
                >
                    "Edit and upload again"
                </button>
            </Show>
            <Show when=move || is_over.get() && matches!(place, Place::Elsewhere)>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    aria-label=move || upload.with(|upload| format!("Dismiss {}", upload.file.name))
                    title="Dismiss"
                    on:click=move |_| uploads.dismiss(id)
                >
                    <IconView icon=Icon::Cross/>
                </button>
            </Show>
        </div>
        <Confirmation upload=upload asking=asking on_confirm=Callback::new(move |wish| uploads.wish(id, wish))/>
    }
}

/// Asks before something is lost.
#[component]
fn Confirmation(
    upload: Signal<Upload>,
    asking: RwSignal<Option<Wish>>,
    on_confirm: Callback<Wish>,
) -> impl IntoView {
    let close = Callback::new(move |()| asking.set(None));
    let confirm = move |_| {
        if let Some(wish) = asking.get_untracked() {
            asking.set(None);
            on_confirm.run(wish);
        }
    };
    let title = move || {
        let name = upload.with(|upload| upload.target.image_name().to_owned());
        match asking.get() {
            Some(Wish::Cancel) => format!("Cancel the upload of {name}?"),
            _ => format!("Delete the image {name}?"),
        }
    };
    let text = move || upload.with(|upload| consequence(upload, asking.get().as_ref()));
    let (keep, go) = (
        move || match asking.get() {
            Some(Wish::Cancel) => "Keep uploading",
            _ => "Keep the image",
        },
        move || match asking.get() {
            Some(Wish::Cancel) => "Cancel upload",
            _ => "Delete image",
        },
    );
    view! {
        <Dialog open=Signal::derive(move || asking.get().is_some()) on_close=close title=Signal::derive(title)>
            <p>{dyn_view(text)}</p>
            <div class="dialog-actions">
                <button type="button" class=ButtonLook::Plain.classes() autofocus on:click=move |_| close.run(())>
                    {keep}
                </button>
                <button type="button" class=ButtonLook::Danger.classes() on:click=confirm>{go}</button>
            </div>
        </Dialog>
    }
}

/// Whether a person could regret it: data that has travelled, or an image that is complete or was
/// there before.
fn needs_asking(upload: &Upload, wish: &Wish) -> bool {
    match wish {
        Wish::Cancel => matches!(
            upload.stage,
            Stage::Sending | Stage::Storing | Stage::Looking(_) | Stage::Paused { .. }
        ),
        Wish::DeleteImage => true,
        _ => false,
    }
}

fn label_of(upload: &Upload, wish: &Wish) -> String {
    match (wish, &upload.stage) {
        (Wish::Cancel, Stage::Verifying { .. }) => "Stop comparing".to_owned(),
        _ => wish_label(wish),
    }
}

fn consequence(upload: &Upload, asked: Option<&Wish>) -> String {
    let sent = part_of(upload.meter.sent(), upload.meter.total());
    match (asked, is_new(upload)) {
        (Some(Wish::Cancel), true) => {
            format!("{sent} are sent. The incomplete image will be deleted.")
        }
        (Some(Wish::Cancel), false) => {
            format!("{sent} are sent. The image stays, without data.")
        }
        _ => "A deleted image cannot be brought back.".to_owned(),
    }
}

fn is_new(upload: &Upload) -> bool {
    matches!(upload.target, Target::NewImage(_))
}

/// Whether it ended without an image and without leaving one behind, so that its form is worth going
/// back to.
fn has_ended_unfinished(upload: &Upload) -> bool {
    matches!(upload.stage, Stage::Failed(_) | Stage::Cancelled) && upload.is_dismissible()
}
