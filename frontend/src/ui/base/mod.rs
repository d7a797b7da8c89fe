//! What widgets are built with: how a view reacts, and elements that share their code.

pub(super) mod element;
pub mod reactive;
pub mod sentence;
pub mod shorten;
pub mod show;
pub mod status_text;
pub mod unique_id;
