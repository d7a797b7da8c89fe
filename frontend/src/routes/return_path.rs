//! Where a sign-in leads.

use super::page::Page;

/// The page to go to after signing in. Only paths of this origin are taken, so that a crafted link
/// cannot send a person who has just signed in elsewhere.
#[must_use]
pub fn safe_return_path(wanted: Option<&str>) -> String {
    wanted
        .filter(|path| {
            path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\n', '\r', '\t'])
                && !path.starts_with("/sign-in")
        })
        .map_or_else(|| Page::images().path(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_nobody_is_sent_to_another_site() {
        assert_eq!(
            safe_return_path(Some("/images?view=public")),
            "/images?view=public"
        );
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil",
            "",
            "/sign-in",
        ] {
            assert_eq!(safe_return_path(Some(bad)), "/images", "{bad:?}");
        }
        assert_eq!(safe_return_path(None), "/images");
    }
}
