//! Why not.

/// Why something may not be done. `Display` is one sentence for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The image belongs to another project.
    #[error("This image belongs to another project.")]
    NotYours,
    /// The role `reader` may only look.
    #[error("Your role in this project may look but not change anything.")]
    ReaderRole,
    /// The role `reader` may not download.
    #[error("Your role in this project may not download images.")]
    ReaderDownload,
    /// Only an administrator may.
    #[error("Only an administrator can do this.")]
    AdminOnly,
    /// The image is protected.
    #[error("This image is protected. Turn protection off first.")]
    Protected,
    /// There is no data.
    #[error("This image has no data yet.")]
    NoData,
    /// There is data already; an image's data never changes.
    #[error("This image has its data already, and data cannot be replaced.")]
    HasData,
    /// Somebody is at work on it.
    #[error("Data is on its way to this image right now.")]
    Busy,
    /// Its data is withheld.
    #[error("This image is deactivated: only an administrator can read its data.")]
    Deactivated,
    /// An import has the image in its hands, or died with it.
    #[error(
        "An import into this image is under way. Glance lets go of one that died after an hour or two."
    )]
    ImportRunning,
    /// Only shared images have members.
    #[error("Only an image with the visibility shared has members. Set that first.")]
    NotShared,
    /// An invitation is answered by those who got it.
    #[error("This image belongs to this project itself, so there is no invitation to answer.")]
    OwnImage,
    /// An administrator sees other projects' images without an invitation.
    #[error(
        "An administrator sees this image without an invitation, so it is not known whether this project has one to answer."
    )]
    NotKnownToBeInvited,
    /// It has no data that could be withheld, given back or copied.
    #[error("This can be done only with an image that has all of its data.")]
    NotComplete,
    /// A deactivated image is not copied.
    #[error("This image is deactivated. Reactivate it first.")]
    ReactivateFirst,
    /// Glance keeps data of it that it has refused, and fails at any other.
    #[error(
        "The image service keeps data of this image that it has refused. Delete the image and register it again."
    )]
    KeepsRefusedData,
    /// Its data is not complete in the staging area.
    #[error(
        "Data is still being staged for this image, so nobody knows how much it will be. Import it when that has ended."
    )]
    BeingStaged,
    /// Formats must be set before data can be uploaded.
    #[error("Choose a disk format and a container format first.")]
    NoFormat,
}
