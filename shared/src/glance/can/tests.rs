//! Who may do what, in which state.

use super::*;
use crate::glance::image::{Status, Visibility};
use crate::glance::test_images::active_image;

fn caller(project_id: &str, role: &str) -> Caller {
    Caller {
        project_id: project_id.into(),
        roles: vec![role.into()],
    }
}

#[test]
fn the_owner_s_members_and_admins_may_change_an_image_and_nobody_else() {
    let image = active_image();
    let owner = image.owner.as_ref().unwrap().to_string();
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
    image.visibility = Visibility::Public;
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

#[test]
fn an_image_is_imported_into_when_it_is_queued_or_staged_and_by_one_at_a_time() {
    let admin = caller("x", "admin");
    let mut image = active_image();
    assert_eq!(import(&image, &admin).reason(), Some(Reason::HasData));
    image.size = None;
    image.status = Status::Queued;
    assert_eq!(
        import(&image, &admin).reason(),
        Some(Reason::KeepsRefusedData)
    );
    image.checksum = None;
    image.stores = None;
    for (status, reason) in [
        (Status::Queued, None),
        (Status::Uploading, None),
        (Status::Saving, Some(Reason::Busy)),
        (Status::Importing, Some(Reason::Busy)),
        (Status::Other("odd".into()), Some(Reason::Busy)),
    ] {
        image.status = status;
        assert_eq!(import(&image, &admin).reason(), reason, "{}", image.status);
    }
    image.status = Status::Queued;
    image
        .properties
        .insert("os_glance_import_task".into(), "".into());
    assert!(import(&image, &admin).is_allowed());
    image
        .properties
        .insert("os_glance_import_task".into(), "id".into());
    assert_eq!(import(&image, &admin).reason(), Some(Reason::ImportRunning));
    image.disk_format = None;
    assert_eq!(import(&image, &admin).reason(), Some(Reason::NoFormat));
}

#[test]
fn an_active_image_is_copied_by_administrators() {
    let mut image = active_image();
    let (admin, member) = (caller("x", "admin"), caller("x", "member"));
    assert!(copy(&image, &admin).is_allowed());
    assert_eq!(copy(&image, &member).reason(), Some(Reason::AdminOnly));
    image.status = Status::Deactivated;
    assert_eq!(copy(&image, &admin).reason(), Some(Reason::ReactivateFirst));
    image.status = Status::Queued;
    assert_eq!(copy(&image, &admin).reason(), Some(Reason::NotComplete));
}

#[test]
fn data_is_withheld_and_given_back_once_it_is_complete() {
    let mut image = active_image();
    let owner = caller(&image.owner.as_ref().unwrap().to_string(), "member");
    for rule in [deactivate, reactivate] {
        for (status, reason) in [
            (Status::Active, None),
            (Status::Deactivated, None),
            (Status::Saving, Some(Reason::NotComplete)),
        ] {
            image.status = status;
            assert_eq!(rule(&image, &owner).reason(), reason, "{}", image.status);
        }
        assert_eq!(
            rule(&image, &caller("x", "member")).reason(),
            Some(Reason::NotYours)
        );
    }
}

#[test]
fn only_shared_images_have_members_and_those_answer_for_themselves() {
    let mut image = active_image();
    let owner = caller(&image.owner.as_ref().unwrap().to_string(), "member");
    let guest = caller("guest", "member");
    assert_eq!(share(&image, &owner).reason(), Some(Reason::NotShared));
    assert_eq!(accept(&image, &guest).reason(), Some(Reason::NotShared));
    image.visibility = Visibility::Shared;
    assert!(share(&image, &owner).is_allowed());
    assert_eq!(share(&image, &guest).reason(), Some(Reason::NotYours));
    assert!(accept(&image, &guest).is_allowed());
    assert_eq!(accept(&image, &owner).reason(), Some(Reason::OwnImage));
    let reader = caller("guest", "reader");
    assert_eq!(accept(&image, &reader).reason(), Some(Reason::ReaderRole));
    let admin = caller("guest", "admin");
    assert_eq!(
        accept(&image, &admin).reason(),
        Some(Reason::NotKnownToBeInvited)
    );
}

#[test]
fn only_administrators_publish() {
    let image = active_image();
    let owner = caller(&image.owner.as_ref().unwrap().to_string(), "member");
    assert_eq!(publish(&image, &owner).reason(), Some(Reason::AdminOnly));
    assert!(publish(&image, &caller("x", "admin")).is_allowed());
    assert_eq!(publish_new(&owner).reason(), Some(Reason::AdminOnly));
    assert!(publish_new(&caller("x", "admin")).is_allowed());
}

#[test]
fn a_private_image_is_downloaded_by_its_project() {
    let mut image = active_image();
    image.visibility = Visibility::Private;
    assert_eq!(
        download(&image, &caller("x", "member")).reason(),
        Some(Reason::NotYours)
    );
    assert!(download(&image, &caller("x", "admin")).is_allowed());
}
