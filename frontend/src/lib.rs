//! The dashboard of Gaze: a Leptos application that runs in the browser and talks to its own origin
//! only.
//!
//! From the outside in: [`app`] maps addresses to [`pages`], within its shell; pages are put together from
//! [`features`], parts that know images; below these are [`session`] (who is signed in), [`navigation`]
//! (where they are), [`data`] (what is loaded), [`transfer`] (what uploads and downloads have in
//! common), [`api`] (the only way to the network), [`routes`] (every
//! address as a value), [`workers`] (what reads files beside the page), [`i18n`] and [`ui`], plain widgets.
//! None of these knows one above it. Rules about images are in `gaze_shared`, not here.

#![forbid(unsafe_code)]
// Leptos' component macro writes `pub` for `pub(super)` components, and their props come by value.
#![expect(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "the component macro asks for it"
)]

pub mod api;
pub mod app;
pub mod data;
pub mod features;
pub mod i18n;
pub mod navigation;
pub mod pages;
pub mod routes;
pub mod session;
pub mod transfer;
pub mod ui;
pub mod workers;
