//! The session: Keystone's token and what it stands for, sealed into the browser's cookie.

use gaze_shared::gateway::{Renewal, Session};
use serde::{Deserialize, Serialize};

use crate::core::UnixSeconds;
use crate::core::auth::keystone::{ApplicationCredential, CredentialName};
use crate::core::auth::policy::Authentication;
use crate::core::auth::policy::SessionRenewal;
use crate::core::crypto::seal::{KeyRing, NONCE_BYTES};
use crate::core::crypto::secret::Secret;

const PURPOSE: &str = "session";

/// What the cookie holds, out of the browser's sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSecrets {
    /// Keystone's token.
    pub token: Secret,
    /// The tokens before, oldest first. They are left alive when the person switches, because uploads
    /// may still travel with them, and end with the session.
    pub earlier_tokens: Vec<EarlierToken>,
    /// What the token stands for.
    pub session: Session,
    /// What more can be had for it.
    pub token_scope: TokenScope,
    /// When the person last proved who they are.
    pub signed_in_at: UnixSeconds,
}

/// A token that a session had, or took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierToken {
    /// Keystone's token.
    pub token: Secret,
    pub ends_at: UnixSeconds,
    /// Which session it was of.
    pub of: TokenOf,
}

/// Which session an earlier token was of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenOf {
    /// The same: it was renewed or has switched since, and copies of its cookie with this token may be
    /// about.
    ThisSession,
    /// One of the same person that this one has followed in the browser.
    SessionBefore,
}

/// What a session can get from Keystone besides its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenScope {
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

/// How many earlier tokens a cookie has room for, at least two. Browsers drop cookies of more than 4096 bytes
/// without a word (RFC 6265bis section 5.5), and a token has some 200 characters.
const EARLIER_TOKENS_MAX: usize = 3;

#[derive(Serialize, Deserialize)]
struct Plain {
    token: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<PlainToken>,
    session: Session,
    /// By the name that it has in the cookies that browsers hold.
    #[serde(rename = "reach")]
    token_scope: PlainTokenScope,
    signed_in_at: i64,
}

#[derive(Serialize, Deserialize)]
struct PlainToken {
    token: String,
    ends_at: i64,
    of: TokenOf,
}

impl From<&EarlierToken> for PlainToken {
    fn from(earlier: &EarlierToken) -> Self {
        Self {
            token: earlier.token.expose().to_owned(),
            ends_at: earlier.ends_at.0,
            of: earlier.of,
        }
    }
}

