//! What only shows something.

pub mod fact_list;
pub mod icon;
pub mod logo;
pub mod meter;
pub mod time;
