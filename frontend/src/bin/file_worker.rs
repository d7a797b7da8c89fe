//! The file worker: reads a file away from the page's thread, and tells one digest of it, or what it
//! is.
//!
//! It is a WebAssembly program of its own: the hash kernels are built for speed, and what inspects
//! files is not in the page's first load. The page starts one worker for each task, hands it a
//! `File` (a handle; the bytes are not copied), and ends it when it has what it wants. One that reads hands
//! the file's bytes to the page, chunk by chunk, having hashed them.

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
#[path = "file_worker/service.rs"]
mod service;

fn main() {
    #[cfg(target_arch = "wasm32")]
    service::run(None);
}
