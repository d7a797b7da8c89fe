//! What a page asks of the browser: its clock, keys, storage, place and colours.

pub mod clock;
pub mod keyboard;
pub mod scroll;
pub mod storage;
pub mod theme;
pub mod timer;
