//! What can be done with an upload now.

use gaze_shared::units::Bytes;
use leptos::prelude::*;
use web_sys::File;

use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::earlier::FileAccess;
use crate::features::uploads::engine::event::Command;
use crate::features::uploads::engine::failure::Failure;
use crate::features::uploads::engine::stage::UploadStage;
use crate::features::uploads::engine::target::{RemoteImage, Target, UploadId};
use crate::features::uploads::engine::task::UploadTask;
use crate::features::uploads::store::use_uploads;
use crate::features::uploads::watched::Watched;
use crate::features::uploads::words::{command_label, tell_worker_fault};
use crate::i18n::numbers::bytes;
use crate::i18n::sizes::part_of;
use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::ui::file_size::size_of;
use crate::ui::reactive::{dyn_view, effect, memo};
use crate::ui::{ButtonStyle, Dialog, FileDialog, FileInput, HowManyFiles, Icon, IconView, Show};
use crate::workers::protocol::ReadFailure;

/// Where the actions stand, which decides what "edit" means.
#[derive(Clone, Copy, Debug)]
pub enum ActionsPlace {
    /// On the page that started the upload: the form is still there.
    Form(Callback<()>),
    /// Anywhere else: the form is opened and filled again.
    Elsewhere,
}

/// Cancel while it moves; the ways out when it has come to a halt; the image; taking it off the
/// list.
#[component]
pub fn Actions(watched: Watched, place: ActionsPlace) -> impl IntoView {
    let uploads = use_uploads();
    let id = watched.id;
    let upload: Signal<UploadTask> = watched.state.into();
    let asking = RwSignal::new(None::<Command>);
    let commands = memo(move || {
        upload.with(|upload| {
            let mut commands = upload.remedies();
            let may_cancel = upload.stage.is_moving() && upload.accepts(&Command::Cancel);
            if upload.stage.asks_again_by_itself() {
                commands.push(Command::PollNow);
            }
            commands.extend(may_cancel.then_some(Command::Cancel));
            commands
        })
    });
    // What a person has been asked about may have happened meanwhile.
    effect(move || {
        let is_over = asking.with(|asked| {
            asked
                .as_ref()
                .is_some_and(|command| !upload.with(|upload| upload.accepts(command)))
        });
        if is_over {
            asking.set(None);
        }
    });
    let make = move |command: Command| {
        if upload.with_untracked(|upload| needs_asking(upload, &command)) {
            asking.set(Some(command));
        } else {
            uploads.command(id, command);
        }
    };
    let command_button = move |command: Command| {
        let label = upload.with_untracked(|upload| label_of(upload, &command));
        let command = StoredValue::new(command);
        view! {
            <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| make(command.get_value())>
                {label}
            </button>
        }.into_any()
    };
    let image_page = memo(move || {
        upload.with(|upload| match &upload.remote {
            RemoteImage::Whole(id) => Some(Page::image(id).path()),
            // While it moves there is nothing to see there that is not to be seen here.
            RemoteImage::HalfMade(id) if !upload.stage.is_moving() => Some(Page::image(id).path()),
            _ => None,
        })
    });
    let needs_file = memo(move || {
        upload.with(|upload| {
            matches!(
                upload.stage,
                UploadStage::Failed(Failure::OtherFile | Failure::FileNeeded)
            )
        })
    });
    let is_over = memo(move || upload.with(UploadTask::is_dismissible));
    let can_edit = memo(move || {
        upload.with(|upload| match place {
            // The form for an image that was there before is on the page that started this.
            ActionsPlace::Form(_) => has_ended_unfinished(upload),
            ActionsPlace::Elsewhere => {
                has_ended_unfinished(upload)
                    && is_new(upload)
                    && upload.file_access() == FileAccess::Here
            }
        })
    });
    let navigator = use_navigator();
    let edit = move |_| match place {
        ActionsPlace::Form(back) => back.run(()),
        ActionsPlace::Elsewhere => {
            uploads.edit(id);
            navigator.go(&Page::new_image().path());
        }
    };
    let edit = StoredValue::new_local(edit);
    view! {
        <div class="upload-actions">
            <Show when=move || needs_file.get()>
                <FileAgain id=id upload=upload/>
            </Show>
            {dyn_view(move || {
                image_page
                    .get()
                    .map(|path| view! { <a class="button" href=path>{text::uploads::open_image()}</a> }.into_any())
            })}
            {dyn_view(move || commands.get().into_iter().map(command_button).collect_view())}
            <Show when=move || can_edit.get()>
                <button
                    type="button"
                    class=ButtonStyle::Plain.classes()
                    on:click=move |event| edit.with_value(|edit| edit(event))
                >
                    {text::uploads::edit_and_upload_again()}
                </button>
            </Show>
            <Show when=move || is_over.get() && matches!(place, ActionsPlace::Elsewhere)>
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    aria-label=move || upload.with(|upload| text::uploads::dismiss_file(&upload.file.name))
                    title=text::uploads::dismiss()
                    on:click=move |_| uploads.dismiss(id)
                >
                    <IconView icon=Icon::Cross/>
                </button>
            </Show>
        </div>
        <Confirmation upload=upload asking=asking on_confirm=Callback::new(move |command| uploads.command(id, command))/>
    }
}

