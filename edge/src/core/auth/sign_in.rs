//! What a sign-in says, read into what Keystone is asked.

use gaze_shared::gateway::{ProjectScope, SignIn};

use crate::core::UnixSeconds;
use crate::core::auth::keystone::{
    ApplicationCredential, CredentialName, Grant, UserName, is_token,
};
use crate::core::auth::pending_sign_in::{PendingSignIn, SignInOver};
use crate::core::auth::sign_in_limit::Subject;
use crate::core::crypto::seal::KeyRing;
use crate::core::crypto::secret::Secret;

/// What somebody tried to sign in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A user name and a password.
    Password,
    /// The same with the code of an authenticator.
    PasswordAndPasscode,
    /// The code alone, in the second step.
    Passcode,
    ApplicationCredential,
    Token,
}

/// Why a sign-in is not tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSignIn {
    /// The application credential has no name, or two.
    CredentialName,
    /// The token is none.
    Token,
    /// The first step is over.
    Over,
}

impl From<SignInOver> for BadSignIn {
    fn from(_: SignInOver) -> Self {
        Self::Over
    }
}

/// By what somebody signs in.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// A password, and perhaps a code.
    Password {
        user: UserName,
        password: Secret,
        /// The code of an authenticator.
        passcode: Option<Secret>,
        /// The project to work in.
        project: Option<ProjectScope>,
    },
    /// The code that was missing in the step before.
    Passcode {
        /// The step before.
        pending: PendingSignIn,
        passcode: Secret,
    },
    ApplicationCredential(ApplicationCredential),
    Token {
        token: Secret,
        /// The project to work in.
        project: Option<ProjectScope>,
    },
}

/// A sign-in that can be tried.
#[derive(Clone, Debug)]
pub struct SignInAttempt {
    pub credentials: Credentials,
    /// The region to work in, where one is named.
    pub region: Option<String>,
}

impl SignInAttempt {
    /// Reads the body of `POST /api/session`.
    ///
    /// # Errors
    /// It cannot be what it says, or its first step is over.
    pub fn read(
        sign_in: SignIn,
        default_domain: &str,
        keys: &KeyRing,
        now: UnixSeconds,
    ) -> Result<Self, BadSignIn> {
        let user_name = |name: String, domain: Option<String>| UserName {
            name,
            domain: domain.unwrap_or_else(|| default_domain.to_owned()),
        };
        let (credentials, region) = match sign_in {
            SignIn::Password {
                user,
                password,
                domain,
                passcode,
                project,
                region,
            } => {
                let credentials = Credentials::Password {
                    user: user_name(user, domain),
                    password: Secret::new(password),
                    passcode: passcode.map(Secret::new),
                    project,
                };
                (credentials, region)
            }
            SignIn::ApplicationCredential {
                id,
                name,
                user,
                domain,
                secret,
                region,
            } => {
                let name = match (id, name, user, domain) {
                    (Some(id), None, None, None) => CredentialName::Id(id),
                    (None, Some(name), Some(user), domain) => CredentialName::OfUser {
                        name,
                        user: user_name(user, domain),
                    },
                    _ => {
                        return Err(BadSignIn::CredentialName);
                    }
                };
                let secret = Secret::new(secret);
                let credential = ApplicationCredential { name, secret };
                (Credentials::ApplicationCredential(credential), region)
            }
            SignIn::Token {
                token,
                project,
                region,
            } => {
                if !is_token(&token) {
                    return Err(BadSignIn::Token);
                }
                let token = Secret::new(token);
                (Credentials::Token { token, project }, region)
            }
            SignIn::Totp { receipt, passcode } => {
                let pending = PendingSignIn::open(keys, &receipt, now)?;
                let region = pending.region.clone();
                let passcode = Secret::new(passcode);
                (Credentials::Passcode { pending, passcode }, region)
            }
        };
        Ok(Self {
            credentials,
            region,
        })
    }
}

