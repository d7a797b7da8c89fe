//! A sign-in between its two steps: Keystone's receipt, sealed, in the hands of whoever signs in. The
//! gateway itself keeps nothing before somebody has signed in.

use gaze_shared::gateway::ProjectScope;
use serde::{Deserialize, Serialize};

use crate::core::UnixSeconds;
use crate::core::auth::keystone::UserName;
use crate::core::crypto::seal::{KeyRing, NONCE_BYTES};
use crate::core::crypto::secret::Secret;

/// Another one than the session's, so that neither opens as the other.
const PURPOSE: &str = "receipt";

/// The first step of a sign-in is over, or what was brought of it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInOver;

/// What the second step needs to know of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingSignIn {
    /// Keystone's receipt.
    pub receipt: Secret,
    /// Keystone's id of the user.
    pub user_id: String,
    /// The user as typed, under whose name failures are counted.
    pub user: UserName,
    /// The project to work in.
    pub project: Option<ProjectScope>,
    /// The region to work in.
    pub region: Option<String>,
    /// When the receipt ends.
    pub expires_at: UnixSeconds,
}

#[derive(Serialize, Deserialize)]
struct Plain {
    receipt: String,
    user_id: String,
    user: String,
    domain: String,
    project: Option<ProjectScope>,
    region: Option<String>,
    expires_at: i64,
}

impl PendingSignIn {
    /// The text for the second step; `None` when it cannot be sealed.
    #[must_use]
    pub fn seal(&self, keys: &KeyRing, nonce: [u8; NONCE_BYTES]) -> Option<String> {
        let plain = Plain {
            receipt: self.receipt.expose().to_owned(),
            user_id: self.user_id.clone(),
            user: self.user.name.clone(),
            domain: self.user.domain.clone(),
            project: self.project.clone(),
            region: self.region.clone(),
            expires_at: self.expires_at.0,
        };
        keys.seal(PURPOSE, &serde_json::to_vec(&plain).ok()?, nonce)
    }

    /// Opens the text of the first step.
    ///
    /// # Errors
    /// It does not open, or its time is over.
    pub fn open(keys: &KeyRing, sealed: &str, now: UnixSeconds) -> Result<Self, SignInOver> {
        let plain = keys.open(PURPOSE, sealed).ok();
        let plain: Option<Plain> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        let plain = plain
            .filter(|plain| plain.expires_at > now.0)
            .ok_or(SignInOver)?;
        Ok(Self {
            receipt: Secret::new(plain.receipt),
            user_id: plain.user_id,
            user: UserName {
                name: plain.user,
                domain: plain.domain,
            },
            project: plain.project,
            region: plain.region,
            expires_at: UnixSeconds(plain.expires_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::auth::session::SessionSecrets;
    use crate::core::crypto::seal::SealKey;

    #[test]
    fn a_receipt_opens_until_its_end_and_is_no_session() {
        let keys = KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap();
        let pending = PendingSignIn {
            receipt: Secret::new("gAAAA-receipt"),
            user_id: "u1".into(),
            user: UserName {
                name: "demo".into(),
                domain: "Default".into(),
            },
            project: Some(ProjectScope::Name {
                name: "demo".into(),
                domain: Some("Other".into()),
            }),
            region: None,
            expires_at: UnixSeconds(1000),
        };
        let sealed = pending.seal(&keys, [9; NONCE_BYTES]).unwrap();
        assert!(!sealed.contains("gAAAA"));
        assert!(!format!("{pending:?}").contains("gAAAA"));
        assert_eq!(
            PendingSignIn::open(&keys, &sealed, UnixSeconds(999)),
            Ok(pending)
        );
        for (text, now) in [(sealed.as_str(), 1000), ("k1.AAAA", 0), ("", 0)] {
            assert_eq!(
                PendingSignIn::open(&keys, text, UnixSeconds(now)),
                Err(SignInOver)
            );
        }
        assert!(SessionSecrets::open(&keys, &sealed, UnixSeconds(0)).is_err());
    }
}
