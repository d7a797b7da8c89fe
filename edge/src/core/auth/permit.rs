//! Permission as a value: a request is forwarded to Glance only with a [`Permit`], and only this module
//! makes one, out of what Keystone said.

use std::rc::Rc;

use gaze_shared::glance::can::has_role;
use gaze_shared::time::timestamp::Timestamp;

use crate::core::UnixSeconds;
use crate::core::auth::access_rules::{AccessRules, OutsideRules};
use crate::core::crypto::secret::Secret;
use crate::core::http::method::Method;
use crate::core::routes::GlanceRoute;

/// Who a token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Keystone's id of the user.
    pub user_id: String,
    /// Their name, for those who read it.
    pub user_name: String,
    /// Keystone's id of the project; `None` for tokens of another scope.
    pub project_id: Option<String>,
    /// Keystone's id of the domain, for tokens of a domain as a whole.
    pub domain_id: Option<String>,
    /// The names of the roles that the token gives in its scope.
    pub roles: Vec<String>,
    /// When the token ends.
    pub expires_at: Timestamp,
    /// The only calls that the token may make, where it is one of an application credential that has
    /// such rules.
    pub access_rules: Option<AccessRules>,
}

/// A token that Keystone knows, with its owner.
#[derive(Clone, Debug)]
pub struct Authenticated {
    token: Secret,
    identity: Rc<Identity>,
}

