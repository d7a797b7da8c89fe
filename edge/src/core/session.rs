//! The session: Keystone's token and what it stands for, sealed into the browser's cookie.

use gaze_shared::gateway::Session;
use serde::{Deserialize, Serialize};

use super::UnixSeconds;
use super::seal::{KeyRing, NONCE_BYTES};
use super::secret::Secret;

const PURPOSE: &str = "session";

/// What the cookie holds, out of the browser's sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSession {
    /// Keystone's token.
    pub token: Secret,
    /// What the token stands for.
    pub session: Session,
}

#[derive(Serialize)]
struct Plain<'a> {
    token: &'a str,
    session: &'a Session,
}

#[derive(Deserialize)]
struct PlainOwned {
    token: String,
    session: Session,
}

/// Why a cookie gives no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSession {
    /// The cookie does not open, or holds something else.
    #[error("the cookie does not open")]
    Unreadable,
    /// Its token's time is over.
    #[error("the session's time is over")]
    Expired,
}

impl SealedSession {
    /// The cookie's value; `None` when the session cannot be sealed.
    #[must_use]
    pub fn seal(&self, keys: &KeyRing, nonce: [u8; NONCE_BYTES]) -> Option<String> {
        let plain = Plain {
            token: self.token.expose(),
            session: &self.session,
        };
        keys.seal(PURPOSE, &serde_json::to_vec(&plain).ok()?, nonce)
    }

    /// Opens a cookie's value.
    ///
    /// # Errors
    /// The value does not open, or its session is over.
    pub fn open(keys: &KeyRing, sealed: &str, now: UnixSeconds) -> Result<Self, NoSession> {
        let plain = keys
            .open(PURPOSE, sealed)
            .map_err(|_| NoSession::Unreadable)?;
        let plain: PlainOwned =
            serde_json::from_slice(&plain).map_err(|_| NoSession::Unreadable)?;
        let opened = Self {
            token: Secret::new(plain.token),
            session: plain.session,
        };
        // A session whose end cannot be read is over.
        match opened.expires_at() {
            Some(end) if end > now => Ok(opened),
            _ => Err(NoSession::Expired),
        }
    }

    /// When the token ends.
    #[must_use]
    pub fn expires_at(&self) -> Option<UnixSeconds> {
        self.session.expires_at.unix_seconds().map(UnixSeconds)
    }
}

#[cfg(test)]
pub(crate) fn example_session() -> Session {
    use gaze_shared::gateway::{Domain, Project, User};
    use gaze_shared::timestamp::Timestamp;

    let domain = || Domain {
        id: "default".into(),
        name: "Default".into(),
    };
    Session {
        user: User {
            id: "u1".into(),
            name: "demo".into(),
            domain: domain(),
        },
        project: Project {
            id: "p1".into(),
            name: "demo".into(),
            domain: domain(),
        },
        roles: vec!["member".into(), "reader".into()],
        region: "RegionOne".into(),
        expires_at: Timestamp::from_text("2026-11-21T18:38:45.000000Z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::seal::SealKey;

    const END: i64 = 1_795_286_325;

    fn keys() -> KeyRing {
        KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap()
    }

    fn sealed() -> (SealedSession, String) {
        let session = SealedSession {
            token: Secret::new("gAAAA-token"),
            session: example_session(),
        };
        let sealed = session.seal(&keys(), [9; NONCE_BYTES]).unwrap();
        (session, sealed)
    }

    #[test]
    fn a_session_opens_until_its_token_ends() {
        let (session, sealed) = sealed();
        assert_eq!(
            SealedSession::open(&keys(), &sealed, UnixSeconds(END - 1)),
            Ok(session)
        );
        assert_eq!(
            SealedSession::open(&keys(), &sealed, UnixSeconds(END)),
            Err(NoSession::Expired)
        );
    }

    #[test]
    fn the_token_is_not_in_the_cookie_in_any_readable_form() {
        let (session, sealed) = sealed();
        assert!(!sealed.contains("gAAAA"));
        assert!(!format!("{session:?}").contains("gAAAA"));
    }

    #[test]
    fn a_value_of_anybody_else_is_unreadable() {
        assert_eq!(
            SealedSession::open(&keys(), "k1.AAAA", UnixSeconds(0)),
            Err(NoSession::Unreadable)
        );
    }
}
