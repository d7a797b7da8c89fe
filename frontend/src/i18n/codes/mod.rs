//! The sentences of codes that `shared` names: each function gives the words of one kind of code, by its
//! catalogue.

pub(crate) mod findings;
pub(crate) mod formats;
pub(crate) mod reasons;
pub(crate) mod violations;
