//! The body of `POST /api/session`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// By what a person or program signs in; the methods have the names that Keystone gives them.
///
/// It is only read: the dashboard writes the object as it stands in its form, because code for writing
/// each of these would be a noticeable part of its download.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignIn {
    /// By name and password, and a code where the account needs one.
    Password {
        /// The user's name.
        user: String,
        /// The password, as typed.
        password: String,
        /// The user's domain by name; the deployment's default when absent.
        #[serde(default)]
        domain: Option<String>,
        /// The code of the person's authenticator. Without it an account that needs one is answered
        /// with a receipt.
        #[serde(default)]
        passcode: Option<String>,
        /// The project to work in; the user's default project, else the first, when absent.
        #[serde(default)]
        project: Option<ProjectScope>,
        /// The region to work in; the deployment's default when absent.
        #[serde(default)]
        region: Option<String>,
    },
    /// By an application credential, which belongs to one project. It is named by its id, or by its
    /// name and its user.
    ApplicationCredential {
        /// Its id; then there is neither name nor user.
        #[serde(default)]
        id: Option<String>,
        #[serde(default)]
        name: Option<String>,
        /// The name of its user.
        #[serde(default)]
        user: Option<String>,
        /// The user's domain by name; the deployment's default when absent.
        #[serde(default)]
        domain: Option<String>,
        secret: String,
        /// The region to work in; the deployment's default when absent.
        #[serde(default)]
        region: Option<String>,
    },
    /// By a token that the person has from Keystone already.
    Token {
        token: String,
        /// The project to work in; the token's own, else the first, when absent.
        #[serde(default)]
        project: Option<ProjectScope>,
        /// The region to work in; the deployment's default when absent.
        #[serde(default)]
        region: Option<String>,
    },
    /// The second step of a sign-in by password.
    Totp {
        /// What the first step was answered with.
        receipt: String,
        /// The code of the person's authenticator.
        passcode: String,
    },
}

/// A project named by a person or by id: `{"id": …}`, `{"name": …}` or `{"name": …, "domain": …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ProjectFields", into = "ProjectFields")]
pub enum ProjectScope {
    Id(String),
    Name {
        name: String,
        /// The name of the domain that it is unique in; the user's domain when absent.
        domain: Option<String>,
    },
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
}

impl TryFrom<ProjectFields> for ProjectScope {
    type Error = &'static str;

    fn try_from(fields: ProjectFields) -> Result<Self, Self::Error> {
        match fields {
            ProjectFields {
                id: Some(id),
                name: None,
                domain: None,
            } => Ok(Self::Id(id)),
            ProjectFields {
                id: None,
                name: Some(name),
                domain,
            } => Ok(Self::Name { name, domain }),
            _ => Err("a project is named by its id, or by its name and perhaps its domain"),
        }
    }
}

impl From<ProjectScope> for ProjectFields {
    fn from(scope: ProjectScope) -> Self {
        match scope {
            ProjectScope::Id(id) => Self {
                id: Some(id),
                ..Self::default()
            },
            ProjectScope::Name { name, domain } => Self {
                id: None,
                name: Some(name),
                domain,
            },
        }
    }
}

impl fmt::Debug for SignIn {
    /// Shows who signs in and never with what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, user) = match self {
            Self::Password { user, .. } => ("Password", Some(user)),
            Self::ApplicationCredential { user, .. } => ("ApplicationCredential", user.as_ref()),
            Self::Token { .. } => ("Token", None),
            Self::Totp { .. } => ("Totp", None),
        };
        f.debug_struct(method)
            .field("user", &user)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_reads_from_json_and_never_prints_its_secrets() {
        for body in [
            r#"{"method":"password","user":"demo","password":"s3cret","passcode":"s3cret","project":{"name":"demo"}}"#,
            r#"{"method":"application_credential","id":"1","secret":"s3cret"}"#,
            r#"{"method":"application_credential","name":"ci","user":"demo","secret":"s3cret"}"#,
            r#"{"method":"token","token":"s3cret","region":"RegionOne"}"#,
            r#"{"method":"totp","receipt":"s3cret","passcode":"s3cret"}"#,
        ] {
            let sign_in: SignIn = serde_json::from_str(body).unwrap();
            assert!(!format!("{sign_in:?}").contains("s3cret"), "{body}");
        }
    }

    #[test]
    fn a_sign_in_with_an_unknown_field_is_refused() {
        for body in [
            r#"{"method":"password","user":"demo","password":"x","scope":"system"}"#,
            r#"{"method":"application_credential","id":"1","secret":"x","project":{"name":"demo"}}"#,
            r#"{"method":"token","token":"x","auth":{}}"#,
            r#"{"method":"totp","receipt":"x","passcode":"1","user":"demo"}"#,
        ] {
            assert!(serde_json::from_str::<SignIn>(body).is_err(), "{body}");
        }
    }

    #[test]
    fn a_project_has_one_name() {
        let name = |domain: Option<&str>| ProjectScope::Name {
            name: "demo".into(),
            domain: domain.map(ToOwned::to_owned),
        };
        for (text, expected) in [
            (r#"{"id":"p1"}"#, ProjectScope::Id("p1".into())),
            (r#"{"name":"demo"}"#, name(None)),
            (r#"{"name":"demo","domain":"Other"}"#, name(Some("Other"))),
        ] {
            let read: ProjectScope = serde_json::from_str(text).unwrap();
            assert_eq!(read, expected);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        for text in [
            r#"{}"#,
            r#"{"id":"p1","name":"demo"}"#,
            r#"{"id":"p1","domain":"Other"}"#,
            r#"{"domain":"Other"}"#,
            r#"{"name":"demo","domain":{"name":"Other"}}"#,
            r#"{"name":"demo","system":true}"#,
        ] {
            assert!(
                serde_json::from_str::<ProjectScope>(text).is_err(),
                "{text}"
            );
        }
    }
}
