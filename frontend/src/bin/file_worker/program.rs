//! What the file workers have in common: all but the decoders.

mod chunks;
#[path = "../../api/data_fetch.rs"]
mod data_fetch;
mod hashing;
mod inspecting;
mod manifest;
mod measuring;
#[path = "../../workers/protocol.rs"]
#[expect(
    unreachable_pub,
    reason = "the file is public in the library and private here"
)]
mod protocol;
mod qcow2;
mod reading;
mod saving;
#[path = "../../workers/saving.rs"]
#[expect(
    unreachable_pub,
    reason = "the file is public in the library and private here"
)]
mod saving_protocol;
mod service;

pub(crate) use service::run;
