//! Going on with what an earlier page began.

use gaze_shared::digest::{Algorithm, HexDigest, Verdict};
use gaze_shared::units::Bytes;

use super::super::earlier::{EarlierUpload, FileAccess, PrefixDigest};
use super::super::effect::Request;
use super::super::event::{Command, Event, HashReport, RequestEvent};
use super::super::failure::Failure;
use super::super::stage::{UploadOutcome, UploadStage};
use super::super::target::{Target, UploadId, UploadRequest};
use super::fixtures::{
    CHUNK, ONLY, SIZE, create, prefix_digest, request, request_by_tus, right, unreachable,
};
use super::tus::{chunk_offset, sending};
use super::world::World;
use crate::features::uploads::keeping::record::{ResumeRecord, ResumeWay};
use crate::workers::protocol::ReadFailure;

/// The upload of the second page.
const SECOND: UploadId = UploadId(1);

fn prefix(end: Bytes) -> PrefixDigest {
    PrefixDigest {
        end,
        algorithm: Algorithm::Sha512,
        digest: prefix_digest(end),
    }
}

/// Closes the page and opens another, which goes on with what was kept.
fn reload(world: &mut World, file_access: FileAccess, prefixes: Vec<PrefixDigest>) {
    let record = world.lose_page(ONLY).unwrap();
    let way = match &record.way {
        ResumeWay::Put => request,
        ResumeWay::Tus(_) => request_by_tus,
    };
    let earlier = EarlierUpload {
        image: record.image.clone(),
        address: record.address().cloned(),
        prefixes,
    };
    world.add(UploadRequest {
        file_access,
        earlier: Some(earlier),
        ..way(Target::NewImage(Box::new(create())))
    });
}

fn asked(world: &World) -> &Request {
    &world.pending[&SECOND].1
}

fn stage(world: &World) -> &UploadStage {
    &world.queue.get(SECOND).unwrap().stage
}

fn assert_verified(world: &World) {
    let stage = stage(world);
    assert!(
        matches!(
            stage,
            UploadStage::Finished(UploadOutcome::Compared(Verdict::Verified(_)))
        ),
        "{stage:?}"
    );
}

/// One chunk has arrived, and the page is closed while the second is on its way.
fn after_one_chunk() -> World {
    let mut world = sending();
    world.serve();
    assert_eq!(chunk_offset(&world), CHUNK);
    world
}

#[test]
fn a_later_page_compares_the_file_with_what_was_sent_and_sends_only_the_rest() {
    let mut world = after_one_chunk();
    reload(
        &mut world,
        FileAccess::Here,
        vec![prefix(CHUNK), prefix(Bytes(2 * CHUNK.0))],
    );
    assert!(
        matches!(asked(&world), Request::ReadTus(_)),
        "first it is asked how far it is"
    );
    world.serve_for(SECOND);
    // The shortest beginning that holds all that has arrived.
    assert!(matches!(asked(&world), Request::HashPrefix { end, .. } if *end == CHUNK));
    assert!(matches!(stage(&world), UploadStage::ComparingPrefix(_)));
    world.serve_for(SECOND);
    assert!(matches!(asked(&world), Request::SendChunk(chunk) if chunk.offset == CHUNK));
    world.settle();
    assert_eq!(world.images.len(), 1);
    assert_verified(&world);
}

#[test]
fn a_changed_file_is_refused_before_a_byte_follows_and_the_right_one_goes_on() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::Here, vec![prefix(CHUNK)]);
    world.serve_for(SECOND);
    let other = HexDigest::from_text("of-another-file");
    world.report_for(SECOND, RequestEvent::PrefixHashed(other));
    assert_eq!(stage(&world), &UploadStage::Failed(Failure::OtherFile));
    assert!(!world.pending.contains_key(&SECOND), "nothing is sent");
    assert_eq!(
        world.gateway.under_way()[0].offset,
        CHUNK,
        "what has arrived is kept"
    );
    let upload = world.queue.get(SECOND).unwrap();
    assert_eq!(
        upload.remedies(),
        [Command::DeleteImage, Command::LeaveImage]
    );
    assert!(
        ResumeRecord::of(upload).is_some(),
        "a later page can try again"
    );
    world.apply(SECOND, Event::FileChosen);
    world.settle();
    assert_verified(&world);
}

#[test]
fn what_had_left_the_page_as_a_whole_comes_to_its_end_without_the_file() {
    let mut world = after_one_chunk();
    while matches!(world.stage(), UploadStage::Sending) {
        world.serve();
    }
    reload(&mut world, FileAccess::NotHere, vec![prefix(SIZE)]);
    world.settle();
    assert!(world.hashing.is_empty());
    assert_verified(&world);
    assert_eq!(world.receipts.len(), 1);
}

#[test]
fn what_is_still_missing_is_not_sent_without_the_file() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::NotHere, vec![prefix(SIZE)]);
    world.serve_for(SECOND);
    assert_eq!(stage(&world), &UploadStage::Failed(Failure::FileNeeded));
    world.apply(SECOND, Event::FileChosen);
    world.settle();
    assert_verified(&world);
}

#[test]
fn what_another_program_began_is_gone_on_with_uncompared() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::Here, Vec::new());
    world.serve_for(SECOND);
    assert!(matches!(asked(&world), Request::SendChunk(chunk) if chunk.offset == CHUNK));
}

