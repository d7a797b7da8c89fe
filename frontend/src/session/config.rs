//! The public settings of the deployment.

use std::time::Duration;

use gaze_shared::gateway::{PublicConfig, UploadMode};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::query::{Loaded, Query};
use crate::api::session;

/// How long after a failure they are asked for again. Most of the dashboard works without them.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(15);

/// The settings, which the edge tells when it is asked.
#[derive(Clone, Copy)]
pub struct Config(Query<PublicConfig>);

impl Config {
    /// Asks the edge, until it has told. Lives as long as its owner.
    #[must_use]
    pub fn load() -> Self {
        let query = Query::new(session::config);
        let has_failed = move || query.value.with(|value| matches!(value, Loaded::Failed(_)));
        query.poll_while(ASK_AGAIN_AFTER, has_failed);
        Self(query)
    }

    /// Asks again now.
    pub fn reload(self) {
        self.0.reload();
    }

    /// What asking has come to, reactively.
    pub fn with_loaded<T>(self, read: impl FnOnce(&Loaded<PublicConfig>) -> T) -> T {
        self.0.value.with(read)
    }

    /// The settings, reactively; `None` as long as they are not known.
    pub fn with<T>(self, read: impl FnOnce(Option<&PublicConfig>) -> T) -> T {
        self.with_loaded(|loaded| read(loaded.ready()))
    }

    /// The largest file that finds a way to the gateway, reactively; `None` where it is not known, or nothing
    /// limits it: what one request cannot carry goes in several, where the gateway takes it so.
    #[must_use]
    pub fn largest_file(self) -> Option<Bytes> {
        self.with(|config| {
            let config = config?;
            let takes_parts = config.upload_modes.contains(&UploadMode::Tus);
            config.max_request_body.filter(|_| !takes_parts)
        })
    }

    /// The cloud's name, reactively; empty until it is known.
    #[must_use]
    pub fn cloud_name(self) -> String {
        self.with(|config| config.map(|c| c.cloud_name.clone()).unwrap_or_default())
    }
}
