//! What may be done with an image, by whom, and if not, why not.
//!
//! These mirror Glance's default policies and state rules, so that a control can be disabled with
//! its reason before anything is sent. Glance has the last word: a cloud may have other policies.
//! Sources: <https://opendev.org/openstack/glance/src/branch/master/glance/policies/image.py> and
//! `glance/domain/__init__.py`.

use crate::gateway::Session;
use crate::image::{Image, Status};

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

/// Why something may not be done. `Display` is one sentence for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The image belongs to another project.
    #[error("This image belongs to another project.")]
    NotYours,
    /// The role `reader` may only look.
    #[error("Your role in this project may look but not change anything.")]
    ReaderRole,
    /// The role `reader` may not download.
    #[error("Your role in this project may not download images.")]
    ReaderDownload,
    /// Only an administrator may.
    #[error("Only an administrator can do this.")]
    AdminOnly,
    /// The image is protected.
    #[error("This image is protected. Turn protection off first.")]
    Protected,
    /// There is no data.
    #[error("This image has no data yet.")]
    NoData,
    /// There is data already; an image's data never changes.
    #[error("This image has its data already, and data cannot be replaced.")]
    HasData,
    /// Somebody is at work on it.
    #[error("Data is on its way to this image right now.")]
    Busy,
    /// Its data is withheld.
    #[error("This image is deactivated: only an administrator can read its data.")]
    Deactivated,
    /// Formats must be set before data can be uploaded.
    #[error("Choose a disk format and a container format first.")]
    NoFormat,
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

impl From<&Session> for Caller {
    fn from(session: &Session) -> Self {
        Self {
            project_id: session.project.id.clone(),
            roles: session.roles.clone(),
        }
    }
}

impl Caller {
    /// Whether the caller has the role `admin`, which alone is enough for everything in Glance.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.has_role("admin")
    }

    /// `admin` implies `member` by Keystone's default role implications.
    fn is_member(&self) -> bool {
        self.is_admin() || self.has_role("member")
    }

    fn has_role(&self, name: &str) -> bool {
        self.roles
            .iter()
            .any(|role| role.eq_ignore_ascii_case(name))
    }

    fn owns(&self, image: &Image) -> bool {
        image.owner.as_deref() == Some(self.project_id.as_str())
    }
}

/// The rule that all changes share: policy `modify_image` and its kin want the role `member` in the
/// owning project, or `admin`.
fn change(image: &Image, caller: &Caller) -> Result<(), Reason> {
    if caller.is_admin() {
        Ok(())
    } else if !caller.owns(image) {
        Err(Reason::NotYours)
    } else if !caller.is_member() {
        Err(Reason::ReaderRole)
    } else {
        Ok(())
    }
}

impl From<Result<(), Reason>> for Permission {
    fn from(result: Result<(), Reason>) -> Self {
        result.map_or_else(Self::Because, |()| Self::Allowed)
    }
}

/// May metadata be changed? In any state of the image.
#[must_use]
pub fn edit(image: &Image, caller: &Caller) -> Permission {
    change(image, caller).into()
}

/// May the image be deleted? In any state, unless it is protected.
#[must_use]
pub fn delete(image: &Image, caller: &Caller) -> Permission {
    change(image, caller)
        .and(if image.protected {
            Err(Reason::Protected)
        } else {
            Ok(())
        })
        .into()
}

/// May data be uploaded? Only while the image is queued and has both formats.
#[must_use]
pub fn upload(image: &Image, caller: &Caller) -> Permission {
    let state = match image.status {
        Status::Queued => Ok(()),
        Status::Active | Status::Deactivated => Err(Reason::HasData),
        _ => Err(Reason::Busy),
    };
    let formats = if image.disk_format.is_some() && image.container_format.is_some() {
        Ok(())
    } else {
        Err(Reason::NoFormat)
    };
    change(image, caller).and(state).and(formats).into()
}

/// May the data be downloaded? Policy `download_image` wants the role `member`, not just `reader`.
#[must_use]
pub fn download(image: &Image, caller: &Caller) -> Permission {
    if !caller.is_member() {
        return Permission::Because(Reason::ReaderDownload);
    }
    match image.status {
        Status::Active => Permission::Allowed,
        Status::Deactivated if caller.is_admin() => Permission::Allowed,
        Status::Deactivated => Permission::Because(Reason::Deactivated),
        _ => Permission::Because(Reason::NoData),
    }
}

/// May the image be made public? Policy `publicize_image` wants the role `admin`.
#[must_use]
pub fn publish(image: &Image, caller: &Caller) -> Permission {
    change(image, caller)
        .and(if caller.is_admin() {
            Ok(())
        } else {
            Err(Reason::AdminOnly)
        })
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_images::active_image;

    fn caller(project_id: &str, role: &str) -> Caller {
        Caller {
            project_id: project_id.into(),
            roles: vec![role.into()],
        }
    }

    #[test]
    fn the_owner_s_members_and_admins_may_change_an_image_and_nobody_else() {
        let image = active_image();
        let owner = image.owner.clone().unwrap();
        assert!(edit(&image, &caller(&owner, "member")).is_allowed());
        assert!(edit(&image, &caller("other", "admin")).is_allowed());
        assert_eq!(
            edit(&image, &caller("other", "member")).reason(),
            Some(Reason::NotYours)
        );
        assert_eq!(
            edit(&image, &caller(&owner, "reader")).reason(),
            Some(Reason::ReaderRole)
        );
    }

    #[test]
    fn a_protected_image_is_not_deleted_even_by_an_admin() {
        let mut image = active_image();
        image.protected = true;
        assert_eq!(
            delete(&image, &caller("x", "admin")).reason(),
            Some(Reason::Protected)
        );
    }

    #[test]
    fn data_is_uploaded_once_and_only_with_both_formats() {
        let admin = caller("x", "admin");
        let mut image = active_image();
        assert_eq!(upload(&image, &admin).reason(), Some(Reason::HasData));
        image.status = Status::Saving;
        assert_eq!(upload(&image, &admin).reason(), Some(Reason::Busy));
        image.status = Status::Queued;
        assert!(upload(&image, &admin).is_allowed());
        image.container_format = None;
        assert_eq!(upload(&image, &admin).reason(), Some(Reason::NoFormat));
    }

    #[test]
    fn a_reader_may_not_download_and_deactivated_data_is_for_admins() {
        let mut image = active_image();
        assert_eq!(
            download(&image, &caller("x", "reader")).reason(),
            Some(Reason::ReaderDownload)
        );
        assert!(download(&image, &caller("x", "member")).is_allowed());
        image.status = Status::Deactivated;
        assert_eq!(
            download(&image, &caller("x", "member")).reason(),
            Some(Reason::Deactivated)
        );
        assert!(download(&image, &caller("x", "admin")).is_allowed());
    }
}
