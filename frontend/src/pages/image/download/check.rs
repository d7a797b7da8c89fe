//! Is a file on this machine what Glance stored? It is hashed in a worker; nothing of it is sent.

use gaze_shared::digest::{
    Algorithm, HexDigest, LocalDigests, Verdict, compare, compared_algorithm,
};
use gaze_shared::glance::image::Image;
use gaze_shared::units::Bytes;
use leptos::prelude::*;
use web_sys::File;

use super::command::check_command;
use super::file_name;
use crate::features::uploads::file_hash::FileHash;
use crate::features::uploads::source::UploadSource;
use crate::features::uploads::view::DigestTable;
use crate::i18n::text;
use crate::transfer::worker_fault::tell_worker_fault;
use crate::ui::file_size::size_of;
use crate::ui::reactive::dyn_view;
use crate::ui::{
    ButtonStyle, CopyButton, FileDialog, FileInput, HowManyFiles, StateLine, StatusText, Tone,
    sentences,
};
use crate::workers::protocol::ReadFailure;

/// How far the comparison of a file is.
#[derive(Clone, PartialEq)]
enum CheckState {
    NotBegun,
    Hashing { name: String, percent: u8 },
    Hashed { name: String, local: LocalDigests },
    Failed(ReadFailure),
}

#[derive(Clone, Copy)]
struct Check {
    image: RwSignal<Image>,
    state: RwSignal<CheckState>,
    hash: StoredValue<Option<FileHash>, LocalStorage>,
}

impl Check {
    fn begin(self, file: &File, algorithm: Algorithm) {
        let (name, size) = (file.name(), size_of(file));
        let hashing = {
            let name = name.clone();
            move |percent| CheckState::Hashing {
                name: name.clone(),
                percent,
            }
        };
        self.state.set(hashing(0));
        let on_progress = move |percent| {
            // The page may have been left meanwhile.
            let _left = self.state.try_set(hashing(percent));
        };
        let on_end = move |outcome: Result<HexDigest, ReadFailure>| {
            self.end(match outcome {
                Ok(digest) => CheckState::Hashed {
                    name,
                    local: local(size, algorithm, digest),
                },
                Err(failure) => CheckState::Failed(failure),
            });
        };
        let source = UploadSource::as_it_is(file.clone());
        let hash = FileHash::start(source, algorithm, on_progress, on_end);
        self.hash.set_value(Some(hash));
    }

    fn end(self, state: CheckState) {
        let _left = self.state.try_set(state);
        let _ended = self.hash.try_update_value(Option::take);
    }
}

fn local(size: Bytes, algorithm: Algorithm, digest: HexDigest) -> LocalDigests {
    LocalDigests {
        size,
        digests: vec![(algorithm, digest)],
    }
}

/// What Glance stored that a file can be compared by.
fn stored(image: &Image) -> Option<(Algorithm, HexDigest)> {
    let algorithm = compared_algorithm(image)?;
    let value = match &image.os_hash_value {
        Some(value) if algorithm != Algorithm::Md5 => value,
        _ => image.checksum.as_ref()?,
    };
    Some((algorithm, HexDigest::from_text(value)))
}

#[component]
pub(super) fn FileCheck(image: RwSignal<Image>) -> impl IntoView {
    let check = Check {
        image,
        state: RwSignal::new(CheckState::NotBegun),
        hash: StoredValue::new_local(None),
    };
    dyn_view(move || match image.with(stored) {
        None => view! { <p class="muted">{text::downloads::no_digest()}</p> }.into_any(),
        Some((algorithm, digest)) => {
            let command = image.with(|image| check_command(algorithm, &digest, &file_name(image)));
            view! {
                <ChooseFile check=check algorithm=algorithm/>
                <p class="muted">{text::downloads::in_a_terminal()}</p>
                <p class="copied">
                    <code>{command.clone()}</code>
                    <CopyButton label=text::downloads::copy_command() text=command/>
                </p>
            }
            .into_any()
        }
    })
}

#[component]
fn ChooseFile(check: Check, algorithm: Algorithm) -> impl IntoView {
    let dialog = FileDialog::for_files(HowManyFiles::One);
    let on_files = Callback::new(move |files: Vec<File>| {
        if let Some(file) = files.first() {
            check.begin(file, algorithm);
        }
    });
    let is_hashing = move || {
        check
            .state
            .with(|state| matches!(state, CheckState::Hashing { .. }))
    };
    let label = move || {
        if is_hashing() {
            text::downloads::stop()
        } else if check.state.with(|state| *state == CheckState::NotBegun) {
            text::downloads::choose()
        } else {
            text::downloads::another()
        }
    };
    let press = move |_| {
        if untrack(is_hashing) {
            check.end(CheckState::NotBegun);
        } else {
            dialog.open();
        }
    };
    view! {
        <p class="muted">{text::downloads::check_why()}</p>
        <FileInput dialog=dialog label=text::downloads::check() on_files=on_files/>
        <button type="button" class=ButtonStyle::Plain.classes() on:click=press>
            {dyn_view(label)}
        </button>
        <div role="status">
            {dyn_view(move || shown(&check.image.get(), check.state.get()))}
        </div>
    }
}

fn shown(image: &Image, state: CheckState) -> AnyView {
    let told = |status: StatusText| {
        let detail = status.detail.clone();
        view! {
            <StateLine status=Signal::stored(status)/>
            <p>{detail}</p>
        }
        .into_any()
    };
    match state {
        CheckState::NotBegun => ().into_any(),
        CheckState::Hashing { name, percent } => {
            view! { <p>{text::downloads::hashing(&name, u64::from(percent))}</p> }.into_any()
        }
        CheckState::Failed(failure) => {
            let advice = match failure {
                ReadFailure::Worker(fault) => tell_worker_fault(fault),
                ReadFailure::FileChanged | ReadFailure::NotHere => {
                    text::upload_causes::choose_it_again()
                }
            };
            let detail = sentences(&[text::downloads::file_not_read(), advice]);
            told(StatusText::new(
                Tone::Negative,
                text::image::not_compared(),
                detail,
            ))
        }
        CheckState::Hashed { name, local } => {
            let status = match compare(image, &local) {
                Verdict::Verified(_) => StatusText::new(
                    Tone::Positive,
                    text::image::verified(),
                    text::downloads::file_verified(&name),
                ),
                Verdict::Mismatch(_) => StatusText::new(
                    Tone::Mismatch,
                    text::image::mismatch(),
                    text::downloads::file_differs(&name),
                ),
                Verdict::NothingToCompare(_) => StatusText::new(
                    Tone::Neutral,
                    text::image::not_compared(),
                    text::downloads::no_digest(),
                ),
            };
            let status = told(status);
            view! {
                {status}
                <DigestTable image=image.clone() local=local expected=None/>
            }
            .into_any()
        }
    }
}
