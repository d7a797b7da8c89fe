//! What an upload looks like: the same parts on the page, in the list and in the tray.

pub mod actions;
mod panel;
mod progress;
mod save_receipt;
mod state_line;
mod timeline;
mod verdict;

pub use actions::Actions;
pub use panel::UploadPanel;
pub use progress::{ProgressBar, ProgressNumbers};
pub use save_receipt::SaveReceipt;
pub use state_line::StateLine;
pub use timeline::Timeline;
pub use verdict::{DigestTable, UnexpectedDigest};
