//! The rules, one function each.

use super::{Caller, Permission, Reason};
use crate::glance::image::{Image, Status, Visibility};

/// The property by which Glance keeps a second import away while one is running
/// (`glance/api/v2/images.py`, `_enforce_import_lock`).
const IMPORT_LOCK: &str = "os_glance_import_task";

/// The rule that all changes share: policy `modify_image` and its kin want the role `member` in the
/// owning project, or `admin` anywhere.
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

fn unless(is_in_the_way: bool, reason: Reason) -> Result<(), Reason> {
    if is_in_the_way { Err(reason) } else { Ok(()) }
}

fn has_formats(image: &Image) -> Result<(), Reason> {
    let has_both = image.disk_format.is_some() && image.container_format.is_some();
    unless(!has_both, Reason::NoFormat)
}

/// An image whose data was refused takes no other: Glance fails at it (500).
fn no_refused_data(image: &Image) -> Result<(), Reason> {
    unless(image.keeps_rejected_data(), Reason::KeepsRefusedData)
}

/// A lock that was left empty is none.
///
/// A lock outlives an import that died. Glance takes it away when the next import is asked for, once
/// the task has not moved for 60 minutes, or 120 when it never began (`_enforce_import_lock`). The
/// image does not tell the task's age, so this rule refuses as long as there is a lock.
fn no_import_runs(image: &Image) -> Result<(), Reason> {
    let lock = image.properties.get(IMPORT_LOCK);
    unless(
        lock.is_some_and(|task| !task.to_text().is_empty()),
        Reason::ImportRunning,
    )
}

/// May metadata be changed? In any state of the image. Policy `modify_image`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py> (`update`).
#[must_use]
pub fn edit(image: &Image, caller: &Caller) -> Permission {
    change(image, caller).into()
}

/// May the image be deleted? In any state, unless it is protected; that holds for administrators
/// too. Policy `delete_image`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py> (`delete`).
#[must_use]
pub fn delete(image: &Image, caller: &Caller) -> Permission {
    change(image, caller)
        .and(unless(image.protected, Reason::Protected))
        .into()
}

/// May data be uploaded? Only while the image is queued and has both formats. Policy
/// `upload_image`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_data.py> (`upload`).
#[must_use]
pub fn upload(image: &Image, caller: &Caller) -> Permission {
    let state = match image.status {
        Status::Queued => Ok(()),
        Status::Active | Status::Deactivated => Err(Reason::HasData),
        _ => Err(Reason::Busy),
    };
    change(image, caller)
        .and(state)
        .and(no_refused_data(image))
        .and(has_formats(image))
        .into()
}

/// May data be imported? From a web address while the image is queued, from what was staged while it
/// is `uploading`; with both formats, and one import at a time. Policy `modify_image`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>
/// (`import_image`).
#[must_use]
pub fn import(image: &Image, caller: &Caller) -> Permission {
    let state = match image.status {
        Status::Queued | Status::Uploading => Ok(()),
        Status::Active | Status::Deactivated => Err(Reason::HasData),
        _ => Err(Reason::Busy),
    };
    change(image, caller)
        .and(state)
        .and(no_refused_data(image))
        .and(has_formats(image))
        .and(no_import_runs(image))
        .into()
}

/// May the data be copied to further stores? Administrators only, and only of an active image.
/// Policy `copy_image`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/images.py>
/// (`import_image`, method `copy-image`).
#[must_use]
pub fn copy(image: &Image, caller: &Caller) -> Permission {
    let state = match image.status {
        Status::Active => Ok(()),
        Status::Deactivated => Err(Reason::ReactivateFirst),
        _ => Err(Reason::NotComplete),
    };
    unless(!caller.is_admin(), Reason::AdminOnly)
        .and(state)
        .and(no_import_runs(image))
        .into()
}

/// May the data be downloaded? Policy `download_image` wants the role `member`, not just `reader`,
/// of everyone who sees the image; asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_data.py>
/// (`download`), which also keeps deactivated data from all but administrators.
#[must_use]
pub fn download(image: &Image, caller: &Caller) -> Permission {
    let is_theirs_alone = image.visibility == Visibility::Private && !caller.owns(image);
    if is_theirs_alone && !caller.is_admin() {
        return Permission::Because(Reason::NotYours);
    }
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

/// May the data be withheld? Of an active image; of a deactivated one it changes nothing and is
/// allowed. Policy `deactivate`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_actions.py>.
#[must_use]
pub fn deactivate(image: &Image, caller: &Caller) -> Permission {
    change(image, caller)
        .and(unless(!image.status.has_data(), Reason::NotComplete))
        .into()
}

/// May withheld data be given back? Of a deactivated image; of an active one it changes nothing and
/// is allowed. Policy `reactivate`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_actions.py>.
#[must_use]
pub fn reactivate(image: &Image, caller: &Caller) -> Permission {
    deactivate(image, caller)
}

/// May other projects be invited, and their invitations be taken back? Only of a shared image.
/// Policies `add_member` and `delete_member`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_members.py>
/// (`create`, `_check_visibility_and_ownership`).
#[must_use]
pub fn share(image: &Image, caller: &Caller) -> Permission {
    change(image, caller)
        .and(unless(
            image.visibility != Visibility::Shared,
            Reason::NotShared,
        ))
        .into()
}

/// May the caller's project accept or turn down its invitation? A project that sees another's shared
/// image has been invited, unless the caller is an administrator, who sees every image: whether
/// there is an invitation is not known then, and Glance answers 404 where there is none. Policy `modify_member` wants the role `member` there, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/image_members.py>
/// (`update`).
#[must_use]
pub fn accept(image: &Image, caller: &Caller) -> Permission {
    unless(image.visibility != Visibility::Shared, Reason::NotShared)
        .and(unless(caller.owns(image), Reason::OwnImage))
        .and(unless(caller.is_admin(), Reason::NotKnownToBeInvited))
        .and(unless(!caller.is_member(), Reason::ReaderRole))
        .into()
}

/// May the image be made public? Whoever may change it and may make one public at all.
#[must_use]
pub fn publish(image: &Image, caller: &Caller) -> Permission {
    change(image, caller).and(publicize(caller)).into()
}

/// May the caller make any image public, one that there is not yet among them?
#[must_use]
pub fn publish_new(caller: &Caller) -> Permission {
    publicize(caller).into()
}

/// Policy `publicize_image` wants the role `admin`, asked in
/// <https://opendev.org/openstack/glance/src/branch/master/glance/api/v2/policy.py>
/// (`update_property`).
fn publicize(caller: &Caller) -> Result<(), Reason> {
    unless(!caller.is_admin(), Reason::AdminOnly)
}
