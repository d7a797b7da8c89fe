//! A file of the checkout.

#[derive(Debug)]
pub(super) struct TextFile {
    /// From the top of the checkout, with slashes.
    pub(super) path: String,
    pub(super) text: String,
    /// A whole file of Rust can be there for tests only.
    pub(super) part: CodePart,
}

/// What a line belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CodePart {
    Program,
    Test,
}

impl TextFile {
    pub(super) fn new(path: &str, text: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            text: text.into(),
            part: CodePart::Program,
        }
    }

    pub(super) fn is_below(&self, folder: &str) -> bool {
        self.path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    pub(super) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// The lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}
