//! `/api/session` and `/api/projects`.

use serde::{Deserialize, Serialize};

use crate::glance::can::Caller;
use crate::json::nullable::Other;
use crate::json::open_enum::open_enum;
use crate::time::timestamp::Timestamp;

/// Who is signed in, and as what. The token itself never leaves the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Other")]
pub struct Session {
    pub user: User,
    /// The project that the session is scoped to.
    pub project: Project,
    /// The names of the roles in that project.
    pub roles: Vec<String>,
    /// The region of the image service in use.
    pub region: String,
    /// When Keystone's token, and with it the session, ends.
    pub expires_at: Timestamp,
    /// What becomes of it then.
    pub renewal: Renewal,
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
    pub name: String,
    /// The domain that the name is unique in.
    pub domain: Domain,
}

impl Project {
    /// The domain, by its name or else its id, where another one of `all` has the same name.
    pub fn domain_among<'a>(&'a self, all: impl IntoIterator<Item = &'a Self>) -> Option<&'a str> {
        let is_namesake = |other: &Self| other.name == self.name && other.id != self.id;
        let Domain { id, name } = &self.domain;
        let domain = if name.is_empty() { id } else { name };
        all.into_iter().any(is_namesake).then_some(domain)
    }

    /// The name, with the domain beside it where another one of `all` has the same name.
    pub fn name_among<'a>(&'a self, all: impl IntoIterator<Item = &'a Self>) -> String {
        match self.domain_among(all) {
            Some(domain) => format!("{} (domain {domain})", self.name),
            None => self.name.clone(),
        }
    }
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

/// The body of `PATCH /api/session`. Nothing to change means a token of a full lifetime, where the
/// session can be renewed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSession {
    /// The project to work in from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// The region to work in from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

open_enum! {
    /// How a session goes on when its token ends.
    pub enum Renewal {
        /// `PATCH /api/session` gets a new token.
        Automatic = "automatic",
        /// The person signs in again.
        SignIn = "sign_in",
    }
}

impl From<&Session> for Caller {
    fn from(session: &Session) -> Self {
        Self {
            project_id: session.project.id.clone(),
            roles: session.roles.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_of_one_name_are_told_apart_by_their_domains() {
        let project = |id: &str, name: &str, domain: &str| Project {
            id: id.into(),
            name: name.into(),
            domain: Domain {
                id: format!("id-{domain}"),
                name: domain.into(),
            },
        };
        let all = [
            project("1", "web", "Default"),
            project("2", "web", ""),
            project("3", "other", "Default"),
        ];
        let names: Vec<String> = all.iter().map(|one| one.name_among(&all)).collect();
        assert_eq!(names, ["web (domain Default)", "web (domain id-)", "other"]);
    }
}
