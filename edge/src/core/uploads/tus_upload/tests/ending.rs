//! From the last byte to the end of an upload.

use super::*;

fn delivering() -> TusUpload {
    let mut upload = new(10, Some(reservation()));
    upload.note_reservation_renewed(START);
    complete(&mut upload, START);
    upload
}

#[test]
fn a_delivery_waits_for_a_token_and_goes_on_with_the_owner_s_next_call() {
    let mut upload = new(10, None);
    complete(&mut upload, START);
    upload.note_step(DeliveryStep::NeedToken, START);
    assert_eq!(upload.progress().report.state, UploadState::WaitingForToken);
    assert_eq!(upload.due(later(60)), Due::Nothing(later(3600)));
    upload.admit(&asked_by("u1"), later(60)).unwrap();
    assert_eq!(upload.due(later(60)), Due::Deliver);
}

#[test]
fn a_failed_delivery_is_tried_again_after_a_pause() {
    let mut upload = new(10, None);
    complete(&mut upload, START);
    assert!(upload.begin_delivery());
    upload.end_delivery(DeliveryStep::Later, DataSent::Part, START);
    assert_eq!(upload.due(START), Due::Nothing(later(5)));
    assert_eq!(upload.due(later(5)), Due::Deliver);
}

#[test]
fn nothing_is_sent_of_an_upload_that_was_ended_meanwhile() {
    let mut upload = delivering();
    upload.terminate();
    assert!(!upload.begin_delivery());
    assert_eq!(upload.deliveries(), 0);
}

#[test]
fn whatever_comes_for_an_upload_that_has_failed_is_refused_with_the_reason() {
    for failure in [
        TusFailure::ImageGone,
        TusFailure::Refused { status: 415 },
        TusFailure::BytesMissing,
    ] {
        let refused = Err(UploadRefusal::Failed(failure));
        let mut upload = new(10, None);
        let grant = upload.append(Bytes(0), Some(Bytes(5)), None).unwrap();
        upload.end(TusStage::Failed(failure), Settlement::Release);
        let segments = [Segment {
            number: grant.number,
            bytes: Bytes(5),
        }];
        assert_eq!(upload.commit(grant.writer, &segments, START), refused);
        assert_eq!(upload.commit(grant.writer + 1, &[], START), refused);
        for offset in [0, 3] {
            let again = upload.append(Bytes(offset), Some(Bytes(5)), None);
            assert_eq!(again.map(|grant| grant.writer), refused);
        }
    }
}

#[test]
fn bytes_beyond_the_end_are_not_taken_for_those_of_another_request() {
    let mut upload = new(10, None);
    complete(&mut upload, START);
    let grant = upload.append(Bytes(10), None, None).unwrap();
    let segments = [Segment {
        number: grant.number,
        bytes: Bytes(1),
    }];
    let answer = upload.commit(grant.writer, &segments, START);
    assert_eq!(answer, Err(UploadRefusal::BeyondLength));
}

#[test]
fn success_is_settled_cleared_and_remembered_until_the_end() {
    let mut upload = delivering();
    assert!(upload.begin_delivery());
    upload.end_delivery(DeliveryStep::Stored, DataSent::Whole, START);
    assert_eq!(upload.due(START), Due::Settle(Settlement::Commit));
    upload.note_settled();
    assert_eq!(upload.due(START), Due::Clear(0..2));
    upload.note_cleared(2);
    assert_eq!(upload.due(START), Due::Nothing(later(3600)));
    assert_eq!(upload.progress().report.state, UploadState::Stored);
    assert_eq!(upload.due(later(3600)), Due::Forget);
}

