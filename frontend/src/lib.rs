//! The dashboard of Gaze: a Leptos application that runs in the browser and talks to its own origin
//! only.
//!
//! From the outside in: [`app`] holds the routes; [`pages`] are what they lead to; [`components`]
//! know the application's state and the image model; [`ui`] are plain widgets that know neither;
//! [`state`] is what outlives a page; [`api`] is the only way to the network; [`file_worker`] reads
//! files beside the page; [`upload`] is the engine that sends and verifies them; [`quota`] says what
//! the project has room for. Rules about images are in `gaze_shared`, not here.

#![forbid(unsafe_code)]
// Leptos' component macro writes `pub` for `pub(super)` components, and their props come by value.
#![expect(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "the component macro asks for it"
)]

pub mod api;
pub mod app;
pub mod components;
pub mod file_worker;
pub mod pages;
pub mod paths;
pub mod quota;
pub mod state;
pub mod ui;
pub mod upload;
