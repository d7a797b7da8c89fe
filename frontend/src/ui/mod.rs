//! Plain widgets and what they rest on: they know neither images nor the network. Each widget is a native
//! element first; what it adds is a label, a state or a reason.
//!
//! Each folder rests on those before it: `base` and `browser`, `display`, `controls`, `feedback`.

mod base;
mod browser;
mod controls;
mod display;
mod feedback;

pub use base::shorten::shorten_middle;
pub use base::show::Show;
pub use base::status_text::{StatusText, Tone, sentences};
pub use base::unique_id::unique_id;
pub use base::{reactive, sentence};
pub use browser::file_handle::HowManyFiles;
pub use browser::{
    clock, file_handle, file_size, keyboard, save_file, scroll, storage, theme, timer,
};
pub use controls::button::{ActionButton, ButtonStyle};
pub use controls::copy::CopyButton;
pub use controls::dialog::Dialog;
pub use controls::field::{CheckField, FieldFrame, FieldIds, TextField};
pub use controls::file_input::{FileDialog, FileInput, files_of};
pub use controls::menu::Menu;
pub use controls::page_bar::PAGE_BAR_ID;
pub use display::fact_list::{Fact, FactList};
pub use display::icon::{Icon, IconView};
pub use display::logo::Logo;
pub use display::meter::{Meter, MeterLevel, MeterShares};
pub use display::state_line::StateLine;
pub use display::time::RelativeTime;
pub use feedback::error_view::ErrorView;
pub use feedback::{announcer, empty, error_panel, lazy, toasts};