/// Chooses the file again, which an earlier page had.
#[component]
fn FileAgain(id: UploadId, upload: Signal<UploadTask>) -> impl IntoView {
    let uploads = use_uploads();
    let dialog = FileDialog::for_files(HowManyFiles::One);
    let not_taken = RwSignal::new_local(None::<NotTaken>);
    let give = move |file: File| {
        not_taken.set(None);
        let given = file.clone();
        uploads.choose_file(id, file, move |why| {
            // The page may have been left meanwhile.
            let _left = not_taken.try_set(Some(match why {
                ReadFailure::Worker(_) if why.may_pass() => NotTaken::Unread(given.clone(), why),
                _ => NotTaken::Other(why),
            }));
        });
    };
    let take = Callback::new(move |files: Vec<File>| {
        let Some(file) = files.into_iter().next() else {
            return;
        };
        let size = size_of(&file);
        // How long the data is that is made of a file, only making it tells.
        let may_be_it = upload.with_untracked(|upload| {
            upload.file.conversion != Conversion::None || upload.file.size == size
        });
        if may_be_it {
            give(file);
        } else {
            not_taken.set(Some(NotTaken::OtherSize(size)));
        }
    });
    let name = upload.with_untracked(|upload| upload.file.name.clone());
    view! {
        <FileInput dialog=dialog label=text::resume::file_of(&name) on_files=take/>
        <button type="button" class=ButtonStyle::Primary.classes() on:click=move |_| dialog.open()>
            {text::resume::choose_the_file()}
        </button>
        {dyn_view(move || {
            let not_taken = not_taken.get()?;
            let told = match &not_taken {
                NotTaken::OtherSize(size) => {
                    let total = upload.with(|upload| upload.file.size);
                    text::resume::other_size(&bytes(*size), &bytes(total))
                }
                NotTaken::Unread(_, why) | NotTaken::Other(why) => tell_not_made(why).to_owned(),
            };
            let again = match not_taken {
                NotTaken::Unread(file, _) => Some(view! {
                    <button type="button" class=ButtonStyle::Plain.classes() on:click=move |_| give(file.clone())>
                        {text::uploads::try_again()}
                    </button>
                }.into_any()),
                NotTaken::OtherSize(_) | NotTaken::Other(_) => None,
            };
            Some(view! { <p class="upload-detail" role="alert">{told}</p> {again} }.into_any())
        })}
    }
}

