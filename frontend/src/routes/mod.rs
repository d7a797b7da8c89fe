//! Every address of the dashboard as a value. Links are built from these values, never from text.

pub mod address;
pub mod image_list;
#[cfg(test)]
mod image_list_tests;
pub mod image_tab;
mod page;
pub mod parameters;
mod return_path;
mod route;

pub use address::Address;
pub use image_list::{ListState, View};
pub use image_tab::Tab;
pub use page::Page;
pub use return_path::safe_return_path;
pub use route::Route;
