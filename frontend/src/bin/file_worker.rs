//! The file worker: reads a file away from the page's thread, and tells one digest of it, or what it
//! is.
//!
//! It is a WebAssembly program of its own: the hash kernels are built for speed, and what inspects
//! files is not in the page's first load. The page starts one worker for each task, hands it a
//! `File` (a handle; the bytes are not copied), and ends it when it has what it wants. One that reads hands
//! the file's bytes to the page, chunk by chunk, having hashed them. One that saves takes an image's data from the
//! network to the disk, having hashed it.

// A web worker exists in a browser only; elsewhere this program has nothing to do.
#[cfg(target_arch = "wasm32")]
#[path = "file_worker/program.rs"]
mod program;

fn main() {
    #[cfg(target_arch = "wasm32")]
    program::run(None);
}
