//! What chance does to uploads, and to the world around them.

use gaze_shared::digest::Algorithm;
use proptest::prelude::*;

use super::super::earlier::FileAccess;
use super::super::expected::ExpectedDigest;
use super::fixtures::{SIZE, right, wrong};

/// How an upload's data travels.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    Put,
    Tus,
    /// By tus into an image that was there before.
    TusIntoExisting,
}

/// One thing that chance does to the world. The numbers pick one of what is possible.
#[derive(Clone, Debug)]
pub(super) enum Chance {
    Add(Way, Option<ExpectedDigest>),
    Serve(u8),
    ServeUnheard(u8),
    Refuse(u8, u16),
    LoseFile(u8),
    Progress(u8, u64),
    AllSent(u8),
    Straggler(u8, u32, u8),
    Corrupt(u8),
    Drift(u8, u8),
    DeleteElsewhere(u8),
    Hash(u8, u8),
    Command(u8, u8),
    ActAs(u8),
    Dismiss(u8),
    /// A later page goes on with it.
    Reload(u8, FileAccess),
    OtherFile(u8),
    ChooseFile(u8),
    Online(u8),
    Tick,
}

pub(super) fn chance() -> impl Strategy<Value = Chance> {
    let refusal = prop::sample::select(vec![400, 401, 403, 404, 409, 410, 413, 415, 429, 500, 503]);
    prop_oneof![
        1 => (prop::sample::select(vec![Way::Put, Way::Tus, Way::TusIntoExisting]), expected())
            .prop_map(|(way, expected)| Chance::Add(way, expected)),
        8 => any::<u8>().prop_map(Chance::Serve),
        3 => any::<u8>().prop_map(Chance::ServeUnheard),
        4 => (any::<u8>(), refusal).prop_map(|(which, status)| Chance::Refuse(which, status)),
        1 => any::<u8>().prop_map(Chance::LoseFile),
        2 => (any::<u8>(), 0..SIZE.0).prop_map(|(which, sent)| Chance::Progress(which, sent)),
        2 => any::<u8>().prop_map(Chance::AllSent),
        2 => (any::<u8>(), 0_u32..20, any::<u8>())
            .prop_map(|(which, back, what)| Chance::Straggler(which, back, what)),
        1 => any::<u8>().prop_map(Chance::Corrupt),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(which, to)| Chance::Drift(which, to)),
        1 => any::<u8>().prop_map(Chance::DeleteElsewhere),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(which, how)| Chance::Hash(which, how)),
        5 => (any::<u8>(), any::<u8>()).prop_map(|(which, command)| Chance::Command(which, command)),
        2 => any::<u8>().prop_map(Chance::ActAs),
        2 => any::<u8>().prop_map(Chance::Dismiss),
        2 => (any::<u8>(), prop::sample::select(vec![FileAccess::Here, FileAccess::NotHere]))
            .prop_map(|(which, access)| Chance::Reload(which, access)),
        1 => any::<u8>().prop_map(Chance::OtherFile),
        1 => any::<u8>().prop_map(Chance::ChooseFile),
        1 => any::<u8>().prop_map(Chance::Online),
        1 => Just(Chance::Tick),
    ]
}

pub(super) fn expected() -> impl Strategy<Value = Option<ExpectedDigest>> {
    prop::sample::select(vec![
        None,
        right(Algorithm::Sha512),
        right(Algorithm::Sha256),
        wrong(Algorithm::Sha512),
        wrong(Algorithm::Sha256),
        wrong(Algorithm::Md5),
    ])
}
