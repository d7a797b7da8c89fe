//! JSON of other services, read without loss.

pub mod lenient_vec;
pub mod nullable;
pub(crate) mod object;
pub mod object_reader;
pub(crate) mod open_enum;
pub mod wrong_field;
