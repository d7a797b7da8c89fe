//! The keyboard help, opened by `?` or from the person's menu, and held in the URL.

use leptos::prelude::*;

use crate::app::commands::{self, shortcuts};
use crate::i18n::text;
use crate::navigation::UrlParameter;
use crate::routes::parameters::HELP;
use crate::ui::Dialog;

/// Opens and closes the help.
#[derive(Clone, Copy)]
pub(super) struct HelpSwitch(UrlParameter);

impl HelpSwitch {
    pub(super) fn from_url() -> Self {
        Self(UrlParameter::new(HELP.0))
    }

    pub(super) fn open(self) {
        self.0.set(Some(HELP.1));
    }

    fn close(self) {
        self.0.set(None);
    }
}

/// The list of keys.
#[component]
pub(super) fn ShortcutHelp() -> impl IntoView {
    let switch = HelpSwitch::from_url();
    commands::listen(move || switch.open());
    let rows = || {
        shortcuts()
            .map(|(keys, meaning)| {
                let keys: Vec<_> = keys
                    .iter()
                    .map(|key| view! { <kbd>{*key}</kbd> }.into_any())
                    .collect();
                view! {
                    <dt>{keys}</dt>
                    <dd>{meaning}</dd>
                }
                .into_any()
            })
            .collect_view()
    };
    view! {
        <Dialog
            title=text::shell::shortcuts()
            open=Signal::derive(move || switch.0.is(HELP.1))
            on_close=Callback::new(move |()| switch.close())
        >
            <dl class="shortcuts">{rows()}</dl>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| switch.close()>{text::shell::close()}</button>
            </div>
        </Dialog>
    }
}
