//! Why something cannot be done with an image.

use gaze_shared::glance::can::Reason;

use crate::core::verification::VerificationRefusal;

/// Why an image's data is not read at the gateway now, and what to do.
pub fn not_verified(refusal: &VerificationRefusal) -> String {
    match refusal {
        VerificationRefusal::UnderWay => {
            "Wait for it to end. What comes of it can be read at the same address.".to_owned()
        }
        VerificationRefusal::TooMany { at_once } => {
            format!("It may have {at_once} at a time. Try again when one has ended.")
        }
        VerificationRefusal::DayUsedUp {
            limit,
            used,
            asked,
            retry_after_seconds,
        } => format!(
            "verify_bytes_per_day: limit {}, used {}, asked for {}, unit bytes. The next day begins in \
             {retry_after_seconds} seconds.",
            limit.0, used.0, asked.0
        ),
    }
}

pub const fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NotYours => "This image belongs to another project.",
        Reason::ReaderRole => "Your role in this project may look but not change anything.",
        Reason::ReaderDownload => "Your role in this project may not download images.",
        Reason::AdminOnly => "Only an administrator can do this.",
        Reason::Protected => "This image is protected. Turn protection off first.",
        Reason::NoData => "This image has no data yet.",
        Reason::HasData => "This image has its data already, and data cannot be replaced.",
        Reason::Busy => "Data is on its way to this image right now.",
        Reason::Deactivated => {
            "This image is deactivated: only an administrator can read its data."
        }
        Reason::ImportRunning => {
            "An import into this image is under way. Glance lets go of one that died after an hour or two."
        }
        Reason::NotShared => {
            "Only an image with the visibility shared has members. Set that first."
        }
        Reason::OwnImage => {
            "This image belongs to this project itself, so there is no invitation to answer."
        }
        Reason::NotKnownToBeInvited => {
            "An administrator sees this image without an invitation, so it is not known whether this project has one to answer."
        }
        Reason::NotComplete => "This can be done only with an image that has all of its data.",
        Reason::ReactivateFirst => "This image is deactivated. Reactivate it first.",
        Reason::KeepsRefusedData => {
            "The image service keeps data of this image that it has refused. Delete the image and register it again."
        }
        Reason::BeingStaged => {
            "Data is still being staged for this image, so nobody knows how much it will be. Import it when that has ended."
        }
        Reason::NoFormat => "Choose a disk format and a container format first.",
    }
}
