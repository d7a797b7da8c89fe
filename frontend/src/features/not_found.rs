//! An address that leads nowhere.

use leptos::prelude::*;

use crate::i18n::text;
use crate::routes::Page;
use crate::ui::announcer::set_page_title;
use crate::ui::empty::{Empty, Scope};

/// Says so, and offers the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    set_page_title(|| text::not_found::page_title().into());
    view! {
        <Empty
            title=text::not_found::title()
            text=text::not_found::advice()
            scope=Scope::Page
        >
            <a class="button button-primary" href=Page::images().path()>
                {text::not_found::go_to_images()}
            </a>
        </Empty>
    }
}
