//! What Keystone says of a token.

use gaze_shared::gateway::{Domain, Project, ProjectScope, Renewal, Session, User};
use gaze_shared::time::timestamp::Timestamp;
use serde::Deserialize;

use crate::core::auth::access_rules::AccessRules;
use crate::core::auth::permit::Identity;

/// What a token stands for, as Keystone answers it.
#[derive(Clone, Debug, Deserialize)]
pub struct TokenBody {
    token: Token,
}

#[derive(Clone, Debug, Deserialize)]
struct Token {
    user: TokenUser,
    #[serde(default)]
    project: Option<TokenProject>,
    /// Of a token for a domain as a whole.
    #[serde(default)]
    domain: Option<Domain>,
    #[serde(default)]
    roles: Vec<Role>,
    expires_at: Timestamp,
    #[serde(default)]
    application_credential: Option<TokenCredential>,
}

#[derive(Clone, Debug, Deserialize)]
struct TokenCredential {
    id: String,
    /// Absent where the credential may do all that its roles allow.
    #[serde(default)]
    access_rules: Option<AccessRules>,
}

#[derive(Clone, Debug, Deserialize)]
struct TokenUser {
    id: String,
    name: String,
    domain: Domain,
}

#[derive(Clone, Debug, Deserialize)]
struct TokenProject {
    id: String,
    name: String,
    domain: Domain,
}

#[derive(Clone, Debug, Deserialize)]
struct Role {
    name: String,
}

impl TokenBody {
    /// Reads the answer to a validation or a sign-in.
    ///
    /// # Errors
    /// The body is not a token.
    pub fn parse(body: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(body)
    }

