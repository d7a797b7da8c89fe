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
    /// The tokens of the projects worked in before, oldest first. They are left alive when the person
    /// switches, because uploads may still travel with them, and end with the session.
    pub earlier_tokens: Vec<Secret>,
    /// What the token stands for.
    pub session: Session,
}

/// How many tokens of earlier projects a cookie has room for. Browsers drop cookies of more than
/// 4096 bytes without a word (RFC 6265bis section 5.5), and a token has some 200 characters.
const EARLIER_TOKENS_MAX: usize = 3;

#[derive(Serialize)]
struct Plain<'a> {
    token: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    earlier_tokens: Vec<&'a str>,
    session: &'a Session,
}

#[derive(Deserialize)]
struct PlainOwned {
    token: String,
    #[serde(default)]
    earlier_tokens: Vec<String>,
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
            earlier_tokens: self.earlier_tokens.iter().map(Secret::expose).collect(),
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
            earlier_tokens: plain.earlier_tokens.into_iter().map(Secret::new).collect(),
            session: plain.session,
        };
        // A session whose end cannot be read is over.
        match opened.expires_at() {
            Some(end) if end > now => Ok(opened),
            _ => Err(NoSession::Expired),
        }
    }

    /// The session in another project, and the tokens for which it has no room, to be revoked now.
    #[must_use]
    pub fn switch_to(self, token: Secret, session: Session) -> (Self, Vec<Secret>) {
        let mut earlier_tokens = self.earlier_tokens;
        earlier_tokens.push(self.token);
        let too_many = earlier_tokens.len().saturating_sub(EARLIER_TOKENS_MAX);
        let kept = earlier_tokens.split_off(too_many);
        let switched = Self {
            token,
            earlier_tokens: kept,
            session,
        };
        (switched, earlier_tokens)
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
            earlier_tokens: vec![Secret::new("gAAAA-earlier")],
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
    fn switching_keeps_the_tokens_before_and_gives_up_the_oldest() {
        let (mut session, _) = sealed();
        let mut given_up = Vec::new();
        for n in 0..4 {
            let token = Secret::new(format!("t{n}"));
            let (switched, surplus) = session.switch_to(token, example_session());
            session = switched;
            given_up.extend(surplus);
        }
        assert_eq!(session.token, Secret::new("t3"));
        assert_eq!(session.earlier_tokens, ["t0", "t1", "t2"].map(Secret::new));
        assert_eq!(given_up, ["gAAAA-earlier", "gAAAA-token"].map(Secret::new));
    }

    #[test]
    fn a_value_of_anybody_else_is_unreadable() {
        assert_eq!(
            SealedSession::open(&keys(), "k1.AAAA", UnixSeconds(0)),
            Err(NoSession::Unreadable)
        );
    }
}
