//! What a project may have, has, and would have: decided here, told in words and drawn as bars, from the
//! gateway's report alone, which counts what others have reserved too.

mod fit;
mod line;
mod store;
mod view;
mod words;

pub use fit::{Needs, QuotaFit, fit, lines, over_without_own};
pub use line::Line;
pub use store::QuotaStore;
pub use view::{Detail, age_view, line_view, new_image_link};
pub use words::{amount, label, tell_over};
