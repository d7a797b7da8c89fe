//! Plain widgets and what they rest on: they know neither images nor the network. Each widget is a native
//! element first; what it adds is a label, a state or a reason.

pub mod announcer;
pub mod button;
pub mod clock;
pub mod copy;
pub mod dialog;
mod element;
pub mod empty;
pub mod error_panel;
mod error_view;
mod fact_list;
pub mod field;
pub mod icon;
pub mod keyboard;
pub mod lazy;
pub mod logo;
pub mod menu;
mod meter;
mod page_bar;
pub mod reactive;
pub mod scroll;
pub mod sentence;
mod shorten;
pub mod show;
pub mod storage;
pub mod theme;
pub mod time;
pub mod timer;
pub mod toasts;
pub mod unique_id;

pub use button::{ActionButton, ButtonLook};
pub use copy::CopyButton;
pub use dialog::Dialog;
pub use error_view::ErrorView;
pub use fact_list::{Fact, FactList};
pub use field::{CheckField, FieldFrame, FieldIds, TextField};
pub use icon::{Icon, IconView};
pub use logo::Logo;
pub use menu::Menu;
pub use meter::{Meter, MeterLevel, MeterShares};
pub use page_bar::PAGE_BAR_ID;
pub use shorten::shorten_middle;
pub use show::Show;
pub use time::RelativeTime;
pub use unique_id::unique_id;
