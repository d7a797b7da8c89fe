//! The state of an image as an icon and a word; the colour only repeats them.

use gaze_shared::glance::image::{Image, Status};
use leptos::prelude::*;

use crate::i18n::text::image_status;
use crate::ui::{Icon, IconView};

/// What a person is told about where an image stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    pub icon: Icon,
    /// The class that gives the colour and the motion.
    pub class: &'static str,
    pub word: String,
}

/// Whether it is worth looking again soon.
#[must_use]
pub fn is_in_transition(image: &Image) -> bool {
    image.status.is_moving() || image.import_task().is_some()
}

#[must_use]
pub fn status_word(image: &Image) -> StatusWord {
    let (icon, class, word) = match &image.status {
        // A `web-download` stays queued until its task starts.
        Status::Queued if image.import_task().is_some() => (
            Icon::Arc,
            "status-moving",
            image_status::waiting_for_import(),
        ),
        Status::Queued if image.failed_stores().next().is_some() => (
            Icon::Cross,
            "status-negative",
            image_status::failed_import(),
        ),
        Status::Queued => (Icon::HollowDot, "status-neutral", image_status::queued()),
        Status::Saving => (Icon::Arc, "status-moving", image_status::saving()),
        Status::Uploading => (Icon::Arc, "status-moving", image_status::uploading()),
        Status::Importing => (Icon::Arc, "status-moving", image_status::importing()),
        Status::Active => (Icon::Dot, "status-positive", image_status::active()),
        Status::Deactivated => (Icon::Bar, "status-caution", image_status::deactivated()),
        Status::Killed => (Icon::Cross, "status-negative", image_status::failed()),
        Status::Deleted | Status::PendingDelete => (
            Icon::HollowBar,
            "status-muted",
            image_status::being_deleted(),
        ),
        Status::Other(word) => (Icon::HollowDot, "status-neutral", word.as_ref()),
    };
    StatusWord {
        icon,
        class,
        word: word.to_owned(),
    }
}

/// Icon and word.
#[component]
pub fn ImageStatus(#[prop(into)] word: StatusWord) -> impl IntoView {
    view! {
        <span class=format!("status {}", word.class)>
            <IconView icon=word.icon/>
            <span>{word.word}</span>
        </span>
    }
}
