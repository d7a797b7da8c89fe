//! A made-up gateway that takes uploads by tus, with the manners of the real one
//! (`docs/resumable_uploads.md`).

use std::collections::BTreeMap;

use gaze_shared::gateway::{
    ErrorBody, ErrorKind, GatewayError, TusFailure, TusReport, UploadState,
};
use gaze_shared::glance::image::{Image, ImageId, Status};
use gaze_shared::units::Bytes;

use super::super::cause::Cause;
use super::super::effect::Chunk;
use super::super::event::RequestEvent;
use super::super::transport::TusAddress;

/// The uploads that it keeps.
#[derive(Debug, Default)]
pub(super) struct Gateway {
    pub(super) uploads: BTreeMap<String, TusReport>,
    made: u32,
}

/// A refusal of the gateway's own.
pub(super) fn refused(status: u16, kind: ErrorKind) -> RequestEvent {
    RequestEvent::Failed(Cause::Gateway {
        error: Box::new(GatewayError {
            error: ErrorBody {
                code: status,
                kind,
                message: "No.".into(),
                details: String::new(),
                over: Vec::new(),
            },
            request_id: "req-1".into(),
            receipt: None,
        }),
        retry_after: None,
    })
}

impl Gateway {
    pub(super) fn open(&mut self, image: &ImageId, size: Bytes) -> RequestEvent {
        let has_one =
            |upload: &TusReport| upload.image_id == image.to_string() && is_under_way(upload.state);
        if self.uploads.values().any(has_one) {
            return refused(409, ErrorKind::UploadConflict);
        }
        self.made += 1;
        let address = format!("/api/uploads/{}", self.made);
        let report = TusReport {
            image_id: image.to_string(),
            region: "RegionOne".into(),
            length: size,
            offset: Bytes::ZERO,
            state: UploadState::Receiving,
            deliveries: 0,
            expires_at: "2026-11-30T00:00:00Z".into(),
            failure: None,
            reason: None,
        };
        self.uploads.insert(address.clone(), report);
        RequestEvent::Opened(TusAddress(address))
    }

    pub(super) fn find(&self, image: &ImageId) -> RequestEvent {
        let found = self
            .uploads
            .iter()
            .find(|(_, upload)| upload.image_id == image.to_string() && is_under_way(upload.state));
        RequestEvent::Found(
            found.map(|(address, upload)| (TusAddress(address.clone()), Box::new(upload.clone()))),
        )
    }

    /// Tells how an upload stands, having brought what is complete to Glance: `deliver` gives an image its data.
    pub(super) fn report(
        &mut self,
        address: &TusAddress,
        images: &mut BTreeMap<ImageId, Image>,
        deliver: impl FnOnce(&mut Image),
    ) -> RequestEvent {
        let Some(upload) = self.uploads.get_mut(&address.0) else {
            return refused(404, ErrorKind::NotFound);
        };
        let told = upload.clone();
        if upload.state == UploadState::Delivering {
            upload.deliveries += 1;
            let id = upload.image_id.parse().ok();
            let failure = match id.and_then(|id: ImageId| images.get_mut(&id)) {
                None => Some(TusFailure::ImageGone),
                Some(image) if image.status == Status::Saving => return reported(told),
                Some(image) if image.status != Status::Queued => Some(TusFailure::ImageTaken),
                Some(image) => {
                    deliver(image);
                    None
                }
            };
            upload.failure = failure;
            upload.state = match failure {
                None => UploadState::Stored,
                Some(_) => UploadState::Failed,
            };
        }
        reported(told)
    }

    pub(super) fn append(&mut self, chunk: &Chunk) -> RequestEvent {
        let Some(upload) = self.uploads.get_mut(&chunk.to.0) else {
            return refused(404, ErrorKind::NotFound);
        };
        if upload.state == UploadState::Failed {
            return refused(410, ErrorKind::UploadFailed);
        }
        if upload.offset != chunk.offset {
            return refused(409, ErrorKind::UploadConflict);
        }
        let end = (chunk.offset.0 + chunk.at_most.0).min(upload.length.0);
        upload.offset = Bytes(end);
        if upload.offset == upload.length {
            upload.state = UploadState::Delivering;
        }
        RequestEvent::Appended(upload.offset)
    }

    pub(super) fn end(&mut self, address: &TusAddress) -> RequestEvent {
        match self.uploads.remove(&address.0) {
            Some(_) => RequestEvent::Ended,
            None => refused(404, ErrorKind::NotFound),
        }
    }

    /// An image that is deleted takes its upload along.
    pub(super) fn image_deleted(&mut self, image: &ImageId) {
        let id = image.to_string();
        self.uploads.retain(|_, upload| upload.image_id != id);
    }

    /// The uploads that keep room in the quota.
    pub(super) fn under_way(&self) -> Vec<&TusReport> {
        let uploads = self.uploads.values();
        uploads
            .filter(|upload| is_under_way(upload.state))
            .collect()
    }
}

fn is_under_way(state: UploadState) -> bool {
    !matches!(state, UploadState::Stored | UploadState::Failed)
}

fn reported(report: TusReport) -> RequestEvent {
    RequestEvent::Reported(Box::new(report))
}
