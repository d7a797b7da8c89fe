//! Keystone's tokens API in the few fixed shapes that the gateway uses
//! (<https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management>). Nothing
//! that a client sends is passed on as it is.

use gaze_shared::gateway::{Domain, Project, ProjectScope, Session, SignIn, User};
use gaze_shared::timestamp::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::permit::Identity;
use super::secret::Secret;

/// The longest token that is taken. Fernet and JWS tokens have 200 to 1000 characters; catalogs are
/// not inside them.
const TOKEN_MAX_BYTES: usize = 8192;

/// Whether text can be a token at all, so that nothing else is sent to Keystone or into a header.
#[must_use]
pub fn is_token(text: &str) -> bool {
    (1..=TOKEN_MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The body of `POST /v3/auth/tokens` for a sign-in. Without a project Keystone scopes the token to
/// the user's default project, if there is one.
#[must_use]
pub fn sign_in_request(sign_in: &SignIn, default_domain: &str) -> Value {
    let SignIn::Password {
        user,
        password,
        domain,
        project,
    } = sign_in;
    let domain = json!({ "name": domain.as_deref().unwrap_or(default_domain) });
    let user = json!({ "name": user, "password": password, "domain": domain });
    let identity = json!({ "methods": ["password"], "password": { "user": user } });
    match project {
        None => json!({ "auth": { "identity": identity } }),
        Some(ProjectScope::Id(id)) => {
            json!({ "auth": { "identity": identity, "scope": { "project": { "id": id } } } })
        }
        Some(ProjectScope::Name(name)) => json!({
            "auth": {
                "identity": identity,
                "scope": { "project": { "name": name, "domain": domain } }
            }
        }),
    }
}

/// The body of `POST /v3/auth/tokens` that trades a token for one of another project.
#[must_use]
pub fn rescope_request(token: &Secret, project_id: &str) -> Value {
    json!({
        "auth": {
            "identity": { "methods": ["token"], "token": { "id": token.expose() } },
            "scope": { "project": { "id": project_id } }
        }
    })
}

/// Whether a refusal is Keystone's own word: anything else may be a proxy, or a wrong address.
#[must_use]
pub fn is_keystone_error(body: &str) -> bool {
    #[derive(Deserialize)]
    struct Body {
        #[serde(rename = "error")]
        _error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        #[serde(rename = "message")]
        _message: String,
    }
    serde_json::from_str::<Body>(body).is_ok()
}

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
    #[serde(default)]
    roles: Vec<Role>,
    expires_at: Timestamp,
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
            project_id: self
                .token
                .project
                .as_ref()
                .map(|project| project.id.clone()),
            roles: self
                .token
                .roles
                .iter()
                .map(|role| role.name.clone())
                .collect(),
            expires_at: self.token.expires_at.clone(),
        }
    }

    /// The session that a person works in; `None` when the token is not scoped to a project.
    #[must_use]
    pub fn into_session(self, region: &str) -> Option<Session> {
        let Token {
            user,
            project,
            roles,
            expires_at,
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
        })
    }
}

#[derive(Deserialize)]
struct ProjectsBody {
    projects: Vec<KeystoneProject>,
}

#[derive(Deserialize)]
struct KeystoneProject {
    id: String,
    name: String,
    domain_id: String,
    #[serde(default)]
    enabled: bool,
}

/// The projects in the answer of `GET /v3/auth/projects` that can be worked in, sorted by name.
///
/// # Errors
/// The body is not a list of projects.
pub fn parse_projects(body: &str) -> Result<Vec<Project>, serde_json::Error> {
    let body: ProjectsBody = serde_json::from_str(body)?;
    let mut projects: Vec<Project> = body
        .projects
        .into_iter()
        .filter(|project| project.enabled)
        .map(|project| Project {
            id: project.id,
            name: project.name,
            domain: Domain {
                id: project.domain_id,
                name: String::new(),
            },
        })
        .collect();
    projects.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    Ok(projects)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPED: &str = r#"{"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "u1", "name": "demo", "password_expires_at": null}, "audit_ids": ["x"], "expires_at": "2026-11-21T19:57:08.000000Z", "issued_at": "2026-11-21T18:57:08.000000Z", "project": {"domain": {"id": "default", "name": "Default"}, "id": "p1", "name": "demo"}, "is_domain": false, "roles": [{"id": "r1", "name": "member"}, {"id": "r2", "name": "reader"}]}}"#;

    #[test]
    fn an_identity_has_the_roles_of_its_token() {
        let identity = TokenBody::parse(SCOPED).unwrap().identity();
        assert_eq!(identity.roles, ["member", "reader"]);
        assert!(!identity.is_admin());
        let by_an_admin = SCOPED.replace("reader", "Admin");
        assert!(
            TokenBody::parse(&by_an_admin)
                .unwrap()
                .identity()
                .is_admin()
        );
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
    fn an_unscoped_token_is_an_identity_but_no_session() {
        let unscoped = r#"{"token": {"user": {"domain": {"id": "default", "name": "Default"}, "id": "u1", "name": "demo"}, "expires_at": "2026-11-21T19:57:08.000000Z"}}"#;
        let token = TokenBody::parse(unscoped).unwrap();
        assert_eq!(token.identity().project_id, None);
        assert!(token.identity().roles.is_empty() && !token.identity().is_admin());
        assert!(token.into_session("RegionOne").is_none());
    }

    #[test]
    fn a_sign_in_asks_keystone_for_no_more_than_it_says() {
        let sign_in = SignIn::Password {
            user: "demo".into(),
            password: "secret".into(),
            domain: None,
            project: Some(ProjectScope::Name("demo".into())),
        };
        assert_eq!(
            sign_in_request(&sign_in, "Default"),
            json!({"auth": {
                "identity": {"methods": ["password"], "password": {"user": {
                    "name": "demo", "password": "secret", "domain": {"name": "Default"}}}},
                "scope": {"project": {"name": "demo", "domain": {"name": "Default"}}}
            }})
        );
    }

    #[test]
    fn only_keystone_s_own_word_refuses_a_token() {
        let own = r#"{"error":{"code":404,"message":"Could not find token.","title":"Not Found"}}"#;
        assert!(is_keystone_error(own));
        for other in ["", "<html>404</html>", r#"{"message":"no route"}"#] {
            assert!(!is_keystone_error(other), "{other}");
        }
    }

    #[test]
    fn projects_that_are_disabled_cannot_be_switched_to() {
        let body = r#"{"projects": [
            {"id": "2", "name": "b", "domain_id": "default", "enabled": true},
            {"id": "3", "name": "c", "domain_id": "default", "enabled": false},
            {"id": "1", "name": "a", "domain_id": "default", "enabled": true}], "links": {}}"#;
        let names: Vec<String> = parse_projects(body)
            .unwrap()
            .into_iter()
            .map(|project| project.name)
            .collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn text_that_could_break_out_of_a_header_is_no_token() {
        assert!(is_token("gAAAAABp_-x="));
        for text in [
            "",
            "a b",
            "a\nb",
            "a\r\nX-Roles: admin",
            "é",
            &"x".repeat(8193),
        ] {
            assert!(!is_token(text), "{text:?}");
        }
    }
}
