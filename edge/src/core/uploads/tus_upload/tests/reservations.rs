//! An upload's reservation.

use super::*;
use crate::core::uploads::call::{ReservationUse, UploadAnswer};

fn append(offset: u64, reservation: Option<ReservationRef>) -> UploadObjectRequest {
    UploadObjectRequest {
        call: UploadCall::Append {
            offset: Bytes(offset),
            bytes: Some(Bytes(1)),
            length: None,
            reservation,
        },
        ..asked_by("u1")
    }
}

/// An upload whose reservation was lost.
fn without_reservation() -> Option<TusUpload> {
    let mut upload = new(10, Some(reservation()));
    upload.note_reservation_lost(START);
    Some(upload)
}

#[test]
fn room_is_kept_as_long_as_the_upload_is_and_sought_anew_when_it_was_lost() {
    let mut upload = new(10, Some(reservation()));
    assert!(upload.needs_reservation(START));
    assert_eq!(upload.due(START), Due::RenewReservation);
    upload.note_reservation_renewed(START);
    assert!(!upload.needs_reservation(START));
    assert_eq!(upload.due(START), Due::Nothing(later(1200)));
    assert_eq!(upload.due(later(1200)), Due::RenewReservation);
    upload.note_reservation_unknown(later(1200));
    assert_eq!(upload.due(later(1200)), Due::Nothing(later(1230)));
    upload.note_reservation_lost(later(1230));
    assert!(upload.needs_reservation(later(1230)));
    assert!(!new(10, None).needs_reservation(START));
}

#[test]
fn new_room_is_asked_for_in_the_upload_s_own_region() {
    let answer = TusUpload::take(&mut without_reservation(), append(0, None), START);
    assert_eq!(
        answer,
        UploadAnswer::NeedsReservation {
            image_id: "i1".into(),
            region: "RegionOne".into(),
            length: Bytes(10),
        }
    );
}

#[test]
fn room_is_taken_once_and_with_bytes_that_may_come() {
    let mut upload = without_reservation();
    let wrong_place = TusUpload::take(&mut upload, append(3, Some(reservation())), START);
    assert!(matches!(wrong_place, UploadAnswer::Refused(_)));
    assert!(upload.as_ref().unwrap().needs_reservation(START));
    let mut used = || match TusUpload::take(&mut upload, append(0, Some(reservation())), START) {
        UploadAnswer::Granted { reservation, .. } => reservation,
        other => panic!("{other:?}"),
    };
    assert_eq!(used(), ReservationUse::Taken);
    assert_eq!(used(), ReservationUse::NotTaken);
    assert_eq!(upload.unwrap().due(START), Due::RenewReservation);
}

#[test]
fn a_complete_upload_whose_room_was_lost_is_not_sent_without() {
    let mut upload = new(10, Some(reservation()));
    upload.note_reservation_renewed(START);
    complete(&mut upload, later(1));
    assert_eq!(upload.lost_reservation(later(2)), None);
    // Nothing ran for more than an hour.
    let woken = later(3600);
    assert_eq!(upload.due(woken), Due::RenewReservation);
    upload.note_reservation_lost(woken);
    assert_eq!(upload.due(woken), Due::Deliver);
    assert_eq!(upload.lost_reservation(woken), Some(&reservation()));
    upload.move_to(reservation(), woken);
    assert_eq!(upload.lost_reservation(woken), None);
    assert_eq!(upload.due(woken), Due::RenewReservation);
}

#[test]
fn an_upload_that_was_stored_under_the_first_names_reads() {
    let upload = new(10, Some(reservation()));
    let mut stored = serde_json::to_string(&upload).unwrap();
    for (name, first) in [
        ("\"id\":\"r1\"", "\"reservation\":\"r1\""),
        ("\"reservation\":{", "\"room\":{"),
        ("\"reserved_until\"", "\"room_until\""),
        ("\"renewed_next\"", "\"room_renewed_next\""),
        ("\"may_be_stored\"", "\"is_doubtful\""),
    ] {
        assert!(stored.contains(name), "{name} in {stored}");
        stored = stored.replace(name, first);
    }
    let read: TusUpload = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, upload);
}
