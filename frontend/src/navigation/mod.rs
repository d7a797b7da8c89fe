//! Where the person is in the dashboard, the ways to somewhere else, and what stands in the way of one.

mod browser;
mod history;
mod navigator;
mod unsaved;
mod url_parameter;

pub use browser::{HistoryStep, begin_at_top, focus_page};
pub use navigator::{Navigator, use_navigator};
pub use unsaved::{Leaving, UnsavedWork};
pub use url_parameter::UrlParameter;
