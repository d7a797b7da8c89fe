//! What a person works with: buttons, fields, menus, dialogs.

pub mod button;
pub mod copy;
pub mod dialog;
pub mod field;
pub mod file_input;
pub mod menu;
pub mod page_bar;
