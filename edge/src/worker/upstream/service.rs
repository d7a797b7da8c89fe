//! Whom the gateway asks over HTTP, and who is to blame where no answer comes.

use wasm_bindgen::JsValue;

use crate::core::errors::problem::Problem;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Keystone,
    Glance,
    /// The operator's resolver of names.
    Resolver,
    /// Whoever has the data of an import, asked for its size. Nothing depends on the answer.
    ImportSource,
}

/// Who gave no answer that can be used, and why; the cause is for the log only.
#[derive(Debug)]
pub(crate) struct NoResponse {
    pub(crate) service: Service,
    pub(crate) cause: String,
}

impl Service {
    /// What came is no answer.
    pub(crate) fn gave_none(self, cause: impl Into<String>) -> NoResponse {
        NoResponse {
            service: self,
            cause: cause.into(),
        }
    }

    pub(crate) fn failed(self, error: &JsValue) -> NoResponse {
        self.gave_none(format!("{error:?}"))
    }
}

impl From<NoResponse> for Problem {
    fn from(NoResponse { service, cause }: NoResponse) -> Self {
        match service {
            Service::Keystone => Self::IdentityUnreachable(cause),
            Service::Glance => Self::ImageServiceUnreachable(cause),
            Service::Resolver => Self::ResolverUnreachable(cause),
            Service::ImportSource => Self::Internal(cause),
        }
    }
}
