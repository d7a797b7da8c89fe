//! What only shows something.

pub mod fact_list;
pub mod icon;
pub mod logo;
pub mod meter;
pub mod state_line;
pub mod time;
