//! What a request is about, for the log.

use gaze_shared::glance::image::ImageId;

use crate::core::routes::{NoRoute, Route};

/// What a request is about, as far as it is known, for the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestSubject {
    /// The region whose image service it concerns.
    pub(crate) region: Option<String>,
    pub(crate) upload_id: Option<String>,
    pub(crate) image_id: Option<String>,
    /// The user name that is tried at a sign-in.
    pub(crate) user_name: Option<String>,
}

impl RequestSubject {
    /// What the route alone tells.
    pub(super) fn of(route: &Result<Route, NoRoute>) -> Self {
        let mut subject = Self::default();
        match route {
            Ok(Route::Glance(route)) => {
                // Clients look images up by name first, and names are not written.
                let named = route.resource().and_then(|resource| resource.image_id());
                let image_id: Option<ImageId> = named.and_then(|id| id.parse().ok());
                subject.image_id = image_id.map(|id| id.to_string());
            }
            Ok(Route::Own(route)) => subject.upload_id = route.upload_id().map(ToString::to_string),
            _ => {}
        }
        subject
    }
}
