//! Numbers, plurals, dates and words as a person reads them.

pub mod dates;
pub mod letter_case;
pub mod numbers;
pub mod plurals;