impl From<PlainToken> for EarlierToken {
    fn from(plain: PlainToken) -> Self {
        Self {
            token: Secret::new(plain.token),
            ends_at: UnixSeconds(plain.ends_at),
            of: plain.of,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlainTokenScope {
    AllProjects,
    OneProject,
    Renewable { id: String, secret: String },
}

impl From<&TokenScope> for PlainTokenScope {
    fn from(token_scope: &TokenScope) -> Self {
        match token_scope {
            TokenScope::AllProjects => Self::AllProjects,
            TokenScope::OneProject => Self::OneProject,
            TokenScope::Renewable(credential) => Self::Renewable {
                id: credential.id.clone(),
                secret: credential.secret.expose().to_owned(),
            },
        }
    }
}

impl From<PlainTokenScope> for TokenScope {
    fn from(token_scope: PlainTokenScope) -> Self {
        match token_scope {
            PlainTokenScope::AllProjects => Self::AllProjects,
            PlainTokenScope::OneProject => Self::OneProject,
            PlainTokenScope::Renewable { id, secret } => Self::Renewable(KeptCredential {
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

impl SessionSecrets {
    /// The cookie's value; `None` when the session cannot be sealed.
    #[must_use]
    pub fn seal(&self, keys: &KeyRing, nonce: [u8; NONCE_BYTES]) -> Option<String> {
        let plain = Plain {
            token: self.token.expose().to_owned(),
            earlier: self.earlier_tokens.iter().map(PlainToken::from).collect(),
            session: self.session.clone(),
            token_scope: PlainTokenScope::from(&self.token_scope),
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
            earlier_tokens: plain.earlier.into_iter().map(EarlierToken::from).collect(),
            session: plain.session,
            token_scope: plain.token_scope.into(),
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
    pub fn go_on_with(
        self,
        token: Secret,
        session: Session,
        now: UnixSeconds,
    ) -> (Self, Vec<Secret>) {
        let mut earlier_tokens = self.earlier_tokens;
        earlier_tokens.push(EarlierToken {
            token: self.token,
            ends_at: end_of(&self.session).unwrap_or(now),
            of: TokenOf::ThisSession,
        });
        let next = Self {
            token,
            earlier_tokens,
            session,
            ..self
        };
        next.within_cookie_size(now)
    }

    /// This session in the place of another one of the same person, and the tokens for which it has
    /// no room.
    #[must_use]
    pub fn after(mut self, previous: Self, now: UnixSeconds) -> (Self, Vec<Secret>) {
        let ends_at = end_of(&previous.session).unwrap_or(now);
        let token = EarlierToken {
            token: previous.token,
            ends_at,
            of: TokenOf::SessionBefore,
        };
        let mut tokens = previous.earlier_tokens;
        tokens.push(token);
        for earlier in &mut tokens {
            earlier.of = TokenOf::SessionBefore;
        }
        tokens.append(&mut self.earlier_tokens);
        self.earlier_tokens = tokens;
        self.within_cookie_size(now)
    }

    /// Leaves out tokens that have ended, and gives up the oldest but the anchor.
    fn within_cookie_size(mut self, now: UnixSeconds) -> (Self, Vec<Secret>) {
        self.earlier_tokens.retain(|earlier| earlier.ends_at > now);
        let mut surplus = Vec::new();
        while self.earlier_tokens.len() > EARLIER_TOKENS_MAX {
            let anchor = self.anchor_at(now);
            let oldest = usize::from(anchor == Some(0));
            surplus.push(self.earlier_tokens.remove(oldest).token);
        }
        (self, surplus)
    }

    /// The oldest token of the session that has not ended by itself, where it is not the present one.
    ///
    /// Every copy of the cookie that still opens has it, whether older or newer, and signs it out with all
    /// others that it knows. So whoever holds another copy sees by it that the session was ended.
    #[must_use]
    pub fn anchor(&self, now: UnixSeconds) -> Option<&Secret> {
        let anchor = self.earlier_tokens.get(self.anchor_at(now)?)?;
        Some(&anchor.token)
    }

    fn anchor_at(&self, now: UnixSeconds) -> Option<usize> {
        self.earlier_tokens
            .iter()
            .position(|earlier| earlier.of == TokenOf::ThisSession && earlier.ends_at > now)
    }

    /// All tokens of the session.
    #[must_use]
    pub fn into_tokens(self) -> Vec<Secret> {
        let earlier = self.earlier_tokens.into_iter();
        earlier
            .map(|earlier| earlier.token)
            .chain([self.token])
            .collect()
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
        match (&self.token_scope, settings.session_renewal) {
            (TokenScope::Renewable(credential), SessionRenewal::ApplicationCredential)
                if now.0 < last =>
            {
                Some(credential)
            }
            _ => None,
        }
    }

    /// The same, unless it has been renewed so often within the life of one token that there is no room
    /// for more: then it goes on as it is. Were one of its tokens given up, whoever has the copy of the
    /// cookie from then could not end the later ones with it.
    #[must_use]
    pub fn renewed_now_by(
        &self,
        settings: &Authentication,
        now: UnixSeconds,
    ) -> Option<&KeptCredential> {
        let is_alive =
            |earlier: &&EarlierToken| earlier.of == TokenOf::ThisSession && earlier.ends_at > now;
        let alive = self.earlier_tokens.iter().filter(is_alive).count();
        self.renewable_by(settings, now)
            .filter(|_| alive < EARLIER_TOKENS_MAX)
    }

    /// What the page is told.
    #[must_use]
    pub fn public(&self, settings: &Authentication, now: UnixSeconds) -> Session {
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
        end_of(&self.session)
    }
}

fn end_of(session: &Session) -> Option<UnixSeconds> {
    session.expires_at.unix_seconds().map(UnixSeconds)
}

#[cfg(test)]
pub(crate) fn example_session() -> Session {
    use gaze_shared::gateway::{Domain, Project, User};
    use gaze_shared::time::timestamp::Timestamp;

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
mod tests;
