use gaze_shared::quota::ReservationId;
use proptest::prelude::*;

use super::*;
use crate::core::uploads::call::{UploadCall, Uploader};
use crate::core::uploads::delivery_rules::DeliveryStep;

mod ending;
mod reservations;

const LIFETIME: Duration = Duration::from_secs(3600);
const START: UnixMillis = UnixMillis(1_000_000);

fn reservation() -> ReservationRef {
    ReservationRef {
        project_id: "p1".into(),
        id: Some(ReservationId::new("r1")),
    }
}

/// An upload whose owner knows its address.
fn new(length: u64, reservation: Option<ReservationRef>) -> TusUpload {
    let mut upload = unclaimed(length, reservation);
    let showing = UploadObjectRequest {
        token: None,
        ..asked_by("u1")
    };
    upload.admit(&showing, START).unwrap();
    upload
}

fn unclaimed(length: u64, reservation: Option<ReservationRef>) -> TusUpload {
    let about = NewUpload {
        id: "0123".into(),
        by: Uploader::new("u1", "p1"),
        region: "RegionOne".into(),
        image_id: "i1".into(),
        length: Bytes(length),
        metadata: String::new(),
        lifetime_ms: LIFETIME.as_millis() as u64,
        reservation,
    };
    let mut upload = TusUpload::create(about, "sealed 1".into(), START);
    // What the directory is told has its own test.
    upload.note_removed_from_directory();
    upload
}

fn asked_by(user_id: &str) -> UploadObjectRequest {
    UploadObjectRequest {
        by: Uploader::new(user_id, "p1"),
        token: Some("sealed 2".into()),
        call: UploadCall::Show,
    }
}

fn later(seconds: u64) -> UnixMillis {
    START.after(Duration::from_secs(seconds))
}

/// Brings all bytes at once.
fn complete(upload: &mut TusUpload, at: UnixMillis) {
    let bytes = upload.about().length;
    let grant = upload.append(Bytes::ZERO, Some(bytes), None).unwrap();
    let segment = Segment {
        number: grant.number,
        bytes,
    };
    upload.commit(grant.writer, &[segment], at).unwrap();
}

#[test]
fn an_upload_is_delivered_when_its_last_byte_is_there() {
    let mut upload = new(10, None);
    let grant = upload.append(Bytes(0), Some(Bytes(6)), None).unwrap();
    let first = Segment {
        number: grant.number,
        bytes: Bytes(6),
    };
    upload.commit(grant.writer, &[first], START).unwrap();
    assert_eq!(upload.progress().offset, Bytes(6));
    assert_eq!(upload.due(START), Due::Nothing(later(3600)));
    let grant = upload
        .append(Bytes(6), Some(Bytes(4)), Some(Bytes(10)))
        .unwrap();
    let last = Segment {
        number: grant.number,
        bytes: Bytes(4),
    };
    upload.commit(grant.writer, &[last], later(5)).unwrap();
    assert_eq!(upload.due(later(5)), Due::Deliver);
    assert_eq!(upload.segments(), [first, last]);
    assert_eq!(upload.progress().report.state, UploadState::Delivering);
}

#[test]
fn an_upload_of_no_bytes_is_delivered_at_once() {
    assert_eq!(new(0, None).due(START), Due::Deliver);
}

#[test]
fn who_comes_back_takes_the_writing_from_who_hangs() {
    let mut upload = new(10, None);
    let hanging = upload.append(Bytes(0), Some(Bytes(10)), None).unwrap();
    let back = upload.append(Bytes(0), Some(Bytes(10)), None).unwrap();
    assert_ne!(hanging.number, back.number);
    let segment = |grant: WriteGrant| Segment {
        number: grant.number,
        bytes: Bytes(10),
    };
    let late = upload.commit(hanging.writer, &[segment(hanging)], START);
    assert_eq!(late, Err(UploadRefusal::Superseded));
    assert_eq!(upload.progress().offset, Bytes(0));
    upload.commit(back.writer, &[segment(back)], START).unwrap();
    assert_eq!(upload.segments(), [segment(back)]);
    // What the first one has left in the store is among what is deleted in the end.
    upload.terminate();
    assert!(matches!(upload.due(START), Due::Clear(numbers) if numbers.contains(&hanging.number)));
}