#[test]
fn what_comes_to_nothing_gives_its_room_back_and_is_forgotten() {
    let mut upload = new(10, Some(reservation()));
    upload.append(Bytes(0), Some(Bytes(5)), None).unwrap();
    upload.terminate();
    assert_eq!(
        upload.admit(&asked_by("u1"), START),
        Err(UploadRefusal::NotFound)
    );
    assert_eq!(upload.due(START), Due::Settle(Settlement::Release));
    // A ledger that does not answer keeps nobody from clearing up.
    upload.note_unsettled(START);
    assert_eq!(upload.due(START), Due::Clear(0..1));
    upload.note_cleared(1);
    assert_eq!(upload.due(START), Due::Nothing(later(1)));
    upload.note_unsettled(later(1));
    assert_eq!(upload.due(later(1)), Due::Nothing(later(3)));
    assert_eq!(upload.due(later(3)), Due::Settle(Settlement::Release));
    upload.note_settled();
    assert_eq!(upload.due(later(3)), Due::Forget);
}

#[test]
fn objects_are_deleted_some_at_a_time() {
    let mut upload = new(1 << 40, None);
    for _ in 0..250 {
        upload.append(Bytes(0), Some(Bytes(1 << 40)), None).unwrap();
    }
    upload.terminate();
    for range in [0..100, 100..200, 200..250] {
        let below = range.end;
        assert_eq!(upload.due(START), Due::Clear(range));
        upload.note_cleared(below);
    }
    assert_eq!(upload.due(START), Due::Forget);
}

#[test]
fn what_was_sent_in_part_is_stored_nowhere_and_what_was_sent_whole_may_be() {
    for (sent, settlement) in [
        (DataSent::Part, Settlement::Release),
        (DataSent::Whole, Settlement::LeaveOpen),
    ] {
        let mut upload = delivering();
        assert!(upload.begin_delivery());
        upload.terminate();
        // Nobody knows before the delivery has ended.
        assert_eq!(upload.due(START), Due::Settle(Settlement::LeaveOpen));
        upload.end_delivery(DeliveryStep::Later, sent, START);
        assert_eq!(upload.due(START), Due::Settle(settlement), "{sent:?}");
    }
}

#[test]
fn a_delivery_that_the_end_of_the_runtime_has_cut_off_may_have_been_whole() {
    let mut upload = delivering();
    assert!(upload.begin_delivery());
    // In the next life.
    assert!(upload.begin_delivery());
    upload.end_delivery(DeliveryStep::Later, DataSent::Part, START);
    upload.terminate();
    assert_eq!(upload.due(START), Due::Settle(Settlement::LeaveOpen));
    // After an hour the ledger itself has ended the reservation.
    assert_eq!(upload.due(later(3600)), Due::Clear(0..2));
    upload.note_cleared(2);
    assert_eq!(upload.due(later(3600)), Due::Forget);
}

#[test]
fn what_the_gateway_s_own_store_withholds_is_held_against_nobody() {
    let mut upload = delivering();
    for _ in 0..20 {
        assert!(upload.begin_delivery());
        upload.end_delivery(DeliveryStep::Later, DataSent::Withheld, START);
    }
    assert_eq!(upload.deliveries(), 0);
    assert_eq!(upload.progress().report.state, UploadState::Delivering);
}

#[test]
fn only_data_that_was_sent_whole_may_be_at_glance() {
    let mut upload = delivering();
    assert!(upload.begin_delivery());
    upload.end_delivery(DeliveryStep::Later, DataSent::Part, START);
    assert!(!upload.earlier(START).may_be_stored);
    assert!(upload.begin_delivery());
    // Should the runtime end here, nobody knows how much was sent.
    assert!(upload.earlier(START).may_be_stored);
    upload.end_delivery(DeliveryStep::Later, DataSent::Whole, START);
    assert!(upload.earlier(START).may_be_stored);
}

