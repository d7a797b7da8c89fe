//! The bodies of `POST /v3/auth/tokens`: what is traded for a token.

use gaze_shared::gateway::ProjectScope;
use serde_json::{Value, json};

use crate::core::crypto::secret::Secret;

/// A user as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName {
    pub name: String,
    /// The name of the domain that it is unique in.
    pub domain: String,
}

/// An application credential as a person or program names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialName {
    /// By Keystone's id.
    Id(String),
    /// By a name that is unique for its user.
    OfUser {
        /// The credential's name.
        name: String,
        user: UserName,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationCredential {
    pub name: CredentialName,
    pub secret: Secret,
}

/// Something that Keystone trades for a token.
#[derive(Clone, Debug)]
pub enum Grant {
    /// A password, and a code where the account needs one.
    Password {
        user: UserName,
        password: Secret,
        passcode: Option<Secret>,
        /// The project to work in. Without one Keystone takes the user's default project, if there is
        /// one.
        project: Option<ProjectScope>,
    },
    /// The code that a receipt is waiting for.
    Totp {
        /// Keystone's id of the user.
        user_id: String,
        passcode: Secret,
        /// The project to work in.
        project: Option<ProjectScope>,
        /// The domain in which the project is named where it names none itself.
        domain: String,
    },
    /// An application credential; it belongs to one project.
    ApplicationCredential(ApplicationCredential),
    /// A token, for one of another project.
    Token {
        token: Secret,
        /// The project to work in.
        project: ProjectScope,
        /// The domain in which the project is named where it names none itself.
        domain: String,
    },
}

impl Grant {
    #[must_use]
    pub fn to_body(&self) -> Value {
        match self {
            Self::Password {
                user,
                password,
                passcode,
                project,
            } => {
                let named = |key: &str, value: &Secret| {
                    json!({ "user": {
                        "name": user.name, "domain": { "name": user.domain }, key: value.expose()
                    } })
                };
                let mut identity = json!({
                    "methods": ["password"],
                    "password": named("password", password),
                });
                if let (Some(code), Some(identity)) = (passcode, identity.as_object_mut()) {
                    identity.insert("methods".to_owned(), json!(["password", "totp"]));
                    identity.insert("totp".to_owned(), named("passcode", code));
                }
                body(&identity, project.as_ref(), &user.domain)
            }
            Self::Totp {
                user_id,
                passcode,
                project,
                domain,
            } => {
                let user = json!({ "id": user_id, "passcode": passcode.expose() });
                let identity = json!({ "methods": ["totp"], "totp": { "user": user } });
                body(&identity, project.as_ref(), domain)
            }
            // Keystone refuses a scope with it.
            Self::ApplicationCredential(credential) => {
                let secret = credential.secret.expose();
                let named = match &credential.name {
                    CredentialName::Id(id) => json!({ "id": id, "secret": secret }),
                    CredentialName::OfUser { name, user } => json!({
                        "name": name,
                        "secret": secret,
                        "user": { "name": user.name, "domain": { "name": user.domain } }
                    }),
                };
                let identity = json!({
                    "methods": ["application_credential"],
                    "application_credential": named,
                });
                body(&identity, None, "")
            }
            Self::Token {
                token,
                project,
                domain,
            } => {
                let identity = json!({ "methods": ["token"], "token": { "id": token.expose() } });
                body(&identity, Some(project), domain)
            }
        }
    }
}

fn body(identity: &Value, project: Option<&ProjectScope>, domain: &str) -> Value {
    match project {
        None => json!({ "auth": { "identity": identity } }),
        Some(ProjectScope::Id(id)) => {
            json!({ "auth": { "identity": identity, "scope": { "project": { "id": id } } } })
        }
        Some(ProjectScope::Name { name, domain: of }) => json!({ "auth": {
            "identity": identity,
            "scope": { "project": {
                "name": name,
                "domain": { "name": of.as_deref().unwrap_or(domain) }
            } }
        } }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo() -> UserName {
        UserName {
            name: "demo".into(),
            domain: "Default".into(),
        }
    }

    /// The whole body, so that nothing is asked for that nobody meant.
    #[test]
    fn the_table_of_grants() {
        let named = json!({"name": "demo", "domain": {"name": "Default"}});
        let with = |key: &str, value: &str| {
            let mut user = named.clone();
            user[key] = value.into();
            json!({ "user": user })
        };
        let secret = || Secret::new("s3cret");
        let named_in = |domain: Option<&str>| ProjectScope::Name {
            name: "p".into(),
            domain: domain.map(ToOwned::to_owned),
        };
        let by_name = || named_in(None);
        let table = [
            (
                Grant::Password {
                    user: demo(),
                    password: secret(),
                    passcode: None,
                    project: Some(by_name()),
                },
                json!({"auth": {
                    "identity": {"methods": ["password"], "password": with("password", "s3cret")},
                    "scope": {"project": {"name": "p", "domain": {"name": "Default"}}}
                }}),
            ),
            (
                Grant::Password {
                    user: demo(),
                    password: secret(),
                    passcode: Some(Secret::new("123456")),
                    project: None,
                },
                json!({"auth": {"identity": {
                    "methods": ["password", "totp"],
                    "password": with("password", "s3cret"),
                    "totp": with("passcode", "123456")
                }}}),
            ),
            (
                Grant::Totp {
                    user_id: "u1".into(),
                    passcode: Secret::new("123456"),
                    project: Some(ProjectScope::Id("p1".into())),
                    domain: "Default".into(),
                },
                json!({"auth": {
                    "identity": {"methods": ["totp"], "totp": {"user": {"id": "u1", "passcode": "123456"}}},
                    "scope": {"project": {"id": "p1"}}
                }}),
            ),
            (
                Grant::ApplicationCredential(ApplicationCredential {
                    name: CredentialName::Id("c1".into()),
                    secret: secret(),
                }),
                json!({"auth": {"identity": {
                    "methods": ["application_credential"],
                    "application_credential": {"id": "c1", "secret": "s3cret"}
                }}}),
            ),
            (
                Grant::ApplicationCredential(ApplicationCredential {
                    name: CredentialName::OfUser {
                        name: "ci".into(),
                        user: demo(),
                    },
                    secret: secret(),
                }),
                json!({"auth": {"identity": {
                    "methods": ["application_credential"],
                    "application_credential": {"name": "ci", "secret": "s3cret", "user": named}
                }}}),
            ),
            (
                Grant::Password {
                    user: demo(),
                    password: secret(),
                    passcode: None,
                    project: Some(named_in(Some("Other"))),
                },
                json!({"auth": {
                    "identity": {"methods": ["password"], "password": with("password", "s3cret")},
                    "scope": {"project": {"name": "p", "domain": {"name": "Other"}}}
                }}),
            ),
            (
                Grant::Token {
                    token: secret(),
                    project: by_name(),
                    domain: "Other".into(),
                },
                json!({"auth": {
                    "identity": {"methods": ["token"], "token": {"id": "s3cret"}},
                    "scope": {"project": {"name": "p", "domain": {"name": "Other"}}}
                }}),
            ),
        ];
        for (grant, expected) in table {
            assert_eq!(grant.to_body(), expected);
            assert!(!format!("{grant:?}").contains("s3cret"));
        }
    }
}