#[test]
fn bytes_for_another_place_or_beyond_the_end_are_refused() {
    let mut upload = new(10, None);
    let offset = UploadRefusal::Offset {
        expected: Bytes(0),
        found: Bytes(1),
    };
    assert_eq!(upload.append(Bytes(1), Some(Bytes(1)), None), Err(offset));
    assert_eq!(
        upload.append(Bytes(0), Some(Bytes(11)), None),
        Err(UploadRefusal::BeyondLength)
    );
    let other = upload.append(Bytes(0), Some(Bytes(5)), Some(Bytes(9)));
    assert_eq!(other, Err(UploadRefusal::LengthTwice));
    complete(&mut upload, START);
    assert_eq!(
        upload.append(Bytes(10), Some(Bytes(1)), None),
        Err(UploadRefusal::BeyondLength)
    );
    assert!(upload.append(Bytes(10), Some(Bytes(0)), None).is_ok());
}

#[test]
fn to_others_an_upload_is_not_there_and_neither_is_an_expired_one() {
    let mut upload = new(10, None);
    assert_eq!(
        upload.admit(&asked_by("u2"), START),
        Err(UploadRefusal::NotFound)
    );
    assert_eq!(upload.token(), "sealed 1");
    assert_eq!(upload.admit(&asked_by("u1"), START), Ok(()));
    assert_eq!(upload.token(), "sealed 2");
    let expired = upload.admit(&asked_by("u1"), later(3600));
    assert_eq!(expired, Err(UploadRefusal::NotFound));
}

#[test]
fn a_token_that_may_only_look_takes_no_place() {
    let mut upload = new(10, None);
    let of_reader = UploadObjectRequest {
        token: None,
        ..asked_by("u1")
    };
    assert_eq!(upload.admit(&of_reader, START), Ok(()));
    assert_eq!(upload.token(), "sealed 1");
    complete(&mut upload, START);
    upload.note_step(DeliveryStep::NeedToken, START);
    assert_eq!(upload.admit(&of_reader, START), Ok(()));
    assert_eq!(upload.progress().report.state, UploadState::WaitingForToken);
}

#[test]
fn only_bytes_let_an_upload_live_on() {
    let mut upload = new(10, None);
    let grant = upload.append(Bytes(0), Some(Bytes(0)), None).unwrap();
    upload.commit(grant.writer, &[], later(100)).unwrap();
    assert_eq!(upload.progress().expires_at, later(3600));
    let grant = upload.append(Bytes(0), Some(Bytes(5)), None).unwrap();
    let segment = Segment {
        number: grant.number,
        bytes: Bytes(5),
    };
    upload.commit(grant.writer, &[segment], later(100)).unwrap();
    assert_eq!(upload.progress().expires_at, later(3700));
}

proptest! {
    /// Clients come back, hang and are cut off in any order; what counts is one row of bytes without a gap.
    #[test]
    fn segments_always_make_up_the_offset(steps in prop::collection::vec((0..3_u8, 1..40_u64), 1..40)) {
        let mut upload = new(500, None);
        let mut grants: Vec<(WriteGrant, u64)> = Vec::new();
        for (kind, bytes) in steps {
            let offset = upload.progress().offset;
            if kind == 0 {
                if let Ok(grant) = upload.append(offset, Some(Bytes(bytes)), None) {
                    grants.push((grant, bytes));
                }
            } else if let Some((grant, bytes)) = grants.pop() {
                let segment = Segment { number: grant.number, bytes: Bytes(bytes) };
                let is_newest = grant.writer == upload.writer;
                let outcome = upload.commit(grant.writer, &[segment], START);
                prop_assert_eq!(outcome.is_ok(), is_newest);
            }
            let sum: u64 = upload.segments().iter().map(|segment| segment.bytes.0).sum();
            prop_assert_eq!(upload.progress().offset, Bytes(sum));
            let mut numbers: Vec<u64> = upload.segments().iter().map(|segment| segment.number).collect();
            numbers.dedup();
            prop_assert_eq!(numbers.len(), upload.segments().len());
            let stored = serde_json::to_string(&upload).unwrap();
            let read: TusUpload = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(&read.restored(upload.segments().to_vec()), &upload);
        }
    }
}
