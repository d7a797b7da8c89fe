//! The public settings of the deployment, loaded once.

use gaze_shared::gateway::{PublicConfig, UploadMode};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

/// The settings; `None` until the edge has answered.
#[derive(Clone, Copy)]
pub struct Config(pub RwSignal<Option<PublicConfig>>);

impl Config {
    /// The largest file that finds a way to the gateway, reactively; `None` where it is not known, or nothing
    /// limits it: what one request cannot carry goes in several, where the gateway takes it so.
    #[must_use]
    pub fn largest_file(self) -> Option<Bytes> {
        self.0.with(|config| {
            let config = config.as_ref()?;
            let takes_parts = config.upload_modes.contains(&UploadMode::Tus);
            config.max_request_body.filter(|_| !takes_parts)
        })
    }

    /// The cloud's name, reactively; empty until it is known.
    #[must_use]
    pub fn cloud_name(self) -> String {
        self.0.with(|config| {
            config
                .as_ref()
                .map(|c| c.cloud_name.clone())
                .unwrap_or_default()
        })
    }
}
