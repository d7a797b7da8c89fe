//! The tray at the bottom of the frame: what is on its way.

use leptos::prelude::*;

use crate::api::Api;

/// Provides the uploads of this tab to all pages. Called once, by the application.
pub fn provide_uploads(_api: Api) {}

/// How many files are on their way, for the header.
#[must_use]
pub fn moving_count() -> Signal<usize> {
    Signal::stored(0)
}

/// The tray; nothing while nothing moves.
#[component]
pub fn Tray() -> impl IntoView {}

/// All transfers of this tab, for the page of uploads.
#[component]
pub fn TransferList() -> impl IntoView {}
