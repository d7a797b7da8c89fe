//! The headers of tus 1.0.
