//! The session: Keystone's token and what it stands for, sealed into the browser's cookie.

use gaze_shared::gateway::{Renewal, Session};
use serde::{Deserialize, Serialize};

use super::UnixSeconds;
use super::keystone::{ApplicationCredential, CredentialName};
use super::permit::Identity;
use super::seal::{KeyRing, NONCE_BYTES};
use super::secret::Secret;
use super::settings::Authentication;
use super::settings::authentication::SessionRenewal;

const PURPOSE: &str = "session";

/// What the cookie holds, out of the browser's sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSession {
    /// Keystone's token.
    pub token: Secret,
    /// The tokens that the session had before, oldest first. They are left alive when the person
    /// switches, because uploads may still travel with them, and end with the session.
    pub earlier_tokens: Vec<Secret>,
    /// What the token stands for.
    pub session: Session,
    /// What more can be had for it.
    pub reach: Reach,
    /// When the person last proved who they are.
    pub signed_in_at: UnixSeconds,
}

/// What a session can get from Keystone besides its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Tokens of the person's other projects, all of which end when the first one does.
    AllProjects,
    /// Nothing: Keystone trades a delegated token for no other.
    OneProject,
    /// New tokens of the same project.
    Renewable(KeptCredential),
}

/// The application credential of a session that can be renewed (ADR 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCredential {
    /// Keystone's id of it.
    pub id: String,
    /// Its secret.
    pub secret: Secret,
}

impl KeptCredential {
    /// What Keystone trades for a token.
    #[must_use]
    pub fn to_credential(&self) -> ApplicationCredential {
        ApplicationCredential {
            name: CredentialName::Id(self.id.clone()),
            secret: self.secret.clone(),
        }
    }
}

/// How many earlier tokens a cookie has room for. Browsers drop cookies of more than 4096 bytes
/// without a word (RFC 6265bis section 5.5), and a token has some 200 characters.
const EARLIER_TOKENS_MAX: usize = 3;

#[derive(Serialize, Deserialize)]
struct Plain {
    token: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier_tokens: Vec<String>,
    session: Session,
    reach: PlainReach,
    signed_in_at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlainReach {
    AllProjects,
    OneProject,
    Renewable { id: String, secret: String },
}

impl From<&Reach> for PlainReach {
    fn from(reach: &Reach) -> Self {
        match reach {
            Reach::AllProjects => Self::AllProjects,
            Reach::OneProject => Self::OneProject,
            Reach::Renewable(credential) => Self::Renewable {
                id: credential.id.clone(),
                secret: credential.secret.expose().to_owned(),
            },
        }
    }
}

impl From<PlainReach> for Reach {
    fn from(reach: PlainReach) -> Self {
        match reach {
            PlainReach::AllProjects => Self::AllProjects,
            PlainReach::OneProject => Self::OneProject,
            PlainReach::Renewable { id, secret } => Self::Renewable(KeptCredential {
                id,
                secret: Secret::new(secret),
            }),
        }
    }
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
            token: self.token.expose().to_owned(),
            earlier_tokens: self
                .earlier_tokens
                .iter()
                .map(|token| token.expose().to_owned())
                .collect(),
            session: self.session.clone(),
            reach: PlainReach::from(&self.reach),
            signed_in_at: self.signed_in_at.0,
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
        let plain: Plain = serde_json::from_slice(&plain).map_err(|_| NoSession::Unreadable)?;
        let opened = Self {
            token: Secret::new(plain.token),
            earlier_tokens: plain.earlier_tokens.into_iter().map(Secret::new).collect(),
            session: plain.session,
            reach: plain.reach.into(),
            signed_in_at: UnixSeconds(plain.signed_in_at),
        };
        // A session whose end cannot be read is over.
        match opened.expires_at() {
            Some(end) if end > now => Ok(opened),
            _ => Err(NoSession::Expired),
        }
    }

    /// The session with another token, and the tokens for which it has no room, to be revoked now.
    #[must_use]
    pub fn go_on_with(self, token: Secret, session: Session) -> (Self, Vec<Secret>) {
        let next = Self {
            token,
            earlier_tokens: Vec::new(),
            session,
            reach: self.reach.clone(),
            signed_in_at: self.signed_in_at,
        };
        next.after(self)
    }

