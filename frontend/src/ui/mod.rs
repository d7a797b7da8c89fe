//! Plain widgets: they know neither the application's state nor the network. Each is a native element
//! first; what it adds is a label, a state or a reason.

pub mod announcer;
pub mod button;
pub mod copy;
pub mod dialog;
pub mod element;
pub mod field;
pub mod format;
pub mod icon;
pub mod keyboard;
pub mod lazy;
pub mod letter_case;
pub mod mark;
pub mod menu;
pub mod show;
pub mod storage;
pub mod time;
pub mod unique_id;

pub use button::{ActionButton, ButtonLook};
pub use copy::CopyButton;
pub use dialog::Dialog;
pub use element::{element, part, text, words};
pub use field::{FieldFrame, FieldIds, TextField};
pub use icon::{Icon, IconView};
pub use mark::Mark;
pub use menu::Menu;
pub use show::Show;
pub use time::RelativeTime;
pub use unique_id::unique_id;