#[test]
fn how_long_glance_has_been_at_an_image_counts_from_the_first_look_after_a_delivery() {
    let mut upload = delivering();
    let saving_for = |upload: &TusUpload, seconds| upload.earlier(later(seconds)).saving_for;
    assert!(upload.begin_delivery());
    upload.end_delivery(DeliveryStep::Later, DataSent::Part, START);
    assert_eq!(saving_for(&upload, 9), None);
    upload.note_step(DeliveryStep::AwaitGlance, later(10));
    upload.note_step(DeliveryStep::AwaitGlance, later(20));
    // Glance that does not answer shows nothing.
    upload.note_step(DeliveryStep::Later, later(30));
    assert_eq!(saving_for(&upload, 70), Some(Duration::from_secs(60)));
    assert!(upload.begin_delivery());
    assert_eq!(saving_for(&upload, 80), None);
    upload.end_delivery(DeliveryStep::Later, DataSent::Part, later(90));
    upload.note_step(DeliveryStep::AwaitGlance, later(100));
    let stuck = DeliveryStep::Fail(TusFailure::ImageStuck);
    upload.note_step(stuck, later(300));
    assert_eq!(upload.progress().report.state, UploadState::Failed);
    assert_eq!(upload.due(later(300)), Due::Settle(Settlement::Release));
}

#[test]
fn who_lost_the_address_of_an_upload_waits_for_its_room_a_quarter_of_an_hour() {
    let kept = || {
        let mut upload = unclaimed(10, Some(reservation()));
        upload.note_reservation_renewed(START);
        upload
    };
    let mut upload = kept();
    assert_eq!(upload.progress().expires_at, later(900));
    assert_eq!(upload.due(later(900)), Due::Settle(Settlement::Release));
    let mut upload = kept();
    upload.admit(&asked_by("u1"), later(899)).unwrap();
    assert_eq!(upload.progress().expires_at, later(3600));
}

#[test]
fn an_upload_that_has_ended_is_struck_out_of_the_directory_whatever_ended_it() {
    let listed = || {
        let mut upload = new(10, None);
        upload.is_listed = true;
        assert_eq!(upload.due(START), Due::Nothing(later(3600)));
        assert!(upload.is_under_way(START));
        upload
    };
    let mut ended = [listed(), listed(), listed(), listed()];
    let [terminated, gone, expired, failed] = &mut ended;
    terminated.terminate();
    gone.note_image_gone(START);
    assert_eq!(expired.due(later(3600)), Due::RemoveFromDirectory);
    complete(failed, START);
    failed.note_step(DeliveryStep::Fail(TusFailure::GaveUp), START);
    for mut upload in ended {
        assert!(!upload.is_under_way(START));
        assert_eq!(upload.due(START), Due::RemoveFromDirectory);
        upload.note_removed_from_directory();
        assert_ne!(upload.due(START), Due::RemoveFromDirectory);
    }
}

#[test]
fn an_upload_whose_image_was_deleted_gives_its_room_back() {
    let mut upload = new(10, Some(reservation()));
    upload.note_reservation_renewed(START);
    upload.note_image_gone(START);
    assert_eq!(upload.stage(), TusStage::Failed(TusFailure::ImageGone));
    assert_eq!(upload.due(START), Due::Settle(Settlement::Release));
    // One that Glance has already is not touched by the end of its image.
    let mut stored = new(10, None);
    complete(&mut stored, START);
    stored.note_step(DeliveryStep::Stored, START);
    stored.note_image_gone(START);
    assert_eq!(stored.stage(), TusStage::Stored);
}

#[test]
fn bytes_of_a_length_that_was_not_declared_count_up_to_the_end_and_not_beyond() {
    let mut upload = new(10, None);
    let grant = upload.append(Bytes(0), None, None).unwrap();
    assert_eq!(grant.left, Bytes(10));
    let segment = |number, bytes| Segment {
        number,
        bytes: Bytes(bytes),
    };
    let beyond = upload.commit(grant.writer, &[segment(grant.number, 11)], START);
    assert_eq!(beyond, Err(UploadRefusal::BeyondLength));
    upload
        .commit(grant.writer, &[segment(grant.number, 4)], START)
        .unwrap();
    let grant = upload.append(Bytes(4), None, None).unwrap();
    assert_eq!(grant.left, Bytes(6));
}
