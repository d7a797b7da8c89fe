//! Whether a file is a list of checksums.

use super::file_name;
use super::reader;
use super::text::{self, TEXT_LIMIT};
use crate::units::Bytes;

/// Whether a file is a list of checksums and no image: a text of at most [`TEXT_LIMIT`] whose lines,
/// comments aside, mostly have one. Where its name is a usual one for such a file, one line is enough.
///
/// `beginning` is the file from its first byte; 4 KiB are enough to tell.
#[must_use]
pub fn looks_like_sums(name: &str, size: Bytes, beginning: &[u8]) -> bool {
    if size > TEXT_LIMIT {
        return false;
    }
    let is_cut = (beginning.len() as u64) < size.0;
    let Ok(text) = text::decode(beginning) else {
        return false;
    };
    let text = if is_cut { whole_lines(&text) } else { &text };
    let contents = reader::read(text, None);
    match file_name::sums_name(name) {
        Some(_) => !contents.entries.is_empty(),
        None => contents.entries.len() > contents.unread_lines,
    }
}

/// Whether a text that begins so is a list of checksums.
pub(crate) fn lists_sums(beginning: &str) -> bool {
    let contents = reader::read(beginning, None);
    contents.entries.len() > contents.unread_lines
}

/// The text up to its last end of a line; all of it where it has none.
fn whole_lines(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |(whole, _)| whole)
}