impl Credentials {
    /// The user name, or the id or name of the application credential, that is tried; `None` for a token.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        match self {
            Self::Password { user, .. } => Some(&user.name),
            Self::Passcode { pending, .. } => Some(&pending.user.name),
            Self::ApplicationCredential(credential) => Some(match &credential.name {
                CredentialName::Id(id) => id,
                CredentialName::OfUser { user, .. } => &user.name,
            }),
            Self::Token { .. } => None,
        }
    }

    /// The domain in which the user is looked for; `None` where nobody is named by a name.
    #[must_use]
    pub fn user_domain_name(&self) -> Option<&str> {
        match self {
            Self::Password { user, .. } => Some(&user.domain),
            Self::Passcode { pending, .. } => Some(&pending.user.domain),
            Self::ApplicationCredential(credential) => match &credential.name {
                CredentialName::Id(_) => None,
                CredentialName::OfUser { user, .. } => Some(&user.domain),
            },
            Self::Token { .. } => None,
        }
    }

    /// What Keystone is asked to trade for a token; `None` for a token, which is looked at first.
    #[must_use]
    pub fn grant(&self) -> Option<Grant> {
        Some(match self.clone() {
            Self::Password {
                user,
                password,
                passcode,
                project,
            } => Grant::Password {
                user,
                password,
                passcode,
                project,
            },
            Self::Passcode { pending, passcode } => Grant::Totp {
                user_id: pending.user_id,
                passcode,
                project: pending.project,
                domain: pending.user.domain,
            },
            Self::ApplicationCredential(credential) => Grant::ApplicationCredential(credential),
            Self::Token { .. } => return None,
        })
    }

    /// The receipt that goes with the grant.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Secret> {
        match self {
            Self::Passcode { pending, .. } => Some(&pending.receipt),
            _ => None,
        }
    }

    /// What is wrong when Keystone refuses.
    #[must_use]
    pub const fn kind(&self) -> CredentialKind {
        match self {
            Self::Password { passcode: None, .. } => CredentialKind::Password,
            Self::Password { .. } => CredentialKind::PasswordAndPasscode,
            Self::Passcode { .. } => CredentialKind::Passcode,
            Self::ApplicationCredential(_) => CredentialKind::ApplicationCredential,
            Self::Token { .. } => CredentialKind::Token,
        }
    }

    /// Whether to have signed in by this proves to know what is guessed under [`Self::subject`]: only then
    /// is the browser known from now on. The secret of an application credential is no password of its
    /// user, under whose name it counts where it is named by that.
    #[must_use]
    pub const fn proves_subject(&self) -> bool {
        match self {
            Self::Password { .. } | Self::Passcode { .. } => true,
            Self::ApplicationCredential(credential) => {
                matches!(credential.name, CredentialName::Id(_))
            }
            Self::Token { .. } => false,
        }
    }

    /// Whose failed sign-ins are counted together; `None` for a token, which cannot be guessed and
    /// names nobody.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        self.named(Subject::user)
    }

    /// For whom a browser is known after a sign-in; `None` for a token.
    #[must_use]
    pub fn person(&self) -> Option<Subject> {
        self.named(Subject::user_as_written)
    }

    fn named(&self, of_user: impl Fn(&UserName) -> Subject) -> Option<Subject> {
        match self {
            Self::Password { user, .. } => Some(of_user(user)),
            Self::Passcode { pending, .. } => Some(of_user(&pending.user)),
            Self::ApplicationCredential(credential) => Some(match &credential.name {
                CredentialName::Id(id) => Subject::credential(id),
                CredentialName::OfUser { user, .. } => of_user(user),
            }),
            Self::Token { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::crypto::seal::SealKey;

    fn read(body: &str) -> Result<SignInAttempt, BadSignIn> {
        let keys = KeyRing::new(vec![SealKey::new("k1", [1; 32]).unwrap()]).unwrap();
        let sign_in = serde_json::from_str(body).unwrap();
        SignInAttempt::read(sign_in, "Default", &keys, UnixSeconds(1000))
    }

    #[test]
    fn an_application_credential_has_one_name() {
        for (fields, is_one) in [
            (r#""id":"c1""#, true),
            (r#""name":"ci","user":"demo""#, true),
            (r#""name":"ci","user":"demo","domain":"Other""#, true),
            (r#""name":"ci""#, false),
            (r#""user":"demo""#, false),
            (r#""id":"c1","name":"ci","user":"demo""#, false),
            (r#""id":"c1","user":"demo""#, false),
            (r#""id":"c1","domain":"Default""#, false),
        ] {
            let body = format!(r#"{{"method":"application_credential",{fields},"secret":"s"}}"#);
            assert_eq!(read(&body).is_ok(), is_one, "{fields}");
        }
    }

    #[test]
    fn all_ways_to_name_a_user_count_together() {
        let subject = |body| read(body).unwrap().credentials.subject();
        let demo = subject(r#"{"method":"password","user":"demo","password":"a"}"#);
        assert!(demo.is_some());
        for same in [
            r#"{"method":"password","user":" DEMO","password":"b","domain":"default"}"#,
            r#"{"method":"application_credential","name":"ci","user":"demo","secret":"s"}"#,
        ] {
            assert_eq!(subject(same), demo, "{same}");
        }
        for other in [
            r#"{"method":"password","user":"demo2","password":"b"}"#,
            r#"{"method":"password","user":"demo","password":"b","domain":"Other"}"#,
            r#"{"method":"application_credential","id":"demo","secret":"s"}"#,
        ] {
            assert_ne!(subject(other), demo, "{other}");
        }
        assert_eq!(subject(r#"{"method":"token","token":"gAAAA"}"#), None);
    }

    #[test]
    fn a_token_that_is_none_and_a_receipt_of_somebody_else_s_never_reach_keystone() {
        for (body, why) in [
            (r#"{"method":"token","token":"a\r\nb"}"#, BadSignIn::Token),
            (r#"{"method":"token","token":""}"#, BadSignIn::Token),
            (
                r#"{"method":"totp","receipt":"k1.AAAA","passcode":"123456"}"#,
                BadSignIn::Over,
            ),
        ] {
            assert_eq!(read(body).unwrap_err(), why, "{body}");
        }
    }
}
