//! What keys do on every page, and what the help says of all keys.

use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::ui::keyboard::on_plain_key;

/// Keys with their meaning, as the help tells them.
pub(super) const SHORTCUTS: [(&[&str], &str); 7] = [
    (&["/"], "Search the list"),
    (&["j", "k"], "Next and previous row"),
    (&["Enter"], "Open the row"),
    (&["n"], "New image"),
    (&["g"], "Go to the list of images"),
    (&["?"], "This help"),
    (&["Esc"], "Close what is on top"),
];

/// Goes where a key leads, for as long as the owner lives.
pub(super) fn listen() {
    let navigator = use_navigator();
    on_plain_key(move |key| {
        let page = match key {
            "n" => Page::new_image(),
            "g" => Page::images(),
            _ => return false,
        };
        navigator.go(&page.path());
        true
    });
}
