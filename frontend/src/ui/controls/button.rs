//! Buttons that say why they cannot be used.

use leptos::prelude::*;

use crate::ui::base::reactive::dyn_view;
use crate::ui::base::unique_id::unique_id;
use crate::ui::display::icon::{Icon, IconView};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonStyle {
    /// One of several things to do.
    #[default]
    Plain,
    /// The thing that this page or dialog is for; at most one.
    Primary,
    /// Destroys something.
    Danger,
    /// Without a border, inside rows and bars.
    Quiet,
}

impl ButtonStyle {
    #[must_use]
    pub fn classes(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button-primary",
            Self::Danger => "button button-danger",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button that stays reachable when it cannot be used, and then tells the reason on hover and on
/// focus.
#[component]
pub fn ActionButton(
    #[prop(into)] label: Signal<String>,
    on_click: Callback<()>,
    #[prop(optional)] style: ButtonStyle,
    /// In front of the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Why it cannot be used now, if it cannot.
    #[prop(optional, into)]
    disabled_because: Signal<Option<String>>,
    /// Whether what it does is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let reason_id = unique_id("reason");
    let described_by = {
        let reason_id = reason_id.clone();
        move || disabled_because.get().map(|_| reason_id.clone())
    };
    let press = move |_| {
        if disabled_because.with_untracked(Option::is_none) && !busy.get_untracked() {
            on_click.run(());
        }
    };
    view! {
        <span class="reasoned">
            <button
                type="button"
                class=style.classes()
                aria-disabled=move || disabled_because.with(Option::is_some).then_some("true")
                aria-busy=move || busy.get().then_some("true")
                aria-describedby=described_by
                on:click=press
            >
                {icon.map(|icon| view! { <IconView icon=icon/> }.into_any())}
                {dyn_view(move || label.get())}
            </button>
            {dyn_view(move || {
                disabled_because
                    .get()
                    .map(|reason| {
                        view! { <span class="reason" role="tooltip" id=reason_id.clone()>{reason}</span> }.into_any()
                    })
            })}
        </span>
    }
}
