//! What API clients are told, in English: the one place of the gateway where sentences for them stand. The
//! dashboard says the same causes in the language of whoever reads.

pub mod documents;
pub mod images;
pub mod problems;
pub mod requests;
pub mod routes;
pub mod uploads;
