//! The sentences of codes that `shared` names and of statuses: each function gives the words of one kind of
//! code, by its catalogue.

pub(crate) mod findings;
pub(crate) mod formats;
pub(crate) mod gateway;
pub(crate) mod reasons;
pub(crate) mod statuses;
pub(crate) mod violations;
