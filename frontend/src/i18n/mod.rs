//! What a person reads: the sentences of the catalogues, and numbers, sizes, lists and times as their
//! language writes them.
//!
//! A sentence is written in `catalogues/en/<area>.ftl` and `catalogues/de/<area>.ftl`, in the syntax of
//! Fluent, and used as `text::<area>::<key>(…)`: `frontend/build` makes these functions and refuses
//! catalogues that do not agree, the compiler refuses a key that does not exist or that nobody uses
//! (`docs/adr/0021-catalogues.md`).

pub(crate) mod codes;
pub mod dates;
pub mod language;
pub mod letter_case;
pub(crate) mod lists;
mod locale;
mod message;
pub mod numbers;
pub mod sizes;
pub(crate) mod text;

#[cfg(test)]
#[path = "../../build/catalogues/mod.rs"]
mod catalogue_compiler;

pub use locale::{speak, spoken};
