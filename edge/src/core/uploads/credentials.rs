//! With what right an upload is sent to Glance when nobody is there any more.

use crate::core::auth::access_rules::OutsideRules;
use crate::core::auth::permit::{Authenticated, Permit};
use crate::core::crypto::seal::{KeyRing, NONCE_BYTES, SealFault};
use crate::core::crypto::secret::Secret;
use crate::core::routes::{GlanceRoute, NoRoute, Route};

/// What the token of an upload is sealed for: it opens as nothing else.
const PURPOSE: &str = "upload";

/// The token as it may be stored.
///
/// # Errors
/// It is longer than any token.
pub fn seal_token(
    keys: &KeyRing,
    token: &Secret,
    nonce: [u8; NONCE_BYTES],
) -> Result<String, SealFault> {
    keys.seal(PURPOSE, token.expose().as_bytes(), nonce)
        .ok_or(SealFault("the token cannot be sealed"))
}

/// The token again; `None` when its key is gone.
#[must_use]
pub fn open_token(keys: &KeyRing, sealed: &str) -> Option<Secret> {
    let plain = keys.open(PURPOSE, sealed).ok()?;
    String::from_utf8(plain).ok().map(Secret::new)
}

/// Why an image may not be given its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPermit {
    /// The id is none of an image.
    NoRoute(NoRoute),
    /// The data has no route that is Glance's.
    NotGlance,
    /// The caller's access rules do not allow it.
    OutsideRules(OutsideRules),
}

impl From<NoRoute> for NoPermit {
    fn from(cause: NoRoute) -> Self {
        Self::NoRoute(cause)
    }
}

impl From<OutsideRules> for NoPermit {
    fn from(cause: OutsideRules) -> Self {
        Self::OutsideRules(cause)
    }
}

/// The permission to give an image its data.
///
/// # Errors
/// The id is none of an image, or the caller's access rules do not allow it.
pub fn data_permit(image_id: &str, caller: &Authenticated) -> Result<Permit, NoPermit> {
    match Route::parse("PUT", &format!("/v2/images/{image_id}/file"))? {
        Route::Glance(route) => Ok(Permit::admit(route, caller)?),
        _ => Err(NoPermit::NotGlance),
    }
}

/// The route of a permission, for the log.
#[must_use]
pub fn as_route(route: &GlanceRoute) -> Route {
    Route::Glance(route.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::crypto::seal::SealKey;

    fn keys(byte: u8) -> KeyRing {
        KeyRing::new(vec![SealKey::new("k", [byte; 32]).unwrap()]).unwrap()
    }

    #[test]
    fn a_token_opens_with_its_key_and_as_nothing_else() {
        let sealed = seal_token(&keys(1), &Secret::new("gAAAA"), [7; 12]).unwrap();
        assert!(!sealed.contains("gAAAA"));
        let opened = open_token(&keys(1), &sealed).unwrap();
        assert_eq!(opened.expose(), "gAAAA");
        assert!(open_token(&keys(2), &sealed).is_none());
        assert!(keys(1).open("session", &sealed).is_err());
    }
}
