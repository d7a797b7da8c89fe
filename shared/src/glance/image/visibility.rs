//! Who can see an image.

use crate::json::open_enum::open_enum;

open_enum! {
    /// Who can see an image. The default of the API is `shared`, which without members is the same
    /// as private.
    pub enum Visibility {
        /// Everyone; only an administrator may publish.
        Public = "public",
        /// The owning project.
        Private = "private",
        /// Everyone who asks for it; not in default lists of other projects.
        Community = "community",
        /// The owning project and its member projects.
        Shared = "shared",
    }
}
