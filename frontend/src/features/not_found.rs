//! An address that leads nowhere.

use leptos::prelude::*;

use crate::routes::Page;
use crate::ui::announcer::set_page_title;
use crate::ui::empty::{Empty, Scope};

/// Says so, and offers the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    set_page_title(|| "Page not found".into());
    view! {
        <Empty title="There is no such page" text="The address may be mistyped or out of date."
            scope=Scope::Page>
            <a class="button button-primary" href=Page::images().path()>"Go to images"</a>
        </Empty>
    }
}
