//! Links the dashboard's program with its relocations, by which `frontend/split_program.mjs` takes it apart.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // On this machine's own target the linker is another one, and nothing is taken apart.
    if env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bin=gaze-frontend=--emit-relocs");
    }
}
