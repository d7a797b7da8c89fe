//! The language of the dashboard: the browser's until the person chooses one.

mod choice;
mod store;

pub use choice::LanguageChoice;
pub use store::LanguageStore;
