//! Images that keep data which Glance has refused.

use super::{Image, Status};
use crate::units::Bytes;

/// What of an image tells whether it keeps refused data.
#[derive(Clone, Copy, Debug)]
pub struct DataTraces<'a> {
    /// Where it stands in its life.
    pub status: &'a Status,
    /// The size of its data.
    pub size: Option<Bytes>,
    /// The stores that hold it; `None` on a cloud with a single store, or where they are not shown.
    pub stores: Option<&'a str>,
    /// The MD5 of its data.
    pub checksum: Option<&'a str>,
}

impl DataTraces<'_> {
    /// Whether Glance keeps data of the image that it has refused: a queued image has no size, and one that
    /// has never got data has neither a store nor a checksum, even while it gets or stages its first.
    /// Nothing can be stored into such an image any more (500), nothing tells how much it keeps (a download
    /// is 500, too), and only its deletion frees the store (`glance/api/v2/image_data.py`, `upload`;
    /// `glance/location.py`, `set_data`).
    #[must_use]
    pub fn keeps_rejected(&self) -> bool {
        let is_without_data = match self.status {
            Status::Queued | Status::Saving => self.size.is_none(),
            Status::Uploading => true,
            _ => false,
        };
        let is_stored = match self.stores {
            Some(stores) => !stores.is_empty(),
            None => self.checksum.is_some(),
        };
        is_without_data && is_stored
    }
}

impl Image {
    /// Whether Glance keeps data of this image that it has refused.
    #[must_use]
    pub fn keeps_rejected_data(&self) -> bool {
        DataTraces {
            status: &self.status,
            size: self.size,
            stores: self.stores.as_deref(),
            checksum: self.checksum.as_deref(),
        }
        .keeps_rejected()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queued_image_in_a_store_keeps_what_was_refused() {
        let digest = Some("d41d8cd98f00b204e9800998ecf8427e");
        for (status, size, stores, checksum, keeps) in [
            (Status::Queued, None, Some("fast"), digest, true),
            // A cloud with a single store names none.
            (Status::Queued, None, None, digest, true),
            // Somebody tries to store into it again.
            (Status::Saving, None, Some("fast"), digest, true),
            // Other data is staged for it.
            (
                Status::Uploading,
                Some(Bytes(7)),
                Some("fast"),
                digest,
                true,
            ),
            (Status::Queued, None, None, None, false),
            (Status::Queued, None, Some(""), None, false),
            (Status::Saving, None, None, None, false),
            (Status::Active, Some(Bytes(7)), Some("fast"), digest, false),
            (Status::Uploading, Some(Bytes(7)), None, None, false),
        ] {
            let traces = DataTraces {
                status: &status,
                size,
                stores,
                checksum,
            };
            assert_eq!(traces.keeps_rejected(), keeps, "{traces:?}");
        }
    }
}
