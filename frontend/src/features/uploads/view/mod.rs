//! What an upload looks like: the same parts on the page, in the list and in the tray.

pub mod actions;
mod panel;
mod progress;
mod save_receipt;
mod timeline;
mod verdict;

pub use crate::ui::StateLine;
pub use actions::Actions;
pub use panel::UploadPanel;
pub use progress::{ProgressBar, ProgressNumbers};
pub use save_receipt::SaveReceipt;
pub use timeline::Timeline;
pub use verdict::{DigestTable, UnexpectedDigest};