#[test]
fn a_put_begins_anew_into_the_same_image() {
    let mut world = World::uploading();
    world.serve();
    let image = world.upload().remote.image().unwrap().clone();
    reload(&mut world, FileAccess::Here, Vec::new());
    assert!(matches!(asked(&world), Request::ReadImage(id) if *id == image));
    world.serve_for(SECOND);
    assert!(matches!(asked(&world), Request::Send { image: to, .. } if *to == image));
    world.settle();
    assert_eq!(world.images.len(), 1);
    assert_verified(&world);
}

#[test]
fn an_opening_whose_answer_the_page_never_saw_is_found() {
    let mut world = World::uploading_by_tus();
    world.serve();
    world.serve_unheard_for(ONLY);
    reload(&mut world, FileAccess::Here, Vec::new());
    world.settle();
    assert_verified(&world);
    assert!(world.gateway.under_way().is_empty());
}

#[test]
fn giving_it_up_deletes_what_the_earlier_page_made() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::NotHere, vec![prefix(CHUNK)]);
    world.apply(SECOND, Event::Command(Command::Cancel));
    world.settle();
    assert_eq!(stage(&world), &UploadStage::Cancelled);
    assert!(world.images.is_empty());
    assert!(world.gateway.under_way().is_empty());
}

#[test]
fn a_connection_that_goes_while_the_file_is_compared_costs_nothing() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::Here, vec![prefix(CHUNK)]);
    world.report_for(SECOND, unreachable());
    world.settle();
    assert_verified(&world);
}

#[test]
fn what_a_person_expects_is_not_given_up_because_the_file_is_not_here() {
    let mut world = World::new();
    world.add(UploadRequest {
        expected: right(Algorithm::Sha256),
        ..request_by_tus(Target::NewImage(Box::new(create())))
    });
    world.serve();
    world.serve();
    while matches!(world.stage(), UploadStage::Sending) {
        world.serve();
    }
    assert!(
        world.upload().needs_this_tab(),
        "what is expected is not hashed yet"
    );
    let record = world.lose_page(ONLY).unwrap();
    world.add(UploadRequest {
        file_access: FileAccess::NotHere,
        earlier: Some(EarlierUpload {
            image: record.image.clone(),
            address: record.address().cloned(),
            prefixes: vec![prefix(SIZE)],
        }),
        expected: record.expected.clone(),
        ..request_by_tus(Target::NewImage(Box::new(create())))
    });
    while world.pending.contains_key(&SECOND) {
        world.serve_for(SECOND);
    }
    let (id, algorithm, round) = world.hashing[0];
    let not_here = HashReport::Failed(ReadFailure::NotHere);
    world.report_hash(id, algorithm, round, not_here);
    assert_eq!(stage(&world), &UploadStage::Failed(Failure::FileNeeded));
    let upload = world.queue.get(SECOND).unwrap();
    assert!(
        ResumeRecord::of(upload).is_some(),
        "a later page can ask for the file"
    );
    world.apply(SECOND, Event::FileChosen);
    world.settle();
    assert_verified(&world);
}

#[test]
fn where_nothing_has_arrived_any_file_may_follow() {
    let mut world = sending();
    reload(&mut world, FileAccess::Here, vec![prefix(CHUNK)]);
    world.serve_for(SECOND);
    assert!(matches!(asked(&world), Request::SendChunk(chunk) if chunk.offset == Bytes::ZERO));
    world.serve_for(SECOND);
    // Lost once: what an earlier page has read does not count for this file.
    world.report_for(SECOND, unreachable());
    world.serve_for(SECOND);
    assert!(matches!(asked(&world), Request::SendChunk(chunk) if chunk.offset == CHUNK));
}

#[test]
fn a_disk_that_hangs_while_the_file_is_compared_is_not_waited_for_for_ever() {
    let mut world = after_one_chunk();
    reload(&mut world, FileAccess::Here, vec![prefix(CHUNK)]);
    world.serve_for(SECOND);
    assert!(matches!(stage(&world), UploadStage::ComparingPrefix(_)));
    world.now += 31_000;
    world.apply(SECOND, Event::Tick);
    assert!(!matches!(stage(&world), UploadStage::ComparingPrefix(_)));
    world.settle();
    assert_verified(&world);
}

#[test]
fn a_verified_upload_that_is_looked_at_again_is_nothing_to_go_on_with() {
    let mut world = after_one_chunk();
    world.settle();
    world.command(Command::AlsoCompare(Algorithm::Md5));
    assert!(matches!(world.stage(), UploadStage::Verifying { .. }));
    assert_eq!(ResumeRecord::of(world.upload()), None);
}

#[test]
fn what_is_taken_up_is_kept_while_it_waits_for_its_turn() {
    let mut world = World::filling();
    let record = world.lose_page(ONLY).unwrap();
    world.act_as(None);
    world.add(UploadRequest {
        earlier: Some(EarlierUpload {
            image: record.image.clone(),
            address: None,
            prefixes: Vec::new(),
        }),
        ..request(Target::ExistingImage(Box::new(
            world.images[&record.image].clone(),
        )))
    });
    assert_eq!(stage(&world), &UploadStage::Waiting);
    let upload = world.queue.get(SECOND).unwrap();
    assert!(ResumeRecord::of(upload).is_some());
}