/// Why a file that was chosen is not sent.
#[derive(Clone)]
enum NotTaken {
    OtherSize(Bytes),
    /// Nothing could be made of it, which may go better the next time.
    Unread(File, ReadFailure),
    /// What is made of it is not what was being sent, or nothing can be made here.
    Other(ReadFailure),
}

fn tell_not_made(why: &ReadFailure) -> &'static str {
    match why {
        ReadFailure::Worker(fault) => tell_worker_fault(*fault),
        ReadFailure::FileChanged | ReadFailure::NotHere => text::upload_causes::not_what_was_sent(),
    }
}

/// Asks before something is lost.
#[component]
fn Confirmation(
    upload: Signal<UploadTask>,
    asking: RwSignal<Option<Command>>,
    on_confirm: Callback<Command>,
) -> impl IntoView {
    let close = Callback::new(move |()| asking.set(None));
    let confirm = move |_| {
        if let Some(command) = asking.get_untracked() {
            asking.set(None);
            on_confirm.run(command);
        }
    };
    let title = move || {
        let name = upload.with(|upload| upload.target.image_name().to_owned());
        match asking.get() {
            Some(Command::Cancel) => text::uploads::cancel_title(&name),
            _ => text::uploads::delete_title(&name),
        }
    };
    let loss = move || upload.with(|upload| consequence(upload, asking.get().as_ref()));
    let (keep, go) = (
        move || match asking.get() {
            Some(Command::Cancel) => text::uploads::keep_uploading(),
            _ => text::uploads::keep_image(),
        },
        move || match asking.get() {
            Some(Command::Cancel) => text::uploads::cancel_upload(),
            _ => text::uploads::delete_image(),
        },
    );
    view! {
        <Dialog open=Signal::derive(move || asking.get().is_some()) on_close=close title=Signal::derive(title)>
            <p>{dyn_view(loss)}</p>
            <div class="dialog-actions">
                <button type="button" class=ButtonStyle::Plain.classes() autofocus on:click=move |_| close.run(())>
                    {keep}
                </button>
                <button type="button" class=ButtonStyle::Danger.classes() on:click=confirm>{go}</button>
            </div>
        </Dialog>
    }
}

/// Whether a person could regret it: data that has travelled, or an image that is complete or was
/// there before.
fn needs_asking(upload: &UploadTask, command: &Command) -> bool {
    match command {
        Command::Cancel => matches!(
            upload.stage,
            UploadStage::Sending
                | UploadStage::ComparingPrefix(_)
                | UploadStage::Locating(_)
                | UploadStage::Storing
                | UploadStage::Delivering(_)
                | UploadStage::Polling(_)
                | UploadStage::Paused { .. }
        ),
        Command::DeleteImage => true,
        _ => false,
    }
}

fn label_of(upload: &UploadTask, command: &Command) -> String {
    match (command, &upload.stage) {
        (Command::Cancel, UploadStage::Verifying { .. }) => {
            text::uploads::stop_comparing().to_owned()
        }
        (Command::PollNow, UploadStage::Deferred { .. }) => text::uploads::try_now().to_owned(),
        _ => command_label(command),
    }
}

fn consequence(upload: &UploadTask, asked: Option<&Command>) -> String {
    let sent = part_of(upload.meter.sent(), upload.meter.total());
    match (asked, is_new(upload)) {
        (Some(Command::Cancel), true) => text::uploads::incomplete_will_be_deleted(&sent),
        (Some(Command::Cancel), false) => text::uploads::image_will_stay(&sent),
        _ => text::uploads::deleted_for_good().to_owned(),
    }
}

fn is_new(upload: &UploadTask) -> bool {
    matches!(upload.target, Target::NewImage(_))
}

/// Whether it ended without an image and without leaving one behind, so that its form is worth going
/// back to.
fn has_ended_unfinished(upload: &UploadTask) -> bool {
    matches!(
        upload.stage,
        UploadStage::Failed(_) | UploadStage::Cancelled
    ) && upload.is_dismissible()
}
