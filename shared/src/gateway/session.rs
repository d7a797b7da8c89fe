//! `/api/session` and `/api/projects`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::sent::Other;
use crate::timestamp::Timestamp;

/// Who is signed in, and as what. The token itself never leaves the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Session {
    /// The person.
    pub user: User,
    /// The project that the session is scoped to.
    pub project: Project,
    /// The names of the roles in that project.
    pub roles: Vec<String>,
    /// The region of the image service in use.
    pub region: String,
    /// When Keystone's token, and with it the session, ends.
    pub expires_at: Timestamp,
}

/// A user of Keystone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct User {
    /// Keystone's id.
    pub id: String,
    /// The name to sign in with.
    pub name: String,
    /// The domain that the name is unique in.
    pub domain: Domain,
}

/// A project of Keystone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Project {
    /// Keystone's id; images name it as their owner.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The domain that the name is unique in.
    pub domain: Domain,
}

/// A domain of Keystone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Domain {
    /// Keystone's id.
    pub id: String,
    /// Its name; empty where Keystone tells only the id.
    pub name: String,
}

/// The answer of `GET /api/projects`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct ProjectList {
    /// The projects that the person can switch to, sorted by name.
    pub projects: Vec<Project>,
}

/// The body of `POST /api/session`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignIn {
    /// By name and password.
    Password {
        /// The user's name.
        user: String,
        /// The password, as typed.
        password: String,
        /// The user's domain by name; the deployment's default when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        domain: Option<String>,
        /// The project to work in; the user's default project, else the first, when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        project: Option<ProjectScope>,
    },
}

/// A project named by a person or by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProjectScope {
    /// By id.
    Id(String),
    /// By name, in the domain of the user.
    Name(String),
}

/// The body of `PATCH /api/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchProject {
    /// The project to work in from now on.
    pub project_id: String,
}

impl fmt::Debug for SignIn {
    /// Shows who signs in and never with what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password {
                user,
                domain,
                project,
                password: _,
            } => f
                .debug_struct("Password")
                .field("user", user)
                .field("domain", domain)
                .field("project", project)
                .finish_non_exhaustive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_reads_from_json_and_never_prints_its_password() {
        let body =
            r#"{"method":"password","user":"demo","password":"s3cret","project":{"name":"demo"}}"#;
        let sign_in: SignIn = serde_json::from_str(body).unwrap();
        let printed = format!("{sign_in:?}");
        assert!(
            printed.contains("demo") && !printed.contains("s3cret"),
            "{printed}"
        );
    }

    #[test]
    fn a_sign_in_with_an_unknown_field_is_refused() {
        let body = r#"{"method":"password","user":"demo","password":"x","scope":"system"}"#;
        assert!(serde_json::from_str::<SignIn>(body).is_err());
    }
}
