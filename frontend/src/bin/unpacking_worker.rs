//! The file worker with decoders: it also reads what is in a compressed file.
//!
//! A program of its own, so that who uploads anything else does not pay for the decoders. What the two have in common
//! is in `file_worker/`.

// A web worker exists in a browser only; elsewhere this program has nothing to do.
#[cfg(target_arch = "wasm32")]
#[path = "../workers/protocol.rs"]
#[expect(
    unreachable_pub,
    reason = "the file is public in the library and private here"
)]
mod protocol;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/hashing.rs"]
mod hashing;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/inspecting.rs"]
mod inspecting;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/chunks.rs"]
mod chunks;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/reading.rs"]
mod reading;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/measuring.rs"]
mod measuring;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/qcow2.rs"]
mod qcow2;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/unpacking.rs"]
mod unpacking;

#[cfg(target_arch = "wasm32")]
#[path = "file_worker/service.rs"]
mod service;

fn main() {
    #[cfg(target_arch = "wasm32")]
    service::run(Some(unpacking::open));
}
