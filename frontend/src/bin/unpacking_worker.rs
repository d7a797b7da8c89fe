//! The file worker with decoders: it also reads what is in a compressed file.
//!
//! A program of its own, so that who uploads anything else does not pay for the decoders.

// A web worker exists in a browser only; elsewhere this program has nothing to do.
#[cfg(target_arch = "wasm32")]
#[path = "file_worker/program.rs"]
mod program;

#[cfg(target_arch = "wasm32")]
#[path = "unpacking_worker/packed_file.rs"]
mod packed_file;

fn main() {
    #[cfg(target_arch = "wasm32")]
    program::run(Some(packed_file::open));
}
