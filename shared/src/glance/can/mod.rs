//! What may be done with an image, by whom, and if not, why not.
//!
//! These mirror Glance's default policies and state rules, so that a control can be disabled with
//! its reason before anything is sent. Glance has the last word: a cloud may have other policies.
//!
//! Who: <https://opendev.org/openstack/glance/src/branch/master/glance/policies/image.py>, with the
//! check strings of
//! <https://opendev.org/openstack/glance/src/branch/master/glance/policies/base.py>. In which state:
//! <https://opendev.org/openstack/glance/src/branch/master/glance/domain/__init__.py>. Each rule
//! names its policy and links to the controller that asks for it. All as of Glance 33.0.0.

mod reason;
mod rules;
#[cfg(test)]
mod tests;

pub use reason::Reason;
pub use rules::{
    accept, copy, deactivate, delete, download, edit, import, publish, publish_new, reactivate,
    share, upload,
};

use crate::glance::image::Image;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The project that the caller works in.
    pub project_id: String,
    /// The caller's roles there.
    pub roles: Vec<String>,
}

/// Whether something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Allowed,
    /// It may not, for this reason, told to a person.
    Because(Reason),
}

impl Permission {
    /// Whether it may be done.
    #[must_use]
    pub fn is_allowed(self) -> bool {
        self == Self::Allowed
    }

    /// Why not, if not.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Allowed => None,
            Self::Because(reason) => Some(reason),
        }
    }
}

/// Whether a role is among these. Glance compares their names without regard to case (`oslo_policy/_checks.py`,
/// `RoleCheck`).
#[must_use]
pub fn has_role(roles: &[String], name: &str) -> bool {
    roles.iter().any(|role| role.eq_ignore_ascii_case(name))
}

impl Caller {
    /// Whether the caller has the role `admin`, which alone is enough for everything in Glance.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.has_role("admin")
    }

    /// Whether the caller may change what belongs to the project. `admin` implies `member` by Keystone's
    /// default role implications.
    #[must_use]
    pub fn is_member(&self) -> bool {
        self.is_admin() || self.has_role("member")
    }

    fn has_role(&self, name: &str) -> bool {
        has_role(&self.roles, name)
    }

    fn owns(&self, image: &Image) -> bool {
        image.owner.as_deref() == Some(self.project_id.as_str())
    }
}

impl From<Result<(), Reason>> for Permission {
    fn from(result: Result<(), Reason>) -> Self {
        result.map_or_else(Self::Because, |()| Self::Allowed)
    }
}
