//! The hash worker: reads a file and computes one digest of it, away from the page's thread.
//!
//! It is a WebAssembly program of its own, built for speed. The page starts one worker per
//! algorithm and file, hands each its own `File` (a handle; the bytes are not copied), and ends it
//! when it has what it wants. Memory stays flat: one buffer of a chunk on each side of the border
//! between JavaScript and WebAssembly, and one copy across it, which cannot be avoided (a
//! WebAssembly memory is not detachable, so a reader cannot fill it itself).

// A web worker exists in a browser only; elsewhere this program has nothing to do.
#[cfg(target_arch = "wasm32")]
#[path = "../upload/hashing/message.rs"]
#[expect(
    unreachable_pub,
    reason = "the file is public in the library and private here"
)]
mod message;

#[cfg(target_arch = "wasm32")]
#[path = "hash_worker/reading.rs"]
mod reading;

#[cfg(target_arch = "wasm32")]
#[path = "hash_worker/service.rs"]
mod service;

fn main() {
    #[cfg(target_arch = "wasm32")]
    service::run();
}
