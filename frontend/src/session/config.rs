//! The public settings of the deployment, loaded once.

use gaze_shared::gateway::PublicConfig;
use gaze_shared::units::Bytes;
use leptos::prelude::*;

/// The settings; `None` until the edge has answered.
#[derive(Clone, Copy)]
pub struct Config(pub RwSignal<Option<PublicConfig>>);

impl Config {
    /// The most that the way to the gateway takes in one request, reactively; `None` where it is not known, or
    /// nothing limits it.
    #[must_use]
    pub fn largest_body(self) -> Option<Bytes> {
        self.0
            .with(|config| config.as_ref().and_then(|config| config.max_request_body))
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
