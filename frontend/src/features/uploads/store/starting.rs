//! Starting uploads: as whom, and how their data travels here.

use gaze_shared::gateway::{PublicConfig, UploadMode};
use gaze_shared::units::Bytes;
use leptos::prelude::*;

use super::Uploads;
use crate::features::uploads::cloud_algorithm;
use crate::features::uploads::engine::conversion::Conversion;
use crate::features::uploads::engine::earlier::FileAccess;
use crate::features::uploads::engine::expected::ExpectedDigest;
use crate::features::uploads::engine::target::{SeenContent, Target, UploadId, UploadRequest};
use crate::features::uploads::engine::transport::{Transport, TransportOffer};
use crate::features::uploads::source::UploadSource;
use crate::session::query::Loaded;
use crate::ui::clock::unix_seconds;

/// A file that is to be uploaded.
pub struct NewUpload {
    pub source: UploadSource,
    /// What its content showed, where it was looked at.
    pub seen: Option<SeenContent>,
    /// What it must have, where a person knows.
    pub expected: Option<ExpectedDigest>,
    pub target: Target,
}

/// Whether the gateway takes data in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModeSupport {
    /// It has been asked.
    Awaited,
    /// It has not answered the question, and is asked again.
    NotTold,
    Taken,
    NotTaken,
}

impl Uploads {
    /// Starts to upload files, each for itself and in their order; nothing when nobody is signed in, or the runner is
    /// not here.
    #[must_use]
    pub fn start(self, uploads: Vec<NewUpload>) -> Vec<UploadId> {
        let (Some(acting_as), Some(runner)) = (self.acting_as(), self.runner.get_value()) else {
            return Vec::new();
        };
        let begun_at = unix_seconds();
        let request = |upload: NewUpload| {
            let request = UploadRequest {
                file: upload.source.facts(upload.seen),
                file_access: FileAccess::Here,
                target: upload.target,
                earlier: None,
                begun_at,
                acting_as: acting_as.clone(),
                algorithm: cloud_algorithm::of_region(&acting_as.region),
                expected: upload.expected,
                transport: self.transport_for(upload.source.size(), upload.source.conversion()),
            };
            (request, upload.source)
        };
        runner.start(uploads.into_iter().map(request).collect())
    }

    /// Whether the gateway takes data in this way, reactively.
    #[must_use]
    pub fn takes(self, mode: UploadMode) -> ModeSupport {
        self.config.with_loaded(|config| match config {
            Loaded::Pending => ModeSupport::Awaited,
            Loaded::Failed(_) => ModeSupport::NotTold,
            Loaded::Ready(config) if config.upload_modes.contains(&mode) => ModeSupport::Taken,
            Loaded::Ready(_) => ModeSupport::NotTaken,
        })
    }

    /// Asks the gateway once more what it takes.
    pub fn ask_what_is_taken(self) {
        self.config.reload();
    }

    /// The most that the way to the gateway takes in one request, where that is bounded and known.
    #[must_use]
    pub(in crate::features::uploads) fn largest_body(self) -> Option<Bytes> {
        untrack(|| self.config.with(|config| config?.max_request_body))
    }

    /// Whether a file of this size goes on where it is when its session ends and another begins.
    #[must_use]
    pub fn outlasts_session(self, size: Bytes, conversion: Conversion) -> bool {
        matches!(self.transport_for(size, conversion), Transport::Tus(_))
    }

    /// How a file of this size travels here. In one request where it is not known what else there is.
    fn transport_for(self, size: Bytes, conversion: Conversion) -> Transport {
        let best = |config: Option<&PublicConfig>| {
            config.map_or(Transport::Put, |config| {
                let offer = TransportOffer {
                    modes: &config.upload_modes,
                    largest_body: config.max_request_body,
                    resumable_above: config.resumable_above,
                };
                Transport::best_for(size, conversion, &offer)
            })
        };
        untrack(|| self.config.with(best))
    }
}
