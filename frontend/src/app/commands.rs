//! What a person can do on every page, once: the sidebar, the keys and their help come from this table.

use crate::i18n::text;
use crate::navigation::use_navigator;
use crate::routes::{Page, Route};
use crate::ui::Icon;
use crate::ui::keyboard::on_plain_key;

/// Something that a person can do.
pub(super) struct AppCommand {
    /// Any of them does it.
    pub(super) keys: &'static [&'static str],
    /// What the help says of the keys.
    meaning: fn() -> &'static str,
    effect: AppEffect,
    /// Where it stands in the sidebar, if it does.
    pub(super) entry: Option<SidebarEntry>,
}

#[derive(Clone, Copy)]
enum AppEffect {
    Go(fn() -> Page),
    ShowHelp,
    /// The view that the keys are for hears them itself.
    InTheView,
}

/// A page in the sidebar.
#[derive(Clone, Copy)]
pub(super) struct SidebarEntry {
    pub(super) label: fn() -> &'static str,
    pub(super) icon: Icon,
    pub(super) page: fn() -> Page,
    pub(super) audience: Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Everybody,
    Administrators,
}

/// In the order of the sidebar and of the help.
pub(super) const COMMANDS: &[AppCommand] = &[
    in_the_view(&["/"], text::shell::shortcut_search),
    in_the_view(&["j", "k"], text::shell::shortcut_rows),
    in_the_view(&["Enter"], text::shell::shortcut_open),
    AppCommand {
        keys: &["n"],
        meaning: text::shell::shortcut_new,
        effect: AppEffect::Go(Page::new_image),
        entry: None,
    },
    AppCommand {
        keys: &["g"],
        meaning: text::shell::shortcut_list,
        effect: AppEffect::Go(Page::images),
        entry: Some(SidebarEntry {
            label: text::shell::images,
            icon: Icon::Images,
            page: Page::images,
            audience: Audience::Everybody,
        }),
    },
    page(SidebarEntry {
        label: text::shell::uploads,
        icon: Icon::Uploads,
        page: || Route::Uploads.into(),
        audience: Audience::Everybody,
    }),
    page(SidebarEntry {
        label: text::shell::quota,
        icon: Icon::Gauge,
        page: || Route::Quota.into(),
        audience: Audience::Everybody,
    }),
    page(SidebarEntry {
        label: text::shell::project_quotas_link,
        icon: Icon::Project,
        page: || Route::ProjectQuotas.into(),
        audience: Audience::Administrators,
    }),
    AppCommand {
        keys: &["?"],
        meaning: text::shell::shortcut_help,
        effect: AppEffect::ShowHelp,
        entry: None,
    },
    in_the_view(&["Esc"], text::shell::shortcut_close),
];

const fn in_the_view(keys: &'static [&'static str], meaning: fn() -> &'static str) -> AppCommand {
    AppCommand {
        keys,
        meaning,
        effect: AppEffect::InTheView,
        entry: None,
    }
}

/// A page that the sidebar leads to and no key.
const fn page(entry: SidebarEntry) -> AppCommand {
    AppCommand {
        keys: &[],
        meaning: entry.label,
        effect: AppEffect::Go(entry.page),
        entry: Some(entry),
    }
}

/// The keys that do something, with what they do.
pub(super) fn shortcuts() -> impl Iterator<Item = (&'static [&'static str], &'static str)> {
    let with_keys = COMMANDS.iter().filter(|command| !command.keys.is_empty());
    with_keys.map(|command| (command.keys, (command.meaning)()))
}

/// Does what the keys say, for as long as the owner lives.
pub(super) fn listen(show_help: impl Fn() + 'static) {
    let navigator = use_navigator();
    on_plain_key(move |key| {
        let pressed = COMMANDS.iter().find(|command| command.keys.contains(&key));
        match pressed.map(|command| command.effect) {
            Some(AppEffect::Go(page)) => navigator.go(&page().path()),
            Some(AppEffect::ShowHelp) => show_help(),
            Some(AppEffect::InTheView) | None => return false,
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let mut keys: Vec<_> = COMMANDS.iter().flat_map(|command| command.keys).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn the_help_tells_every_key() {
        let in_help: usize = shortcuts().map(|(keys, _)| keys.len()).sum();
        let all: usize = COMMANDS.iter().map(|command| command.keys.len()).sum();
        assert_eq!(in_help, all);
    }
}
