//! What is wrong with the headers and the body of a request.

use gaze_shared::gateway::NotADigest;

use crate::core::errors::problem::{BadBody, BadHeader, JsonFault};

pub const fn header(cause: BadHeader) -> &'static str {
    match cause {
        BadHeader::AmbiguousName => "The name of a header cannot have an underscore.",
        BadHeader::ContentLength => "Content-Length: not a length.",
        BadHeader::Form => "Content-Type: a form is not taken.",
    }
}

pub fn body(cause: &BadBody) -> String {
    let cause = match cause {
        BadBody::BreaksOff => "it breaks off",
        BadBody::NotUtf8 => "it is not UTF-8",
        BadBody::NotAnObject => "it is not an object",
        BadBody::CredentialName => {
            "an application credential is named by its id, or by its name and user"
        }
        BadBody::Digest(NotADigest(None)) => "what is expected is no digest in hexadecimal",
        BadBody::Digest(NotADigest(Some(algorithm))) => {
            return format!(
                "what is expected is no {}, which has {} hexadecimal digits",
                algorithm.label(),
                algorithm.digits()
            );
        }
        // The sentence of the settings, where plans stand too.
        BadBody::Plan(cause) => return cause.to_string(),
        BadBody::Json {
            fault,
            line,
            column,
        } => {
            let fault = match fault {
                JsonFault::Syntax => "it is not JSON",
                JsonFault::End => "it breaks off",
                JsonFault::Field => "a field is missing, unknown or of the wrong type",
            };
            return format!("{fault}, at line {line} column {column}");
        }
    };
    cause.to_owned()
}
