//! What a reservation is for, so that a refresh from the images can tell what has become of it.

use serde::{Deserialize, Serialize};

use crate::glance::image::ImageId;
use crate::quota::resource::Delta;
use crate::units::Bytes;

/// The operations that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// `POST /v2/images`.
    #[default]
    Create,
    /// `PUT …/file`.
    Upload,
    /// `PUT …/stage`.
    Stage,
    /// `POST …/import` into an image that has no data yet, by any method.
    Import,
    /// `POST …/import` with `copy-image`: the image has data already.
    Copy,
    /// `POST …/locations`.
    Location,
    /// `PATCH /v2/images/{id}` that gives the image to another project. Ledgers that are stored, and the log,
    /// know it by its first name.
    #[serde(rename = "transfer")]
    OwnerChange,
}

impl Operation {
    /// Whether Glance goes on with it after its answer, with nobody at the other end.
    #[must_use]
    pub const fn runs_on_by_itself(self) -> bool {
        matches!(self, Self::Import | Self::Copy | Self::Location)
    }

    /// How much of these amounts the client sends: what counts against the bytes of a day.
    #[must_use]
    pub const fn sent(self, delta: &Delta) -> Bytes {
        match self {
            Self::Upload => delta.image_size_total,
            Self::Stage => delta.image_stage_total,
            Self::Create | Self::Import | Self::Copy | Self::Location | Self::OwnerChange => {
                Bytes::ZERO
            }
        }
    }

    /// What of these amounts lasts once it has succeeded: an upload that has ended is none under way, and
    /// an image whose data is staged is one until its import has ended.
    #[must_use]
    pub const fn lasting(self, amounts: Delta) -> Delta {
        match self {
            Self::Create | Self::Stage | Self::Location | Self::OwnerChange => amounts,
            Self::Upload | Self::Import | Self::Copy => Delta {
                image_count_uploading: 0,
                ..amounts
            },
        }
    }
}

/// What a reservation is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// What is done.
    pub operation: Operation,
    /// To which image; `None` before there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageId>,
}

impl Purpose {
    #[must_use]
    pub const fn of(operation: Operation, image_id: Option<ImageId>) -> Self {
        Self {
            operation,
            image_id,
        }
    }

    /// Whether only its image tells what has become of it once nobody watches: Glance may be at work on it
    /// still, and counts its bytes when it has stored them all.
    pub(in crate::quota) const fn is_settled_by_image(&self) -> bool {
        match self.operation {
            Operation::Import | Operation::Copy | Operation::Location => true,
            Operation::Upload | Operation::Stage => self.image_id.is_some(),
            Operation::Create | Operation::OwnerChange => false,
        }
    }
}

/// What a refresh from the images has found at one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenImage {
    /// How far it is.
    pub progress: Progress,
    /// Bytes in the stores, once for each, as Glance counts them.
    pub stored: Bytes,
    /// Bytes staged for an import, as Glance counts them.
    pub staged: Bytes,
}

impl SeenImage {
    /// An image that is not there any more, or never was.
    pub const GONE: Self = Self {
        progress: Progress::Empty,
        stored: Bytes::ZERO,
        staged: Bytes::ZERO,
    };
}

/// How far an image is, as far as its usage is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// It has no data and none is on its way: queued, or gone.
    Empty,
    /// Data is staged, and no import is under way.
    Staged,
    /// Data is on its way: saving, importing, or being copied to more stores.
    Moving,
    /// It has its data, and nothing is on its way.
    Complete,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_that_has_ended_is_none_under_way() {
        let size = Bytes(7);
        for (operation, reserved, lasts) in [
            (
                Operation::Upload,
                Delta::upload(size),
                Delta {
                    image_size_total: size,
                    ..Delta::NOTHING
                },
            ),
            (Operation::Stage, Delta::stage(size), Delta::stage(size)),
            (Operation::Create, Delta::create(), Delta::create()),
        ] {
            assert_eq!(operation.lasting(reserved), lasts, "{operation:?}");
        }
    }
}
