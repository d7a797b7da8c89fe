//! The part of the gateway that runs in the Workers runtime.
//!
//! It moves bytes and asks [`crate::core`] for every decision. Image bytes stay JavaScript streams:
//! none of them is ever copied into this module's memory.
//!
//! Arrows: `entry -> handlers -> {quota, streams, upstream}`, `durable -> {quota, streams, upstream}`, and nothing
//! imports handlers but the entry.

mod context;
mod durable;
mod entry;
mod handlers;
mod isolate;
mod js;
mod log;
mod quota;
mod response;
mod streams;
mod upstream;