    /// The caller behind the token, whatever it is scoped to.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            user_id: self.token.user.id.clone(),
            user_name: self.token.user.name.clone(),
            project_id: self
                .token
                .project
                .as_ref()
                .map(|project| project.id.clone()),
            domain_id: self.token.domain.as_ref().map(|domain| domain.id.clone()),
            roles: self
                .token
                .roles
                .iter()
                .map(|role| role.name.clone())
                .collect(),
            expires_at: self.token.expires_at.clone(),
            access_rules: self
                .token
                .application_credential
                .as_ref()
                .and_then(|credential| credential.access_rules.clone()),
        }
    }

    /// The application credential that the token was issued for.
    #[must_use]
    pub fn application_credential_id(&self) -> Option<&str> {
        let credential = self.token.application_credential.as_ref()?;
        Some(credential.id.as_str())
    }

    /// The project that the token is scoped to.
    #[must_use]
    pub fn project_id(&self) -> Option<&str> {
        self.token
            .project
            .as_ref()
            .map(|project| project.id.as_str())
    }

    /// Whether the token is scoped to this project already.
    #[must_use]
    pub fn is_of(&self, scope: &ProjectScope) -> bool {
        let Some(project) = &self.token.project else {
            return false;
        };
        match scope {
            ProjectScope::Id(id) => project.id == *id,
            ProjectScope::Name { name, domain } => {
                let is_of_domain = match domain {
                    Some(domain) => project.domain.name == *domain,
                    None => project.domain.id == self.token.user.domain.id,
                };
                project.name == *name && is_of_domain
            }
        }
    }

    #[must_use]
    pub fn user_domain_name(&self) -> &str {
        &self.token.user.domain.name
    }

    /// The session that a person works in; `None` when the token is not scoped to a project.
    #[must_use]
    pub fn into_session(self, region: &str) -> Option<Session> {
        let Token {
            user,
            project,
            roles,
            expires_at,
            domain: _,
            application_credential: _,
        } = self.token;
        let project = project?;
        Some(Session {
            user: User {
                id: user.id,
                name: user.name,
                domain: user.domain,
            },
            project: Project {
                id: project.id,
                name: project.name,
                domain: project.domain,
            },
            roles: roles.into_iter().map(|role| role.name).collect(),
            region: region.to_owned(),
            expires_at,
            // Whoever keeps a credential for it says otherwise.
            renewal: Renewal::SignIn,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::auth::access_rules::example_rules;

    const SCOPED: &str = r#"{"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "u1", "name": "demo", "password_expires_at": null}, "audit_ids": ["x"], "expires_at": "2026-11-21T19:57:08.000000Z", "issued_at": "2026-11-21T18:57:08.000000Z", "project": {"domain": {"id": "default", "name": "Default"}, "id": "p1", "name": "demo"}, "is_domain": false, "roles": [{"id": "r1", "name": "member"}, {"id": "r2", "name": "reader"}]}}"#;

    #[test]
    fn an_identity_has_the_roles_of_its_token() {
        let identity = TokenBody::parse(SCOPED).unwrap().identity();
        assert_eq!(identity.roles, ["member", "reader"]);
        assert!(!identity.is_admin());
        let by_an_admin = SCOPED.replace("reader", "Admin");
        let identity = TokenBody::parse(&by_an_admin).unwrap().identity();
        assert!(identity.is_admin());
    }

    #[test]
    fn an_administrator_of_a_domain_sets_no_limits() {
        let domain = r#""domain": {"id": "default", "name": "Default"}, "is_domain""#;
        let project = r#""project": {"domain": {"id": "default", "name": "Default"}, "id": "p1", "name": "demo"}, "is_domain""#;
        let system = r#""system": {"all": true}, "is_domain""#;
        for (role, scope, may) in [
            ("reader", project, false),
            ("Admin", project, true),
            ("Admin", system, true),
            ("Admin", domain, false),
        ] {
            let text = SCOPED.replace("reader", role).replace(project, scope);
            let identity = TokenBody::parse(&text).unwrap().identity();
            assert_eq!(identity.may_set_limits(), may, "{role} {scope}");
        }
    }

    #[test]
    fn a_token_of_an_application_credential_has_its_rules() {
        let with = |credential: &str| {
            let text = SCOPED.replace(
                r#""is_domain""#,
                &format!(r#""application_credential": {credential}, "is_domain""#),
            );
            TokenBody::parse(&text).map(|body| body.identity().access_rules)
        };
        let rule = r#"{"id": "r1", "service": "image", "method": "GET", "path": "/v2/images"}"#;
        let ruled = with(&format!(
            r#"{{"id": "c1", "restricted": true, "access_rules": [{rule}]}}"#
        ));
        assert_eq!(
            ruled.unwrap(),
            Some(example_rules(&[("GET", "/v2/images")]))
        );
        let free = with(r#"{"id": "c1", "restricted": true}"#);
        assert_eq!(free.unwrap(), None);
        // What cannot be read is not taken for no rules.
        assert!(with(r#"{"id": "c1", "access_rules": "all"}"#).is_err());
    }

    #[test]
    fn a_scoped_token_makes_a_session() {
        let session = TokenBody::parse(SCOPED)
            .unwrap()
            .into_session("RegionOne")
            .unwrap();
        assert_eq!(session.project.id, "p1");
        assert_eq!(session.roles, ["member", "reader"]);
        assert!(session.expires_at.unix_seconds().is_some());
    }

    #[test]
    fn a_token_knows_its_own_project_and_takes_no_other_of_its_name_for_it() {
        let token = TokenBody::parse(SCOPED).unwrap();
        let elsewhere = SCOPED.replace(
            r#""project": {"domain": {"id": "default""#,
            r#""project": {"domain": {"id": "other", "name": "Other"}, "id": "p1", "name": "demo"}, "before": {"domain": {"id": "default""#,
        );
        let elsewhere = TokenBody::parse(&elsewhere).unwrap();
        let id = |id: &str| ProjectScope::Id(id.into());
        let in_domain = |name: &str, domain: Option<&str>| ProjectScope::Name {
            name: name.into(),
            domain: domain.map(ToOwned::to_owned),
        };
        let name = |name| in_domain(name, None);
        assert!(token.is_of(&id("p1")) && token.is_of(&name("demo")));
        assert!(!token.is_of(&id("p2")) && !token.is_of(&name("alt")));
        assert!(elsewhere.is_of(&id("p1")) && !elsewhere.is_of(&name("demo")));
        assert!(elsewhere.is_of(&in_domain("demo", Some("Other"))));
        assert!(!elsewhere.is_of(&in_domain("demo", Some("Default"))));
    }

    #[test]
    fn a_token_of_another_scope_is_an_identity_but_no_session() {
        for scope in [
            "",
            r#", "system": {"all": true}"#,
            r#", "domain": {"id": "default", "name": "Default"}"#,
        ] {
            let body = format!(
                r#"{{"token": {{"user": {{"domain": {{"id": "default", "name": "Default"}}, "id": "u1", "name": "demo"}}, "expires_at": "2026-11-21T19:57:08.000000Z"{scope}}}}}"#
            );
            let token = TokenBody::parse(&body).unwrap();
            assert_eq!(token.identity().project_id, None);
            assert!(token.identity().roles.is_empty() && !token.identity().is_admin());
            assert!(token.into_session("RegionOne").is_none());
        }
    }
}
