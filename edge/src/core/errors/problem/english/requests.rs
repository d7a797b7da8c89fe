//! What is wrong with the headers and the body of a request.

use gaze_shared::gateway::NoPlan;

use crate::core::errors::problem::{BadBody, BadHeader, JsonFault};
use crate::core::quota::plans::BadPlan;

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
        BadBody::Plan(BadPlan::NotJson) => "it is no JSON",
        BadBody::Plan(BadPlan::NotAnObject) => "it is no object",
        BadBody::Plan(BadPlan::Limit(NoPlan::NoNumber(field))) => {
            return format!("the limit {} is no whole number from 0", field.key());
        }
        BadBody::Plan(BadPlan::Limit(NoPlan::UnknownLimit(name))) => {
            return format!("there is no limit {name}");
        }
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
