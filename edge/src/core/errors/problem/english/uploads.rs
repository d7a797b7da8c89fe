//! What is wrong with a request of an upload, and why one failed.

use gaze_shared::gateway::TusFailure;
use gaze_shared::tus::{CONTENT_TYPE, TusError, VERSION};

pub fn tus(error: &TusError) -> String {
    match error {
        TusError::Version => format!("This server speaks version {VERSION} of the tus protocol."),
        TusError::ContentType => format!("The bytes of an upload are sent as {CONTENT_TYPE}."),
        TusError::Missing(header) => format!("The header {header} is missing."),
        TusError::Malformed(header) => {
            format!("The header {header} has a value that it does not take.")
        }
        TusError::LengthTwice => "The length of an upload is told once, and then stays.".to_owned(),
        TusError::NotOffered(header) => format!(
            "The header {header} belongs to an extension of tus that this server does not offer."
        ),
        TusError::UnknownAlgorithm(algorithm) => {
            format!("This server does not know the checksum algorithm {algorithm}.")
        }
        TusError::BeyondLength => "There are more bytes than the upload has room for.".to_owned(),
        TusError::Offset { expected, found } => format!(
            "The upload stands at byte {}, and these bytes are for byte {}.",
            expected.0, found.0
        ),
        TusError::TooLarge(most) => format!("An upload may have at most {most}."),
        TusError::ChecksumMismatch => {
            "The bytes that arrived are not those that were sent. Send them again.".to_owned()
        }
    }
}

/// What the owner of an upload is told that failed.
pub fn failure(failure: TusFailure) -> String {
    let sentence = match failure {
        TusFailure::ImageGone => "The image is not there any more.",
        TusFailure::ImageTaken => "The image has got its data in another way meanwhile.",
        TusFailure::ImageStuck => {
            "The image service still shows the image as being stored, although nothing is sent any more. Delete the image, and upload it to another one."
        }
        TusFailure::Refused { status } => {
            return format!("The image service has refused the data with status {status}.");
        }
        TusFailure::GaveUp => "The image service did not take the data, however often it was sent.",
        TusFailure::BytesMissing => "The gateway has lost some of the data. Upload it again.",
    };
    sentence.to_owned()
}
