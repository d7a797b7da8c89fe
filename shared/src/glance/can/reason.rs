//! Why not.

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The image belongs to another project.
    NotYours,
    /// The role `reader` may only look.
    ReaderRole,
    /// The role `reader` may not download.
    ReaderDownload,
    AdminOnly,
    /// The image is protected.
    Protected,
    NoData,
    /// There is data already; an image's data never changes.
    HasData,
    /// Somebody is at work on it.
    Busy,
    /// Its data is withheld.
    Deactivated,
    /// An import has the image in its hands, or died with it.
    ImportRunning,
    /// Only shared images have members.
    NotShared,
    /// An invitation is answered by those who got it.
    OwnImage,
    /// An administrator sees other projects' images without an invitation.
    NotKnownToBeInvited,
    /// It has no data that could be withheld, given back or copied.
    NotComplete,
    /// A deactivated image is not copied.
    ReactivateFirst,
    /// Glance keeps data of it that it has refused, and fails at any other.
    KeepsRefusedData,
    /// Its data is not complete in the staging area.
    BeingStaged,
    /// Formats must be set before data can be uploaded.
    NoFormat,
}
