//! The one place that makes the answer for a cause.

use gaze_shared::gateway::{ErrorBody, GatewayError};

use crate::core::errors::problem::Problem;
use crate::core::errors::problem::client_message::ClientMessage;

impl Problem {
    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        ClientMessage::about(self).status
    }

    /// The body of the answer. Text from inside stays inside.
    #[must_use]
    pub fn gateway_error(&self, request_id: &str) -> GatewayError {
        let ClientMessage {
            status,
            kind,
            message,
            details,
        } = ClientMessage::about(self);
        GatewayError {
            error: ErrorBody {
                code: status,
                kind,
                message: message.to_owned(),
                details,
            },
            request_id: request_id.to_owned(),
            receipt: match self {
                Self::SecondFactorRequired { receipt } => Some(receipt.expose().to_owned()),
                _ => None,
            },
        }
    }
}
