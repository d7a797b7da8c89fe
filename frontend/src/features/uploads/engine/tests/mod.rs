//! The engine against a made-up Glance: single stories, and properties over every order of events.

mod cancelling;
mod failing;
mod properties;
mod session;
mod status_text;
mod stories;
mod timeline;
mod world;
