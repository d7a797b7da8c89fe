//! The parameters of addresses that open or choose something.

/// The part of an image that is shown.
pub const TAB: &str = "tab";
/// The dialog that is open on an image's page.
pub const DIALOG: &str = "dialog";
/// The image that waits for data.
pub const IMAGE: &str = "image";
/// The project whose plan is shown.
pub const PROJECT: &str = "project";
/// What a list of projects is searched for.
pub const SEARCH: &str = "search";
/// Path and query to go to after signing in.
pub const RETURN_TO: &str = "return_to";
/// What opens the keyboard help on any page: parameter and value.
pub const HELP: (&str, &str) = ("help", "keyboard");

/// A dialog of an image's page: a value of [`DIALOG`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageDialog {
    /// The question before the image is deleted.
    Delete,
    /// What saving would send.
    Patch,
}

impl ImageDialog {
    /// The value of the parameter.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Patch => "patch",
        }
    }
}
