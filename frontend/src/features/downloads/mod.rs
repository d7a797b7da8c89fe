//! Writing images' data to the disk and verifying it on the way.
//!
//! [`engine`] decides, natively testable; [`runner`] carries out, by a file worker for each download; [`store`] is
//! what the first load knows of it; [`words`] and [`line`] show it.

pub mod engine;
mod line;
mod progress;
mod runner;
pub mod store;
pub mod words;

pub use progress::{DownloadActions, DownloadProgress};
pub use runner::load_runner;
