//! What becomes of a request's body.

/// What becomes of a request's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyUse {
    /// Nothing: it is left where it is.
    Ignored,
    /// There may be none. Of a body that comes with `GET` the runtime sends nothing on, so the gateway has to
    /// answer as Glance does, with 400.
    Refused,
    /// It is a small document, or should be, and is read.
    Document,
    /// It is an image's data, which is streamed and never read here.
    ImageData,
}

impl BodyUse {
    /// Whether somebody takes it.
    #[must_use]
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Document | Self::ImageData)
    }
}
