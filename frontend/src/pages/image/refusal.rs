//! Why something cannot be done with the image, as a text.

use gaze_shared::glance::can::{self, Permission};
use gaze_shared::glance::image::Image;
use leptos::prelude::*;

use crate::i18n::codes::reasons::reason;
use crate::session::SessionStore;

/// Why something cannot be done, as a text.
pub(super) fn refusal(permission: Permission) -> Option<String> {
    permission.reason().map(|why| reason(why).to_owned())
}

/// Whether the caller may, as a text that says why not.
pub(super) fn refusal_signal(
    image: RwSignal<Image>,
    rule: fn(&Image, &can::Caller) -> Permission,
) -> Signal<Option<String>> {
    let sessions = expect_context::<SessionStore>();
    Signal::derive(move || {
        let caller = sessions.caller()?;
        image.with(|image| refusal(rule(image, &caller)))
    })
}