    /// This session in the place of another one of the same person, and the tokens for which it has
    /// no room.
    #[must_use]
    pub fn after(mut self, previous: Self) -> (Self, Vec<Secret>) {
        let mut tokens = previous.earlier_tokens;
        tokens.push(previous.token);
        tokens.append(&mut self.earlier_tokens);
        let too_many = tokens.len().saturating_sub(EARLIER_TOKENS_MAX);
        self.earlier_tokens = tokens.split_off(too_many);
        (self, tokens)
    }

    /// All tokens of the session.
    #[must_use]
    pub fn into_tokens(self) -> Vec<Secret> {
        let mut tokens = self.earlier_tokens;
        tokens.push(self.token);
        tokens
    }

    /// The credential by which the session can be renewed now: only for so long after the person has
    /// proved who they are.
    #[must_use]
    pub fn renewable_by(
        &self,
        settings: &Authentication,
        now: UnixSeconds,
    ) -> Option<&KeptCredential> {
        let last = self
            .signed_in_at
            .0
            .saturating_add(settings.session_max_seconds);
        match (&self.reach, settings.session_renewal) {
            (Reach::Renewable(credential), SessionRenewal::ApplicationCredential)
                if now.0 < last =>
            {
                Some(credential)
            }
            _ => None,
        }
    }

    /// Who works in the session.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            user_id: self.session.user.id.clone(),
            user_name: self.session.user.name.clone(),
            project_id: Some(self.session.project.id.clone()),
            roles: self.session.roles.clone(),
            expires_at: self.session.expires_at.clone(),
        }
    }

    /// What the page is told.
    #[must_use]
    pub fn told(&self, settings: &Authentication, now: UnixSeconds) -> Session {
        let renewal = match self.renewable_by(settings, now) {
            Some(_) => Renewal::Automatic,
            None => Renewal::SignIn,
        };
        Session {
            renewal,
            ..self.session.clone()
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
        renewal: Renewal::SignIn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::seal::SealKey;
    use crate::core::settings::authentication::TokenValidation;

    const END: i64 = 1_795_286_325;
    const START: i64 = END - 3600;

    fn keys() -> KeyRing {
        KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap()
    }

    fn sealed() -> (SealedSession, String) {
        let session = SealedSession {
            token: Secret::new("gAAAA-token"),
            earlier_tokens: vec![Secret::new("gAAAA-earlier")],
            session: example_session(),
            reach: Reach::Renewable(KeptCredential {
                id: "c1".into(),
                secret: Secret::new("gAAAA-secret"),
            }),
            signed_in_at: UnixSeconds(START),
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
            let (switched, surplus) = session.go_on_with(token, example_session());
            session = switched;
            given_up.extend(surplus);
        }
        assert_eq!(session.token, Secret::new("t3"));
        assert_eq!(session.earlier_tokens, ["t0", "t1", "t2"].map(Secret::new));
        assert_eq!(given_up, ["gAAAA-earlier", "gAAAA-token"].map(Secret::new));
    }

    #[test]
    fn a_session_is_renewed_for_so_long_and_only_where_that_is_wanted() {
        let (session, _) = sealed();
        let settings = |session_renewal| Authentication {
            token_validation: TokenValidation::Remembered,
            session_renewal,
            session_max_seconds: 7200,
            client_address_header: None,
        };
        let wanted = settings(SessionRenewal::ApplicationCredential);
        for (reach, settings, now, expected) in [
            (session.reach.clone(), &wanted, START, Renewal::Automatic),
            (
                session.reach.clone(),
                &wanted,
                START + 7199,
                Renewal::Automatic,
            ),
            (
                session.reach.clone(),
                &wanted,
                START + 7200,
                Renewal::SignIn,
            ),
            (
                session.reach.clone(),
                &settings(SessionRenewal::Never),
                START,
                Renewal::SignIn,
            ),
            (Reach::OneProject, &wanted, START, Renewal::SignIn),
            (Reach::AllProjects, &wanted, START, Renewal::SignIn),
        ] {
            let session = SealedSession {
                reach,
                ..session.clone()
            };
            assert_eq!(session.told(settings, UnixSeconds(now)).renewal, expected);
        }
    }

    #[test]
    fn a_value_of_anybody_else_is_unreadable() {
        assert_eq!(
            SealedSession::open(&keys(), "k1.AAAA", UnixSeconds(0)),
            Err(NoSession::Unreadable)
        );
    }
}
