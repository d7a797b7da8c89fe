//! The engine against a made-up Glance: single stories, and properties over every order of events.

mod cancelling;
mod chance;
mod deferring;
mod earlier;
mod expected;
mod failing;
mod fixtures;
mod gateway;
mod properties;
mod session;
mod status_text;
mod stories;
mod timeline;
mod tus;
mod tus_faults;
mod world;
