//! What a page asks of the browser: its clock, keys, storage, place, files and colours.

pub mod clock;
pub mod file_handle;
pub mod file_size;
pub mod keyboard;
pub mod save_file;
pub mod scroll;
pub mod storage;
pub mod theme;
pub mod timer;
