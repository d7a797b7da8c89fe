//! The gateway between browsers or API clients and an OpenStack cloud's image service.
//!
//! [`core`] decides: routes, credentials, headers, errors. It knows no JavaScript type, does no I/O
//! and is tested on the host. `worker` is the thin part that runs in the Workers runtime: it
//! turns requests into values, asks [`core`], and moves the bytes.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod core;

#[cfg(target_arch = "wasm32")]
mod worker;
