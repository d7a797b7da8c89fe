//! The path of a patch's operation (`glance/api/v2/images.py`, `_validate_json_pointer` and
//! `_decode_json_pointer`).

use crate::patch::unescape_token;

/// Why a path cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadPointer {
    /// It does not start with a slash.
    NoSlash,
    /// Two slashes stand beside each other, or with only space between.
    AdjacentSlashes,
    /// It ends with a slash.
    TrailingSlash,
    /// A tilde is not followed by 0 or 1.
    Escape,
}

impl BadPointer {
    /// One sentence for a person.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::NoSlash => "A path starts with a slash.",
            Self::AdjacentSlashes => "A path has no two slashes beside each other.",
            Self::TrailingSlash => "A path does not end with a slash.",
            Self::Escape => "In a path a tilde is written ~0 and a slash in a key ~1.",
        }
    }
}

/// The keys that a path names, one for each level. Glance takes the space around a key away, and any
/// slashes at the front (`//x` is `/x`).
pub(super) fn tokens(pointer: &str) -> Result<Vec<String>, BadPointer> {
    let rest = pointer.strip_prefix('/').ok_or(BadPointer::NoSlash)?;
    if has_adjacent_slashes(rest) {
        return Err(BadPointer::AdjacentSlashes);
    }
    if !rest.is_empty() && rest.ends_with('/') {
        return Err(BadPointer::TrailingSlash);
    }
    let is_escape = |after: &str| after.starts_with(['0', '1']);
    if rest.split('~').skip(1).any(|after| !is_escape(after)) {
        return Err(BadPointer::Escape);
    }
    let tokens = pointer.trim_start_matches('/').split('/');
    Ok(tokens
        .map(|token| unescape_token(token).trim().to_owned())
        .collect())
}

fn has_adjacent_slashes(rest: &str) -> bool {
    let mut parts = rest.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_some() && part.trim().is_empty() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_glance_reads_them() {
        let read = |pointer: &str| tokens(pointer).map(|tokens| tokens.join("|"));
        for (pointer, keys) in [
            ("/name", Ok("name")),
            ("/", Ok("")),
            ("//x", Ok("x")),
            ("/ x ", Ok("x")),
            ("/a~1b~0c", Ok("a/b~c")),
            ("/a~01", Ok("a~1")),
            ("/locations/-", Ok("locations|-")),
            ("", Err(BadPointer::NoSlash)),
            ("name", Err(BadPointer::NoSlash)),
            ("/a//b", Err(BadPointer::AdjacentSlashes)),
            ("/a/ /b", Err(BadPointer::AdjacentSlashes)),
            ("/a/", Err(BadPointer::TrailingSlash)),
            ("/a~2", Err(BadPointer::Escape)),
            ("/a~", Err(BadPointer::Escape)),
        ] {
            assert_eq!(read(pointer), keys.map(str::to_owned), "{pointer}");
        }
    }
}
