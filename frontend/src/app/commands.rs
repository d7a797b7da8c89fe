//! What keys do on every page, and what the help says of all keys.

use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::Page;
use crate::ui::keyboard::on_plain_key;

/// Keys with their meaning, as the help tells them.
pub(super) fn shortcuts() -> [(&'static [&'static str], &'static str); 7] {
    [
        (&["/"], text::shell::shortcut_search()),
        (&["j", "k"], text::shell::shortcut_rows()),
        (&["Enter"], text::shell::shortcut_open()),
        (&["n"], text::shell::shortcut_new()),
        (&["g"], text::shell::shortcut_list()),
        (&["?"], text::shell::shortcut_help()),
        (&["Esc"], text::shell::shortcut_close()),
    ]
}

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