impl Identity {
    /// Whether the caller is Glance's administrator: one role of this name is enough for everything
    /// (`glance/policies/base.py`, `context_is_admin`).
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.has_role("admin")
    }

    /// Whether the token gives this role.
    #[must_use]
    pub fn has_role(&self, name: &str) -> bool {
        has_role(&self.roles, name)
    }

    /// Whether the token gives no role but `reader`, which changes nothing by Glance's rules.
    #[must_use]
    pub fn may_only_read(&self) -> bool {
        self.roles
            .iter()
            .all(|role| role.eq_ignore_ascii_case("reader"))
    }

    /// Whether Keystone's own policy lets the caller set limits: an administrator in a project or for the
    /// whole cloud, and not in a domain (`keystone/common/policies/limit.py`, the scope types of
    /// `create_limits`).
    #[must_use]
    pub fn may_set_limits(&self) -> bool {
        self.is_admin() && self.domain_id.is_none()
    }

    /// Lets pass what the token's access rules allow, if it has any: a call to Glance, or one to the
    /// gateway that stands for it.
    ///
    /// # Errors
    /// None of the rules is for this call.
    pub fn check_rules(&self, method: Method, path: &str) -> Result<(), OutsideRules> {
        match &self.access_rules {
            Some(rules) if !rules.allow(method, path) => Err(OutsideRules::Call {
                method,
                path: path.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn check_route(&self, route: &GlanceRoute) -> Result<(), OutsideRules> {
        match self.access_rules {
            Some(_) => self.check_rules(route.method, &route.path_behind_negotiation()),
            // Nearly everybody: the path need not be written.
            None => Ok(()),
        }
    }

    /// Lets pass who has no access rules: for what stands for no call to Glance.
    ///
    /// # Errors
    /// There are some, and no rule can be for this.
    pub fn check_no_rules(&self) -> Result<(), OutsideRules> {
        match self.access_rules {
            Some(_) => Err(OutsideRules::NotOfGlance),
            None => Ok(()),
        }
    }
}

impl Authenticated {
    /// Joins a token with what Keystone said about it. A token whose end is past, or cannot be read,
    /// gives nothing.
    #[must_use]
    pub fn new(token: Secret, identity: Rc<Identity>, now: UnixSeconds) -> Option<Self> {
        let is_alive = identity
            .expires_at
            .unix_seconds()
            .is_some_and(|end| end > now.0);
        is_alive.then_some(Self { token, identity })
    }

    /// Who calls.
    #[must_use]
    pub fn identity(&self) -> &Rc<Identity> {
        &self.identity
    }

    /// The token, for calls to Keystone on the caller's behalf.
    #[must_use]
    pub fn token(&self) -> &Secret {
        &self.token
    }
}

/// The right to make one call to Glance.
#[derive(Debug)]
pub struct Permit {
    route: GlanceRoute,
    caller: Option<Authenticated>,
}

impl Permit {
    /// For what Glance serves to anyone; `None` for every other route.
    #[must_use]
    pub fn public(route: GlanceRoute) -> Option<Self> {
        route.is_public().then_some(Self {
            route,
            caller: None,
        })
    }

    /// For an authenticated caller, who calls Glance with their own token, and may by it.
    ///
    /// # Errors
    /// The token's access rules do not allow the call. Glance would say so too, but only after what
    /// the gateway does before.
    pub fn admit(route: GlanceRoute, caller: &Authenticated) -> Result<Self, OutsideRules> {
        caller.identity().check_route(&route)?;
        Ok(Self {
            route,
            caller: Some(caller.clone()),
        })
    }

    /// What may be called.
    #[must_use]
    pub fn route(&self) -> &GlanceRoute {
        &self.route
    }

    /// The token to call with.
    #[must_use]
    pub fn token(&self) -> Option<&Secret> {
        self.caller.as_ref().map(Authenticated::token)
    }

    /// Whom it was given to; `None` for what is served to anyone.
    #[must_use]
    pub fn caller(&self) -> Option<&Authenticated> {
        self.caller.as_ref()
    }

    /// Who calls; `None` for what is served to anyone.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        self.caller
            .as_ref()
            .map(|caller| caller.identity().as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::auth::access_rules::example_rules;
    use crate::core::routes::Route;

    #[test]
    fn only_version_documents_are_public() {
        for (path, is_public) in [
            ("/versions", true),
            ("/v2", false),
            ("/v2/", false),
            ("/v2/images", false),
            ("/v2/info/usage", false),
        ] {
            let Ok(Route::Glance(route)) = Route::parse("GET", path) else {
                panic!("{path}")
            };
            assert_eq!(Permit::public(route).is_some(), is_public, "{path}");
        }
    }

    #[test]
    fn a_token_that_has_ended_authenticates_nobody() {
        let identity = |text: &str| Identity {
            user_id: "u".into(),
            user_name: "demo".into(),
            project_id: None,
            domain_id: None,
            roles: Vec::new(),
            expires_at: Timestamp::from_text(text),
            access_rules: None,
        };
        let at = |text: &str, now| {
            Authenticated::new(Secret::new("t"), Rc::new(identity(text)), UnixSeconds(now))
                .is_some()
        };
        assert!(at("1970-01-01T00:01:00Z", 59));
        assert!(!at("1970-01-01T00:01:00Z", 60));
        assert!(!at("never", 0));
    }

    #[test]
    fn no_call_reaches_glance_that_the_access_rules_do_not_allow() {
        let caller = |access_rules| {
            let identity = Identity {
                user_id: "u".into(),
                user_name: "demo".into(),
                project_id: Some("p".into()),
                domain_id: None,
                roles: vec!["member".into()],
                expires_at: Timestamp::from_text("1970-01-01T00:01:00Z"),
                access_rules,
            };
            Authenticated::new(Secret::new("t"), Rc::new(identity), UnixSeconds(0)).unwrap()
        };
        let narrow = caller(Some(example_rules(&[
            ("GET", "/v2/images"),
            ("PUT", "/v2/images/*/file"),
        ])));
        let wide = caller(None);
        for (method, path, is_allowed) in [
            ("GET", "/v2/images", true),
            // Glance's middleware sees all versions as one, and no region.
            ("GET", "/v2.9/images", true),
            ("GET", "/regions/RegionOne/v2/images", true),
            ("PUT", "/v2/images/x/file", true),
            ("HEAD", "/v2/images", false),
            ("POST", "/v2/images", false),
            ("GET", "/v2/images/x", false),
            ("GET", "/v2/images/x/file", false),
            ("PUT", "/v2/images/x/stage", false),
            ("GET", "/v2/info/usage", false),
            ("GET", "/v2", false),
        ] {
            let Ok(Route::Glance(route)) = Route::parse(method, path) else {
                panic!("{path}")
            };
            let permit = Permit::admit(route.clone(), &narrow);
            assert_eq!(permit.is_ok(), is_allowed, "{method} {path}");
            assert!(Permit::admit(route, &wide).is_ok(), "{method} {path}");
        }
        assert_eq!(
            narrow.identity().check_no_rules(),
            Err(OutsideRules::NotOfGlance)
        );
        assert_eq!(wide.identity().check_no_rules(), Ok(()));
    }
}
